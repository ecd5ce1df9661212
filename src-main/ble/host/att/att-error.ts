import { ATT, attErrorName } from '../../../../src-shared/assigned-numbers/att.js';
import { hexNumber } from '../../../../src-shared/bytes/hex.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';

/** What a peer's Error Response becomes for the program, Core Vol 3 Part F 3.4.1.1. */
export function attError(code: number, handle: number, operation: string): BleError {
  const name = attErrorName(code);
  return new BleError(`att/${name}`, {
    layer: 'att',
    operation,
    status: code,
    origin: 'peer',
    message: `${operation}: ATT ${hexNumber(code, 2)} ${name.replaceAll('-', ' ')}, handle ${hexNumber(handle, 4)}`,
  });
}

/** A response that breaks the specification: short, out of order, or for another handle. */
export function badResponse(operation: string, why: string): BleError {
  return new BleError('att/invalid-pdu', {
    layer: 'att',
    operation,
    status: 0x04,
    origin: 'peer',
    message: `${operation}: the peer's answer is not valid: ${why}`,
  });
}

/** The error that a response tells, or null when it is none. */
export function errorIn(response: Uint8Array, operation: string): BleError | null {
  if (response[0] !== ATT.errorResponse) return null;
  if (response.length < 5) return badResponse(operation, 'a short Error Response');
  const handle = (response[2] as number) | ((response[3] as number) << 8);
  return attError(response[4] as number, handle, operation);
}
