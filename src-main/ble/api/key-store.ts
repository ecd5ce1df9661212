import type { Address } from '../../../src-shared/model/address.js';

/** What both sides of a bonded link keep of each other. Keys are as they go over the air, least significant byte first. */
export interface Bond {
  id: string;
  /** The address the peer had when it paired. */
  peer: Address;
  /** The address it is known by whatever private address it shows. */
  identity?: Address;
  /** Long Term Key the peer gave; ltkLocal is the one we gave it. 16 bytes. */
  ltk?: Uint8Array;
  ltkLocal?: Uint8Array;
  /** Identity Resolving Key and Connection Signature Resolving Key, 16 bytes. */
  irk?: Uint8Array;
  csrk?: Uint8Array;
  /** What names `ltk` in LE legacy pairing, Core Vol 3 Part H 2.4.1: sent when we encrypt as central. Zero with Secure Connections. */
  ediv?: number;
  rand?: Uint8Array;
  /** What names `ltkLocal`: what a central asks us for. */
  edivLocal?: number;
  randLocal?: Uint8Array;
  /** The signature key we gave: what our signed writes are signed with. 16 bytes. */
  csrkLocal?: Uint8Array;
  /** Bytes of the key, 7 to 16. */
  keySize: number;
  authenticated: boolean;
  secureConnections: boolean;
  /** How it was made. */
  method?: 'just-works' | 'passkey' | 'numeric-comparison' | 'oob';
  /** What the peer was called then. */
  name?: string;
  /** What the peer subscribed to on our server: Client Characteristic Configuration by attribute handle. */
  cccd: Record<number, number>;
  /** The next counter of a signed write: `local` the one we use, `remote` the least we take. */
  signCounters: { local: number; remote: number };
  /** Milliseconds since the epoch. */
  created: number;
  lastUsed: number;
}

/** An adapter's own: what its peers know it by. */
export interface LocalIdentity {
  /** 16 bytes. */
  irk: Uint8Array;
  /** Static random address. */
  staticAddress?: string;
}

/** Where bonds are kept. `adapterId` tells adapters apart that share a store. */
export interface KeyStore {
  load(adapterId: string): Promise<Bond[]>;
  /** Adds the bond, or replaces the one with its id. */
  save(adapterId: string, bond: Bond): Promise<void>;
  remove(adapterId: string, id: string): Promise<void>;
  loadIdentity?(adapterId: string): Promise<LocalIdentity | null>;
  saveIdentity?(adapterId: string, identity: LocalIdentity): Promise<void>;
}
