import { fromHex, toHex } from '../../bytes/hex.js';
import { readBase64, readEscaped, readItems, readStrings, writeBase64, writeEscaped } from './byte-literals.js';
import { ParseProblem, type ParseResult, parsed } from './parse-result.js';
import { bytesOfType, type ValueType } from './value-types.js';

export type BytesForm = 'hex' | '0x list' | 'c array' | 'dashes' | 'base64' | 'escaped text';
export type { ParseResult } from './parse-result.js';
export { textOfType, VALUE_TYPES, type ValueType } from './value-types.js';

/**
 * Bytes of what people paste into a value editor: 01 02, 0102, 01-02, 01:02, 0x01 0x02, {0x01, 2, 'a'} with what stands
 * around it in C, Java, Python or JavaScript, "\x01\x02", base64 after 'base64:' or when it can be nothing else. Plain
 * words are refused rather than guessed at. An empty text is an empty value.
 */
export function parseBytes(text: string): ParseResult<BytesForm> {
  return parsed(text, () => {
    const start = text.search(/\S/);
    if (start < 0) return { bytes: new Uint8Array(), form: 'hex' };
    const end = text.trimEnd().length;
    if (/^base64:/i.test(text.slice(start, start + 7))) {
      return { bytes: readBase64(text, start + 7, end), form: 'base64' };
    }
    const body = text.slice(start, end);
    if (/^(?:b|B|u8)?["']/.test(body)) {
      return { bytes: Uint8Array.from(readStrings(text, start, end)), form: 'escaped text' };
    }
    if (body.startsWith('\\')) {
      return { bytes: Uint8Array.from(readEscaped(text, start, end, null).bytes), form: 'escaped text' };
    }
    if (/[{[(]/.test(body)) return { bytes: arrayBytes(text, start, end), form: 'c array' };
    return bareBytes(text, start, end);
  });
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

function arrayBytes(text: string, start: number, end: number): Uint8Array {
  const body = text.slice(start, end);
  // 'uint8_t x[2] = {1, 2}' has both: braces go first.
  const open = ['{', '[', '('].map((mark) => body.indexOf(mark)).find((at) => at >= 0) ?? 0;
  const mark = body.charAt(open);
  const closing = CLOSING[mark] ?? '';
  const close = body.lastIndexOf(closing);
  if (close < open) throw new ParseProblem(`the closing ${closing} is missing`, end);
  const before = /[^\w\s[\]()=*.:<>&]/.exec(body.slice(0, open));
  if (before !== null) throw new ParseProblem(`'${before[0]}' does not belong before ${mark}`, start + before.index);
  const after = /[^\s;)\]]/.exec(body.slice(close + 1));
  if (after !== null) {
    throw new ParseProblem(`there is something after ${closing}`, start + close + 1 + after.index);
  }
  return Uint8Array.from(readItems(text, start + open + 1, start + close));
}

interface Token {
  text: string;
  at: number;
}

/** Hex digits in any grouping, or base64. */
function bareBytes(text: string, start: number, end: number): { bytes: Uint8Array; form: BytesForm } {
  const tokens: Token[] = [];
  for (const match of text.slice(start, end).matchAll(/[^\s,;]+/g)) {
    tokens.push({ text: match[0], at: start + match.index });
  }
  const prefixed = tokens.filter((token) => /^0x/i.test(token.text));
  if (prefixed.length > 0) {
    const bare = tokens.find((token) => !/^0x/i.test(token.text));
    if (bare !== undefined) throw new ParseProblem(`'${bare.text}' has no 0x, but others have`, bare.at);
    return { bytes: joined(tokens.map((token) => prefixedBytes(token))), form: '0x list' };
  }
  const isDashed = tokens.some((token) => /[-:]/.test(token.text));
  if (isDashed && tokens.every((token) => /^([0-9a-fA-F]{2})+([-:]([0-9a-fA-F]{2})+)*$/.test(token.text))) {
    return { bytes: joined(tokens.map((token) => fromHex(token.text.replace(/[-:]/g, '')))), form: 'dashes' };
  }
  if (isBase64(tokens)) return { bytes: readBase64(text, start, end), form: 'base64' };
  for (const { text: token, at } of tokens) {
    const wrong = token.search(/[^0-9a-fA-F]/);
    if (wrong >= 0) {
      const mark = String.fromCodePoint(token.codePointAt(wrong) ?? 0);
      throw new ParseProblem(`'${mark}' is no hex digit; text goes in quotes`, at + wrong);
    }
    if (token.length % 2 !== 0) {
      const message =
        token.length === 1
          ? `'${token}' is one hex digit: write 0${token}, or {${token}} for a decimal`
          : `'${token}' has an odd number of hex digits`;
      throw new ParseProblem(message, at);
    }
  }
  return { bytes: joined(tokens.map((token) => fromHex(token.text))), form: 'hex' };
}

function prefixedBytes({ text, at }: Token): Uint8Array {
  const digits = text.slice(2);
  const bytes = fromHex(digits.length === 1 ? `0${digits}` : digits);
  if (bytes === null || bytes.length === 0) throw new ParseProblem(`'${text}' is not bytes in hex`, at);
  return bytes;
}

/** Padding tells; without it only a long word of capitals, small letters and digits does. */
function isBase64(tokens: readonly Token[]): boolean {
  const [token] = tokens;
  if (tokens.length !== 1 || token === undefined || token.text.length % 4 !== 0) return false;
  const { text } = token;
  if (/^[A-Za-z0-9+/]{2,}={1,2}$/.test(text)) return true;
  if (text.length < 16 || !/^[A-Za-z0-9+/]+$/.test(text)) return false;
  return /[A-Z]/.test(text) && /[a-z]/.test(text) && /[0-9]/.test(text) && /[G-Zg-z+/]/.test(text);
}

function joined(parts: readonly (Uint8Array | null)[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + (part?.length ?? 0), 0));
  let at = 0;
  for (const part of parts) {
    if (part === null) continue;
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Bytes of a text typed as one type: 'utf8' takes it as it is, numbers may be several ('1, 2, 3'). */
export function parseValue(text: string, as: ValueType): ParseResult<ValueType> {
  return parsed(text, () => ({ bytes: bytesOfType(text, as), form: as }));
}

/** Text that parseBytes reads back as the same bytes. */
export function formatBytes(bytes: Uint8Array, form: BytesForm): string {
  switch (form) {
    case 'hex':
      return toHex(bytes, ' ');
    case 'dashes':
      return toHex(bytes, '-');
    case '0x list':
      return bytes.length === 0 ? '' : `0x${toHex(bytes, ' 0x')}`;
    case 'c array':
      return bytes.length === 0 ? '{}' : `{0x${toHex(bytes, ', 0x')}}`;
    case 'base64':
      return `base64:${writeBase64(bytes)}`;
    case 'escaped text':
      return writeEscaped(bytes);
  }
}
