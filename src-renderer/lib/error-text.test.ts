import { describe, expect, it } from 'vitest';
import { BleError } from '../../src-shared/model/ble-error.js';
import { errorCodeLine, errorDetails, toErrorInfo } from './error-text.js';

describe('errors in words', () => {
  const timeout = new BleError('hci/connection-timeout', {
    layer: 'hci',
    status: 8,
    operation: 'read',
    message: 'gone',
    origin: 'peer',
    fix: 'again',
  });

  it('name layer, number and reason', () => {
    expect(errorCodeLine(timeout.toInfo())).toBe('HCI 0x08 connection timeout');
    expect(errorCodeLine({ ...timeout.toInfo(), code: 'timeout', layer: 'transport', status: undefined })).toBe(
      'Transport, timeout',
    );
  });

  it('give every detail for a report', () => {
    expect(errorDetails(timeout.toInfo()).split('\n')).toEqual([
      'gone',
      'code: hci/connection-timeout',
      'layer: hci',
      'status: 0x08',
      'origin: peer',
      'while: read',
      'fix: again',
    ]);
  });

  it('are made of anything thrown', () => {
    expect(toErrorInfo('oops', 'read')).toMatchObject({ code: 'internal', message: 'oops', operation: 'read' });
  });
});
