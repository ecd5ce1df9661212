import { HCI_ERROR, hciErrorName } from '../../../src-shared/assigned-numbers/hci.js';
import { BleError, type ErrorOrigin, invalidArgument } from '../../../src-shared/model/ble-error.js';
import type { DisconnectReason } from './connection.js';

export { BleError, invalidArgument };

/** What a controller says of a command, or of a value in it, that it does not know. */
const UNSUPPORTED: ReadonlySet<number> = new Set([
  HCI_ERROR['unknown-hci-command'],
  HCI_ERROR['unsupported-feature-or-parameter-value'],
]);

/** A refusal, Core Vol 1 Part F: 'hci/<name>', or 'unsupported' where our own controller does not know what is asked. */
export function hciError(status: number, operation: string, origin: ErrorOrigin = 'local'): BleError {
  const name = hciErrorName(status);
  const said = `HCI 0x${status.toString(16).padStart(2, '0')} ${name.replaceAll('-', ' ')}`;
  const isUnsupported = origin === 'local' && UNSUPPORTED.has(status);
  return new BleError(isUnsupported ? 'unsupported' : `hci/${name}`, {
    layer: 'hci',
    operation,
    status,
    origin,
    message: `${operation}: ${isUnsupported ? `the controller does not support it, ${said}` : said}`,
  });
}

export function hasCode(error: unknown, code: string): error is BleError {
  return error instanceof BleError && error.code === code;
}

export function unsupported(operation: string, why: string, fix?: string): BleError {
  return new BleError('unsupported', { layer: 'app', operation, message: `${operation}: ${why}`, fix });
}

export function adapterClosed(operation = 'adapter'): BleError {
  return new BleError('adapter-closed', { layer: 'app', operation, message: `${operation}: the adapter is closed` });
}

/** Ends that our own side saw or made; with any other the peer said why. */
const LOCAL_ENDS: ReadonlySet<number> = new Set([
  HCI_ERROR['hardware-failure'],
  HCI_ERROR['connection-timeout'],
  HCI_ERROR['connection-terminated-by-local-host'],
  HCI_ERROR['connection-terminated-due-to-mic-failure'],
  HCI_ERROR['connection-failed-to-be-established'],
]);

export function disconnectReason(status: number): DisconnectReason {
  return { status, code: `hci/${hciErrorName(status)}`, origin: LOCAL_ENDS.has(status) ? 'local' : 'peer' };
}

/** What every operation of an ended link rejects with. */
export function disconnectedError(peer: string, reason: DisconnectReason): BleError {
  return new BleError('disconnected', {
    layer: 'gap',
    operation: `link to ${peer}`,
    status: reason.status,
    origin: reason.origin,
    message: `link to ${peer}: disconnected, HCI 0x${reason.status.toString(16).padStart(2, '0')} ${reason.code.slice(4).replaceAll('-', ' ')}`,
  });
}
