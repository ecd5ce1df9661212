import type { SmpErrorName } from '../../../../src-shared/assigned-numbers/smp.js';
import type { Address } from '../../../../src-shared/model/address.js';
import type { Association, IoCapability } from '../../../../src-shared/model/association.js';
import type { PairingAttempt, SecurityPolicy } from '../../api/security.js';
import type { KeyPair } from '../../crypto/p256.js';
import type { SmpPdu, SmpPdus } from './pdus.js';
import type { Ends } from './toolbox.js';

/* The words of the pairing machine: what it is given, what it asks for, what it knows. Bytes are as on air, least significant first. */

/** Keys of one side, bits of SMP_KEY. */
export interface KeySets {
  initiator: number;
  responder: number;
}

/** What this side asks for in one pairing; every default is filled in. */
export interface PairingRequestOptions {
  io: IoCapability;
  bond: boolean;
  mitm: boolean;
  requireMitm: boolean;
  leSecure: boolean;
  /** Bytes, 7 to 16. */
  maxKeySize: number;
  /** Keys to ask for or to agree to, when the pairing is to be kept. */
  keys: KeySets;
}

/** What is known out of band, with the key pair that our half was made of. */
export interface OobInput {
  tk?: Uint8Array;
  peer?: { confirm: Uint8Array; random: Uint8Array };
  local?: { random: Uint8Array; keyPair: KeyPair };
}

/** Everything random that a pairing may need, made anew for each: nothing of it is used twice. */
export interface Materials {
  keyPair: KeyPair;
  /** 20 of 16 bytes, one a round of passkey entry. */
  nonces: readonly Uint8Array[];
  /** 0 to 999_999 */
  passkey: number;
  /** What is given to the peer: the Long Term Key of legacy pairing with its name, and the Connection Signature Resolving Key. */
  ltk: Uint8Array;
  rand: Uint8Array;
  ediv: number;
  csrk: Uint8Array;
}

/** How good an earlier bond with the peer is. */
export interface BondStrength {
  authenticated: boolean;
  secureConnections: boolean;
  keySize: number;
}

export interface PairingConfig {
  role: keyof Ends;
  startedBy: PairingAttempt['startedBy'];
  /** The addresses of the link. */
  ends: Ends;
  options: PairingRequestOptions;
  policy: SecurityPolicy;
  materials: Materials;
  /** Ask the program for out of band data first. */
  asksOob: boolean;
  /** Out of band data that are known already. */
  oob: OobInput | null;
  /** The bond this pairing would replace. */
  existing: BondStrength | null;
  /** What the peer is to know us by. */
  identity: { irk: Uint8Array; address: Address };
}

/** The outcome of the feature exchange, Core Vol 3 Part H 2.3. */
export interface Negotiated {
  association: Association;
  bond: boolean;
  mitm: boolean;
  keySize: number;
  /** Keys each side gives; without those that Secure Connections and this host leave out. */
  keys: KeySets;
  weakensBond: boolean;
}

export interface Context {
  config: PairingConfig;
  request: SmpPdus['pairing-request'];
  response: SmpPdus['pairing-response'];
  agreed: Negotiated;
  oob: OobInput | null;
}

/** Keys the two sides have given each other. */
export interface ExchangedKeys {
  /** What the peer gave. */
  ltk?: Uint8Array;
  ediv?: number;
  rand?: Uint8Array;
  irk?: Uint8Array;
  identity?: Address;
  csrk?: Uint8Array;
  /** What we gave. */
  ltkLocal?: Uint8Array;
  edivLocal?: number;
  randLocal?: Uint8Array;
  csrkLocal?: Uint8Array;
}

export type KeyName = 'ltk' | 'irk' | 'identity' | 'csrk';

export interface Completed {
  agreed: Negotiated;
  /** The debug key had a part in it: nothing may be kept. */
  isDebug: boolean;
  keys: ExchangedKeys;
  sent: readonly KeyName[];
  received: readonly KeyName[];
}

/** A key that may encrypt this link, and what it is worth. */
export interface LinkKey {
  readonly key: Uint8Array;
  readonly keySize: number;
  readonly authenticated: boolean;
  readonly secureConnections: boolean;
}

interface Legacy {
  at: 'legacy';
  ctx: Context;
  waitsFor: 'tk' | 'confirm' | 'random';
  tk: Uint8Array | null;
  /** Of the peer, Pairing Confirm. */
  confirm: Uint8Array | null;
}

interface PublicKeyExchange {
  at: 'public-key';
  ctx: Context;
}

/** Authentication stage 1 of Secure Connections and its check, 2.3.5.6. */
interface Secure {
  at: 'secure';
  ctx: Context;
  waitsFor: 'passkey' | 'confirm' | 'random' | 'comparison' | 'check';
  dhKey: Uint8Array;
  keyPair: KeyPair;
  theirX: Uint8Array;
  isDebug: boolean;
  /** Of passkey entry, 0 to 19. */
  round: number;
  passkey: number | null;
  confirm: Uint8Array | null;
  /** The peer's last nonce. */
  nonce: Uint8Array | null;
  /** The peer's DHKey Check, which came before our user had compared. */
  check: Uint8Array | null;
}

/** The key is verified; as responder, the initiator has yet to ask for it. */
interface Encrypting {
  at: 'encrypting';
  ctx: Context;
  link: LinkKey;
  isDebug: boolean;
  /** As responder: the key was handed to the controller. */
  isKeyGiven: boolean;
}

interface Distributing {
  at: 'distributing';
  ctx: Context;
  link: LinkKey;
  isDebug: boolean;
  /** What the peer has yet to send, in this order. */
  expected: readonly SmpPdu['pdu'][];
  keys: ExchangedKeys;
  sent: readonly KeyName[];
  received: readonly KeyName[];
}

export type PairingState =
  | { at: 'oob'; config: PairingConfig; request: SmpPdus['pairing-request'] | null }
  | { at: 'response'; config: PairingConfig; request: SmpPdus['pairing-request']; oob: OobInput | null }
  | { at: 'consent'; ctx: Context }
  | Legacy
  | PublicKeyExchange
  | Secure
  | Encrypting
  | Distributing
  | { at: 'ended' };

export type StateAt<A extends PairingState['at']> = Extract<PairingState, { at: A }>;

export type PairingInput =
  | { is: 'pdu'; pdu: SmpPdu }
  | { is: 'oob'; oob: OobInput | null }
  | { is: 'consent'; yes: boolean }
  /** null: the user gave up. */
  | { is: 'passkey'; passkey: number | null }
  | { is: 'comparison'; yes: boolean }
  /** As responder: the controller asks for the key of rand 0 and ediv 0, and gets it. */
  | { is: 'key-given' }
  /** As initiator: encryption with our key began or could not begin; as responder: with the key that was given. */
  | { is: 'encryption'; ok: boolean }
  /** 30 s without a command, Core Vol 3 Part H 3.4. */
  | { is: 'timeout' }
  /** The program gave up, 'unspecified-reason', or cannot show a passkey. */
  | { is: 'abort'; as: 'unspecified-reason' | 'passkey-entry-failed' }
  /** A command that cannot be read. */
  | { is: 'malformed' };

export type Question =
  | { about: 'oob'; attempt: PairingAttempt }
  | { about: 'consent'; attempt: PairingAttempt }
  | { about: 'passkey'; attempt: PairingAttempt }
  | { about: 'comparison'; value: number };

export type PairingEffect =
  | { do: 'send'; pdu: SmpPdu }
  | { do: 'ask'; question: Question }
  | { do: 'display'; passkey: number }
  /** As initiator: encrypt the link with this key, rand 0, ediv 0. */
  | { do: 'encrypt'; link: LinkKey }
  | { do: 'complete'; result: Completed }
  | { do: 'fail'; failure: Failure };

/** 'timeout' and 'encryption' were not said by anybody on the Security Manager channel. */
export interface Failure {
  reason: SmpErrorName | number | 'timeout' | 'encryption' | 'abort';
  origin: 'peer' | 'local';
  /** For people, where this side found the fault. */
  why: string;
}

export interface Step {
  state: PairingState;
  effects: readonly PairingEffect[];
}
