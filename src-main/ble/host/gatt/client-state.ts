import type { Characteristic } from '../../api/gatt-server.js';

/** Limits of one link's prepared writes. */
const PREPARED_LIMIT = 64;
const PREPARED_BYTES = 4_096;

export interface Prepared {
  handle: number;
  offset: number;
  data: Uint8Array;
}

/** What the server keeps of one client: its subscriptions, which a bond outlives the link with, and its prepared writes. */
export class ClientState {
  /** The value that a client is reading in parts, so that all parts are of one value. */
  longRead: { handle: number; value: Uint8Array } | null = null;
  readonly #configuration = new Map<Characteristic, number>();
  #prepared: Prepared[] = [];
  #preparedBytes = 0;

  /** Told when the client has changed its subscriptions. */
  constructor(private readonly onConfigured: () => void = () => undefined) {}

  /** Bits of the Client Characteristic Configuration, Core Vol 3 Part G 3.3.3.3: 1 notify, 2 indicate. */
  configuration(characteristic: Characteristic): number {
    return this.#configuration.get(characteristic) ?? 0;
  }

  configure(characteristic: Characteristic, bits: number): void {
    if (bits === this.configuration(characteristic)) return;
    if (bits === 0) this.#configuration.delete(characteristic);
    else this.#configuration.set(characteristic, bits);
    this.onConfigured();
  }

  /** As configured on an earlier link. */
  restore(characteristic: Characteristic, bits: number): void {
    this.#configuration.set(characteristic, bits);
  }

  /** False when the queue is full. */
  prepare(write: Prepared): boolean {
    if (this.#prepared.length >= PREPARED_LIMIT || this.#preparedBytes + write.data.length > PREPARED_BYTES)
      return false;
    this.#prepared.push(write);
    this.#preparedBytes += write.data.length;
    return true;
  }

  takePrepared(): Prepared[] {
    this.#preparedBytes = 0;
    return this.#prepared.splice(0);
  }

  /** The table was replaced: what was agreed about the old one is void. */
  reset(): void {
    this.#configuration.clear();
    this.takePrepared();
    this.longRead = null;
  }
}
