import { toHex } from '../../bytes/hex.js';

/** One reading of the bytes at a place. */
export interface NumberView {
  /** 'uint16 LE' */
  label: string;
  value: string;
  /** Absent for NaN, infinities and the reserved codes of 11073 floats. */
  number?: number;
}

/** Bits of one byte in two groups: '0100 0001'. */
const byteBits = (byte: number): string => {
  const bits = byte.toString(2).padStart(8, '0');
  return `${bits.slice(0, 4)} ${bits.slice(4)}`;
};

/** An integer of 1 to 16 bytes, or null when the bytes end before it. */
export function readInteger(
  bytes: Uint8Array,
  offset: number,
  length: number,
  isSigned: boolean,
  isLittleEndian: boolean,
): bigint | null {
  if (!fits(bytes, offset, length)) return null;
  let value = 0n;
  for (let i = 0; i < length; i += 1) {
    const at = offset + (isLittleEndian ? length - 1 - i : i);
    value = (value << 8n) | BigInt(bytes[at] ?? 0);
  }
  return isSigned ? BigInt.asIntN(8 * length, value) : value;
}

/** The low `length` bytes of an integer, in two's complement. */
export function writeInteger(value: bigint, length: number, isLittleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i += 1) {
    const byte = Number(BigInt.asUintN(8, value >> BigInt(8 * i)));
    bytes[isLittleEndian ? i : length - 1 - i] = byte;
  }
  return bytes;
}

/** The decimal text of value x 10^exponent, exact; with 'e' when it would need more than 20 zeros. */
export function scaledText(value: bigint, exponent: number): string {
  if (exponent === 0) return value.toString();
  if (exponent > 20 || exponent < -40) return `${value}e${exponent}`;
  if (exponent > 0) return value === 0n ? '0' : `${value}${'0'.repeat(exponent)}`;
  const digits = (value < 0n ? -value : value).toString().padStart(1 - exponent, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

/** value x 10^exponent rounded once, as a decimal literal would be. */
export const scaled = (value: bigint | number, exponent: number): number => Number(`${value}e${exponent}`);

type MedicalKind = 'NaN' | 'NRes' | '+INF' | '-INF' | 'reserved';

interface MedicalShape {
  size: 2 | 4;
  mantissaBits: number;
  lowestExponent: number;
  highestExponent: number;
}

/** SFLOAT-Type and FLOAT-Type of ISO/IEEE 11073-20601 F.3.2 (medfloat16 and medfloat32 in the GATT Specification Supplement 2.3). */
const SFLOAT: MedicalShape = { size: 2, mantissaBits: 12, lowestExponent: -8, highestExponent: 7 };
const FLOAT: MedicalShape = { size: 4, mantissaBits: 24, lowestExponent: -128, highestExponent: 127 };

interface Medical {
  mantissa: number;
  exponent: number;
  kind: MedicalKind | null;
}

function medicalParts(bytes: Uint8Array, offset: number, shape: MedicalShape): Medical | null {
  const raw = readInteger(bytes, offset, shape.size, true, true);
  if (raw === null) return null;
  const mantissa = Number(BigInt.asIntN(shape.mantissaBits, raw));
  const exponent = Number(raw >> BigInt(shape.mantissaBits));
  return { mantissa, exponent, kind: exponent === 0 ? medicalKind(mantissa, shape) : null };
}

function medicalKind(mantissa: number, shape: MedicalShape): MedicalKind | null {
  const top = 2 ** (shape.mantissaBits - 1);
  if (mantissa === top - 1) return 'NaN';
  if (mantissa === -top) return 'NRes';
  if (mantissa === top - 2) return '+INF';
  if (mantissa === -top + 2) return '-INF';
  return mantissa === -top + 1 ? 'reserved' : null;
}

function medicalNumber(parts: Medical | null): number {
  if (parts === null) return Number.NaN;
  if (parts.kind === '+INF') return Number.POSITIVE_INFINITY;
  if (parts.kind === '-INF') return Number.NEGATIVE_INFINITY;
  return parts.kind === null ? scaled(parts.mantissa, parts.exponent) : Number.NaN;
}

function medicalText(parts: Medical | null): string | null {
  if (parts === null) return null;
  return parts.kind ?? scaledText(BigInt(parts.mantissa), parts.exponent);
}

/** NaN for NaN, NRes (not at this resolution), the reserved code, and when the bytes end before it. */
export function readSfloat(bytes: Uint8Array, offset = 0): number {
  return medicalNumber(medicalParts(bytes, offset, SFLOAT));
}

/** NaN for NaN, NRes (not at this resolution), the reserved code, and when the bytes end before it. */
export function readFloat11073(bytes: Uint8Array, offset = 0): number {
  return medicalNumber(medicalParts(bytes, offset, FLOAT));
}

/** With the decimals that were sent ('36.50'), or 'NaN', 'NRes', '+INF', '-INF', 'reserved'; null when the bytes end before it. */
export function sfloatText(bytes: Uint8Array, offset = 0): string | null {
  return medicalText(medicalParts(bytes, offset, SFLOAT));
}

/** Like sfloatText, for the 32-bit FLOAT. */
export function float11073Text(bytes: Uint8Array, offset = 0): string | null {
  return medicalText(medicalParts(bytes, offset, FLOAT));
}

/** The nearest SFLOAT; NaN and infinities as their codes, numbers too large as an infinity. */
export function writeSfloat(value: number): Uint8Array {
  return writeMedical(value, SFLOAT);
}

/** The nearest 11073 FLOAT; NaN and infinities as their codes, numbers too large as an infinity. */
export function writeFloat11073(value: number): Uint8Array {
  return writeMedical(value, FLOAT);
}

function writeMedical(value: number, shape: MedicalShape): Uint8Array {
  const top = 2 ** (shape.mantissaBits - 1);
  let mantissa = value > 0 ? top - 2 : -top + 2;
  let exponent = 0;
  if (Number.isNaN(value)) mantissa = top - 1;
  else if (Number.isFinite(value)) {
    let error = Number.POSITIVE_INFINITY;
    for (let e = shape.lowestExponent; e <= shape.highestExponent; e += 1) {
      const m = Math.round(e < 0 ? value * 10 ** -e : value / 10 ** e);
      // With exponent 0 the ends of the range are the special codes.
      const isFit = e === 0 ? Math.abs(m) < top - 2 : m >= -top && m < top;
      if (!isFit) continue;
      const missed = Math.abs(scaled(m, e) - value);
      if (missed > error || (missed === error && Math.abs(e) >= Math.abs(exponent))) continue;
      [mantissa, exponent, error] = [m, e, missed];
    }
  }
  const raw = (BigInt(exponent) << BigInt(shape.mantissaBits)) | BigInt.asUintN(shape.mantissaBits, BigInt(mantissa));
  return writeInteger(raw, shape.size, true);
}

/** IEEE 754 binary16 from its 16 bits. */
export function halfFromBits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The bits of the nearest IEEE 754 binary16, ties to even. */
export function halfToBits(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= 65_520) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | roundEven(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  // A fraction that rounds up to 1024 carries into the exponent, which is what the sum does.
  return sign | (((exponent + 15) << 10) + roundEven((size / 2 ** exponent - 1) * 1024));
}

function roundEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

/** The shortest decimal that reads back as the same number of that width. */
export function floatText(value: number, width: 16 | 32 | 64): string {
  if (!Number.isFinite(value) || value === 0) return Object.is(value, -0) ? '-0' : String(value);
  if (width === 64) return String(value);
  const narrow = width === 32 ? Math.fround : (wide: number) => halfFromBits(halfToBits(wide));
  for (let digits = 1; digits < 10; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (narrow(short) === value) return String(short);
  }
  return String(value);
}

const INTEGER_WIDTHS = [8, 16, 24, 32, 48, 64];

/** Every reading of the bytes at an offset that does not run past their end. Empty when the offset is outside. */
export function numberViews(bytes: Uint8Array, offset = 0): NumberView[] {
  if (!fits(bytes, offset, 1)) return [];
  const views: NumberView[] = [];
  for (const width of INTEGER_WIDTHS) {
    for (const isLittleEndian of width === 8 ? [true] : [true, false]) {
      for (const isSigned of [false, true]) {
        const value = readInteger(bytes, offset, width / 8, isSigned, isLittleEndian);
        if (value === null) continue;
        const order = width === 8 ? '' : isLittleEndian ? ' LE' : ' BE';
        views.push({
          label: `${isSigned ? 'int' : 'uint'}${width}${order}`,
          value: value.toString(),
          number: Number(value),
        });
      }
    }
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, bytes.length - offset);
  for (const width of [16, 32, 64] as const) {
    if (view.byteLength < width / 8) continue;
    for (const isLittleEndian of [true, false]) {
      const value = readIeee(view, width, isLittleEndian);
      views.push(withNumber(`float${width} ${isLittleEndian ? 'LE' : 'BE'}`, floatText(value, width), value));
    }
  }
  const sfloat = sfloatText(bytes, offset);
  if (sfloat !== null) views.push(withNumber('SFLOAT (11073)', sfloat, readSfloat(bytes, offset)));
  const float = float11073Text(bytes, offset);
  if (float !== null) views.push(withNumber('FLOAT (11073)', float, readFloat11073(bytes, offset)));
  views.push({ label: 'bits', value: byteBits(bytes[offset] ?? 0) });
  return views;
}

export function readIeee(view: DataView, width: 16 | 32 | 64, isLittleEndian: boolean): number {
  if (width === 16) return halfFromBits(view.getUint16(0, isLittleEndian));
  return width === 32 ? view.getFloat32(0, isLittleEndian) : view.getFloat64(0, isLittleEndian);
}

function withNumber(label: string, value: string, number: number): NumberView {
  return Number.isFinite(number) ? { label, value, number } : { label, value };
}

const LOSSY = new TextDecoder('utf-8', { ignoreBOM: true });
const ENCODER = new TextEncoder();

/** Text of UTF-8 bytes, exactly; what is not UTF-8 becomes U+FFFD, and `isValid` is false. */
export function textView(bytes: Uint8Array): { text: string; isValid: boolean } {
  const text = LOSSY.decode(bytes);
  const back = ENCODER.encode(text);
  return { text, isValid: toHex(back) === toHex(bytes) };
}

/** '0100 0001' of every byte, most significant bit first. */
export function bitsView(bytes: Uint8Array): string[] {
  return Array.from(bytes, byteBits);
}

function fits(bytes: Uint8Array, offset: number, length: number): boolean {
  return Number.isInteger(offset) && offset >= 0 && offset + length <= bytes.length;
}
