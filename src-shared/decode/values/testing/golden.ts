import { fromHex } from '../../../bytes/hex.js';
import type { DecodedValue } from '../decoded-value.js';

/** Bytes of hex with spaces. */
export function hex(text: string): Uint8Array {
  const bytes = fromHex(text.replaceAll(' ', ''));
  if (bytes === null) throw new Error(`'${text}' is not hex`);
  return bytes;
}

/** Each field as one line, 'Heart rate: 72 bpm'. */
export function fieldLines(decoded: DecodedValue | null): string[] {
  return (decoded?.fields ?? []).map(
    ({ name, value, unit }) => `${name}: ${value}${unit === undefined ? '' : ` ${unit}`}`,
  );
}

/** Why a decoded value is not well formed, or null. */
export function malformed(decoded: DecodedValue, length: number): string | null {
  if (decoded.summary === '' || decoded.summary.length > 160) return `summary of ${decoded.summary.length} characters`;
  if (decoded.problem === '') return 'empty problem';
  if (decoded.fields.length > 1100) return `${decoded.fields.length} fields`;
  for (const { name, offset, length: size, bits, number, value } of decoded.fields) {
    const isWithin =
      Number.isInteger(offset) && Number.isInteger(size) && offset >= 0 && size >= 0 && offset + size <= length;
    if (!isWithin) return `${name} is at ${offset} + ${size} of ${length}`;
    if (bits !== undefined && !(bits.from >= 0 && bits.from <= bits.to && bits.to < 8 * size))
      return `${name} has bits ${bits.from} to ${bits.to}`;
    if (number !== undefined && !Number.isFinite(number)) return `${name} plots ${number}`;
    if (typeof value !== 'string' || value.includes('undefined')) return `${name} is '${value}'`;
  }
  return null;
}
