import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { equalBytes, fromHex, toHex } from './hex.js';

describe('ByteWriter and ByteReader', () => {
  const value = fc.record({
    u8: fc.integer({ min: 0, max: 0xff }),
    i8: fc.integer({ min: -0x80, max: 0x7f }),
    u16: fc.integer({ min: 0, max: 0xffff }),
    i16: fc.integer({ min: -0x8000, max: 0x7fff }),
    u24: fc.integer({ min: 0, max: 0xffffff }),
    u32: fc.integer({ min: 0, max: 0xffffffff }),
    u64: fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }),
    bytes: fc.uint8Array({ maxLength: 70 }),
  });

  it('what is written is read, whatever the capacity it began with', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), fc.integer({ min: 1, max: 40 }), (values, capacity) => {
        const w = new ByteWriter(capacity);
        for (const v of values) {
          w.u8(v.u8).i8(v.i8).u16(v.u16).i16(v.i16).u24(v.u24).u32(v.u32).u64(v.u64).u8(v.bytes.length).bytes(v.bytes);
        }
        const r = new ByteReader(w.finish(), 'test');
        for (const v of values) {
          expect([
            r.u8('u8'),
            r.i8('i8'),
            r.u16('u16'),
            r.i16('i16'),
            r.u24('u24'),
            r.u32('u32'),
            r.u64('u64'),
          ]).toEqual([v.u8, v.i8, v.u16, v.i16, v.u24, v.u32, v.u64]);
          expect(r.take(r.u8('length'), 'bytes')).toEqual(v.bytes);
        }
        r.end();
      }),
    );
  });

  it('numbers stand least significant byte first', () => {
    expect(toHex(new ByteWriter().u16(0x1234).u24(0x56789a).u32(0xbcdef012).finish())).toBe('34129a785612f0debc');
  });

  it('a number that does not fit its field is refused, and nothing is written', () => {
    const w = new ByteWriter();
    for (const write of [
      () => w.u8(256),
      () => w.u8(-1),
      () => w.i8(128),
      () => w.u16(65_536),
      () => w.u24(2 ** 24),
      () => w.u32(2 ** 32),
      () => w.u8(1.5),
      () => w.u64(-1n),
    ]) {
      expect(write).toThrow(RangeError);
    }
    expect(w.length).toBe(0);
  });

  it('reading past the end names layer, field and offset', () => {
    const r = new ByteReader(Uint8Array.of(1, 2), 'hci');
    r.u8('first');
    expect(() => r.u16('second')).toThrow(
      expect.objectContaining({ name: 'PacketError', layer: 'hci', field: 'second', offset: 1 }),
    );
    expect(r.u8('still there')).toBe(2);
    expect(() => r.take(-1, 'negative')).toThrow(/negative/);
  });

  it('reads from a view into a larger buffer, and slices are copies', () => {
    const whole = Uint8Array.of(9, 9, 1, 2, 3);
    const r = new ByteReader(whole.subarray(2), 'test');
    expect(r.u16('n')).toBe(0x0201);
    const rest = r.rest();
    whole.fill(0);
    expect(rest).toEqual(Uint8Array.of(3));
  });
});

describe('hex', () => {
  it('goes both ways', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
    expect(toHex(Uint8Array.of(10, 255), ' ')).toBe('0a ff');
  });

  it.each(['1', 'xy', '0x', ' 1'])('%s is not hex', (text) => expect(fromHex(text)).toBeNull());

  it('equalBytes compares length and content', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
  });
});
