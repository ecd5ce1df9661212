import { describe, expect, it } from 'vitest';
import { scanSettingsSchema } from '../../../src-shared/ipc/scanner.js';
import { applyTiming, type TimingField, timingText } from './scan-timing.js';

const SETTINGS = { active: true, intervalMs: 100, windowMs: 60, durationMs: 0 };

const refusalOf = (field: TimingField, text: string) => {
  const result = applyTiming(field, text, SETTINGS);
  if (result.ok) throw new Error(`${text} was taken`);
  return result.refusal;
};

describe('scan timing', () => {
  it('takes what the specification allows', () => {
    expect(applyTiming('windowMs', '100', SETTINGS)).toEqual({ ok: true, settings: { ...SETTINGS, windowMs: 100 } });
    expect(applyTiming('intervalMs', '10240', SETTINGS)).toEqual({
      ok: true,
      settings: { ...SETTINGS, intervalMs: 10_240 },
    });
    expect(applyTiming('windowMs', ' 2,5 ', SETTINGS)).toEqual({ ok: true, settings: { ...SETTINGS, windowMs: 2.5 } });
  });

  it('refuses a window longer than the interval and offers the interval', () => {
    expect(refusalOf('windowMs', '160')).toMatchObject({
      label: 'Scan window',
      message: 'Longer than the interval, 100 ms',
      fixLabel: 'Use 100 ms',
      fix: { windowMs: 100 },
    });
  });

  it.each([
    ['windowMs', '1'],
    ['windowMs', '20000'],
    ['windowMs', ''],
    ['windowMs', 'fast'],
    ['intervalMs', '2'],
    ['intervalMs', '10240.5'],
    ['intervalMs', '40'],
    ['intervalMs', '-5'],
    ['intervalMs', 'Infinity'],
    ['durationMs', 'long'],
    ['durationMs', '0.01'],
    ['durationMs', '86401'],
  ] as const)('what it offers instead of %s %j is always allowed', (field, text) => {
    const { fix } = refusalOf(field, text);
    expect(scanSettingsSchema.safeParse({ ...SETTINGS, ...fix }).success).toBe(true);
  });

  it('reads the duration in seconds, and nothing as until stopped', () => {
    expect(applyTiming('durationMs', '2.5', SETTINGS)).toEqual({
      ok: true,
      settings: { ...SETTINGS, durationMs: 2_500 },
    });
    expect(applyTiming('durationMs', '', { ...SETTINGS, durationMs: 5_000 })).toEqual({ ok: true, settings: SETTINGS });
    expect(timingText('durationMs', SETTINGS)).toBe('');
    expect(timingText('durationMs', { ...SETTINGS, durationMs: 2_500 })).toBe('2.5');
    expect(timingText('intervalMs', SETTINGS)).toBe('100');
  });
});
