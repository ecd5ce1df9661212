import { scratch } from '../../../src-shared/bytes/scratch.js';
import { BleError } from '../../../src-shared/model/ble-error.js';
import type { HciTransport, TransportHandlers } from '../transports/transport.js';

/** Packets kept for a host that is not listening yet, or has asked for a pause. */
const BACKLOG_LIMIT = 4096;

/** The controller's end of a host transport. */
export interface TransportOwner {
  fromHost(packet: Uint8Array): void;
  hostReady(): void;
  hostGone(): void;
  dropped(): void;
  delivered(packet: Uint8Array): void;
}

/** The host side of a virtual controller: an HCI transport without a wire. */
export class VirtualTransport implements HciTransport {
  #handlers: TransportHandlers | null = null;
  #backlog: Uint8Array[] = [];
  #paused = false;
  #closed = false;

  constructor(
    readonly label: string,
    private readonly owner: TransportOwner,
    /** Runs a task outside its caller, in order with everything else on the medium. */
    private readonly soon: (run: () => void) => void,
  ) {}

  /** True while the host cannot take packets: before start() and between pause() and resume(). */
  get blocked(): boolean {
    return this.#paused || !this.#handlers;
  }

  start(handlers: TransportHandlers): void {
    if (this.#handlers) throw new BleError('busy', { layer: 'transport', operation: `start ${this.label} twice` });
    this.#handlers = handlers;
    this.#release();
  }

  send(packet: Uint8Array): void {
    if (this.#closed) return;
    const copy = scratch(packet.length);
    copy.set(packet);
    this.owner.fromHost(copy);
  }

  close(): Promise<void> {
    if (!this.#closed) {
      this.owner.hostGone();
      this.#end(null);
    }
    return Promise.resolve();
  }

  /** Holds packets back until resume(): data stays with its sender, advertising reports are dropped and counted. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#release();
  }

  /** From the controller. */
  deliver(packet: Uint8Array): void {
    if (this.#closed) return;
    if (this.blocked || this.#backlog.length > 0) {
      if (this.#backlog.length < BACKLOG_LIMIT) this.#backlog.push(packet);
      else this.owner.dropped();
      return;
    }
    this.#hand(packet);
  }

  /** The controller is gone. */
  fail(error: BleError): void {
    if (!this.#closed) this.#end(error);
  }

  #release(): void {
    this.soon(() => {
      while (this.#backlog.length > 0 && !this.blocked && !this.#closed)
        this.#hand(this.#backlog.shift() as Uint8Array);
      if (!this.blocked && !this.#closed) this.owner.hostReady();
    });
  }

  #hand(packet: Uint8Array): void {
    try {
      this.#handlers?.packet(packet);
    } catch (error) {
      surface(error);
    }
    this.owner.delivered(packet);
  }

  #end(error: BleError | null): void {
    this.#closed = true;
    this.#backlog = [];
    try {
      this.#handlers?.closed(error);
    } catch (thrown) {
      surface(thrown);
    }
  }
}

/** A host's handler failed: that is the host's uncaught error, the radio goes on. */
function surface(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
