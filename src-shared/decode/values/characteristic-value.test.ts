import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownCharacteristics } from '../../assigned-numbers/characteristics.js';
import { decodableCharacteristics, decodeCharacteristic, hasDecoder } from './characteristic-value.js';
import { fieldLines, hex, malformed } from './testing/golden.js';

const FORMAT = { format: 0x0e, exponent: -1, unit: 0x2728, namespace: 1, description: 0 };

describe('decodeCharacteristic', () => {
  it('knows at least 45 characteristics, all of them assigned', () => {
    const assigned = new Set(knownCharacteristics().map(([uuid]) => uuid));
    expect(decodableCharacteristics().length).toBeGreaterThanOrEqual(45);
    expect(decodableCharacteristics().filter((uuid) => !assigned.has(uuid))).toEqual([]);
  });

  it('is null without a decoder and a format', () => {
    expect(decodeCharacteristic('6e400003-b5a3-f393-e0a9-e50e24dcca9e', hex('00'))).toBeNull();
    expect(decodeCharacteristic('constructor', hex('00'))).toBeNull();
    expect(hasDecoder('2A37')).toBe(true);
    expect(hasDecoder('ffe1')).toBe(false);
    expect(decodeCharacteristic('2A37', hex('00 48'))?.summary).toBe('72 bpm');
  });

  it('uses the Presentation Format where the SIG has none, and for Analog', () => {
    expect(decodeCharacteristic('ffe1', hex('7b 00'), FORMAT)?.summary).toBe('12.3 V');
    expect(decodeCharacteristic('2a58', hex('7b 00'), FORMAT)?.summary).toBe('12.3 V');
    expect(decodeCharacteristic('2a58', hex('7b 00'))?.summary).toBe('123');
    expect(decodeCharacteristic('2a6e', hex('66 08'), FORMAT)?.summary).toBe('21.50 °C');
    expect(decodeCharacteristic('ffe1', hex('00'), { ...FORMAT, format: 0x1b })).toBeNull();
  });

  it('says which battery a level is of', () => {
    const left = { format: 4, exponent: 0, unit: 0x27ad, namespace: 1, description: 0x010d };
    expect(decodeCharacteristic('2a19', hex('57'), left)?.summary).toBe('87 % (left)');
  });

  it('tells what does not fit, and loses no byte', () => {
    expect(decodeCharacteristic('2a6e', hex('01'))).toEqual({
      summary: '01',
      fields: [{ name: 'Rest', value: '01', offset: 0, length: 1 }],
      problem: 'length 1, the format has 2',
    });
    expect(decodeCharacteristic('2a35', hex('00 01 02'))?.problem).toBe('length 3, the format has 7 to 19');
    expect(decodeCharacteristic('2a37', hex('00'))?.problem).toBe('length 1, the format has at least 2');
    expect(decodeCharacteristic('2a37', hex('08 48 01'))?.problem).toBe('energy expended wants 2 bytes, but 1 left');
    expect(decodeCharacteristic('2a37', hex('00 48 01'))?.problem).toBe('1 byte after the end of the format');
    expect(fieldLines(decodeCharacteristic('2a37', hex('00 48 01'))).at(-1)).toBe('Rest: 01');
    expect(decodeCharacteristic('2a19', new Uint8Array())).toMatchObject({ summary: 'empty' });
  });

  it('any bytes: well formed, every byte in a field or in the rest', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.uint8Array({ maxLength: 600 }),
      // Few flags set, as real values have them.
      fc.tuple(fc.nat(0x1f), fc.uint8Array({ maxLength: 30 })).map(([flags, rest]) => Uint8Array.of(flags, ...rest)),
    );
    for (const uuid of decodableCharacteristics()) {
      fc.assert(
        fc.property(bytes, (value) => {
          const decoded = decodeCharacteristic(uuid, value);
          expect(decoded === null ? 'null' : malformed(decoded, value.length)).toBeNull();
          const covered = new Set(
            (decoded?.fields ?? []).flatMap(({ offset, length }) => Array.from({ length }, (_, i) => offset + i)),
          );
          if (covered.size !== value.length) expect(decoded?.problem).toBeDefined();
        }),
        { numRuns: 40 },
      );
    }
  });

  it('stays quick and bounded on a value that no peer should send', () => {
    const huge = new Uint8Array(200_000).fill(0x81);
    for (const uuid of decodableCharacteristics()) {
      const decoded = decodeCharacteristic(uuid, huge);
      expect(decoded === null ? 'null' : malformed(decoded, huge.length)).toBeNull();
    }
  });
});
