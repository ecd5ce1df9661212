import type { Address } from '../../../src-shared/model/address.js';
import type { IoCapability, PairingMethod } from '../../../src-shared/model/association.js';
import type { Connection } from './connection.js';
import type { Op } from './options.js';

export type { IoCapability, PairingMethod } from '../../../src-shared/model/association.js';
export type { PairingStep } from '../../../src-shared/model/pairing-step.js';

/** Half of what two devices tell each other out of band for LE Secure Connections, Core Vol 3 Part H 2.3.5.6.4. */
export interface OobHalf {
  /** f4 of the sender's public key and `random`, 16 bytes, least significant first. */
  confirm: Uint8Array;
  /** 16 bytes, least significant first. Whoever knows it can pass for the one who was told it. */
  random: Uint8Array;
}

/** What came and went another way than over this radio: an NFC tag, a code on paper. */
export interface OobData {
  /** LE legacy pairing: the Temporary Key that both sides hold, 16 bytes, least significant first. */
  tk?: Uint8Array;
  /** LE Secure Connections: what the peer told us. */
  peer?: OobHalf;
  /** LE Secure Connections: what we told the peer, made by security.createOobData(). It serves one pairing. */
  local?: OobHalf;
}

/** A pairing under way, as the delegate is told of it. */
export interface PairingAttempt {
  /** Who asked for it: this program by pair(), or the peer. */
  startedBy: 'local' | 'peer';
  /** LE Secure Connections rather than legacy. Not known yet when oob() is asked: then what this side offers. */
  secureConnections: boolean;
  /** Both sides want to keep the keys. */
  bond: boolean;
  /** The peer or this side wished for protection against a man in the middle. */
  mitm: boolean;
  /** The bond with this peer is stronger than what would come of this pairing, and would be replaced by it. */
  weakensBond: boolean;
}

/**
 * This side's word in a pairing: what it can do, what it wishes, and whom to ask.
 * The last argument of every call is a signal that aborts when that pairing ends: dialogs close by it. A call that rejects declines.
 */
export interface PairingDelegate {
  io: IoCapability;
  /** Keep the keys. true */
  bond?: boolean;
  /** Wish for protection against a man in the middle. false */
  mitm?: boolean;
  /** Offer LE Secure Connections. true */
  leSecure?: boolean;
  /** Show 0 to 999_999 as six digits until the signal aborts. */
  displayPasskey?(connection: Connection, passkey: number, signal: AbortSignal): void;
  /** The six digits that the peer shows; null declines. */
  requestPasskey?(connection: Connection, attempt: PairingAttempt, signal: AbortSignal): Promise<number | null>;
  /** Whether the peer shows the same six digits, 0 to 999_999. */
  compareNumbers?(connection: Connection, value: number, signal: AbortSignal): Promise<boolean>;
  /** Whether to pair by Just Works, or in place of a stronger bond. Absent: yes to Just Works, no to the other. */
  confirm?(connection: Connection, attempt: PairingAttempt, signal: AbortSignal): Promise<boolean>;
  /** What is known of this peer out of band; null = nothing. */
  oob?(connection: Connection, attempt: PairingAttempt, signal: AbortSignal): Promise<OobData | null>;
}

/** What is absent comes from security.delegate, then from the default given. */
export interface PairOptions extends Op {
  /** Keep the keys. true */
  bond?: boolean;
  /** Offer LE Secure Connections. true */
  leSecure?: boolean;
  /** Wish for protection against a man in the middle. Where the two devices cannot, it is Just Works and `authenticated` false. false */
  mitm?: boolean;
  /** Rather refuse, 'smp/authentication-requirements', than pair without protection against a man in the middle. Implies mitm. false */
  requireMitm?: boolean;
  /** 'no-input-no-output' */
  io?: IoCapability;
  oob?: OobData | null;
}

export interface PairingOutcome {
  method: PairingMethod;
  secureConnections: boolean;
  /** The association model that ran kept a man in the middle out. */
  authenticated: boolean;
  /** Both sides keep the keys. */
  bonded: boolean;
  /** Bytes of the key, 7 to 16. */
  keySize: number;
  /** The link was encrypted with the key of an earlier pairing, whose outcome this is. */
  resumed?: boolean;
}

/** What this adapter insists on, whoever starts a pairing. */
export interface SecurityPolicy {
  /** Bytes, 7 to 16; a peer with shorter keys gets 'smp/encryption-key-size'. 16 */
  minKeySize: number;
  /** Refuse LE legacy pairing: 'smp/authentication-requirements'. false */
  secureConnectionsOnly: boolean;
  /** Refuse a pairing weaker than the bond it would replace: 'smp/authentication-requirements'. false: ask delegate.confirm. true */
  rejectDowngrade: boolean;
  /**
   * Pair with the specification's debug key and with peers that use it, Core Vol 3 Part H 2.3.5.6.1. Anybody can read such a link;
   * its keys are never kept. false
   */
  debugKeys?: boolean;
}

/** A bond without its keys. */
export interface BondInfo {
  readonly id: string;
  /** The address the peer had when it paired. */
  readonly peer: Address;
  readonly identity?: Address;
  /** How it was made, where that is known. */
  readonly method?: PairingMethod;
  /** What the peer was called then. */
  readonly name?: string;
  /** Which keys the bond holds. */
  readonly keys: readonly ('ltk' | 'ltkLocal' | 'irk' | 'csrk' | 'csrkLocal')[];
  readonly keySize: number;
  readonly authenticated: boolean;
  readonly secureConnections: boolean;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly lastUsed: number;
  toString(): string;
}

export interface SecurityEvents extends Record<string, unknown> {
  /** A bond was made, replaced or removed. */
  bonds: readonly BondInfo[];
}

/** Pairing and bonds of an adapter. */
export interface Security {
  /** What the key store knows this adapter by: its public or static address. */
  readonly adapterId: string;
  delegate: PairingDelegate;
  policy: SecurityPolicy;
  bonds(): Promise<BondInfo[]>;
  /** Forgets the keys. Resolves also when there is no such bond. */
  removeBond(id: string): Promise<void>;
  /** Keeps with a bond what people call its peer. Resolves also when there is no such bond. */
  nameBond(id: string, name: string): Promise<void>;
  /** Reads the bonds anew, for a key store that others write too. */
  reload(): Promise<void>;
  /** Makes what this side tells a peer out of band for LE Secure Connections; the eight newest are good, for one pairing each. */
  createOobData(): Promise<OobHalf>;
  on<K extends keyof SecurityEvents>(event: K, listener: (value: SecurityEvents[K]) => void): () => void;
}
