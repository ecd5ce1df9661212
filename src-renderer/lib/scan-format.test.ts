import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatCount,
  formatInterval,
  formatMs,
  formatRate,
  formatRssi,
  plural,
  rssiLevel,
  rssiShare,
  withSign,
} from './scan-format.js';

describe('scan formats', () => {
  it.each([
    [0, '0.0 s'],
    [120, '0.1 s'],
    [9_900, '9.9 s'],
    [9_960, '10 s'],
    [99_400, '99 s'],
    [120_000, '2 min'],
    [7_200_000, '2 h'],
    [-30, '0.0 s'],
  ])('age of %d ms is %s', (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });

  it.each([
    [null, ''],
    [20, '20 ms'],
    [100.4, '100 ms'],
    [1_280, '1.28 s'],
    [10_240, '10.2 s'],
  ])('interval of %s ms is %s', (ms, text) => {
    expect(formatInterval(ms)).toBe(text);
  });

  it('writes strength with a true minus sign and nothing when it is unknown', () => {
    expect(formatRssi(-46)).toBe('−46');
    expect(formatRssi(null)).toBe('');
    expect([withSign(4), withSign(-8), withSign(0)]).toEqual(['+4', '−8', '0']);
  });

  it('groups digits with a space that does not break', () => {
    expect(formatCount(48_212)).toBe('48\u202f212');
    expect(formatCount(1_234_567)).toBe('1\u202f234\u202f567');
    expect(formatCount(999)).toBe('999');
  });

  it('counts in words', () => {
    expect([plural(1, 'byte'), plural(2, 'byte'), plural(0, 'byte')]).toEqual(['1 byte', '2 bytes', '0 bytes']);
  });

  it('keeps rates to the width of their column', () => {
    expect([formatRate(0.24), formatRate(24.6), formatRate(410.2)]).toEqual(['0.2', '24.6', '410']);
  });

  it('writes milliseconds as typed', () => {
    expect([formatMs(2.5), formatMs(100), formatMs(0.1 + 0.2)]).toEqual(['2.5 ms', '100 ms', '0.3 ms']);
  });

  it('grades strength at −60, −72 and −84 dBm', () => {
    expect([-59, -60, -71, -72, -83, -84].map(rssiLevel)).toEqual([4, 3, 3, 2, 2, 1]);
  });

  it('keeps the bar inside its track', () => {
    expect(rssiShare(-127)).toBeGreaterThan(0);
    expect(rssiShare(20)).toBe(1);
    expect(rssiShare(-70)).toBeCloseTo(0.5);
  });
});
