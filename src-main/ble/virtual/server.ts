import { chmod, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { BleError, invalidArgument } from '../../../src-shared/model/ble-error.js';
import { H4Framer } from '../transports/h4-framer.js';
import { Emitter } from '../util/emitter.js';
import type { VirtualController } from './controller.js';

/** A foreign host on the radio. */
export interface MediumClient {
  /** 'tcp 127.0.0.1:50122', 'unix 1'. */
  readonly name: string;
  /** When it connected, by the medium's clock. */
  readonly since: number;
  readonly controller: VirtualController;
}

export interface MediumServer {
  /** Where it listens, with the real port. */
  readonly spec: string;
  readonly clients: readonly MediumClient[];
  /** A client has come or gone. Returns the function that stops listening. */
  on(event: 'change', listener: () => void): () => void;
  /** Clients' controllers lose power. Safe to call twice. */
  close(): Promise<void>;
}

export interface ServerOwner {
  now(): number;
  join(name: string): VirtualController;
  closed(server: MediumServer): void;
}

const CLIENT_LIMIT = 64;
const LOOPBACK = '127.0.0.1';

type Place = { kind: 'tcp'; host: string; port: number } | { kind: 'unix'; path: string };

/** Opens an H4 server, Core 5.4 Vol 4 Part A over a stream. */
export async function listenOn(spec: string, owner: ServerOwner): Promise<MediumServer> {
  const place = parsePlace(spec);
  const net = createServer({ noDelay: true });
  try {
    if (place.kind === 'unix') await listenUnix(net, place.path);
    else await listening(net, { host: place.host, port: place.port });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const operation = `listen on ${spec}`;
    throw new BleError('transport/listen-failed', {
      layer: 'transport',
      operation,
      message: `${operation}: ${why}`,
      cause,
    });
  }
  return new H4Server(net, place, owner);
}

function parsePlace(spec: string): Place {
  const path = /^unix:(.+)$/.exec(spec)?.[1];
  if (path !== undefined) return { kind: 'unix', path };
  const tcp = /^tcp:(?:(?:\[([^\]]+)\]|([^:]*)):)?(\d{1,5})$/.exec(spec);
  const port = Number(tcp?.[3]);
  if (!tcp || port > 65535) {
    throw invalidArgument('listen', `${JSON.stringify(spec)} is neither tcp:HOST:PORT nor unix:PATH`);
  }
  return { kind: 'tcp', host: tcp[1] ?? (tcp[2] || LOOPBACK), port };
}

function listening(net: Server, where: { host: string; port: number } | { path: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    net.once('error', reject);
    net.listen(where, () => {
      net.off('error', reject);
      resolve();
    });
  });
}

/** A socket file whose owner has died is in the way: nobody answers on it, so it goes. */
async function listenUnix(net: Server, path: string): Promise<void> {
  try {
    await listening(net, { path });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || (await answers(path))) throw error;
    await unlink(path);
    await listening(net, { path });
  }
  if (process.platform !== 'win32') await chmod(path, 0o600);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect({ path });
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED'));
  });
}

class H4Server implements MediumServer {
  readonly spec: string;
  #net: Server;
  #owner: ServerOwner;
  #clients = new Map<Socket, MediumClient>();
  #emitter = new Emitter<{ change: undefined }>();
  #count = 0;
  #closing: Promise<void> | null = null;

  constructor(
    net: Server,
    private readonly place: Place,
    owner: ServerOwner,
  ) {
    this.#net = net;
    this.#owner = owner;
    const bound = net.address();
    const port = bound !== null && typeof bound === 'object' ? bound.port : 0;
    if (place.kind === 'unix') this.spec = `unix:${place.path}`;
    else this.spec = `tcp:${place.host.includes(':') ? `[${place.host}]` : place.host}:${port}`;
    net.on('connection', (socket) => this.#accept(socket));
    // A failed accept (no file descriptors left, …) ends that attempt, not the server.
    net.on('error', () => this.#emitter.emit('change', undefined));
  }

  get clients(): readonly MediumClient[] {
    return [...this.#clients.values()];
  }

  on(_event: 'change', listener: () => void): () => void {
    return this.#emitter.on('change', listener);
  }

  close(): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      this.#net.close(() => resolve());
      for (const socket of [...this.#clients.keys()]) socket.destroy();
      this.#owner.closed(this);
    });
    return this.#closing;
  }

  #accept(socket: Socket): void {
    if (this.#closing || this.#clients.size >= CLIENT_LIMIT) {
      socket.destroy();
      return;
    }
    this.#count += 1;
    const from = this.place.kind === 'tcp' ? `${socket.remoteAddress}:${socket.remotePort}` : String(this.#count);
    const name = `${this.place.kind} ${from}`;
    const controller = this.#owner.join(name);
    this.#clients.set(socket, { name, since: this.#owner.now(), controller });
    serve(socket, controller, () => {
      this.#clients.delete(socket);
      this.#emitter.emit('change', undefined);
    });
    this.#emitter.emit('change', undefined);
  }
}

/**
 * Joins a socket to a controller. A host that reads slowly makes its controller hold data back, and a held-back
 * controller takes no more commands, so nothing piles up here.
 */
function serve(socket: Socket, controller: VirtualController, gone: () => void): void {
  const framer = new H4Framer();
  const host = controller.openHost();
  let held = false;
  host.start({
    packet: (packet) => {
      if (socket.write(packet) || held) return;
      held = true;
      host.pause();
      socket.pause();
    },
    closed: () => void socket.destroy(),
  });
  socket.on('drain', () => {
    held = false;
    host.resume();
    socket.resume();
  });
  socket.on('data', (chunk) => {
    try {
      for (const packet of framer.push(chunk)) host.send(packet);
    } catch (error) {
      // The stream is out of step and cannot be followed any more.
      socket.destroy(error instanceof Error ? error : undefined);
    }
  });
  // 'close' follows every error and does the work.
  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.destroy());
  socket.on('close', () => {
    controller.destroy();
    gone();
  });
}
