import type { Address } from '../../../../src-shared/model/address.js';
import type { BleError } from '../../../../src-shared/model/ble-error.js';
import type { PairingStep } from '../../../../src-shared/model/pairing-step.js';
import type { SecurityRequest } from '../../api/connection.js';
import type { OobData, PairingAttempt, PairingOutcome, SecurityPolicy } from '../../api/security.js';
import type { Clock } from '../../util/clock.js';
import type { OobKeys } from './oob-keys.js';
import type { ResolvedPairOptions } from './pair-options.js';
import type { BondStrength, ExchangedKeys, KeyName, LinkKey } from './pairing-types.js';
import type { RepeatedAttempts } from './repeated-attempts.js';

/** What the Security Manager needs of its link. */
export interface SmpLink {
  readonly role: 'central' | 'peripheral';
  /** The addresses that the connection was made with, private ones included: they go into the checks. */
  readonly ours: Address;
  readonly theirs: Address;
  readonly clock: Clock;
  /** For errors: 'pair with c2:00:00:00:00:01'. */
  readonly operation: string;
  /** Sends a frame on CID 0x0006; frames go in the order of the calls. Rejects only when the link is gone. */
  send(pdu: Uint8Array): Promise<void>;
  /**
   * As central: LE Enable Encryption. Resolves on Encryption Change or Encryption Key Refresh Complete with status 0, when isEncrypted()
   * is already true; rejects with a BleError otherwise. Smp.encryptionChanged() is to be called too, from the event itself: the peer's keys
   * may follow it before a promise has run on.
   */
  encrypt(key: { ltk: Uint8Array; rand: Uint8Array; ediv: number }): Promise<void>;
  isEncrypted(): boolean;
}

/** The program's side of a pairing: a PairingDelegate bound to one connection. Absent functions decline, but for confirm of Just Works. */
export interface SmpUser {
  displayPasskey?(passkey: number, signal: AbortSignal): void;
  requestPasskey?(attempt: PairingAttempt, signal: AbortSignal): Promise<number | null>;
  compareNumbers?(value: number, signal: AbortSignal): Promise<boolean>;
  confirm?(attempt: PairingAttempt, signal: AbortSignal): Promise<boolean>;
  oob?(attempt: PairingAttempt, signal: AbortSignal): Promise<OobData | null>;
}

/** A pairing that succeeded. `keys` are the fields of a Bond. */
export interface PairingResult {
  outcome: PairingOutcome;
  startedBy: PairingAttempt['startedBy'];
  /** What both sides gave each other. Not to be kept unless outcome.bonded. */
  keys: ExchangedKeys;
  sent: readonly KeyName[];
  received: readonly KeyName[];
}

/** Who wires the Security Manager: asked and told by it. */
export interface SmpHost {
  /** Read anew for every pairing. */
  user(): SmpUser;
  policy(): SecurityPolicy;
  /** What to ask for when the peer starts the pairing; null refuses, 'pairing-not-supported'. */
  responderOptions(): ResolvedPairOptions | null;
  /** The bond with this peer, by its identity. */
  existing(): BondStrength | null;
  /** What the peer is to know us by when it is given the IdKey. */
  identity(): { irk: Uint8Array; address: Address };
  /** As central: the peripheral asks for security. Whether something is done about it: encrypting, or pair(). False refuses. */
  onSecurityRequest(request: SecurityRequest): boolean;
  /** The link is now encrypted with the key of a pairing, whose keys are yet to be given. Told before any key goes or comes. */
  onEncrypted(key: LinkKey): void;
  /** A pairing is complete, whoever started it. Awaited before pair() resolves; a rejection becomes pair()'s. */
  onPaired(result: PairingResult): Promise<void>;
  /** A pairing that the peer started came to nothing. */
  onFailed(error: BleError): void;
  /** For the ladder and the trace. Free of secrets. */
  onStep(step: PairingStep): void;
  /** One an adapter. */
  readonly attempts: RepeatedAttempts;
  readonly oobKeys: OobKeys;
}
