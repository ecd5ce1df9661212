import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../bytes/hex.js';
import {
  type BytesForm,
  formatBytes,
  parseBytes,
  parseValue,
  textOfType,
  VALUE_TYPES,
  type ValueType,
} from './parse-input.js';
import { hex } from './testing/golden.js';

/** Hex of the bytes and their form, or the message and where. */
function outcome(text: string): string {
  const result = parseBytes(text);
  return result.ok ? `${toHex(result.bytes)} ${result.form}` : `${result.message} @${result.at}`;
}

describe('parseBytes', () => {
  it.each([
    ['', ' hex'],
    ['  ', ' hex'],
    ['01 02', '0102 hex'],
    ['0102', '0102 hex'],
    ['0102 ff\n00', '0102ff00 hex'],
    ['01, 02, FF', '0102ff hex'],
    ['01-02-aF', '0102af dashes'],
    ['AA:BB:CC', 'aabbcc dashes'],
    ['0x01 0x02', '0102 0x list'],
    ['0x1, 0XFF', '01ff 0x list'],
    ['0x0102', '0102 0x list'],
    ["{0x01, 2, 'a'}", '010261 c array'],
    ['{ 0x01, /* two */ 2, // three\n 3, }', '010203 c array'],
    ['static const uint8_t data[2] = {0x10, -1};', '10ff c array'],
    ['new byte[] { (byte)0x80, (byte) 255 }', '80ff c array'],
    ['[1, 2, 255]', '0102ff c array'],
    ['bytes([0x01, 0b101])', '0105 c array'],
    ['Uint8Array.of(7, 8)', '0708 c array'],
    ['vec![1u8, 2u8]', "'!' does not belong before [ @3"],
    ['&[1u8, 2u8]', '0102 c array'],
    ["{'\\n', '\\x41', \"hi\"}", '0a416869 c array'],
    ['{}', ' c array'],
    ['"\\x01\\x02"', '0102 escaped text'],
    ['b"\\x01A\\n"', '01410a escaped text'],
    ["b'it\\'s'", '69742773 escaped text'],
    ['"ab" "cd"', '61626364 escaped text'],
    ['"\\101\\0"', '4100 escaped text'],
    ['"é\\u00e9\\u{1F600}"', 'c3a9c3a9f09f9880 escaped text'],
    ['\\x01\\x02', '0102 escaped text'],
    ['base64:AQI=', '0102 base64'],
    ['BASE64: AQI', '0102 base64'],
    ['base64:-_8', 'fbff base64'],
    ['AQI=', '0102 base64'],
    ['aGVsbG8gd29ybGQh', '68656c6c6f20776f726c6421 base64'],
  ])('%j gives %j', (text, expected) => expect(outcome(text)).toBe(expected));

  it.each([
    ['1 2', "'1' is one hex digit: write 01, or {1} for a decimal @0"],
    ['01 023', "'023' has an odd number of hex digits @3"],
    ['01 0g', "'g' is no hex digit; text goes in quotes @4"],
    ['hello', "'h' is no hex digit; text goes in quotes @0"],
    ['Passw0rd', "'P' is no hex digit; text goes in quotes @0"],
    ['0x01 02', "'02' has no 0x, but others have @5"],
    ['0x', "'0x' is not bytes in hex @0"],
    ['0x123', "'0x123' is not bytes in hex @0"],
    ['{1, 256}', '256 is not a byte @4'],
    ['{-129}', '-129 is not a byte @1'],
    ['{1, 010}', '010 is octal in C and an error elsewhere: write it without the 0 @4'],
    ['{1, x}', "'x' starts no byte: bytes are 0x01, 1 or 'a' @4"],
    ["{'é'}", 'a character in an array is one byte @1'],
    ['{1, 2', 'the closing } is missing @5'],
    ['{1} tail', 'there is something after } @4'],
    ['{1.5}', "'1' starts no byte: bytes are 0x01, 1 or 'a' @1"],
    ['"abc', 'the closing " is missing @4'],
    ['"a" x', 'there is something after the closing quote @4'],
    ['"\\q"', '\\q is no escape @1'],
    ['"\\x1"', '\\x wants two hex digits @1'],
    ['"\\u{110000}"', 'that is no Unicode character @1'],
    ['base64:A', 'base64 is cut off or padded wrongly @8'],
    ['base64:AQ=I', "'I' does not belong in base64 here @10"],
    ['01-2', "'-' is no hex digit; text goes in quotes @2"],
  ])('%j is refused: %s', (text, expected) => expect(outcome(text)).toBe(expected));

  it('what is wrong is pointed at behind leading white space too', () => expect(outcome('   0g')).toContain('@4'));

  it('refuses texts that are too long', () => {
    expect(parseBytes('0'.repeat(600_000)).ok).toBe(false);
    expect(outcome('00'.repeat(65_536))).toContain('65536 bytes are more than 65535');
    expect(parseBytes('00'.repeat(65_535)).ok).toBe(true);
  });

  it.each(['hex', '0x list', 'c array', 'dashes', 'base64', 'escaped text'] satisfies BytesForm[])(
    'what formatBytes writes as %s is read back',
    (form) => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
          const result = parseBytes(formatBytes(bytes, form));
          expect(result.ok && toHex(result.bytes)).toBe(toHex(bytes));
          if (bytes.length > 1) expect(result.ok && result.form).toBe(form);
        }),
      );
    },
  );

  it('an escape is not followed by a digit that C would join to it', () => {
    expect(formatBytes(hex('01 41 67'), 'escaped text')).toBe('"\\x01\\x41g"');
  });

  it('never throws and points into the text', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc
        .array(
          fc.constantFrom(
            '0x',
            '{',
            '}',
            '"',
            '\\',
            'x',
            '01',
            'ff',
            ',',
            ' ',
            '-',
            "'",
            '(byte)',
            '//',
            '/*',
            '=',
            'base64:',
            'b',
            '[',
            'é',
            '\n',
          ),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (input) => {
        const result = parseBytes(input);
        if (result.ok) return;
        expect(result.message).not.toBe('');
        if (result.at !== undefined) expect(result.at).toBeLessThanOrEqual(input.length);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseValue', () => {
  const bytesOf = (text: string, as: ValueType): string => {
    const result = parseValue(text, as);
    return result.ok ? toHex(result.bytes) : `${result.message} @${result.at}`;
  };

  it.each([
    ['Aé ', 'utf8', '41c3a920'],
    ['', 'utf8', ''],
    ['0a 0B', 'hex', '0a0b'],
    ['255', 'uint8', 'ff'],
    ['-1', 'int8', 'ff'],
    ['1000', 'uint16le', 'e803'],
    ['1000', 'uint16be', '03e8'],
    ['0x1234', 'uint24le', '341200'],
    ['-2', 'int24be', 'fffffe'],
    ['0b11', 'uint8', '03'],
    ['1_000', 'uint32le', 'e8030000'],
    ['1, 2 3', 'uint8', '010203'],
    ['18446744073709551615', 'uint64le', 'ffffffffffffffff'],
    ['-9223372036854775808', 'int64be', '8000000000000000'],
    ['1', 'uint48be', '000000000001'],
    ['0.1', 'float32le', 'cdcccc3d'],
    ['1', 'float64be', '3ff0000000000000'],
    ['1', 'float16le', '003c'],
    ['-inf', 'float32le', '000080ff'],
    ['36.5', 'sfloat', '6df1'],
    ['36.6', 'float11073', '6e0100ff'],
    ['nan', 'sfloat', 'ff07'],
    ['NRes', 'float11073', '00008000'],
    ['1e3', 'sfloat', 'e803'],
  ] satisfies [string, ValueType, string][])('%j as %s', (text, as, expected) =>
    expect(bytesOf(text, as)).toBe(expected),
  );

  it.each([
    ['256', 'uint8', '256 is not within 0 to 255 @0'],
    ['1 -1', 'uint16le', '-1 is not within 0 to 65535 @2'],
    ['1.5', 'int16le', '1.5 is not a whole number @0'],
    ['abc', 'int16le', "'abc' is no whole number @0"],
    ['', 'uint8', 'type a number @0'],
    ['1e40', 'float32le', '1e40 is too large for float32le @0'],
    ['1e12', 'sfloat', '1e12 is too large for sfloat @0'],
    ['zwei', 'float64le', "'zwei' is no number @0"],
    ['0g', 'hex', 'hex has two digits a byte @1'],
    ['nres', 'float32le', "'nres' is no number @0"],
  ] satisfies [string, ValueType, string][])('%j is no %s', (text, as, expected) =>
    expect(bytesOf(text, as)).toBe(expected),
  );

  it('what an editor shows for bytes is what it reads back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 16 }), fc.constantFrom(...VALUE_TYPES), (bytes, type) => {
        const text = textOfType(bytes, type);
        if (text !== null) expect(bytesOf(text, type)).toBe(toHex(bytes));
      }),
      { numRuns: 3000 },
    );
    expect(textOfType(hex('e8 03 01 00'), 'uint16le')).toBe('1000 1');
    expect(textOfType(hex('e8 03 01'), 'uint16le')).toBeNull();
    expect(textOfType(hex('ff'), 'utf8')).toBeNull();
    expect(textOfType(hex('6d f1'), 'sfloat')).toBe('36.5');
    expect(textOfType(hex('01 08'), 'sfloat')).toBeNull();
  });
});
