import type { Address } from '../../../../src-shared/model/address.js';
import type { Clock } from '../../util/clock.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 16_000;
/** Without a failure for so long, a peer begins anew. */
const FORGET_MS = 60_000;
/** Peers remembered; with more the oldest go. */
const PEERS = 256;

interface Failures {
  waitMs: number;
  lastAt: number;
}

/** The waiting interval after failed pairings, one a peer and for all links of an adapter: Core Vol 3 Part H 2.3.6. */
export class RepeatedAttempts {
  readonly #peers = new Map<string, Failures>();

  constructor(private readonly clock: Clock) {}

  /** Milliseconds until another pairing with this peer may begin; 0 = now. */
  waitMs(peer: Address): number {
    const failures = this.#peers.get(keyOf(peer));
    return failures ? Math.max(0, failures.lastAt + failures.waitMs - this.clock.now()) : 0;
  }

  failed(peer: Address): void {
    const key = keyOf(peer);
    const before = this.#peers.get(key);
    const now = this.clock.now();
    const isRecent = before && now - before.lastAt < FORGET_MS;
    const waitMs = isRecent ? Math.min(LONGEST_WAIT_MS, before.waitMs * 2) : FIRST_WAIT_MS;
    this.#peers.delete(key); // to the end, as the youngest
    this.#peers.set(key, { waitMs, lastAt: now });
    const [oldest] = this.#peers.keys();
    if (this.#peers.size > PEERS && oldest !== undefined) this.#peers.delete(oldest);
  }

  succeeded(peer: Address): void {
    this.#peers.delete(keyOf(peer));
  }
}

const keyOf = ({ address, type }: Address) => `${type} ${address}`;
