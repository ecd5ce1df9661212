import { describe, expect, it } from 'vitest';
import type { ErrorInfo } from '../../src-shared/model/ble-error.js';
import { explained, explainedConnect, failureTitle, lossWords, shortError } from './explorer-errors.js';

const att = (status: number, code: string, operation = 'Read Setpoint'): ErrorInfo => ({
  code: `att/${code}`,
  layer: 'att',
  status,
  origin: 'peer',
  operation,
  message: 'raw',
});

describe('an ATT error', () => {
  it('says its cause and the next step in words', () => {
    const error = explained(att(0xfd, 'cccd-improperly-configured'));
    expect(error.message).toContain('Notifications or indications');
    expect(error.fix).toContain('Subscribe');
  });

  it('keeps the step it brings', () => {
    expect(explained({ ...att(0x01, 'invalid-handle'), fix: 'own' }).fix).toBe('own');
  });

  it('of the device itself is said to be that', () => {
    expect(explained(att(0x80, 'application-error')).message).toContain('device itself');
  });

  it('of another layer, or unknown, is left as it is', () => {
    const hci: ErrorInfo = { ...att(0x08, 'x'), layer: 'hci' };
    expect(explained(hci)).toBe(hci);
    expect(explained(att(0x60, 'error-0x60')).message).toBe('raw');
  });

  it('has a title that names operation and attribute', () => {
    expect(failureTitle(att(0x05, 'x'), 'Setpoint - 0x002b')).toBe('Reading Setpoint - 0x002b was refused');
    expect(failureTitle({ ...att(0x05, 'x', 'Write Setpoint'), origin: 'local' }, 'S')).toBe('Writing S failed');
    expect(failureTitle(att(0x05, 'x', 'Subscribe to Setpoint'), 'S')).toBe('Subscribing to S was refused');
  });

  it('of a lost link says in words why', () => {
    const loss: ErrorInfo = { ...att(0x08, 'x'), code: 'hci/connection-timeout', layer: 'hci' };
    expect(lossWords(loss)).toContain('out of reach');
    expect(lossWords({ ...loss, status: 0x13 })).toBe('The device ended the link.');
    expect(lossWords({ ...loss, layer: 'app' })).toBeNull();
  });

  it('of nobody answering names what may be wrong, the type of the address too', () => {
    const silent: ErrorInfo = { ...att(0, 'x'), code: 'timeout', layer: 'gap', message: 'connect: no answer' };
    expect(explainedConnect(silent, 'random').message).toMatch(/^connect: no answer\. .*not random but public\.$/);
    expect(explainedConnect(silent, 'public').fix).toContain('scanner');
    const busy = { ...silent, code: 'busy' };
    expect(explainedConnect(busy, 'public')).toBe(busy);
  });

  it('fits a cell', () => {
    expect(shortError(att(0x05, 'insufficient-authentication'))).toBe('0x05 insufficient authentication');
    expect(shortError({ ...att(0, 'x'), code: 'timeout', status: undefined })).toBe('timeout');
  });
});
