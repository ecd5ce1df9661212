import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../bytes/hex.js';
import {
  bitsView,
  float11073Text,
  floatText,
  halfFromBits,
  halfToBits,
  numberViews,
  readFloat11073,
  readInteger,
  readSfloat,
  scaledText,
  sfloatText,
  textView,
  writeFloat11073,
  writeInteger,
  writeSfloat,
} from './numbers.js';
import { hex } from './testing/golden.js';

describe('SFLOAT and FLOAT, ISO/IEEE 11073-20601 F.3.2', () => {
  // Exponent in the upper 4 bits, mantissa in the lower 12, least significant octet first.
  it.each([
    ['72 00', 114, '114'],
    ['6d f1', 36.5, '36.5'],
    ['48 e0', 0.72, '0.72'],
    ['01 70', 10_000_000, '10000000'],
    ['ff 8f', -1e-8, '-0.00000001'],
    ['fd 07', 2045, '2045'],
    ['03 08', -2045, '-2045'],
  ])('SFLOAT %s is %d', (bytes, number, text) => {
    expect(readSfloat(hex(bytes))).toBe(number);
    expect(sfloatText(hex(bytes))).toBe(text);
  });

  it.each([
    ['ff 07', Number.NaN, 'NaN'],
    ['00 08', Number.NaN, 'NRes'],
    ['01 08', Number.NaN, 'reserved'],
    ['fe 07', Number.POSITIVE_INFINITY, '+INF'],
    ['02 08', Number.NEGATIVE_INFINITY, '-INF'],
  ])('SFLOAT %s is a code', (bytes, number, text) => {
    expect(readSfloat(hex(bytes))).toBe(number);
    expect(sfloatText(hex(bytes))).toBe(text);
  });

  it('the codes need the exponent 0: 0x17ff is 2047 x 10', () => {
    expect(readSfloat(hex('ff 17'))).toBe(20_470);
  });

  it.each([
    ['6d 01 00 ff', 36.5, '36.5'],
    ['42 0e 00 fe', 36.5, '36.50'],
    ['ff ff ff 00', -1, '-1'],
    ['ff ff 7f 00', Number.NaN, 'NaN'],
    ['00 00 80 00', Number.NaN, 'NRes'],
    ['fe ff 7f 00', Number.POSITIVE_INFINITY, '+INF'],
    ['02 00 80 00', Number.NEGATIVE_INFINITY, '-INF'],
    ['01 00 80 00', Number.NaN, 'reserved'],
  ])('FLOAT %s is %d', (bytes, number, text) => {
    expect(readFloat11073(hex(bytes))).toBe(number);
    expect(float11073Text(hex(bytes))).toBe(text);
  });

  it.each([
    [36.5, '6df1'],
    [114, '7200'],
    [0, '0000'],
    [2046, 'cd10'],
    [Number.NaN, 'ff07'],
    [1e12, 'fe07'],
    [-1e12, '0208'],
  ])('%d is written as SFLOAT %s', (number, bytes) => expect(toHex(writeSfloat(number))).toBe(bytes));

  it('36.6 is written as FLOAT 366 x 10^-1', () => expect(toHex(writeFloat11073(36.6))).toBe('6e0100ff'));

  it('every SFLOAT reads the same after it was written back', () => {
    for (let bits = 0; bits <= 0xffff; bits += 1) {
      const bytes = Uint8Array.of(bits & 0xff, bits >> 8);
      const number = readSfloat(bytes);
      const back = readSfloat(writeSfloat(number));
      if (!Object.is(back, number) && back !== number) expect(`${bits.toString(16)}: ${back}`).toBe(String(number));
    }
  });

  it('FLOATs read the same after they were written back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (bytes) => {
        const number = readFloat11073(bytes);
        const back = readFloat11073(writeFloat11073(number));
        expect(back === number || Object.is(back, number)).toBe(true);
      }),
    );
  });

  it('what does not fit is the nearest that does', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (number) => {
        const error = Math.abs(readSfloat(writeSfloat(number)) - number);
        expect(error).toBeLessThanOrEqual(Math.max(Math.abs(number) / 400, 0.5e-8));
      }),
    );
  });

  it('too few bytes are NaN and no text', () => {
    expect(readSfloat(hex('00'))).toBeNaN();
    expect(sfloatText(hex('00 00'), 1)).toBeNull();
    expect(readFloat11073(hex('00 00 00 00'), -1)).toBeNaN();
  });
});

describe('IEEE 754 binary16', () => {
  it.each([
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65_504],
    [0x0001, 2 ** -24],
    [0x3555, 0.333251953125],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0x8000, -0],
  ])('0x%s', (bits, value) => expect(halfFromBits(bits)).toBe(value));

  it('every half is written back to its own bits, and numbers between go to the even one', () => {
    for (let bits = 0; bits < 0x1_0000; bits += 1) {
      const value = halfFromBits(bits);
      if (!Number.isNaN(value) && halfToBits(value) !== bits) expect(bits).toBe(halfToBits(value));
    }
    expect(halfToBits(2049)).toBe(halfToBits(2048));
    expect(halfToBits(2051)).toBe(halfToBits(2052));
    expect(halfToBits(1e9)).toBe(0x7c00);
  });
});

describe('integers', () => {
  it.each([
    ['01 02 03', false, true, 0x030201n],
    ['01 02 03', false, false, 0x010203n],
    ['ff ff ff', true, true, -1n],
    ['00 00 80', true, true, -8_388_608n],
  ])('%s', (bytes, isSigned, isLittle, value) => {
    expect(readInteger(hex(bytes), 0, 3, isSigned, isLittle)).toBe(value);
  });

  it('go both ways at every width', () => {
    const widths = fc.constantFrom(1, 2, 3, 4, 6, 8, 16);
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        widths,
        fc.boolean(),
        fc.boolean(),
        (bytes, n, s, le) => {
          const value = readInteger(bytes, 0, n, s, le) ?? 0n;
          expect(toHex(writeInteger(value, n, le))).toBe(toHex(bytes.subarray(0, n)));
        },
      ),
    );
  });
});

describe('scaledText', () => {
  it.each([
    [-5n, -2, '-0.05'],
    [2350n, -2, '23.50'],
    [0n, -1, '0.0'],
    [7n, 3, '7000'],
    [0n, 9, '0'],
    [7n, 100, '7e100'],
    [123n, 0, '123'],
  ])('%s x 10^%d is %s', (value, exponent, text) => expect(scaledText(value, exponent)).toBe(text));
});

describe('numberViews', () => {
  const view = (bytes: string, label: string, offset = 0) =>
    numberViews(hex(bytes), offset).find((candidate) => candidate.label === label)?.value;

  it('shows every reading of the bytes', () => {
    const bytes = 'ff 00 00 00 00 00 f0 3f';
    expect(view(bytes, 'uint8')).toBe('255');
    expect(view(bytes, 'int8')).toBe('-1');
    expect(view(bytes, 'uint16 LE')).toBe('255');
    expect(view(bytes, 'int16 BE')).toBe('-256');
    expect(view(bytes, 'uint24 BE')).toBe('16711680');
    expect(view(bytes, 'uint64 LE')).toBe('4607182418800017663');
    expect(view(bytes, 'float64 LE')).toBe('1.0000000000000566');
    expect(view(bytes, 'bits')).toBe('1111 1111');
    expect(view('00 3c', 'float16 LE')).toBe('1');
    expect(view('cd cc cc 3d', 'float32 LE')).toBe('0.1');
    expect(view('3d cc cc cd', 'float32 BE')).toBe('0.1');
    expect(view('6d f1', 'SFLOAT (11073)')).toBe('36.5');
    expect(view('6d 01 00 ff', 'FLOAT (11073)')).toBe('36.5');
    expect(view('00 08', 'SFLOAT (11073)')).toBe('NRes');
  });

  it('starts at an offset and ends with the bytes', () => {
    expect(view('aa 01 02', 'uint16 LE', 1)).toBe('513');
    expect(view('aa 01 02', 'uint24 LE', 1)).toBeUndefined();
    expect(numberViews(hex('01'), 1)).toEqual([]);
    expect(numberViews(hex('01'), -1)).toEqual([]);
    expect(numberViews(new Uint8Array())).toEqual([]);
  });

  it('never throws and numbers are finite', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), fc.integer({ min: -2, max: 22 }), (bytes, offset) => {
        for (const { value, number } of numberViews(bytes, offset)) {
          expect(value).not.toBe('');
          if (number !== undefined) expect(Number.isFinite(number)).toBe(true);
        }
      }),
    );
  });

  it('floats are shown with the fewest digits that read back', () => {
    expect(floatText(Math.fround(0.1), 32)).toBe('0.1');
    expect(floatText(Math.fround(16_777_216), 32)).toBe('16777216');
    expect(floatText(-0, 64)).toBe('-0');
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Math.fround(Number(floatText(value, 32)))).toBe(value);
      }),
    );
  });
});

describe('text and bits', () => {
  it('tells UTF-8 from what is not', () => {
    expect(textView(hex('41 c3 a9'))).toEqual({ text: 'Aé', isValid: true });
    expect(textView(hex('41 c3'))).toEqual({ text: 'A\ufffd', isValid: false });
    expect(textView(hex('ef bf bd'))).toEqual({ text: '\ufffd', isValid: true });
    expect(textView(hex('ef bb bf 41')).isValid).toBe(true);
    expect(textView(new Uint8Array())).toEqual({ text: '', isValid: true });
  });

  it('bits stand most significant first', () => expect(bitsView(hex('41 80'))).toEqual(['0100 0001', '1000 0000']));
});
