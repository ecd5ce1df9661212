/** What kind of thing happened in a pairing. PDUs are 'pdu'; the name of the PDU is in the step's `name`. */
export type PairingStepKind = 'pdu' | 'user' | 'encryption' | 'key' | 'result';

/** One rung of the ladder of a pairing, as plain data. It never holds a key, a passkey or a number to compare. */
export interface PairingStep {
  /** Milliseconds since the epoch. */
  at: number;
  /** tx: towards the peer. */
  direction: 'tx' | 'rx' | 'none';
  kind: PairingStepKind;
  /** 'pairing-request', 'passkey-requested', 'encrypted', 'key-received', 'failed', … */
  name: string;
  /** For people: 'Pairing Request', 'Passkey asked of the user', … */
  text: string;
  /** Free of secrets: confirm and random values are named, not shown. */
  fields: Record<string, string | number | boolean>;
}
