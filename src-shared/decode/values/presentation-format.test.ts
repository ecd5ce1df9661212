import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../bytes/hex.js';
import { locationName } from './descriptions.js';
import {
  applyPresentationFormat,
  encodePresentationFormat,
  formatName,
  knownFormats,
  knownUnits,
  type PresentationFormat,
  parsePresentationFormat,
  unitName,
  unitSymbol,
} from './presentation-format.js';
import { hex, malformed } from './testing/golden.js';

const format = (type: number, exponent = 0, unit = 0x2700): PresentationFormat => ({
  format: type,
  exponent,
  unit,
  namespace: 1,
  description: 0,
});
const read = (f: PresentationFormat, bytes: string): string => {
  const decoded = applyPresentationFormat(f, hex(bytes));
  return decoded === null ? 'null' : decoded.summary + (decoded.problem === undefined ? '' : ` (${decoded.problem})`);
};

describe('Characteristic Presentation Format, Core Vol 3 Part G 3.3.3.5', () => {
  it('sint16 hundredths of a degree, main', () => {
    expect(parsePresentationFormat(hex('0e fe 2f 27 01 06 01'))).toEqual({
      format: 0x0e,
      exponent: -2,
      unit: 0x272f,
      namespace: 1,
      description: 0x0106,
    });
    expect(locationName(1, 0x0106)).toBe('main');
  });

  it('has 7 octets, no more and no fewer', () => {
    expect(parsePresentationFormat(hex('0e fe 2f 27 01 06'))).toBeNull();
    expect(parsePresentationFormat(hex('0e fe 2f 27 01 06 01 00'))).toBeNull();
  });

  it('goes both ways', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 7, maxLength: 7 }), (bytes) => {
        const parsed = parsePresentationFormat(bytes);
        expect(parsed === null ? '' : toHex(encodePresentationFormat(parsed))).toBe(toHex(bytes));
      }),
    );
  });

  it.each([
    [format(0x01), '01', 'true'],
    [format(0x01), 'fe', 'false'],
    [format(0x02), 'ff', '3'],
    [format(0x03), 'f7', '7'],
    [format(0x04, 0, 0x27ad), '57', '87 %'],
    [format(0x04, 1), '07', '70'],
    [format(0x05), 'ff ff', '4095'],
    [format(0x06, -2), '66 08', '21.50'],
    [format(0x07), 'ff ff ff', '16777215'],
    [format(0x08), '00 00 00 80', '2147483648'],
    [format(0x09), 'ff ff ff ff ff ff', '281474976710655'],
    [format(0x0a, -3), 'ff ff ff ff ff ff ff ff', '18446744073709551.615'],
    [format(0x0b), '00 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00', '18446744073709551616'],
    [format(0x0c), '80', '-128'],
    [format(0x0d), '00 08', '-2048'],
    [format(0x0e, -2, 0x272f), '38 ff', '-2.00 °C'],
    [format(0x0f), 'ff ff ff', '-1'],
    [format(0x10), '00 00 00 80', '-2147483648'],
    [format(0x11), '00 00 00 00 00 80', '-140737488355328'],
    [format(0x12), '00 00 00 00 00 00 00 80', '-9223372036854775808'],
    [format(0x13), 'ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff', '-1'],
    [format(0x14, -5, 0x2724), '00 00 80 3f', '1 Pa'],
    [format(0x15), '00 00 00 00 00 00 f8 3f', '1.5'],
    [format(0x16, 0, 0x27ac), '6d f1', '36.5 °F'],
    [format(0x17), 'ff ff 7f 00', 'NaN'],
    [format(0x18, 3, 0x2701), '01 00 02 00', '1 m, 2 m'],
    [format(0x19), '48 69', 'Hi'],
    [format(0x1a), '48 00 69 00', 'Hi'],
    [format(0x1b), '00', 'null'],
    [format(0x1c), '00', 'null'],
    [format(0x00), '00', 'null'],
    [format(0x06), '01', '01 (length 1, the format has 2)'],
    [format(0x04), '01 02', '1 (length 2, the format has 1)'],
    [format(0x04), '', 'empty (length 0, the format has 1)'],
    [format(0x19), 'ff', '\ufffd (not valid UTF-8)'],
  ])('%o of %s', (f, bytes, expected) => expect(read(f, bytes)).toBe(expected));

  it('numbers are plottable, codes are not', () => {
    expect(applyPresentationFormat(format(0x0e, -2), hex('38 ff'))?.fields[0]?.number).toBe(-2);
    expect(applyPresentationFormat(format(0x16), hex('ff 07'))?.fields[0]?.number).toBeUndefined();
  });

  it('text cannot turn the reading direction nor hide in control characters', () => {
    expect(read(format(0x19), '41 07 e2 80 ae 42')).toBe('A\u2407\\u202eB');
  });

  it('names formats and units', () => {
    expect(formatName(0x0e)).toBe('sint16');
    expect(formatName(0x1d)).toBe('0x1d (reserved)');
    expect(knownFormats()).toHaveLength(28);
    expect(unitName(0x272f)).toBe('Celsius temperature (degree Celsius)');
    expect(unitSymbol(0x27af)).toBe('bpm');
    expect(unitSymbol(0x2700)).toBe('');
    expect(unitName(0x1234)).toBe('0x1234');
    expect(knownUnits().length).toBeGreaterThanOrEqual(60);
    expect(new Set(knownUnits().map(([number]) => number)).size).toBe(knownUnits().length);
    expect(knownUnits().every(([number, , name]) => number >= 0x2700 && number < 0x2800 && name !== '')).toBe(true);
  });

  it.each([
    [1, 0, 'unknown'],
    [1, 1, 'first'],
    [1, 21, '21st'],
    [1, 112, '112th'],
    [1, 255, '255th'],
    [1, 0x010d, 'left'],
    [1, 0x0110, 'external'],
    [1, 0x0111, '0x0111 (reserved)'],
    [2, 1, '0x0001'],
  ])('description %d/%d is %s', (namespace, description, name) =>
    expect(locationName(namespace, description)).toBe(name),
  );

  it('any format on any bytes is well formed', () => {
    const any = fc.record({
      format: fc.integer({ min: 0, max: 40 }),
      exponent: fc.integer({ min: -128, max: 127 }),
      unit: fc.integer({ min: 0x26ff, max: 0x27ff }),
      namespace: fc.nat(255),
      description: fc.nat(0xffff),
    });
    fc.assert(
      fc.property(any, fc.uint8Array({ maxLength: 20 }), (f, bytes) => {
        const decoded = applyPresentationFormat(f, bytes);
        if (decoded !== null) expect(malformed(decoded, bytes.length)).toBeNull();
      }),
      { numRuns: 3000 },
    );
  });
});
