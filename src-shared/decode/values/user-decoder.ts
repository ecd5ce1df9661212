import { toHex } from '../../bytes/hex.js';
import { cutText, type DecodedValue, printable, type ValueField } from './decoded-value.js';
import { readInteger, textView } from './numbers.js';
import { ParseProblem } from './parse-result.js';
import { isValueType, type NumericType, readNumber, typeSize } from './value-types.js';

/** A decoder a user wrote, or what is wrong with it and at which index of the text. */
export type CompiledDecoder =
  | { ok: true; decode(bytes: Uint8Array): DecodedValue }
  | { ok: false; message: string; at: number };

interface Field {
  name: string;
  type: NumericType | 'utf8' | 'hex';
  /** Octets of utf8 and hex, numbers of the others; 'rest' takes what is left. */
  count: number | 'rest';
  isArray: boolean;
  isOptional: boolean;
  times: number;
  over: number;
  plus: number;
  /** Digits after the point, when the factors were written as decimals. */
  decimals: number | null;
  unit: string;
  bits: string[] | null;
  names: ReadonlyMap<string, string> | null;
}

const LONGEST_TEXT = 4096;
const MOST_FIELDS = 64;
const MOST_RESULTS = 1024;
const IN_SUMMARY = 6;

/**
 * Compiles a decoder such as
 *
 *     temp:int16le*0.01 °C, flags:uint8 bits(contact, low battery), mode:uint8 enum(0=off, 1=on), rr?:uint16le[]/1024 s
 *
 * Fields stand apart by commas or lines. Each has a name, ':' and a type (int16le, uint8, float32be, sfloat, utf8, hex, …;
 * little-endian when it does not say); then, each if wanted: [n] how many ([] or nothing after utf8 and hex: to the end),
 * *factor or /divisor, +offset or -offset, a unit, bits(names from bit 0, '-' for a reserved one), enum(number=name).
 * A '?' after the name makes the field, and all that follow it, free to be missing.
 */
export function compile(text: string): CompiledDecoder {
  try {
    const fields = new Compiler(text).fields();
    return { ok: true, decode: (bytes) => decode(fields, bytes) };
  } catch (error) {
    if (!(error instanceof ParseProblem)) throw error;
    return { ok: false, message: error.message, at: error.at ?? 0 };
  }
}

class Compiler {
  #at = 0;

  constructor(readonly text: string) {
    if (text.length > LONGEST_TEXT)
      throw new ParseProblem(`the text is longer than ${LONGEST_TEXT} characters`, LONGEST_TEXT);
  }

  fields(): Field[] {
    const fields: Field[] = [];
    const names = new Set<string>();
    this.#take(/[\s,]*/y);
    while (this.#at < this.text.length) {
      const startsAt = this.#at;
      const last = fields.at(-1);
      if (last?.count === 'rest')
        throw new ParseProblem(`'${last.name}' takes the rest: no field can follow it`, startsAt);
      if (fields.length === MOST_FIELDS) throw new ParseProblem(`more than ${MOST_FIELDS} fields`, startsAt);
      const field = this.#field();
      if (names.has(field.name)) throw new ParseProblem(`the name '${field.name}' is taken`, startsAt);
      if (last?.isOptional === true) field.isOptional = true;
      names.add(field.name);
      fields.push(field);
      if (this.#at < this.text.length && this.#take(/[^\S\n]*(?:[,\n][\s,]*|$)/y) === null) {
        throw new ParseProblem('a comma or a new line should stand here', this.#at);
      }
    }
    if (fields.length === 0) throw new ParseProblem("write a field: 'name:uint8'", 0);
    return fields;
  }

  #field(): Field {
    const name = this.#take(/[^:,?\n]{1,64}/y)?.trim() ?? '';
    if (name === '') throw new ParseProblem("a field starts with its name: 'name:uint8'", this.#at);
    const isOptional = this.#take(/\?/y) !== null;
    if (this.#take(/\s*:[^\S\n]*/y) === null)
      throw new ParseProblem(`':' and a type should follow '${name}'`, this.#at);
    const type = this.#type();
    const isText = type === 'utf8' || type === 'hex';
    const countAt = this.#at;
    const count = /^\[(\d*)\]$/.exec(this.#take(/\[\d*\]/y) ?? '')?.[1];
    const field: Field = {
      name,
      type,
      count: count === undefined ? (isText ? 'rest' : 1) : count === '' ? 'rest' : Number(count),
      isArray: count !== undefined && !isText,
      isOptional,
      times: 1,
      over: 1,
      plus: 0,
      decimals: null,
      unit: '',
      bits: null,
      names: null,
    };
    if (field.count === 0 || (field.count !== 'rest' && field.count > MOST_RESULTS)) {
      throw new ParseProblem(`a count is 1 to ${MOST_RESULTS}`, countAt);
    }
    if (!isText) this.#numberParts(field);
    return field;
  }

  #type(): Field['type'] {
    const at = this.#at;
    const word = this.#take(/[A-Za-z]\w*/y)?.toLowerCase() ?? '';
    const name = isValueType(word) ? word : `${word}le`;
    if (isValueType(name)) return name;
    throw new ParseProblem(word === '' ? 'a type is missing' : `'${word}' is no type`, at);
  }

  #numberParts(field: Field): void {
    const factorAt = this.#at;
    const factor = this.#take(/\s*[*/]\s*\d+(?:\.\d+)?(?:e-?\d+)?/iy)?.trim();
    let decimals = 0;
    if (factor !== undefined) {
      const digits = factor.slice(1).trim();
      const value = Number(digits);
      if (value === 0 || !Number.isFinite(value)) throw new ParseProblem(`${factor} makes no number`, factorAt);
      if (factor.startsWith('/')) field.over = value;
      else field.times = value;
      decimals = factor.startsWith('/') ? Number.NaN : decimalsOf(digits);
    }
    const offset = this.#take(/\s*[+-]\s*\d+(?:\.\d+)?/y)?.replace(/\s/g, '');
    if (offset !== undefined) {
      field.plus = Number(offset);
      decimals = Math.max(decimals, decimalsOf(offset));
    }
    if ((factor ?? offset) !== undefined) field.decimals = Number.isNaN(decimals) ? null : Math.min(decimals, 20);
    // A unit runs up to what ends the field or starts a list of names.
    field.unit = cutText(this.#take(/(?:(?!\b(?:bits|enum)\()[^,\n])*/y)?.trim() ?? '', 32);
    const listAt = this.#at;
    const list = this.#take(/(?:bits|enum)\([^)]*\)/y);
    if (list === null) {
      if (this.#take(/(?:bits|enum)\(/y) !== null) throw new ParseProblem('the closing ) is missing', this.text.length);
      return;
    }
    if (/^(float|sfloat)/.test(field.type)) throw new ParseProblem('only whole numbers have bits and names', listAt);
    const items = list.slice(5, -1).split(',');
    if (list.startsWith('bits')) this.#bits(field, items, listAt);
    else this.#enum(field, items, listAt);
  }

  #bits(field: Field, items: readonly string[], at: number): void {
    const wide = typeSize(field.type as NumericType) * 8;
    field.bits = items.map((item) => item.trim());
    if (field.bits.length > wide) throw new ParseProblem(`${field.bits.length} names, but ${wide} bits`, at);
  }

  #enum(field: Field, items: readonly string[], at: number): void {
    const names = new Map<string, string>();
    for (const item of items) {
      const pair = /^\s*(-?(?:0x[0-9a-f]+|\d+))\s*=\s*(.*?)\s*$/i.exec(item);
      if (pair === null) throw new ParseProblem(`'${item.trim()}' should be number=name`, at);
      const number = pair[1] ?? '0';
      const value = number.startsWith('-') ? -BigInt(number.slice(1)) : BigInt(number);
      names.set(value.toString(), pair[2] ?? '');
    }
    field.names = names;
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.#at += found[0].length;
    return found[0];
  }
}

/** Digits after the point: 2 for 0.01, 3 for 1e-3. */
function decimalsOf(digits: string): number {
  const [mantissa = '', exponent = '0'] = digits.toLowerCase().split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

function decode(fields: readonly Field[], bytes: Uint8Array): DecodedValue {
  const shown: ValueField[] = [];
  const said: string[] = [];
  let problem: string | undefined;
  let at = 0;
  for (const field of fields) {
    const size = field.type === 'utf8' || field.type === 'hex' ? 1 : typeSize(field.type);
    const left = bytes.length - at;
    if (left === 0 && field.isOptional) break;
    const count = field.count === 'rest' ? Math.min(Math.floor(left / size), MOST_RESULTS) : field.count;
    if (count * size > left) {
      problem = `${field.name} wants ${count * size} ${count * size === 1 ? 'byte' : 'bytes'}, but ${left} left`;
      break;
    }
    const before = shown.length;
    if (field.type === 'utf8' || field.type === 'hex') {
      // Text and hex take all of the rest: they are one field, however long.
      const length = field.count === 'rest' ? left : count;
      const isBad = pushBytes(shown, field, bytes.subarray(at, at + length), at);
      if (isBad) problem ??= `${field.name} is not valid UTF-8`;
      at += length;
    } else {
      for (let i = 0; i < count && shown.length < MOST_RESULTS; i += 1) {
        pushNumber(shown, field, field.type, bytes, at + i * size, field.isArray ? i : null);
      }
      at += count * size;
    }
    const first = shown[before];
    if (first !== undefined && said.length < IN_SUMMARY) said.push(summaryOf(field, shown.slice(before)));
  }
  if (at < bytes.length) {
    problem ??= `${bytes.length - at} ${bytes.length - at === 1 ? 'byte' : 'bytes'} after the last field`;
    shown.push({
      name: 'Rest',
      value: toHex(bytes.subarray(at, at + 256), ' '),
      offset: at,
      length: bytes.length - at,
    });
  }
  const summary = cutText(said.join(', ') || toHex(bytes.subarray(0, 32), ' ') || 'empty');
  return problem === undefined ? { summary, fields: shown } : { summary, fields: shown, problem };
}

function pushBytes(shown: ValueField[], field: Field, bytes: Uint8Array, offset: number): boolean {
  const { text, isValid } = field.type === 'utf8' ? textView(bytes) : { text: toHex(bytes, ' '), isValid: true };
  shown.push({ name: field.name, value: cutText(printable(text), 1024), offset, length: bytes.length });
  return !isValid;
}

function pushNumber(
  shown: ValueField[],
  field: Field,
  type: NumericType,
  bytes: Uint8Array,
  offset: number,
  index: number | null,
): void {
  const length = typeSize(type);
  const read = readNumber(bytes, offset, type);
  if (read === null) return;
  const name = index === null ? field.name : `${field.name} ${index + 1}`;
  const named = field.names?.get(read.text);
  const result: ValueField = { name, value: named ?? read.text, offset, length };
  if (named === undefined && read.number !== undefined) {
    const isScaled = field.times !== 1 || field.over !== 1 || field.plus !== 0;
    const quantity = (read.number * field.times) / field.over + field.plus;
    result.number = field.decimals === null ? quantity : Number(quantity.toFixed(field.decimals));
    if (isScaled)
      result.value =
        field.decimals === null ? String(Number(quantity.toPrecision(9))) : quantity.toFixed(field.decimals);
    if (field.unit !== '') result.unit = field.unit;
  }
  shown.push(result);
  if (field.bits === null) return;
  const value = readInteger(bytes, offset, length, false, !type.endsWith('be')) ?? 0n;
  for (const [bit, label] of field.bits.entries()) {
    if (label === '-' || label === '') continue;
    const isSet = ((value >> BigInt(bit)) & 1n) === 1n;
    shown.push({ name: label, value: isSet ? 'yes' : 'no', offset, length, bits: { from: bit, to: bit } });
  }
}

function summaryOf(field: Field, added: readonly ValueField[]): string {
  if (field.bits !== null) {
    const set = added.filter((part) => part.bits !== undefined && part.value === 'yes').map((part) => part.name);
    return `${field.name} ${set.length === 0 ? 'none' : set.join(' + ')}`;
  }
  const values = added.slice(0, 8).map((part) => part.value);
  const unit = added[0]?.unit === undefined ? '' : ` ${added[0].unit}`;
  return `${field.name} ${values.join(' ')}${added.length > 8 ? ' …' : ''}${unit}`;
}
