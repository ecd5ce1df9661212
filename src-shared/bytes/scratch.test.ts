import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scratch } from './scratch.js';
import { tail } from './tail.js';

it('scratch gives zeroed memory that nobody else has', () => {
  const kept: Uint8Array[] = [];
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_500 }), fc.integer({ min: 1, max: 255 }), (length, mark) => {
      const bytes = scratch(length);
      expect(bytes.length).toBe(length);
      expect(bytes.every((byte) => byte === 0)).toBe(true);
      kept.push(bytes.fill(mark));
    }),
    { numRuns: 500 },
  );
  for (const bytes of kept) expect(bytes.every((byte) => byte === bytes[0])).toBe(true);
});

it('tail gives what is left, of short arrays and long ones', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, from) => {
      expect(Array.from(tail(bytes, from))).toEqual(Array.from(bytes).slice(from));
    }),
  );
});
