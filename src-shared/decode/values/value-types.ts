import { fromHex, toHex } from '../../bytes/hex.js';
import { encodeText } from '../utf8.js';
import {
  float11073Text,
  floatText,
  halfToBits,
  readFloat11073,
  readIeee,
  readInteger,
  readSfloat,
  sfloatText,
  textView,
  writeFloat11073,
  writeInteger,
  writeSfloat,
} from './numbers.js';
import { ParseProblem } from './parse-result.js';

/** Types a value can be typed in, and a user's decoder can name. */
export const VALUE_TYPES = [
  'utf8',
  'hex',
  ...(['uint8', 'int8'] as const),
  ...(['uint16le', 'uint16be', 'int16le', 'int16be'] as const),
  ...(['uint24le', 'uint24be', 'int24le', 'int24be'] as const),
  ...(['uint32le', 'uint32be', 'int32le', 'int32be'] as const),
  ...(['uint48le', 'uint48be', 'int48le', 'int48be'] as const),
  ...(['uint64le', 'uint64be', 'int64le', 'int64be'] as const),
  ...(['float16le', 'float16be', 'float32le', 'float32be', 'float64le', 'float64be'] as const),
  'sfloat',
  'float11073',
] as const;

export type ValueType = (typeof VALUE_TYPES)[number];
export type NumericType = Exclude<ValueType, 'utf8' | 'hex'>;

interface Shape {
  kind: 'int' | 'uint' | 'float' | 'sfloat' | 'float11073';
  size: number;
  isLittleEndian: boolean;
}

function shapeOf(type: NumericType): Shape {
  if (type === 'sfloat') return { kind: 'sfloat', size: 2, isLittleEndian: true };
  if (type === 'float11073') return { kind: 'float11073', size: 4, isLittleEndian: true };
  const [, kind = '', bits = ''] = /^(uint|int|float)(\d+)/.exec(type) ?? [];
  return { kind: kind as 'int' | 'uint' | 'float', size: Number(bits) / 8, isLittleEndian: !type.endsWith('be') };
}

const IS_TYPE: ReadonlySet<string> = new Set(VALUE_TYPES);

export const isValueType = (name: string): name is ValueType => IS_TYPE.has(name);

/** Octets of one number. */
export const typeSize = (type: NumericType): number => shapeOf(type).size;

/** One number as it is stored, or null when the bytes end before it. `number` is undefined for NaN and infinities. */
export function readNumber(
  bytes: Uint8Array,
  offset: number,
  type: NumericType,
): { text: string; number: number | undefined } | null {
  const { kind, size, isLittleEndian } = shapeOf(type);
  if (offset < 0 || offset + size > bytes.length) return null;
  let text: string;
  let number: number;
  if (kind === 'sfloat' || kind === 'float11073') {
    text = (kind === 'sfloat' ? sfloatText(bytes, offset) : float11073Text(bytes, offset)) ?? '';
    number = kind === 'sfloat' ? readSfloat(bytes, offset) : readFloat11073(bytes, offset);
  } else if (kind === 'float') {
    const width = size === 2 ? 16 : size === 4 ? 32 : 64;
    number = readIeee(new DataView(bytes.buffer, bytes.byteOffset + offset, size), width, isLittleEndian);
    text = floatText(number, width);
  } else {
    const value = readInteger(bytes, offset, size, kind === 'int', isLittleEndian) ?? 0n;
    text = value.toString();
    number = Number(value);
  }
  return { text, number: Number.isFinite(number) ? number : undefined };
}

const SPECIAL: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  '+infinity': Number.POSITIVE_INFINITY,
  '-infinity': Number.NEGATIVE_INFINITY,
};

/** Bytes of one number that was typed. Throws ParseProblem. */
function writeNumber(token: string, type: NumericType, at: number): Uint8Array {
  const { kind, size, isLittleEndian } = shapeOf(type);
  if (kind === 'int' || kind === 'uint') return writeWhole(token, kind, size, isLittleEndian, at);
  if (token.toLowerCase() === 'nres' && kind !== 'float')
    return writeInteger(kind === 'sfloat' ? 0x800n : 0x80_0000n, size, true);
  const isDecimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(token);
  const number = SPECIAL[token.toLowerCase()] ?? (isDecimal ? Number(token) : undefined);
  if (number === undefined) throw new ParseProblem(`'${token}' is no number`, at);
  const bytes = floatBytes(number, kind, size, isLittleEndian);
  const back = readNumber(bytes, 0, type)?.number;
  if (Number.isFinite(number) && back === undefined) throw new ParseProblem(`${token} is too large for ${type}`, at);
  return bytes;
}

function floatBytes(
  number: number,
  kind: 'float' | 'sfloat' | 'float11073',
  size: number,
  isLittleEndian: boolean,
): Uint8Array {
  if (kind === 'sfloat') return writeSfloat(number);
  if (kind === 'float11073') return writeFloat11073(number);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  if (size === 2) view.setUint16(0, halfToBits(number), isLittleEndian);
  else if (size === 4) view.setFloat32(0, number, isLittleEndian);
  else view.setFloat64(0, number, isLittleEndian);
  return bytes;
}

function writeWhole(
  token: string,
  kind: 'int' | 'uint',
  size: number,
  isLittleEndian: boolean,
  at: number,
): Uint8Array {
  const digits = token.replaceAll('_', '').toLowerCase();
  const parts = /^([+-]?)(0x[0-9a-f]+|0b[01]+|\d+)$/.exec(digits);
  if (parts === null || digits.length > 80) {
    const isFraction = /^[+-]?\d*\.\d+$/.test(token);
    throw new ParseProblem(isFraction ? `${token} is not a whole number` : `'${token}' is no whole number`, at);
  }
  const value = BigInt(parts[2] ?? '0') * (parts[1] === '-' ? -1n : 1n);
  const bits = BigInt(8 * size);
  const [lowest, highest] = kind === 'int' ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n] : [0n, (1n << bits) - 1n];
  if (value < lowest || value > highest) throw new ParseProblem(`${token} is not within ${lowest} to ${highest}`, at);
  return writeInteger(value, size, isLittleEndian);
}

/** Bytes of what was typed as a type; several numbers stand apart by spaces or commas. Throws ParseProblem. */
export function bytesOfType(text: string, type: ValueType): Uint8Array {
  if (type === 'utf8') return encodeText(text);
  if (type === 'hex') {
    const bytes = fromHex(text.replace(/\s+/g, ''));
    if (bytes === null) throw new ParseProblem('hex has two digits a byte', Math.max(0, text.search(/[^0-9a-fA-F\s]/)));
    return bytes;
  }
  const parts: Uint8Array[] = [];
  for (const token of text.matchAll(/[^\s,;]+/g)) parts.push(writeNumber(token[0], type, token.index));
  if (parts.length === 0) throw new ParseProblem('type a number', 0);
  const size = typeSize(type);
  const bytes = new Uint8Array(parts.length * size);
  for (const [i, part] of parts.entries()) bytes.set(part, i * size);
  return bytes;
}

/** What to show in an editor of a type: text that bytesOfType turns back into the same bytes. Null when it cannot. */
export function textOfType(bytes: Uint8Array, type: ValueType): string | null {
  if (type === 'hex') return toHex(bytes, ' ');
  if (type === 'utf8') {
    const { text, isValid } = textView(bytes);
    return isValid ? text : null;
  }
  const size = typeSize(type);
  if (bytes.length === 0 || bytes.length % size !== 0) return null;
  const numbers: string[] = [];
  for (let at = 0; at < bytes.length; at += size) numbers.push(readNumber(bytes, at, type)?.text ?? '');
  const text = numbers.join(' ');
  try {
    return toHex(bytesOfType(text, type)) === toHex(bytes) ? text : null;
  } catch (error) {
    // The reserved codes of 11073 floats have a name to read and none to type.
    if (error instanceof ParseProblem) return null;
    throw error;
  }
}
