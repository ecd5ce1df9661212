import type { Address, AddressKind } from './address.js';
import type { IoCapability, PairingMethod } from './association.js';
import type { ErrorInfo } from './ble-error.js';
import type { PairingStep } from './pairing-step.js';

/** What this side says it can do and asks for, in every pairing that is not given something else. */
export interface PairingChoices {
  io: IoCapability;
  bond: boolean;
  secureConnections: boolean;
  mitm: boolean;
}

/** What this side insists on, whoever starts a pairing. */
export interface PairingPolicy {
  /** Bytes, 7 to 16. */
  minKeySize: number;
  secureConnectionsOnly: boolean;
  /** Refuse a pairing weaker than the bond it would replace; otherwise the user is asked. */
  rejectDowngrade: boolean;
  /** Pair with the specification's debug key, which anybody can read along; such bonds are never kept. */
  debugKeys: boolean;
}

/** The other side of a pairing. */
export interface PairingPeer extends Address {
  name: string | null;
  virtual: boolean;
}

/** What a side told of itself in its Pairing Request or Response, Core Vol 3 Part H 3.5.1. */
export interface PairingFeatures {
  io: IoCapability;
  oob: boolean;
  bond: boolean;
  secureConnections: boolean;
  mitm: boolean;
  /** Largest key it takes, bytes. */
  maxKeySize: number;
}

export interface PairingResult {
  method: PairingMethod;
  secureConnections: boolean;
  authenticated: boolean;
  bonded: boolean;
  keySize: number;
  /** The link was encrypted with the key of an earlier pairing, whose outcome this is. */
  resumed: boolean;
}

/** One pairing, under way or over, with everything that happened in it. It holds no key, no passkey and no number to compare. */
export interface PairingAttemptState {
  id: number;
  /** Of the explorer; null for a central that connected to us. */
  link: number | null;
  peer: PairingPeer;
  /** Ours. */
  role: 'central' | 'peripheral';
  startedBy: 'local' | 'peer';
  state: 'running' | 'paired' | 'failed' | 'cancelled';
  /** Milliseconds since the epoch. */
  startedAt: number;
  endedAt: number | null;
  /** What each side told; null until its command was seen. */
  ours: PairingFeatures | null;
  theirs: PairingFeatures | null;
  steps: PairingStep[];
  result: PairingResult | null;
  /** Of 'failed' and 'cancelled'. */
  error: ErrorInfo | null;
  /** The bond that came of it. */
  bond: BondRef | null;
}

interface PromptBase {
  id: number;
  attempt: number;
  peer: PairingPeer;
  /** Milliseconds since the epoch. At its end the prompt goes away and the pairing has failed. */
  startedAt: number;
  expiresAt: number;
}

/** What the user is shown or asked now. The numbers cross IPC here alone. */
export type PairingPrompt =
  /** Six digits to type into the peer; no answer is wanted, cancelling ends the pairing. */
  | (PromptBase & { kind: 'display-passkey'; passkey: string })
  /** Six digits that the peer shows. */
  | (PromptBase & { kind: 'enter-passkey' })
  /** Whether the peer shows the same six digits. */
  | (PromptBase & { kind: 'compare-numbers'; value: string })
  /** Whether to pair by Just Works with a peer that asks for it, or in place of a stronger bond. */
  | (PromptBase & { kind: 'confirm'; weakensBond: boolean; secureConnections: boolean; bond: boolean });

export type PairingAnswer =
  /** null declines. */
  { kind: 'passkey'; passkey: string | null } | { kind: 'yes-no'; yes: boolean };

export type BondKey = 'ltk' | 'ltkLocal' | 'irk' | 'csrk' | 'csrkLocal';

export interface BondRef {
  adapterId: string;
  id: string;
}

/** A bond without its keys. */
export interface BondRow extends BondRef {
  /** Identity address where the peer gave one, else the address it paired with. */
  address: string;
  addressType: Address['type'];
  addressKind: AddressKind;
  /** The address it had when it paired, where that is another. */
  pairedAs: string | null;
  name: string | null;
  virtual: boolean;
  /** Null for an import that does not tell. */
  method: PairingMethod | null;
  secureConnections: boolean;
  authenticated: boolean;
  keySize: number;
  keys: BondKey[];
  /** Milliseconds since the epoch. */
  created: number;
  lastUsed: number;
  /** Of the adapter in use. */
  isCurrent: boolean;
  /** A link with it is up and encrypted. */
  isInUse: boolean;
  /** The peer said that it has no key of ours, 'hci/pin-or-key-missing', since the app began. */
  isLostByPeer: boolean;
}

/** The keys of one bond as hex, most significant byte first: for a user who asked to see them. */
export interface RevealedBond extends BondRef {
  keys: { key: BondKey; hex: string }[];
  /** Legacy keys alone: what goes with the LTK. */
  ediv: number | null;
  rand: string | null;
  signCounters: { local: number; remote: number } | null;
}

/** What keeps the bonds; src-main/keystore says what each word means. */
export interface KeyProtectionState {
  protection: 'keyring' | 'passphrase' | 'locked' | 'memory';
  /** What opens the file: 'GNOME Keyring', 'passphrase', …; null without a file. */
  backend: string | null;
  /** Why it is locked, or in memory alone. */
  why: string | null;
  problem: string | null;
  needsPassphrase: boolean;
  /** The keyring there is, used or not. */
  keyring: string | null;
}

/** What the display of a simulated device shows during a pairing. */
export interface SimulatedScreen {
  address: string;
  name: string;
  kind: 'passkey' | 'comparison';
  /** Six digits. */
  digits: string;
}

/** What can be set on a simulated device that pairs. */
export interface SimulatedPairing {
  address: string;
  name: string;
  /** It shows a passkey, or it compares numbers; null: it has no display, and pairs by Just Works. */
  io: 'display-only' | 'display-yes-no' | null;
  bonds: number;
}

/** All that the pairing panel shows but the bonds, which travel apart, and the keys, which do not travel. */
export interface PairingState {
  choices: PairingChoices;
  policy: PairingPolicy;
  protection: KeyProtectionState;
  /** Whether the adapter lets us pair, and by what it is known in the key store; null without one. */
  adapter: { id: string; canPair: boolean; why: string | null } | null;
  /** Newest last: one a peer, the ended ones stay until dismissed or until there are 16. */
  attempts: PairingAttemptState[];
  prompts: PairingPrompt[];
  screens: SimulatedScreen[];
  simulated: SimulatedPairing[];
}
