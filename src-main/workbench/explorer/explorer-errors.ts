import { hciErrorName } from '../../../src-shared/assigned-numbers/hci.js';
import { BleError, type ErrorInfo, errorInfo } from '../../../src-shared/model/ble-error.js';

export function aborted(operation: string): BleError {
  return new BleError('aborted', { layer: 'app', operation, message: `${operation}: cancelled` });
}

export function notConnected(operation: string): BleError {
  return new BleError('disconnected', {
    layer: 'gap',
    operation,
    message: `${operation}: there is no link to the device`,
    fix: 'Connect to it again.',
  });
}

export function noAdapter(operation: string): BleError {
  return new BleError('adapter-closed', {
    layer: 'app',
    operation,
    message: `${operation}: no adapter is open`,
    fix: 'Choose an adapter in the title bar.',
  });
}

/** What ended the link, told of one operation that was still open. */
export function endedBy(operation: string, end: BleError): BleError {
  const prefix = `${end.operation}: `;
  const what = end.message.startsWith(prefix) ? end.message.slice(prefix.length) : end.message;
  const { code, layer, status, origin, fix } = end;
  return new BleError(code, { layer, operation, message: `${operation}: ${what}`, status, origin, fix, cause: end });
}

export function asBleError(error: unknown, operation: string): BleError {
  return error instanceof BleError ? error : BleError.fromInfo(errorInfo(error, operation));
}

/** Why a link was lost, under the controller's own name for it where it gave one (Core Vol 1 Part F). */
export function lossInfo(end: BleError): ErrorInfo {
  if (end.code !== 'disconnected' || end.status === undefined) return end.toInfo();
  return { ...end.toInfo(), code: `hci/${hciErrorName(end.status)}`, layer: 'hci' };
}

/** These say something of the link or of the user's wish, nothing of the attribute. */
const NOT_OF_THE_ATTRIBUTE: ReadonlySet<string> = new Set([
  'aborted',
  'disconnected',
  'adapter-closed',
  'invalid-argument',
]);

/** The error as the attribute's own, or null when it tells nothing of it. */
export function attributeError(error: unknown, operation: string): ErrorInfo | null {
  const info = errorInfo(error, operation);
  return NOT_OF_THE_ATTRIBUTE.has(info.code) ? null : info;
}
