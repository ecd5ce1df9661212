import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BleError } from '../../../src-shared/model/ble-error.js';
import { H4Framer } from './h4-framer.js';

const header: Record<number, (length: number) => number[]> = {
  1: (n) => [1, 0x03, 0x0c, n],
  2: (n) => [2, 0x40, 0x20, n & 0xff, n >> 8],
  3: (n) => [3, 0x40, 0x00, n],
  4: (n) => [4, 0x0e, n],
  5: (n) => [5, 0x40, 0x20, n & 0xff, n >> 8],
};
const packet = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.uint8Array({ maxLength: 255 }))
  .map(([type, data]) => Uint8Array.from([...(header[type]?.(data.length) ?? []), ...data]));

function codeOf(run: () => unknown): string | null {
  try {
    run();
    return null;
  } catch (error) {
    return error instanceof BleError ? `${error.layer} ${error.code}` : String(error);
  }
}

describe('H4 framer (Core 5.4 Vol 4 Part A 2)', () => {
  test('any split of a stream of packets gives the same packets', () => {
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 6 }), fc.array(fc.nat(2000), { maxLength: 12 }), (packets, cuts) => {
        const stream = Uint8Array.from(packets.flatMap((p) => [...p]));
        const edges = [0, ...cuts.map((cut) => Math.min(cut, stream.length)).sort((a, b) => a - b), stream.length];
        const framer = new H4Framer();
        const seen: Uint8Array[] = [];
        for (let i = 1; i < edges.length; i += 1) seen.push(...framer.push(stream.subarray(edges[i - 1], edges[i])));
        expect(seen).toEqual(packets);
        expect(framer.buffered).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test('random bytes never throw anything but framing-lost', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 8 }), (chunks) => {
        const framer = new H4Framer();
        for (const chunk of chunks) {
          expect([null, 'transport transport/framing-lost']).toContain(codeOf(() => framer.push(chunk)));
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('an unknown indicator loses the stream for good', () => {
    const framer = new H4Framer();
    expect(codeOf(() => framer.push(Uint8Array.of(0x09)))).toBe('transport transport/framing-lost');
    expect(codeOf(() => framer.push(Uint8Array.of(4, 0x0e, 0)))).toBe('transport transport/framing-lost');
  });

  test('a packet longer than any controller sends is refused before it is collected', () => {
    expect(codeOf(() => new H4Framer(300).push(Uint8Array.of(2, 0x40, 0x20, 0x28, 0x01)))).toBe(
      'transport transport/framing-lost',
    );
    expect(new H4Framer(301).push(Uint8Array.of(2, 0x40, 0x20, 0x28, 0x01))).toEqual([]);
  });

  test('packets stay intact when the chunk they came in is used again', () => {
    const chunk = Uint8Array.of(4, 0x10, 1, 0x42);
    const [event] = new H4Framer().push(chunk);
    chunk.fill(0);
    expect(event).toEqual(Uint8Array.of(4, 0x10, 1, 0x42));
  });
});
