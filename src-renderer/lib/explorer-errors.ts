import { ATT_ERROR } from '../../src-shared/assigned-numbers/att.js';
import { HCI_ERROR } from '../../src-shared/assigned-numbers/hci.js';
import type { AddressType } from '../../src-shared/model/address.js';
import type { ErrorInfo } from '../../src-shared/model/ble-error.js';

interface Explanation {
  /** Why it is so, in words. */
  cause: string;
  /** What to do about it, where that is known. */
  step?: string;
}

/** Core Vol 3 Part F 3.4.1.1, and the Core Specification Supplement Part B. */
const ATT_CAUSES: Readonly<Record<number, Explanation>> = {
  [ATT_ERROR['invalid-handle']]: {
    cause: 'The device has no attribute with this handle any more.',
    step: 'Rediscover: its database has changed.',
  },
  [ATT_ERROR['read-not-permitted']]: { cause: 'The device lets nobody read this value.' },
  [ATT_ERROR['write-not-permitted']]: { cause: 'The device lets nobody write this value.' },
  [ATT_ERROR['invalid-pdu']]: { cause: 'The device did not understand the request.' },
  [ATT_ERROR['insufficient-authentication']]: {
    cause: 'The device gives this value only to who has paired with it, perhaps only with MITM protection.',
  },
  [ATT_ERROR['request-not-supported']]: { cause: 'The device does not know this kind of request.' },
  [ATT_ERROR['invalid-offset']]: { cause: 'The value is shorter than the offset that was asked for.' },
  [ATT_ERROR['insufficient-authorization']]: {
    cause: 'The device wants its user to allow this.',
    step: 'Look whether the device asks for something, then try again.',
  },
  [ATT_ERROR['prepare-queue-full']]: {
    cause: 'The device has no room for more parts of a long write.',
    step: 'Exchange a larger MTU, or write a shorter value.',
  },
  [ATT_ERROR['attribute-not-found']]: { cause: 'There is no such attribute.', step: 'Rediscover.' },
  [ATT_ERROR['attribute-not-long']]: { cause: 'This value cannot be read in parts.', step: 'Exchange a larger MTU.' },
  [ATT_ERROR['encryption-key-size-too-short']]: { cause: 'The key of this link is shorter than the device wants.' },
  [ATT_ERROR['invalid-attribute-value-length']]: {
    cause: 'The device takes a value of another length here.',
    step: 'Compare the length with the value it has now.',
  },
  [ATT_ERROR['unlikely-error']]: { cause: 'Something went wrong inside the device; it does not say what.' },
  [ATT_ERROR['insufficient-encryption']]: { cause: 'The device gives this value only over an encrypted link.' },
  [ATT_ERROR['unsupported-group-type']]: { cause: 'The device does not group attributes by this type.' },
  [ATT_ERROR['insufficient-resources']]: {
    cause: 'The device has run out of memory for this.',
    step: 'Wait a moment, then try again.',
  },
  [ATT_ERROR['database-out-of-sync']]: {
    cause: 'The database of the device has changed since it was discovered.',
    step: 'Rediscover.',
  },
  [ATT_ERROR['value-not-allowed']]: { cause: 'The device does not take this value.' },
  [ATT_ERROR['write-request-rejected']]: { cause: 'The service of the device refused the write.' },
  [ATT_ERROR['cccd-improperly-configured']]: {
    cause: 'Notifications or indications have to be on for this.',
    step: 'Subscribe to the characteristic first.',
  },
  [ATT_ERROR['procedure-already-in-progress']]: {
    cause: 'The device is still busy with the request before.',
    step: 'Wait until it has answered.',
  },
  [ATT_ERROR['out-of-range']]: { cause: 'The value is outside of what the service allows.' },
};

/** Why a link ended, by HCI error code: Core Vol 1 Part F. */
const LOSSES: Readonly<Record<number, string>> = {
  [HCI_ERROR['connection-timeout']]:
    'Nothing was heard of the device for as long as the supervision timeout: it is out of reach, switched off or has crashed.',
  [HCI_ERROR['remote-user-terminated-connection']]: 'The device ended the link.',
  [HCI_ERROR['remote-device-terminated-due-to-low-resources']]: 'The device ended the link: it is low on resources.',
  [HCI_ERROR['remote-device-terminated-due-to-power-off']]: 'The device ended the link: it is being switched off.',
  [HCI_ERROR['connection-terminated-by-local-host']]: 'This side ended the link.',
  [HCI_ERROR['ll-response-timeout']]: 'The device did not answer a request of the link layer in time.',
  [HCI_ERROR['unacceptable-connection-parameters']]: 'The two could not agree on connection parameters.',
  [HCI_ERROR['connection-terminated-due-to-mic-failure']]:
    'Encryption broke: the keys of the two do not match, or a packet was tampered with.',
  [HCI_ERROR['connection-failed-to-be-established']]:
    'The link did not come about: the device was no longer there when it should have begun.',
};

/** Why a link was lost, in words; null where the code and the error's own message say all. */
export const lossWords = ({ layer, status }: ErrorInfo): string | null =>
  layer === 'hci' && status !== undefined ? (LOSSES[status] ?? null) : null;

/** Why an attempt to connect failed: nobody answering has reasons that the user can look into. */
export function explainedConnect(error: ErrorInfo, addressType: AddressType): ErrorInfo {
  if (error.code !== 'timeout') return error;
  const other = addressType === 'random' ? 'public' : 'random';
  return {
    ...error,
    message: `${error.message}. The device is out of reach or does not advertise, is connected to another already, or its address is not ${addressType} but ${other}.`,
    fix: error.fix ?? 'Look in the scanner whether it advertises, and as connectable.',
  };
}

/** The error with its cause in words, and the next step where there is one and the error does not bring its own. */
export function explained(error: ErrorInfo): ErrorInfo {
  if (error.layer !== 'att' || error.status === undefined) return error;
  const known =
    ATT_CAUSES[error.status] ??
    (error.status >= 0x80 && error.status <= 0x9f
      ? { cause: 'A code of the device itself: its documentation says what it means.' }
      : undefined);
  if (known === undefined) return error;
  return { ...error, message: known.cause, fix: error.fix ?? known.step };
}

/** 'Reading Setpoint - 0x002b was refused'. */
export function failureTitle(error: ErrorInfo, title: string): string {
  const verb = /^write/i.test(error.operation)
    ? 'Writing'
    : /^(un)?subscri/i.test(error.operation)
      ? 'Subscribing to'
      : /^read/i.test(error.operation)
        ? 'Reading'
        : 'The last operation on';
  if (error.code === 'aborted') return `${verb} ${title} was cancelled`;
  return `${verb} ${title} ${error.origin === 'peer' ? 'was refused' : 'failed'}`;
}

/** For a cell: '0x05 insufficient authentication'. */
export function shortError(error: ErrorInfo): string {
  const name = error.code.slice(error.code.indexOf('/') + 1).replaceAll('-', ' ');
  return error.status === undefined ? name : `0x${error.status.toString(16).padStart(2, '0')} ${name}`;
}
