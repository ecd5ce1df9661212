import { connect, type Socket } from 'node:net';
import { BleError } from '../../../src-shared/model/ble-error.js';
import { H4Framer } from './h4-framer.js';
import type { HciTransport, TransportHandlers } from './transport.js';

const CONNECT_TIMEOUT_MS = 5_000;
/** Packets kept between opening and start(). */
const EARLY_LIMIT = 256;

/** What went wrong in plain words, and what to do about it, by the system's error code. */
const CAUSES: Record<string, { name: string; text: string; fix: string }> = {
  ECONNREFUSED: {
    name: 'connection-refused',
    text: 'nothing accepts connections there',
    fix: 'Start the program that offers the controller there, or check the port.',
  },
  ENOENT: { name: 'not-found', text: 'there is no socket of that name', fix: 'Check the path.' },
  ENOTSOCK: { name: 'not-a-socket', text: 'what is there is not a socket', fix: 'Check the path.' },
  EACCES: {
    name: 'permission-denied',
    text: 'this user may not open it',
    fix: 'Give this user the right to open the socket, or start its server as this user.',
  },
  ENOTFOUND: { name: 'host-not-found', text: 'no machine of that name is known', fix: 'Check the host name.' },
  ETIMEDOUT: {
    name: 'timeout',
    text: 'there is no answer',
    fix: 'Check the address, and that no firewall is between.',
  },
  ECONNRESET: {
    name: 'closed',
    text: 'the other end broke the connection off',
    fix: 'See whether the program at the other end is still running.',
  },
  EPIPE: {
    name: 'closed',
    text: 'the other end is gone',
    fix: 'See whether the program at the other end is still running.',
  },
};

function transportError(error: NodeJS.ErrnoException, label: string): BleError {
  const { name, text, fix } = CAUSES[error.code ?? ''] ?? { name: 'failed', text: error.message, fix: undefined };
  return new BleError(`transport/${name}`, {
    layer: 'transport',
    operation: label,
    message: `${label}: ${text}`,
    cause: error,
    fix,
  });
}

/** H4 over a TCP or unix socket. */
export class StreamTransport implements HciTransport {
  readonly #framer = new H4Framer();
  #handlers: TransportHandlers | null = null;
  #early: Uint8Array[] = [];
  #ended: { error: BleError | null } | null = null;

  /** Connects; rejects 'transport/connection-refused', 'transport/not-found', … with what to do. */
  static open(target: { path: string } | { host: string; port: number }, label: string): Promise<StreamTransport> {
    return new Promise((resolve, reject) => {
      const socket = connect(target);
      socket.setTimeout(CONNECT_TIMEOUT_MS, () =>
        socket.destroy(Object.assign(new Error(`no answer within ${CONNECT_TIMEOUT_MS} ms`), { code: 'ETIMEDOUT' })),
      );
      const onError = (error: Error) => reject(transportError(error, label));
      socket.once('error', onError);
      socket.once('connect', () => {
        socket.off('error', onError);
        socket.setTimeout(0);
        if ('port' in target) socket.setNoDelay(true);
        resolve(new StreamTransport(socket, label));
      });
    });
  }

  private constructor(
    private readonly socket: Socket,
    readonly label: string,
  ) {
    socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    socket.on('error', (error) => this.#end(transportError(error, label)));
    socket.on('close', () => {
      this.#end(
        new BleError('transport/closed', {
          layer: 'transport',
          operation: label,
          message: `${label}: the other end closed the connection`,
          fix: CAUSES.EPIPE?.fix,
        }),
      );
    });
  }

  start(handlers: TransportHandlers): void {
    this.#handlers = handlers;
    for (const packet of this.#early.splice(0)) handlers.packet(packet);
    if (this.#ended) handlers.closed(this.#ended.error);
  }

  send(packet: Uint8Array): void {
    if (!this.#ended) this.socket.write(Buffer.from(packet)); // out of the pool: a view of a short array would be dearer than the copy
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    this.#end(null);
    await new Promise<void>((resolve) => {
      this.socket.once('close', () => resolve());
      this.socket.destroy();
    });
  }

  #onData(chunk: Buffer): void {
    if (this.#ended) return;
    let packets: Uint8Array[];
    try {
      packets = this.#framer.push(chunk);
    } catch (error) {
      // After a wrong byte nothing that follows can be trusted: the stream is over.
      this.#end(error as BleError);
      this.socket.destroy();
      return;
    }
    for (const packet of packets) this.#deliver(packet);
  }

  #deliver(packet: Uint8Array): void {
    if (this.#handlers) this.#handlers.packet(packet);
    else if (this.#early.length < EARLY_LIMIT) this.#early.push(packet);
  }

  #end(error: BleError | null): void {
    if (this.#ended) return;
    this.#ended = { error };
    this.#handlers?.closed(error);
  }
}
