import type { Address } from '../../../src-shared/model/address.js';
import type { BondRef, PairingAttemptState, PairingPeer } from '../../../src-shared/model/pairing.js';
import type { PairingStep } from '../../../src-shared/model/pairing-step.js';
import type { BondInfo, Connection } from '../../ble/index.js';
import { AttemptRecord } from './attempt-record.js';
import { isBondWith } from './bond-rows.js';

/** Attempts shown at once; the oldest that is over makes room. */
export const MAX_ATTEMPTS = 16;

/** Every pairing of an adapter's links, whoever began it: one under way a link, and the last one of each peer that is over. */
export class PairingAttempts {
  readonly #all: { record: AttemptRecord; connection: Connection }[] = [];
  /** Security Requests that may become pairings: the first rung of these. */
  readonly #asked = new WeakMap<Connection, PairingStep>();
  #next = 1;

  constructor(private readonly peerOf: (connection: Connection) => PairingPeer) {}

  /** The pairing under way on a link. */
  running(connection: Connection): AttemptRecord | null {
    return this.#all.find((one) => one.connection === connection && one.record.isRunning)?.record ?? null;
  }

  byId(id: number): { record: AttemptRecord; connection: Connection } | null {
    return this.#all.find(({ record }) => record.id === id) ?? null;
  }

  list(linkOf: (connection: Connection) => number | null): PairingAttemptState[] {
    return this.#all.map(({ record, connection }) => record.state(linkOf(connection)));
  }

  /** A call of pair() begins. */
  begin(connection: Connection, now: number): AttemptRecord {
    return this.#add(connection, 'local', now, true);
  }

  /** A step of whichever pairing this link has; the first of one that nobody here began makes it known. */
  add(connection: Connection, step: PairingStep): AttemptRecord | null {
    let record = this.running(connection);
    if (!record && step.name === 'security-request') this.#asked.set(connection, step);
    if (!record && step.name === 'pairing-request') {
      const asked = this.#asked.get(connection);
      record = this.#add(connection, asked || step.direction === 'rx' ? 'peer' : 'local', step.at, false);
      if (asked) record.add(asked);
      this.#asked.delete(connection);
    }
    record?.add(step);
    return record;
  }

  /** There is a bond: the pairing it came of is the newest with this peer. */
  bonded(bond: Pick<BondInfo, 'identity' | 'peer'>, ref: BondRef): void {
    const paired = this.#all.findLast(({ record }) => isBondWith(bond, record.peer))?.record;
    if (paired?.hasPaired) paired.bond = ref;
  }

  /** Takes one that is over off the list. */
  dismiss(id: number): void {
    const at = this.#all.findIndex(({ record }) => record.id === id && !record.isRunning);
    if (at >= 0) this.#all.splice(at, 1);
  }

  #add(
    connection: Connection,
    startedBy: PairingAttemptState['startedBy'],
    startedAt: number,
    isAwaited: boolean,
  ): AttemptRecord {
    const peer = this.peerOf(connection);
    const isOver = ({ record }: { record: AttemptRecord }) => !record.isRunning;
    const before = this.#all.findIndex((one) => isOver(one) && isSame(one.record.peer, peer));
    if (before >= 0) this.#all.splice(before, 1);
    else if (this.#all.length >= MAX_ATTEMPTS) {
      const oldest = this.#all.findIndex(isOver);
      if (oldest >= 0) this.#all.splice(oldest, 1);
    }
    const record = new AttemptRecord({
      id: this.#next,
      peer,
      role: connection.role,
      startedBy,
      startedAt,
      isAwaited,
    });
    this.#next += 1;
    this.#all.push({ record, connection });
    return record;
  }
}

const isSame = (a: Address, b: Address): boolean => a.address === b.address && a.type === b.type;
