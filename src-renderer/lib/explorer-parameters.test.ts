import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkParameters, leastTimeoutMs, type ParameterText } from './explorer-parameters.js';

const GOOD: ParameterText = { minMs: '30', maxMs: '50', latency: '4', timeoutMs: '4000' };
const errors = (change: Partial<ParameterText>) => checkParameters({ ...GOOD, ...change }).errors;

describe('connection parameters', () => {
  it('become units of the contract', () => {
    expect(checkParameters({ ...GOOD, minMs: '7.5', maxMs: '11,25' }).request).toEqual({
      minIntervalUs: 7_500,
      maxIntervalUs: 11_250,
      latency: 4,
      supervisionTimeoutMs: 4_000,
    });
  });

  it('are refused outside of the limits, each at its own field', () => {
    expect(errors({ minMs: '5' })).toHaveProperty('minMs');
    expect(errors({ maxMs: '4001' })).toHaveProperty('maxMs');
    expect(errors({ maxMs: '20' })).toEqual({ maxMs: 'Not below the shortest' });
    expect(errors({ latency: '500' })).toHaveProperty('latency');
    expect(errors({ latency: '1.5' })).toHaveProperty('latency');
    expect(errors({ timeoutMs: '90' })).toHaveProperty('timeoutMs');
    expect(errors({ timeoutMs: 'soon' })).toHaveProperty('timeoutMs');
  });

  it('name the nearest steps', () => {
    expect(errors({ minMs: '31' }).minMs).toBe('Steps of 1.25 ms: 30 or 31.25');
  });

  it('need a timeout that outlives the latency', () => {
    expect(errors({ latency: '99' }).timeoutMs).toBe('At least 10010 ms with this interval and latency');
  });

  it('never pass a timeout the specification forbids', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 3_200 }), fc.integer({ min: 0, max: 499 }), (units, latency) => {
        const us = units * 1_250;
        const least = leastTimeoutMs(us, latency);
        expect(least * 1_000).toBeGreaterThan((1 + latency) * us * 2);
        expect(least % 10).toBe(0);
      }),
    );
  });
});
