import { toHex } from '../bytes/hex.js';
import type { HistoryEntry } from '../model/link.js';
import { csvCell } from './csv.js';

export interface CsvResult {
  text: string;
  rows: number;
  /** Rows left out at the old end, because the text may not be longer. */
  left: number;
}

const HEAD = 'time,kind,hex,value\r\n';
const NUMBER = /^[-+]?\d*\.?\d+([eE][-+]?\d+)?$/;

/**
 * Values as CSV, oldest first: time (ISO 8601), kind, bytes in hex, decoded value.
 * The newest rows win where all of them would be longer than `mostChars`.
 */
export function historyCsv(
  entries: readonly HistoryEntry[],
  describe: (data: Uint8Array) => string,
  mostChars = Number.POSITIVE_INFINITY,
): CsvResult {
  const lines: string[] = [];
  let length = HEAD.length;
  for (const { at, kind, data } of entries.toReversed()) {
    const value = describe(data);
    // A number is no formula, whatever it begins with.
    const cell = NUMBER.test(value) ? value : csvCell(value);
    const line = `${new Date(at).toISOString()},${kind},${toHex(data)},${cell}\r\n`;
    if (length + line.length > mostChars) break;
    length += line.length;
    lines.push(line);
  }
  return { text: HEAD + lines.reverse().join(''), rows: lines.length, left: entries.length - lines.length };
}
