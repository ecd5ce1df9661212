import { HCI_ERROR, hciErrorName } from '../../../src-shared/assigned-numbers/hci.js';
import { BleError, type ErrorOrigin, invalidArgument } from '../../../src-shared/model/ble-error.js';
import type { DisconnectReason } from './connection.js';

export { BleError, invalidArgument };

/** A refusal by the controller, Core Vol 1 Part F. */
export function hciError(status: number, operation: string, origin: ErrorOrigin = 'local'): BleError {
  const name = hciErrorName(status);
  return new BleError(`hci/${name}`, {
    layer: 'hci',
    operation,
    status,
    origin,
    message: `${operation}: HCI 0x${status.toString(16).padStart(2, '0')} ${name.replaceAll('-', ' ')}`,
  });
}

export function unsupported(operation: string, why: string, fix?: string): BleError {
  return new BleError('unsupported', { layer: 'app', operation, message: `${operation}: ${why}`, fix });
}

export function adapterClosed(operation = 'adapter'): BleError {
  return new BleError('adapter-closed', { layer: 'app', operation, message: `${operation}: the adapter is closed` });
}

export function disconnectReason(status: number): DisconnectReason {
  const local = status === HCI_ERROR['connection-terminated-by-local-host'];
  return { status, code: `hci/${hciErrorName(status)}`, origin: local ? 'local' : 'peer' };
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
