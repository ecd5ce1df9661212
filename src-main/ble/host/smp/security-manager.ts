import { randomBytes, randomUUID } from 'node:crypto';
import { fromHex } from '../../../../src-shared/bytes/hex.js';
import { type Address, addressKind } from '../../../../src-shared/model/address.js';
import { requireObject, requireText } from '../../../../src-shared/model/arguments.js';
import type { Bond, KeyStore, LocalIdentity } from '../../api/key-store.js';
import type {
  BondInfo,
  OobHalf,
  PairingDelegate,
  Security,
  SecurityEvents,
  SecurityPolicy,
} from '../../api/security.js';
import { ah } from '../../crypto/ah.js';
import { equalSecret } from '../../crypto/equal-secret.js';
import type { Clock } from '../../util/clock.js';
import { Emitter } from '../../util/emitter.js';
import { bondInfo, sameAddress } from './bond-info.js';
import { OobKeys } from './oob-keys.js';
import { checkPolicy, DEFAULT_DELEGATE, DEFAULT_POLICY } from './pair-options.js';
import { RepeatedAttempts } from './repeated-attempts.js';

/** Private addresses whose owner is remembered: more than are heard within the 15 minutes that one lives. */
const RESOLVED = 4_096;

export interface SecurityManagerOptions {
  clock: Clock;
  /** Where bonds are kept; null: nowhere, they go with the adapter. */
  store: KeyStore | null;
}

/** Bonds, policy and delegate of one adapter: what all its links share. */
export class SecurityManager implements Security {
  readonly attempts: RepeatedAttempts;
  readonly oobKeys = new OobKeys();
  readonly #options: SecurityManagerOptions;
  readonly #events = new Emitter<SecurityEvents>();
  readonly #bonds = new Map<string, Bond>();
  /** Whose a resolvable address is, by its text; null: nobody's we know. */
  readonly #resolved = new Map<string, Bond | null>();
  #identity: LocalIdentity = { irk: new Uint8Array(randomBytes(16)) };
  #adapterId = '';
  #delegate: PairingDelegate = { ...DEFAULT_DELEGATE };
  #policy: SecurityPolicy = { ...DEFAULT_POLICY };

  constructor(options: SecurityManagerOptions) {
    this.#options = options;
    this.attempts = new RepeatedAttempts(options.clock);
  }

  get delegate(): PairingDelegate {
    return this.#delegate;
  }

  set delegate(delegate: PairingDelegate) {
    this.#delegate = requireObject('set the pairing delegate', 'the delegate', delegate);
  }

  get policy(): SecurityPolicy {
    return this.#policy;
  }

  set policy(policy: SecurityPolicy) {
    this.#policy = { ...checkPolicy(policy) };
  }

  get adapterId(): string {
    return this.#adapterId;
  }

  /** What peers know this adapter by. */
  get identity(): LocalIdentity {
    return this.#identity;
  }

  on<K extends keyof SecurityEvents>(event: K, listener: (value: SecurityEvents[K]) => void): () => void {
    return this.#events.on(event, listener);
  }

  async bonds(): Promise<BondInfo[]> {
    return [...this.#bonds.values()].map(bondInfo);
  }

  async removeBond(id: string): Promise<void> {
    requireText('remove a bond', 'its id', id);
    if (!this.#bonds.delete(id)) return;
    this.#resolved.clear();
    await this.#options.store?.remove(this.#adapterId, id);
    await this.#changed();
  }

  async nameBond(id: string, name: string): Promise<void> {
    requireText('name a bond', 'its id', id);
    requireText('name a bond', 'the name', name);
    await this.update(id, { name });
  }

  async reload(): Promise<void> {
    const kept = (await this.#options.store?.load(this.#adapterId)) ?? [...this.#bonds.values()];
    this.#bonds.clear();
    for (const bond of kept) this.#bonds.set(bond.id, bond);
    this.#resolved.clear();
    await this.#changed();
  }

  async createOobData(): Promise<OobHalf> {
    return this.oobKeys.create();
  }

  /** Reads what was kept of this adapter. `adapterId` tells it from others that share the store. */
  async load(adapterId: string, staticAddress: string | null): Promise<void> {
    const { store } = this.#options;
    this.#adapterId = adapterId;
    for (const bond of (await store?.load(adapterId)) ?? []) this.#bonds.set(bond.id, bond);
    const kept = await store?.loadIdentity?.(adapterId);
    if (kept) this.#identity = kept;
    else await store?.saveIdentity?.(adapterId, { ...this.#identity, ...(staticAddress && { staticAddress }) });
  }

  /** The bond with whoever shows this address: by its identity, by the address it paired with, or by its resolving key. */
  find(peer: Address): Bond | null {
    for (const bond of this.#bonds.values()) if (sameAddress(bond.identity ?? bond.peer, peer)) return bond;
    if (addressKind(peer) === 'resolvable') return this.#resolve(peer.address);
    return null;
  }

  byId(id: string): Bond | null {
    return this.#bonds.get(id) ?? null;
  }

  /** Keeps a bond in place of an earlier one with the same peer. Resolves when it is stored. */
  async keep(bond: Omit<Bond, 'id'>): Promise<Bond> {
    const before = this.find(bond.identity ?? bond.peer);
    const kept: Bond = { ...bond, id: before?.id ?? randomUUID() };
    if (before) kept.created = before.created;
    if (before?.name !== undefined) kept.name ??= before.name;
    await this.#options.store?.save(this.#adapterId, kept);
    this.#bonds.set(kept.id, kept);
    this.#resolved.clear();
    await this.#changed();
    return kept;
  }

  /** Keeps what changed about a bond that is still there. */
  async update(id: string, change: Partial<Pick<Bond, 'cccd' | 'lastUsed' | 'signCounters' | 'name'>>): Promise<void> {
    const bond = this.#bonds.get(id);
    if (!bond) return;
    const next = { ...bond, ...change };
    this.#bonds.set(id, next);
    this.#resolved.clear();
    await this.#options.store?.save(this.#adapterId, next);
    if (change.lastUsed !== undefined || change.name !== undefined) await this.#changed();
  }

  /** Core Vol 6 Part B 1.3.2.3: the hash of the random part by the owner's key. Remembered, as one address is heard very often. */
  #resolve(address: string): Bond | null {
    const known = this.#resolved.get(address);
    if (known !== undefined) return known;
    const bytes = fromHex(address.replaceAll(':', '')) as Uint8Array;
    const prand = bytes.subarray(0, 3);
    const hash = bytes.subarray(3);
    let owner: Bond | null = null;
    for (const bond of this.#bonds.values()) {
      if (bond.irk && equalSecret(ah(bond.irk.slice().reverse(), prand), hash)) owner = bond;
    }
    if (this.#resolved.size >= RESOLVED) this.#resolved.clear();
    this.#resolved.set(address, owner);
    return owner;
  }

  async #changed(): Promise<void> {
    this.#events.emit('bonds', await this.bonds());
  }
}
