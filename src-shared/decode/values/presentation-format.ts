import { hexNumber, toHex } from '../../bytes/hex.js';
import { cutText, type DecodedValue, printable, type ValueField } from './decoded-value.js';
import {
  float11073Text,
  floatText,
  readFloat11073,
  readIeee,
  readInteger,
  readSfloat,
  scaled,
  scaledText,
  sfloatText,
  textView,
} from './numbers.js';
import { unitSymbol } from './units.js';

/** Characteristic Presentation Format descriptor (0x2904), Core Vol 3 Part G 3.3.3.5. */
export interface PresentationFormat {
  /** Assigned Numbers 2.4.1: 0x04 is uint8. */
  format: number;
  /** -128 to 127: the quantity is the integer x 10^exponent. */
  exponent: number;
  /** Assigned Numbers 3.5: 0x272f is degree Celsius. */
  unit: number;
  /** 1 is the Bluetooth SIG. */
  namespace: number;
  /** Of that name space: 1 is 'first', 0x010d 'left'. */
  description: number;
}

export { knownUnits, unitName, unitSymbol } from './units.js';

/** Null unless it is 7 octets long. */
export function parsePresentationFormat(bytes: Uint8Array): PresentationFormat | null {
  if (bytes.length !== 7) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    format: view.getUint8(0),
    exponent: view.getInt8(1),
    unit: view.getUint16(2, true),
    namespace: view.getUint8(4),
    description: view.getUint16(5, true),
  };
}

/** The 7 octets; numbers too large for their field lose their upper bits. */
export function encodePresentationFormat(format: PresentationFormat): Uint8Array {
  const view = new DataView(new ArrayBuffer(7));
  view.setUint8(0, format.format);
  view.setInt8(1, format.exponent);
  view.setUint16(2, format.unit, true);
  view.setUint8(4, format.namespace);
  view.setUint16(5, format.description, true);
  return new Uint8Array(view.buffer);
}

type Kind = 'boolean' | 'uint' | 'sint' | 'float' | 'sfloat' | 'medfloat' | 'pair' | 'utf8' | 'utf16' | 'opaque';

/** By number from 1: name, kind and width in bits. */
const FORMATS: readonly (readonly [name: string, kind: Kind, bits: number])[] = [
  ['boolean', 'boolean', 1],
  ['uint2', 'uint', 2],
  ['uint4', 'uint', 4],
  ['uint8', 'uint', 8],
  ['uint12', 'uint', 12],
  ['uint16', 'uint', 16],
  ['uint24', 'uint', 24],
  ['uint32', 'uint', 32],
  ['uint48', 'uint', 48],
  ['uint64', 'uint', 64],
  ['uint128', 'uint', 128],
  ['sint8', 'sint', 8],
  ['sint12', 'sint', 12],
  ['sint16', 'sint', 16],
  ['sint24', 'sint', 24],
  ['sint32', 'sint', 32],
  ['sint48', 'sint', 48],
  ['sint64', 'sint', 64],
  ['sint128', 'sint', 128],
  ['float32', 'float', 32],
  ['float64', 'float', 64],
  ['medfloat16', 'sfloat', 16],
  ['medfloat32', 'medfloat', 32],
  ['uint16[2]', 'pair', 32],
  ['utf8s', 'utf8', 0],
  ['utf16s', 'utf16', 0],
  ['struct', 'opaque', 0],
  ['medASN1', 'opaque', 0],
];

/** 'sint16' for 0x0e, by the names of Assigned Numbers 2.4.1. */
export function formatName(format: number): string {
  return FORMATS[format - 1]?.[0] ?? `${hexNumber(format, 2)} (reserved)`;
}

/** [number, name] of every format type, for pickers. */
export const knownFormats = (): [number, string][] => FORMATS.map(([name], i) => [i + 1, name]);

/** A value read by its Presentation Format; null for format types that say nothing of the value (struct, medASN1, reserved). */
export function applyPresentationFormat(format: PresentationFormat, value: Uint8Array): DecodedValue | null {
  const [, kind, bits] = FORMATS[format.format - 1] ?? [];
  if (kind === undefined || bits === undefined || kind === 'opaque') return null;
  if (kind === 'utf8' || kind === 'utf16') return textValue(kind, value);
  const length = Math.ceil(bits / 8);
  const result: DecodedValue = { summary: toHex(value.subarray(0, 32), ' ') || 'empty', fields: [] };
  if (value.length !== length) result.problem = `length ${value.length}, the format has ${length}`;
  const count = kind === 'pair' ? 2 : 1;
  for (let i = 0; i < count && value.length >= length; i += 1) {
    const field = numberField(kind, bits, format, value, i);
    if (count === 2) field.name = i === 0 ? 'First' : 'Second';
    result.fields.push(field);
  }
  if (value.length > length) {
    const rest = value.subarray(length, length + 256);
    result.fields.push({ name: 'Rest', value: toHex(rest, ' '), offset: length, length: value.length - length });
  }
  const shown = result.fields.slice(0, count).filter((field) => field.name !== 'Rest');
  if (shown.length > 0) {
    result.summary = shown
      .map((field) => (field.unit === undefined ? field.value : `${field.value} ${field.unit}`))
      .join(', ');
  }
  return result;
}

function numberField(
  kind: Kind,
  bits: number,
  format: PresentationFormat,
  value: Uint8Array,
  index: number,
): ValueField {
  const length = kind === 'pair' ? 2 : Math.ceil(bits / 8);
  const offset = kind === 'pair' ? 2 * index : 0;
  const field: ValueField = { name: 'Value', value: '', offset, length };
  if (bits % 8 !== 0) field.bits = { from: 0, to: bits - 1 };
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  let number = Number.NaN;
  if (kind === 'sfloat' || kind === 'medfloat') {
    field.value = (kind === 'sfloat' ? sfloatText(value) : float11073Text(value)) ?? '';
    number = kind === 'sfloat' ? readSfloat(value) : readFloat11073(value);
  } else if (kind === 'float') {
    const width = bits === 32 ? 32 : 64;
    number = readIeee(view, width, true);
    field.value = floatText(number, width);
  } else {
    const raw = readInteger(value, offset, length, false, true) ?? 0n;
    const integer = kind === 'sint' ? BigInt.asIntN(bits, raw) : BigInt.asUintN(kind === 'pair' ? 16 : bits, raw);
    // The exponent is for integers alone: neither for booleans nor for pairs (Core Vol 3 Part G 3.3.3.5.3).
    const exponent = kind === 'uint' || kind === 'sint' ? format.exponent : 0;
    number = scaled(integer, exponent);
    field.value = kind === 'boolean' ? (integer === 0n ? 'false' : 'true') : scaledText(integer, exponent);
  }
  const symbol = unitSymbol(format.unit);
  if (kind !== 'boolean' && symbol !== '' && format.unit !== 0) field.unit = symbol;
  if (Number.isFinite(number)) field.number = number;
  return field;
}

const UTF16 = new TextDecoder('utf-16le');

function textValue(kind: 'utf8' | 'utf16', value: Uint8Array): DecodedValue {
  const { text, isValid } =
    kind === 'utf8' ? textView(value) : { text: UTF16.decode(value), isValid: value.length % 2 === 0 };
  const shown = cutText(printable(text), 1024);
  const result: DecodedValue = {
    summary: cutText(shown) || 'empty',
    fields: [{ name: 'Text', value: shown, offset: 0, length: value.length }],
  };
  if (!isValid) result.problem = kind === 'utf8' ? 'not valid UTF-8' : 'an odd number of octets is not UTF-16';
  return result;
}
