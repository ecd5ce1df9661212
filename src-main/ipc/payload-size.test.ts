import { expect, test } from 'vitest';
import { payloadBytes } from './payload-size.js';

test.each([
  ['text', 'x'.repeat(1_000), 2_000],
  ['bytes', new Uint8Array(5_000), 5_000],
  ['a buffer', new ArrayBuffer(5_000), 5_000],
  ['text in a map', new Map([['k', 'x'.repeat(1_000)]]), 2_000],
  ['text in a set', new Set(['x'.repeat(1_000)]), 2_000],
  ['text as a key', { ['x'.repeat(1_000)]: 1 }, 2_000],
  ['text deep inside', { a: [{ b: ['x'.repeat(1_000)] }] }, 2_000],
])('%s is counted', (_what, value, least) => {
  expect(payloadBytes(value, 1e9)).toBeGreaterThanOrEqual(least);
  expect(payloadBytes(value, 1e9)).toBeLessThan(least + 100);
});

test('many small things add up', () => {
  expect(payloadBytes(new Array(10_000).fill(1), 1e9)).toBeGreaterThanOrEqual(80_000);
});

test('it stops once over the limit', () => {
  const many = Array.from({ length: 1_000 }, () => 'x'.repeat(1_000));
  expect(payloadBytes(many, 5_000)).toBeLessThan(10_000);
});

test('what is shared or circular is counted once', () => {
  const shared = { text: 'x'.repeat(1_000) };
  expect(payloadBytes([shared, shared, shared], 1e9)).toBeLessThan(2_200);
});
