import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../model/link.js';
import { historyCsv } from './history-csv.js';

const entry = (at: number, byte: number, kind: HistoryEntry['kind'] = 'notification'): HistoryEntry => ({
  at,
  kind,
  data: Uint8Array.of(byte),
});

describe('history as CSV', () => {
  const describeByte = (data: Uint8Array) => `${data[0]}, "odd"`;

  it('has time, kind, bytes and quoted value, oldest first', () => {
    const { text, rows, left } = historyCsv([entry(0, 1), entry(1_000, 2, 'written')], describeByte);
    expect(text).toBe(
      'time,kind,hex,value\r\n' +
        '1970-01-01T00:00:00.000Z,notification,01,"1, ""odd"""\r\n' +
        '1970-01-01T00:00:01.000Z,written,02,"2, ""odd"""\r\n',
    );
    expect([rows, left]).toEqual([2, 0]);
  });

  it('keeps the newest rows where there is no room for all', () => {
    const entries = Array.from({ length: 100 }, (_, i) => entry(i, i));
    const { text, rows, left } = historyCsv(entries, () => 'x', 500);
    expect(text.length).toBeLessThanOrEqual(500);
    expect(rows + left).toBe(100);
    expect(text).toContain(',63,x');
  });

  it('disarms what a spreadsheet would take for a formula, but no number', () => {
    expect(historyCsv([entry(0, 0)], () => '=cmd()').text).toContain(",'=cmd()");
    expect(historyCsv([entry(0, 0)], () => '-12.5').text).toContain(',-12.5');
  });
});
