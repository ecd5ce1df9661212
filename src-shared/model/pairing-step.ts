/**
 * What kind of thing happened in a pairing: a command went or came, the association model is settled, the user was asked or answered, the
 * link is encrypted, a key was given, the end.
 */
export type PairingStepKind = 'pdu' | 'method' | 'user' | 'encryption' | 'key' | 'result';

/** One rung of the ladder of a pairing, as plain data. It never holds a key, a passkey or a number to compare. */
export interface PairingStep {
  /** Milliseconds since the epoch. */
  at: number;
  /** tx: towards the peer. */
  direction: 'tx' | 'rx' | 'none';
  kind: PairingStepKind;
  /**
   * 'pairing-request' and the other commands; 'method-chosen'; 'oob-requested', 'consent-requested', 'passkey-requested',
   * 'comparison-requested', 'passkey-displayed', 'answered', 'declined'; 'encryption-started', 'encrypted'; 'key-sent', 'key-received';
   * 'paired', 'failed'.
   */
  name: string;
  /** For people: 'Pairing Request', 'Passkey asked of the user', … */
  text: string;
  /** Free of secrets: confirm and random values are named, not shown. */
  fields: Record<string, string | number | boolean>;
}
