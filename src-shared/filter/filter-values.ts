import { fromHex } from '../bytes/hex.js';
import type { Compiled, FilterPredicate, FilterSubject } from './filter-types.js';

export const NUMBER_OPS = ['<', '<=', '>', '>=', '=', '!='] as const;
export const TEXT_OPS = [':', '~', '=', '!=', '^'] as const;

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, sec: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };

/** Minus signs that typesetting makes of '-': U+2212 minus, U+2012 and U+2013 dashes. */
export const MINUS = /[\u2212\u2012\u2013]/g;

/** A number with an optional unit that says nothing, like 'dBm'. */
export function parseNumber(value: string, unit = ''): number | null {
  const match = /^([+-]?\d{1,15}(?:\.\d{1,9})?)\s*([a-z]*)$/i.exec(value.replaceAll(MINUS, '-').trim());
  if (match === null || (match[2] !== '' && match[2]?.toLowerCase() !== unit.toLowerCase())) return null;
  return Number(match[1]);
}

/** Milliseconds of '10s', '500ms', '2m', '1h'; a bare number is in `unit`. */
export function parseDuration(value: string, unit: 'ms' | 's'): number | null {
  const match = /^(\d{1,12}(?:\.\d{1,9})?)\s*([a-z]*)$/i.exec(value.trim());
  if (match === null) return null;
  const factor = UNIT_MS[match[2] === '' ? unit : (match[2] as string).toLowerCase()];
  return factor === undefined ? null : Number(match[1]) * factor;
}

/** Compares a number of the subject, where null (not known) never holds. */
export function compareNumber(
  op: string,
  wanted: number,
  read: (subject: FilterSubject, now: number) => number | null,
): FilterPredicate {
  const holds = NUMBER_TESTS[op] ?? ((a: number, b: number) => a === b);
  return (subject, now) => {
    const value = read(subject, now);
    return value !== null && holds(value, wanted);
  };
}

const NUMBER_TESTS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '!=': (a, b) => a !== b,
};

/** Compares texts in lower case: contains, equals, starts with. */
export function textTest(op: string, wanted: string): (text: string) => boolean {
  const value = wanted.toLowerCase();
  switch (op) {
    case '=':
      return (text) => text.toLowerCase() === value;
    case '!=':
      return (text) => text.toLowerCase() !== value;
    case '^':
      return (text) => text.toLowerCase().startsWith(value);
    default:
      return (text) => text.toLowerCase().includes(value);
  }
}

/** For keys with several values: '=' and the rest want one that fits, '!=' wants none that is equal. */
export function anyText(
  op: string,
  wanted: string,
  read: (subject: FilterSubject) => readonly string[],
): FilterPredicate {
  const equals = textTest(op === '!=' ? '=' : op, wanted);
  if (op === '!=') return (subject) => !read(subject).some(equals);
  return (subject) => read(subject).some(equals);
}

/** Bytes of hex digits, with blanks, colons or dashes between them and '0x' before them or not. Null when it is anything else. */
export function parseHexBytes(value: string): Uint8Array | null {
  const hex = value.replace(/^0x/i, '').replaceAll(/[\s:-]/g, '');
  return hex === '' ? null : fromHex(hex);
}

export function containsBytes(bytes: Uint8Array, wanted: Uint8Array): boolean {
  for (let at = 0; at + wanted.length <= bytes.length; at += 1) if (bytesAt(bytes, wanted, at)) return true;
  return false;
}

export function bytesAt(bytes: Uint8Array, wanted: Uint8Array, at: number): boolean {
  if (at + wanted.length > bytes.length) return false;
  for (let i = 0; i < wanted.length; i += 1) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}

/** A yes/no key: 'connectable', 'connectable:no'. */
export function flagTest(key: string, op: string, value: string, read: (subject: FilterSubject) => boolean): Compiled {
  const text = value.toLowerCase();
  if (text !== '' && !['yes', 'no', 'true', 'false', '1', '0'].includes(text)) {
    return { problem: `${key} stands alone, or wants yes or no` };
  }
  const wanted = !['no', 'false', '0'].includes(text) !== (op === '!=');
  return { test: (subject) => read(subject) === wanted };
}
