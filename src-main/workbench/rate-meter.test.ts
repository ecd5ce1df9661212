import { expect, test } from 'vitest';
import { RateMeter } from './rate-meter.js';
import { RssiWindow } from './rssi-window.js';

test.each([1, 10, 33, 1_000])('%d events a second are measured as that', (perSecond) => {
  const meter = new RateMeter();
  for (let i = 0; i < perSecond * 5; i += 1) meter.heard(1_000 + (i * 1_000) / perSecond);
  expect(meter.perSecond(6_000)).toBeGreaterThanOrEqual(perSecond * 0.7);
  expect(meter.perSecond(6_000)).toBeLessThanOrEqual(perSecond * 1.15 + 0.2);
});

test('two seconds of silence are zero', () => {
  const meter = new RateMeter();
  for (let i = 0; i < 100; i += 1) meter.heard(1_000 + i * 10);
  expect(meter.perSecond(2_500)).toBeGreaterThan(0);
  expect(meter.perSecond(4_100)).toBe(0);
  expect(meter.perSecond(1e9)).toBe(0);
});

test('one event just heard is not a rate of thousands', () => {
  const meter = new RateMeter();
  meter.heard(5_000);
  expect(meter.perSecond(5_001)).toBe(1);
});

test('a report that comes late by its time counts where it belongs, or not at all', () => {
  const meter = new RateMeter();
  meter.heard(10_000);
  meter.heard(9_500);
  meter.heard(1_000);
  expect(meter.perSecond(10_000)).toBeCloseTo(2, 0);
});

test('the strength window forgets after a minute', () => {
  const window = new RssiWindow();
  window.heard(0, -90);
  window.heard(1_000, -40);
  window.heard(40_000, -60);
  expect(window.range(40_000)).toEqual({ min: -90, max: -40 });
  expect(window.range(70_000)).toEqual({ min: -60, max: -60 });
  expect(window.range(500_000)).toEqual({ min: null, max: null });
});
