import { SMP_ERROR, type SmpErrorName, smpErrorName } from '../../../../src-shared/assigned-numbers/smp.js';
import { hexNumber } from '../../../../src-shared/bytes/hex.js';
import { BleError, type ErrorOrigin } from '../../../../src-shared/model/ble-error.js';

/** A pairing that failed, Core Vol 3 Part H 3.5.5: 'smp/<reason>'. Origin is the side that ended it. */
export function smpError(
  reason: SmpErrorName | number,
  operation: string,
  origin: ErrorOrigin,
  why = '',
  cause?: unknown,
): BleError {
  const status = typeof reason === 'number' ? reason : SMP_ERROR[reason];
  const name = smpErrorName(status);
  const by = origin === 'peer' ? 'the peer ended the pairing' : why || 'this side ended the pairing';
  return new BleError(`smp/${name}`, {
    layer: 'smp',
    operation,
    status,
    origin,
    cause: cause ?? undefined,
    message: `${operation}: ${by}, SMP ${hexNumber(status, 2)} ${name.replaceAll('-', ' ')}`,
  });
}
