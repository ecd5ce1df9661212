import { createCipheriv } from 'node:crypto';
import { type AirAddress, airAddress } from './air-address.js';
import type { ControllerCore } from './core.js';

export const PRIVACY_MODE = { network: 0, device: 1 } as const;
/** Address types of own and peer addresses, 7.8.5 and 7.8.12: from 2 on a resolvable private one stands in for a public or random one. */
export type OwnAddressType = 0 | 1 | 2 | 3;

interface Entry {
  readonly identity: AirAddress;
  /** Least significant byte first; null for the all-zero key, which makes and resolves nothing. */
  readonly peerIrk: Uint8Array | null;
  readonly localIrk: Uint8Array | null;
  mode: number;
  /** Our private address for this peer, and when it was made. */
  local: { address: AirAddress; at: number } | null;
  /** The peer's private address as it was last heard or made. */
  peer: AirAddress | null;
}

/** An address on the air as the host is told of it. */
export interface Shown {
  address: AirAddress;
  /** It is the identity behind a private address. */
  resolved: boolean;
}

const CAPACITY = 16;
/** 7.8.45, in seconds. */
const DEFAULT_TIMEOUT_S = 900;
/** Private addresses whose owner is remembered. */
const REMEMBERED = 1_024;

/** The resolving list and what comes of it, Core 5.4 Vol 6 Part B 4.7 and 6. */
export class Privacy {
  enabled = false;
  timeoutS = DEFAULT_TIMEOUT_S;
  readonly capacity = CAPACITY;
  readonly #entries: Entry[] = [];
  readonly #owners = new Map<string, Entry | null>();

  constructor(private readonly core: ControllerCore) {}

  get full(): boolean {
    return this.#entries.length >= this.capacity;
  }

  find(identity: AirAddress): Entry | null {
    return this.#entries.find((entry) => entry.identity.key === identity.key) ?? null;
  }

  /** False when it is there already, or another has this key. */
  add(identity: AirAddress, peerIrk: Uint8Array, localIrk: Uint8Array): boolean {
    const key = keyOrNone(peerIrk);
    const isTaken = this.#entries.some(
      (entry) => entry.identity.key === identity.key || (key && entry.peerIrk && same(entry.peerIrk, key)),
    );
    if (isTaken) return false;
    const mode = PRIVACY_MODE.network;
    this.#entries.push({ identity, peerIrk: key, localIrk: keyOrNone(localIrk), mode, local: null, peer: null });
    this.#owners.clear();
    return true;
  }

  /** False when there is none. */
  remove(identity: AirAddress): boolean {
    const at = this.#entries.findIndex((entry) => entry.identity.key === identity.key);
    if (at < 0) return false;
    this.#entries.splice(at, 1);
    this.#owners.clear();
    return true;
  }

  clear(): void {
    this.#entries.length = 0;
    this.#owners.clear();
  }

  /** 7.3.2. */
  reset(): void {
    this.clear();
    this.enabled = false;
    this.timeoutS = DEFAULT_TIMEOUT_S;
  }

  /** How an address that is heard is told; null: it is not to be heard (network privacy mode, 4.7). */
  shown(address: AirAddress): Shown | null {
    if (!this.enabled || this.#entries.length === 0) return { address, resolved: false };
    const owner = this.#ownerOf(address);
    if (owner) {
      owner.peer = address;
      return { address: owner.identity, resolved: true };
    }
    const known = this.find(address);
    const isHiding = known?.peerIrk && known.mode === PRIVACY_MODE.network;
    return isHiding ? null : { address, resolved: false };
  }

  /** The address to go by towards this peer; null while a random address is wanted and none has been set. */
  own(type: OwnAddressType, peer: AirAddress | null): AirAddress | null {
    const plain = this.core.ownAddress((type & 1) as 0 | 1);
    if (type < 2 || !this.enabled || !peer) return plain;
    const entry = this.find(peer);
    return entry?.localIrk ? this.#localOf(entry, entry.localIrk) : plain;
  }

  /** The address to call this peer by in directed advertising. */
  target(type: OwnAddressType, peer: AirAddress): AirAddress {
    const entry = type >= 2 && this.enabled ? this.find(peer) : null;
    if (!entry?.peerIrk) return peer;
    entry.peer = this.#make(entry.peerIrk);
    return entry.peer;
  }

  /** Whether this is one of our private addresses. */
  isOurs(address: AirAddress): boolean {
    if (!this.enabled || !isResolvable(address)) return false;
    return this.#entries.some(({ localIrk }) => localIrk && isMadeOf(localIrk, address));
  }

  #localOf(entry: Entry, irk: Uint8Array): AirAddress {
    const now = this.core.air.scheduler.now();
    if (!entry.local || now - entry.local.at >= this.timeoutS * 1_000)
      entry.local = { address: this.#make(irk), at: now };
    return entry.local.address;
  }

  /** Vol 6 Part B 1.3.2.2: hash, then 22 random bits under the two that say what it is. */
  #make(irk: Uint8Array): AirAddress {
    const prand = this.core.random.bytes(3);
    prand[2] = ((prand[2] ?? 0) & 0x3f) | 0x40;
    return airAddress(1, Uint8Array.of(...hashOf(irk, prand), ...prand));
  }

  #ownerOf(address: AirAddress): Entry | null {
    if (!isResolvable(address)) return null;
    const known = this.#owners.get(address.key);
    if (known !== undefined) return known;
    const owner = this.#entries.find(({ peerIrk }) => peerIrk && isMadeOf(peerIrk, address)) ?? null;
    if (this.#owners.size >= REMEMBERED) this.#owners.clear();
    this.#owners.set(address.key, owner);
    return owner;
  }
}

const isResolvable = ({ type, bytes }: AirAddress): boolean => type === 1 && (bytes[5] ?? 0) >> 6 === 0b01;

function isMadeOf(irk: Uint8Array, { bytes }: AirAddress): boolean {
  return same(hashOf(irk, bytes.subarray(3)), bytes.subarray(0, 3));
}

/** ah, Vol 3 Part H 2.2.2; everything least significant byte first. */
function hashOf(irk: Uint8Array, prand: Uint8Array): Uint8Array {
  const block = new Uint8Array(16);
  block.set(prand.slice().reverse(), 13);
  const cipher = createCipheriv('aes-128-ecb', irk.slice().reverse(), null).setAutoPadding(false);
  return new Uint8Array(cipher.update(block)).slice(13).reverse();
}

function keyOrNone(irk: Uint8Array): Uint8Array | null {
  return irk.some((byte) => byte !== 0) ? irk.slice() : null;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
