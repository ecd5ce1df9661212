import { encodeText } from '../utf8.js';
import { ParseProblem } from './parse-result.js';

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  e: 27,
  '"': 0x22,
  "'": 0x27,
  '\\': 0x5c,
};

/**
 * Bytes of a text with escapes as C, Python and JavaScript write them, from `start` up to the closing quote, or up to `end`
 * when `quote` is null. \x takes two digits, \0 to \377 are octal, \u and other characters become UTF-8.
 */
export function readEscaped(
  text: string,
  start: number,
  end: number,
  quote: string | null,
): { bytes: number[]; next: number } {
  const bytes: number[] = [];
  let at = start;
  while (at < end) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (character === quote) return { bytes, next: at + 1 };
    if (character !== '\\') {
      bytes.push(...encodeText(character));
      at += character.length;
      continue;
    }
    at = readEscape(text, at, end, bytes);
  }
  if (quote !== null) throw new ParseProblem(`the closing ${quote} is missing`, end);
  return { bytes, next: end };
}

function readEscape(text: string, at: number, end: number, bytes: number[]): number {
  const rest = text.slice(at + 1, Math.min(end, at + 12));
  const hex = /^x([0-9a-fA-F]{2})/.exec(rest);
  if (hex !== null) {
    bytes.push(Number.parseInt(hex[1] ?? '', 16));
    return at + 4;
  }
  const octal = /^[0-3]?[0-7]{1,2}/.exec(rest);
  if (octal !== null) {
    bytes.push(Number.parseInt(octal[0], 8));
    return at + 1 + octal[0].length;
  }
  const unicode = /^u\{([0-9a-fA-F]{1,6})\}|^u([0-9a-fA-F]{4})|^U([0-9a-fA-F]{8})/.exec(rest);
  if (unicode !== null) {
    const point = Number.parseInt(unicode[1] ?? unicode[2] ?? unicode[3] ?? '', 16);
    if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
      throw new ParseProblem('that is no Unicode character', at);
    bytes.push(...encodeText(String.fromCodePoint(point)));
    return at + 1 + unicode[0].length;
  }
  const simple = SIMPLE_ESCAPES[rest.charAt(0)];
  if (simple === undefined) {
    throw new ParseProblem(rest.startsWith('x') ? '\\x wants two hex digits' : `\\${rest.charAt(0)} is no escape`, at);
  }
  bytes.push(simple);
  return at + 2;
}

/** Text in quotes, also b"…" and u8"…", one after the other as C joins them. */
export function readStrings(text: string, start: number, end: number): number[] {
  const bytes: number[] = [];
  const opening = /\s*(?:b|B|u8)?(["'])/y;
  let at = start;
  while (at < end) {
    opening.lastIndex = at;
    const open = opening.exec(text);
    if (open === null) {
      const after = /\S/.exec(text.slice(at, end));
      throw new ParseProblem('there is something after the closing quote', at + (after?.index ?? 0));
    }
    const string = readEscaped(text, opening.lastIndex, end, open[1] ?? '"');
    for (const byte of string.bytes) bytes.push(byte);
    at = string.next;
  }
  return bytes;
}

const SKIP = /(?:[\s,]|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const CAST = /\(\s*(?:signed |unsigned )?(?:byte|char|u?int8_t|u8|i8|Byte|UInt8)\s*\)\s*/y;
const NUMBER = /-?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|\d+)(?:[uUlL]+|[ui]8)?(?![\w.])/y;
const STRING = /(?:b|B|u8)?"/y;

/** Items of an initialiser between two indexes: numbers of a byte, characters, strings; comments and casts are passed over. */
export function readItems(text: string, start: number, end: number): number[] {
  const bytes: number[] = [];
  let at = start;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null || found.index + found[0].length > end) return null;
    at += found[0].length;
    return found[0];
  };
  while (at < end) {
    if (match(SKIP) !== null) continue;
    match(CAST);
    const itemAt = at;
    const number = match(NUMBER);
    if (number !== null) {
      bytes.push(byteOf(number, itemAt));
    } else if (text[at] === "'") {
      const { bytes: character, next } = readEscaped(text, at + 1, end, "'");
      if (character.length !== 1) throw new ParseProblem('a character in an array is one byte', itemAt);
      bytes.push(...character);
      at = next;
    } else if (match(STRING) !== null) {
      const string = readEscaped(text, at, end, '"');
      for (const byte of string.bytes) bytes.push(byte);
      at = string.next;
    } else {
      throw new ParseProblem(`'${text[at]}' starts no byte: bytes are 0x01, 1 or 'a'`, at);
    }
  }
  return bytes;
}

function byteOf(literal: string, at: number): number {
  const digits = literal.replace(/[uUlL]+$|[ui]8$/, '');
  if (/^-?0\d/.test(digits))
    throw new ParseProblem(`${digits} is octal in C and an error elsewhere: write it without the 0`, at);
  const isNegative = digits.startsWith('-');
  const value = Number(isNegative ? digits.slice(1) : digits) * (isNegative ? -1 : 1);
  if (value < -128 || value > 255) throw new ParseProblem(`${digits} is not a byte`, at);
  return value & 0xff;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 with or without padding, also the URL-safe letters; white space is passed over. */
export function readBase64(text: string, start: number, end: number): Uint8Array {
  const values: number[] = [];
  let padding = 0;
  for (let at = start; at < end; at += 1) {
    const letter = text[at] ?? '';
    if (/\s/.test(letter)) continue;
    if (letter === '=') {
      padding += 1;
      continue;
    }
    const value = BASE64.indexOf(letter === '-' ? '+' : letter === '_' ? '/' : letter);
    if (value < 0 || padding > 0) throw new ParseProblem(`'${letter}' does not belong in base64 here`, at);
    values.push(value);
  }
  const isWhole = padding === 0 || (values.length + padding) % 4 === 0;
  if (values.length % 4 === 1 || padding > 2 || !isWhole)
    throw new ParseProblem('base64 is cut off or padded wrongly', end);
  const bytes = new Uint8Array(Math.floor((values.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const value of values) {
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = (held >> bits) & 0xff;
    at += 1;
  }
  return bytes;
}

export function writeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let k = 0; k < 4; k += 1) text += k <= left ? BASE64.charAt((group >> (18 - 6 * k)) & 0x3f) : '=';
  }
  return text;
}

/** Printable ASCII as it is, the rest as \x escapes; no digit follows an escape that C would take for a part of it. */
export function writeEscaped(bytes: Uint8Array): string {
  let text = '"';
  let isAfterEscape = false;
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    const isPlain: boolean = byte >= 0x20 && byte < 0x7f && !(isAfterEscape && /[0-9a-fA-F]/.test(character));
    if (isPlain) text += character === '"' || character === '\\' ? `\\${character}` : character;
    else text += `\\x${byte.toString(16).padStart(2, '0')}`;
    isAfterEscape = !isPlain;
  }
  return `${text}"`;
}
