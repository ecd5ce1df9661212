import type { ErrorInfo } from '../../../src-shared/model/ble-error.js';

/** What may help: 'pair' again, with other 'choices', over a new link ('reconnect'), or without the old bond ('pair-again'). */
export type NextAction = 'pair' | 'choices' | 'reconnect' | 'pair-again';

export interface Advice {
  title: string;
  /** Why we think so, in words; null where the error says it itself. */
  cause: string | null;
  actions: readonly NextAction[];
}

const ADVICE: Readonly<Record<string, Advice>> = {
  'smp/confirm-value-failed': {
    title: 'The passkeys differ',
    cause:
      'The passkey typed on one side is not the one shown on the other. A right one that is refused means that somebody is in between.',
    actions: ['pair'],
  },
  'smp/passkey-entry-failed': {
    title: 'No passkey was given',
    cause: 'The passkey was declined, or one side can neither show nor take one in.',
    actions: ['pair', 'choices'],
  },
  'smp/numeric-comparison-failed': {
    title: 'The numbers were said to differ',
    cause: 'Different numbers mean that somebody is between the two devices. If it was a slip, pair again.',
    actions: ['pair'],
  },
  'smp/dhkey-check-failed': {
    title: 'The keys of the two sides do not match',
    cause:
      'Both sides computed a key from the exchange, and the results differ: a fault in one of them, or somebody in between.',
    actions: ['pair'],
  },
  'smp/authentication-requirements': {
    title: 'What one side insists on cannot be had',
    cause: 'One side wants MITM protection or Secure Connections, and the two together cannot do that.',
    actions: ['choices'],
  },
  'smp/encryption-key-size': {
    title: 'The key would be too short',
    cause: 'One side offers a shorter key than the other takes.',
    actions: ['choices'],
  },
  'smp/pairing-not-supported': {
    title: 'The device does not pair, or not now',
    cause: 'Many devices pair only in a pairing mode, or after a button was pressed.',
    actions: ['pair'],
  },
  'smp/repeated-attempts': {
    title: 'Too soon after a failure',
    cause: 'After a failed pairing the device waits, longer after each one. It takes up to 16 s.',
    actions: ['pair'],
  },
  'smp/oob-not-available': {
    title: 'Out of band data are missing',
    cause: 'The device wants data that come another way than over the radio.',
    actions: ['choices'],
  },
  'smp/unspecified-reason': {
    title: 'The pairing was ended',
    cause: 'One side ended it without a reason; often its user cancelled.',
    actions: ['pair'],
  },
  'smp/invalid-parameters': {
    title: 'The device sent something that makes no sense',
    cause:
      'A command of the pairing had values that the specification does not allow, or a public key that is no point of the curve.',
    actions: ['pair'],
  },
  'hci/pin-or-key-missing': {
    title: 'The device has lost the key of this bond',
    cause:
      'It was reset, or forgot the bond. Somebody who imitates it would look the same: pair again only if you know why.',
    actions: ['pair-again'],
  },
  timeout: {
    title: 'The device did not go on',
    cause: 'Nothing came for 30 s. On this link it may not pair any more.',
    actions: ['reconnect'],
  },
  disconnected: {
    title: 'The link was lost while pairing',
    cause: null,
    actions: ['reconnect'],
  },
  aborted: { title: 'Pairing was cancelled', cause: null, actions: ['pair'] },
};

/** What a failed pairing means and what to do. */
export function adviceFor({ code }: ErrorInfo): Advice {
  return ADVICE[code] ?? { title: 'Pairing failed', cause: null, actions: ['pair'] };
}
