import type { Address } from '../../../src-shared/model/address.js';
import type { Bond, LocalIdentity } from '../api/key-store.js';
import { checkedAdapterId, checkedBond, checkedIdentity } from './bond-json.js';
import { type AdapterKeys, type KeyDocument, MOST_ADAPTERS, MOST_BONDS } from './key-document.js';
import { keyError } from './key-error.js';

/** A bond that had to make room. */
export interface DroppedBond {
  adapterId: string;
  id: string;
  peer: Address;
  name?: string;
  lastUsed: number;
}

export interface KeyTableOptions {
  /** Default 512. */
  bondsPerAdapter?: number;
  /** Default 64. */
  adapters?: number;
  /** Bonds that must not be dropped: those of links that are up. Default: none. */
  inUse?: (adapterId: string, bond: Bond) => boolean;
  /** Told of every bond that made room for another. */
  onDropped?: (dropped: DroppedBond) => void;
}

interface Row extends AdapterKeys {
  identity: LocalIdentity | null;
  bonds: Map<string, Bond>;
}

/**
 * Bonds in memory, by adapter and id, within limits: where a bond has no room, the least recently used one of its adapter that is not
 * in use is dropped; where an adapter has none, the one whose bonds were unused the longest is. What goes in and out is copied.
 */
export class KeyTable {
  #rows = new Map<string, Row>();
  readonly #limits: { bonds: number; adapters: number };
  readonly #inUse: (adapterId: string, bond: Bond) => boolean;
  readonly #onDropped: (dropped: DroppedBond) => void;

  constructor({ bondsPerAdapter, adapters, inUse, onDropped }: KeyTableOptions = {}) {
    this.#limits = { bonds: bondsPerAdapter ?? MOST_BONDS, adapters: adapters ?? MOST_ADAPTERS };
    this.#inUse = inUse ?? (() => false);
    this.#onDropped = onDropped ?? (() => undefined);
  }

  /** Bonds of all adapters. */
  get size(): number {
    let size = 0;
    for (const { bonds } of this.#rows.values()) size += bonds.size;
    return size;
  }

  /** What it holds now, not a copy: for encoding at once. */
  get document(): KeyDocument {
    return this.#rows;
  }

  /** Whether a new bond of this adapter would drop none. */
  hasRoom(adapterId: string): boolean {
    const row = this.#rows.get(checkedAdapterId(adapterId));
    return row ? row.bonds.size < this.#limits.bonds : this.#rows.size < this.#limits.adapters;
  }

  bonds(adapterId: string): Bond[] {
    return [...(this.#rows.get(checkedAdapterId(adapterId))?.bonds.values() ?? [])].map(checkedBond);
  }

  bond(adapterId: string, id: string): Bond | null {
    const found = this.#rows.get(checkedAdapterId(adapterId))?.bonds.get(id);
    return found ? checkedBond(found) : null;
  }

  identity(adapterId: string): LocalIdentity | null {
    const identity = this.#rows.get(checkedAdapterId(adapterId))?.identity;
    return identity ? checkedIdentity(identity) : null;
  }

  /** Adds the bond or replaces the one with its id. Throws 'invalid-argument', 'keystore/full' when all the others are in use. */
  save(adapterId: string, bond: Bond): void {
    const copy = checkedBond(bond);
    const { bonds } = this.#row(adapterId);
    if (!bonds.has(copy.id) && bonds.size >= this.#limits.bonds) this.#dropFrom(adapterId, bonds);
    bonds.set(copy.id, copy);
  }

  /** Whether there was one. */
  remove(adapterId: string, id: string): boolean {
    return this.#rows.get(checkedAdapterId(adapterId))?.bonds.delete(id) ?? false;
  }

  saveIdentity(adapterId: string, identity: LocalIdentity): void {
    const copy = checkedIdentity(identity);
    this.#row(adapterId).identity = copy;
  }

  /** Holds this instead of what it held. */
  replace(document: KeyDocument): void {
    this.#rows = new Map(
      [...document].map(([adapterId, { identity, bonds }]) => [adapterId, { identity, bonds: new Map(bonds) }]),
    );
  }

  #row(adapterId: string): Row {
    const there = this.#rows.get(checkedAdapterId(adapterId));
    if (there) return there;
    if (this.#rows.size >= this.#limits.adapters) this.#dropAdapter();
    const row: Row = { identity: null, bonds: new Map() };
    this.#rows.set(adapterId, row);
    return row;
  }

  #dropFrom(adapterId: string, bonds: Map<string, Bond>): void {
    let oldest: Bond | null = null;
    for (const bond of bonds.values())
      if ((!oldest || bond.lastUsed < oldest.lastUsed) && !this.#inUse(adapterId, bond)) oldest = bond;
    if (!oldest) throw full(`All ${bonds.size} bonds of the adapter ${adapterId} are in use.`);
    bonds.delete(oldest.id);
    this.#onDropped(droppedOf(adapterId, oldest));
  }

  #dropAdapter(): void {
    let unused: { adapterId: string; bonds: Map<string, Bond>; lastUsed: number } | null = null;
    for (const [adapterId, { bonds }] of this.#rows) {
      const all = [...bonds.values()];
      const lastUsed = all.reduce((latest, bond) => Math.max(latest, bond.lastUsed), 0);
      const isBusy = all.some((bond) => this.#inUse(adapterId, bond));
      if (!isBusy && (!unused || lastUsed < unused.lastUsed)) unused = { adapterId, bonds, lastUsed };
    }
    if (!unused) throw full(`There are keys of ${this.#rows.size} adapters, and all are in use.`);
    this.#rows.delete(unused.adapterId);
    for (const bond of unused.bonds.values()) this.#onDropped(droppedOf(unused.adapterId, bond));
  }
}

function droppedOf(adapterId: string, { id, peer, name, lastUsed }: Bond): DroppedBond {
  return { adapterId, id, peer, name, lastUsed };
}

function full(message: string): Error {
  return keyError('full', { operation: 'save a bond', message, fix: 'Delete bonds that are no longer needed.' });
}
