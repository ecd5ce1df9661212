import { hexNumber, toHex } from '../../bytes/hex.js';
import { uuidText } from '../field-walker.js';
import { decodeText } from '../utf8.js';
import { cutText, printable, type ValueField } from './decoded-value.js';
import { float11073Text, readFloat11073, readSfloat, sfloatText } from './numbers.js';

/** Little-endian numbers as the GATT Specification Supplement 2.3 names them; sfloat and float are its medfloat16 and medfloat32. */
export type NumberType =
  | 'u8'
  | 'i8'
  | 'u16'
  | 'i16'
  | 'u24'
  | 'i24'
  | 'u32'
  | 'i32'
  | 'u48'
  | 'sfloat'
  | 'float'
  | 'f32';

export const NUMBER_SIZE: Readonly<Record<NumberType, number>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u24: 3,
  i24: 3,
  u32: 4,
  i32: 4,
  u48: 6,
  sfloat: 2,
  float: 4,
  f32: 4,
};

/** How a raw number becomes a quantity: raw x times x 10^exponent / over. */
export interface Scale {
  unit?: string;
  times?: number;
  exponent?: number;
  over?: number;
  /** Decimals to show; -exponent unless it says otherwise, 3 with `over`. */
  decimals?: number;
  /** Raw values that are codes: 'not known'. They have neither unit nor number. */
  codes?: Readonly<Record<number, string>>;
}

/** A number that was read. */
export interface Reading {
  raw: number;
  /** The quantity; undefined for codes, NaN and infinities. */
  number: number | undefined;
  /** With its unit: '72 bpm'. */
  text: string;
}

export type Names = readonly string[] | Readonly<Record<number, string>>;
/**
 * Bits in order from bit 0. A text is one bit, yes or no; null is a reserved bit; `bits` wide numbers have names, or are
 * shown as numbers.
 */
export type BitSpec = string | null | { name: string | null; bits: number; names?: Names };

const MOST_FIELDS = 1024;
const LONGEST_HEX = 256;
const LONGEST_TEXT = 1024;

/**
 * Reads the fields of a value one after the other. It never throws: when bytes run out it says so in `problem`, and from
 * then on every read gives null.
 */
export class ValueWalker {
  readonly fields: ValueField[] = [];
  problem: string | undefined;
  at = 0;
  readonly #view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.bytes.length - this.at;
  }

  num(name: string, type: NumberType, scale: Scale = {}): Reading | null {
    const at = this.#take(name, NUMBER_SIZE[type]);
    if (at === null) return null;
    const raw = this.#raw(type, at);
    const reading = this.#scaled(type, at, raw, scale);
    const field: ValueField = { name, value: reading.value, offset: at, length: NUMBER_SIZE[type] };
    if (reading.number !== undefined) {
      field.number = reading.number;
      if (scale.unit !== undefined) field.unit = scale.unit;
    }
    this.fields.push(field);
    const unit = field.unit === undefined ? '' : ` ${field.unit}`;
    return { raw, number: reading.number, text: reading.value + unit };
  }

  /** A number of which each value has a name. */
  pick(name: string, type: 'u8' | 'u16', names: Names): Reading | null {
    const at = this.#take(name, NUMBER_SIZE[type]);
    if (at === null) return null;
    const raw = this.#raw(type, at);
    const text = nameOf(names, raw) ?? `${hexNumber(raw, 2 * NUMBER_SIZE[type])} (reserved)`;
    this.fields.push({ name, value: text, offset: at, length: NUMBER_SIZE[type] });
    return { raw, number: raw, text };
  }

  /** A number shown in hex, most significant digit first. */
  code(name: string, type: 'u8' | 'u16' | 'u24' | 'u32'): number | null {
    const at = this.#take(name, NUMBER_SIZE[type]);
    if (at === null) return null;
    const raw = this.#raw(type, at);
    const length = NUMBER_SIZE[type];
    this.fields.push({ name, value: hexNumber(raw, 2 * length), offset: at, length });
    return raw;
  }

  /** A bit field: the whole of it in hex, then every part. 0 when the bytes have run out. */
  flags(name: string, size: 1 | 2 | 3 | 4, specs: readonly BitSpec[]): number {
    const type = (['u8', 'u16', 'u24', 'u32'] as const)[size - 1] ?? 'u8';
    const value = this.code(name, type);
    if (value === null) return 0;
    let bit = 0;
    let reserved = 0;
    for (const spec of specs) {
      const width = spec === null || typeof spec === 'string' ? 1 : spec.bits;
      const part = bitsOf(value, bit, width);
      if (typeof spec === 'string') this.part(spec, part === 1 ? 'yes' : 'no', bit, bit);
      else if (spec === null || spec.name === null) reserved += part * 2 ** bit;
      else this.part(spec.name, nameOf(spec.names ?? {}, part) ?? String(part), bit, bit + width - 1);
      bit += width;
    }
    if (bit < 8 * size) reserved += bitsOf(value, bit, 8 * size - bit) * 2 ** bit;
    if (reserved !== 0) this.part('Reserved bits', hexNumber(reserved, 2 * size), 0, 8 * size - 1);
    return value;
  }

  /** Some bits of the field that was read last as a field of their own. */
  part(name: string, value: string, from: number, to: number, quantity?: { number: number; unit?: string }): void {
    const whole = this.fields.findLast((field) => field.bits === undefined);
    if (whole === undefined || !this.#hasRoom()) return;
    const { offset, length } = whole;
    this.fields.push({ name, value, ...quantity, offset, length, bits: { from, to } });
  }

  /** Bytes as they are on air, in hex. */
  hex(name: string, length: number): string | null {
    return this.#bytes(name, length, (bytes) => hexText(bytes));
  }

  /** A number sent least significant byte first, in hex with the most significant byte first. */
  reversed(name: string, length: number): string | null {
    return this.#bytes(name, length, (bytes) => toHex(bytes.slice().reverse()));
  }

  uuid128(name: string): string | null {
    return this.#bytes(name, 16, (bytes) => uuidText(bytes.slice().reverse()));
  }

  /** Bytes shown by a function. */
  shown(name: string, length: number, show: (bytes: Uint8Array) => string): string | null {
    return this.#bytes(name, length, show);
  }

  /** UTF-8 text of a length, or up to the end. Not valid UTF-8 is a problem. */
  text(name: string, length: number = this.remaining): string | null {
    const text = this.#bytes(name, length, (bytes) => cutText(printable(decodeText(bytes)), LONGEST_TEXT));
    if (text?.includes('\ufffd')) this.problem ??= `${name.toLowerCase()} is not valid UTF-8`;
    return text;
  }

  /** Year, month, day, hours, minutes and seconds: Date Time of the GATT Specification Supplement. Zero is 'not known' for year, month and day. */
  dateTime(name: string): string | null {
    return this.#bytes(name, 7, (bytes) => {
      const [low = 0, high = 0, month = 0, day = 0, ...clock] = bytes;
      const year = low | (high << 8);
      const date = [year === 0 ? '????' : String(year).padStart(4, '0'), dayPart(month), dayPart(day)].join('-');
      return `${date} ${clock.map((part) => String(part).padStart(2, '0')).join(':')}`;
    });
  }

  /** Everything left in hex, when there is something. */
  rest(name: string): string | null {
    return this.remaining > 0 ? this.hex(name, this.remaining) : null;
  }

  #bytes(name: string, length: number, show: (bytes: Uint8Array) => string): string | null {
    const at = this.#take(name, length);
    if (at === null) return null;
    const value = show(this.bytes.subarray(at, at + length));
    this.fields.push({ name, value, offset: at, length });
    return value;
  }

  #take(name: string, length: number): number | null {
    if (this.problem !== undefined || !this.#hasRoom()) return null;
    if (length > this.remaining) {
      const wanted = `${length} ${length === 1 ? 'byte' : 'bytes'}`;
      this.problem = `${name.toLowerCase()} wants ${wanted}, but ${this.remaining} left`;
      return null;
    }
    const at = this.at;
    this.at += length;
    return at;
  }

  #hasRoom(): boolean {
    if (this.fields.length < MOST_FIELDS) return true;
    this.problem ??= `only the first ${MOST_FIELDS} fields are shown`;
    return false;
  }

  #raw(type: NumberType, at: number): number {
    const view = this.#view;
    switch (type) {
      case 'u8':
        return view.getUint8(at);
      case 'i8':
        return view.getInt8(at);
      case 'u16':
        return view.getUint16(at, true);
      case 'i16':
        return view.getInt16(at, true);
      case 'u24':
        return view.getUint16(at, true) + view.getUint8(at + 2) * 0x1_0000;
      case 'i24':
        return view.getUint16(at, true) + view.getInt8(at + 2) * 0x1_0000;
      case 'u32':
        return view.getUint32(at, true);
      case 'i32':
        return view.getInt32(at, true);
      case 'u48':
        return view.getUint32(at, true) + view.getUint16(at + 4, true) * 0x1_0000_0000;
      case 'sfloat':
        return readSfloat(this.bytes, at);
      case 'float':
        return readFloat11073(this.bytes, at);
      case 'f32':
        return view.getFloat32(at, true);
    }
  }

  #scaled(type: NumberType, at: number, raw: number, scale: Scale): { value: string; number: number | undefined } {
    const code = scale.codes?.[raw];
    if (code !== undefined) return { value: code, number: undefined };
    const isMedical = type === 'sfloat' || type === 'float';
    if (!Number.isFinite(raw)) {
      const text =
        type === 'sfloat' ? sfloatText(this.bytes, at) : type === 'float' ? float11073Text(this.bytes, at) : null;
      return { value: MEDICAL_CODES[text ?? ''] ?? String(raw), number: undefined };
    }
    if (isMedical && scale.times === undefined && scale.exponent === undefined) {
      return {
        value: (type === 'sfloat' ? sfloatText(this.bytes, at) : float11073Text(this.bytes, at)) ?? '',
        number: raw,
      };
    }
    if (type === 'f32') return { value: String(Number(raw.toPrecision(7))), number: raw };
    const { times = 1, exponent = 0, over } = scale;
    const product = raw * times;
    const number =
      over !== undefined ? product / over : exponent < 0 ? product / 10 ** -exponent : product * 10 ** exponent;
    const decimals = scale.decimals ?? (over === undefined ? Math.max(0, -exponent) : 3);
    return { value: number.toFixed(decimals), number };
  }
}

const MEDICAL_CODES: Readonly<Record<string, string>> = {
  NaN: 'not a number',
  NRes: 'not at this resolution',
  '+INF': 'above the range',
  '-INF': 'below the range',
  reserved: 'reserved code',
};

const dayPart = (value: number): string => (value === 0 ? '??' : String(value).padStart(2, '0'));

function hexText(bytes: Uint8Array): string {
  if (bytes.length <= LONGEST_HEX) return toHex(bytes, ' ');
  return `${toHex(bytes.subarray(0, LONGEST_HEX), ' ')} … (${bytes.length} bytes)`;
}

export function nameOf(names: Names, value: number): string | undefined {
  return Array.isArray(names) ? names[value] : (names as Readonly<Record<number, string>>)[value];
}

/** Whether a bit is set in a number of up to 32 bits. */
export const has = (value: number, bit: number): boolean => bitsOf(value, bit, 1) === 1;

export const bitsOf = (value: number, from: number, width: number): number =>
  Math.floor(value / 2 ** from) % 2 ** width;

/** Names of the single bits that are set. */
export function namesSet(value: number, specs: readonly BitSpec[]): string[] {
  const names: string[] = [];
  let bit = 0;
  for (const spec of specs) {
    if (typeof spec === 'string' && has(value, bit)) names.push(spec);
    bit += spec === null || typeof spec === 'string' ? 1 : spec.bits;
  }
  return names;
}

/** The parts that are there, as one line. */
export function line(...parts: readonly (string | Reading | null | undefined | false)[]): string {
  const texts = parts.map((part) => (typeof part === 'object' && part !== null ? part.text : part));
  return texts.filter((text) => typeof text === 'string' && text !== '').join(', ');
}
