import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { csvCell } from '../../src-shared/decode/csv.js';
import type { ScanRow } from '../../src-shared/model/scan-row.js';
import { type ExportTarget, exportDevices, toCsv } from './export.js';
import type { ListedDevice } from './scan-table.js';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);

function device(address: string, row: Partial<ScanRow> = {}, numbers: Partial<ListedDevice> = {}): ListedDevice {
  return {
    row: {
      id: 1,
      address,
      addressType: 'random',
      addressKind: 'static',
      name: 'Lamp',
      nameSource: 'complete',
      nameFrom: 'advertising',
      connectable: true,
      scannable: true,
      directed: false,
      pdu: 'ADV_IND',
      kinds: [],
      companies: [{ id: 0x4c, name: 'Apple, Inc.' }],
      services: ['180d', '180f'],
      appearance: 0x341,
      flags: 6,
      txPower: -4,
      uri: null,
      advData: Uint8Array.of(2, 1, 6),
      respData: null,
      firstSeen: AT - 60_000,
      virtual: true,
      ...row,
    },
    rssi: -61,
    lastSeen: AT - 500,
    count: 12,
    intervalMs: 100.04,
    rate: 9.96,
    ...numbers,
  };
}

/** Reads RFC 4180 text the way a strict reader does. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      at += 1;
      for (; at < text.length; at += 1) {
        if (text[at] !== '"') cell += text[at];
        else if (text[at + 1] === '"') {
          cell += '"';
          at += 1;
        } else break;
      }
      at += 1;
    } else {
      while (at < text.length && text[at] !== ',' && text[at] !== '\r') {
        if (text[at] === '"') throw new Error(`a quote inside a bare cell at ${at}`);
        cell += text[at];
        at += 1;
      }
    }
    row.push(cell);
    if (text[at] === ',') {
      at += 1;
      if (text.startsWith('\r\n', at)) row.push('');
      if (!text.startsWith('\r\n', at)) continue;
    }
    if (!text.startsWith('\r\n', at)) throw new Error(`no line end at ${at}`);
    at += 2;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe('CSV', () => {
  test('a row per device under a heading, lines ending in CRLF', () => {
    const text = toCsv([device('c0:00:00:00:00:01')]);
    expect(text.endsWith('\r\n')).toBe(true);
    const [head = [], row = [], ...rest] = readCsv(text);
    expect(rest).toEqual([]);
    expect(Object.fromEntries(head.map((name, i) => [name, row[i]]))).toMatchObject({
      address: 'c0:00:00:00:00:01',
      name: 'Lamp',
      rssi_dbm: '-61',
      interval_ms: '100',
      rate_per_s: '10',
      tx_power_dbm: '-4',
      companies: '0x004c Apple, Inc.',
      services: '180d 180f',
      appearance: '0x0341',
      adv_data: '020106',
      scan_response: '',
      last_seen: '2026-01-02T03:04:04.500Z',
      virtual: 'true',
    });
  });

  test.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    [' edge', '" edge"'],
    ['=1+1', "'=1+1"],
    ['+49', "'+49"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =cmd', "'  =cmd"],
    ['\t=cmd', "'\t=cmd"],
    ['\r=cmd', '"\'\r=cmd"'],
    ['＝1', "'＝1"],
    ['a\0b', 'a\ufffdb'],
  ])('%j is written %s', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  test('numbers are not text: a negative one has no apostrophe', () => {
    expect(csvCell(-61)).toBe('-61');
    expect(csvCell(null)).toBe('');
    expect(csvCell(false)).toBe('false');
  });

  test('whatever the air says, a strict reader gets as many cells, and no formula', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '"', ' ='), fc.string()).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, text, (name, uri) => {
        const rows = readCsv(toCsv([device('c0:00:00:00:00:01', { name, uri })]));
        expect(rows).toHaveLength(2);
        expect(rows[1]).toHaveLength(rows[0]?.length ?? 0);
        const at = (column: string) => rows[1]?.[rows[0]?.indexOf(column) ?? -1] ?? '';
        for (const cell of [at('name'), at('uri')]) expect(cell).not.toMatch(/^\s*[=+\-@]/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('export', () => {
  let directory: string;
  let asked: ExportTarget[];
  const ask = (path: string | null) => async (target: ExportTarget) => {
    asked.push(target);
    return path;
  };
  const all = { filter: '', firstSeenAfter: null, favourites: [] };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'export-'));
    asked = [];
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  test('JSON holds what passes filter and baseline, favourites known to the filter', async () => {
    const path = join(directory, 'x.json');
    const devices = [
      device('c0:00:00:00:00:01', {}, { rssi: -40 }),
      device('c0:00:00:00:00:02', {}, { rssi: -90 }),
      device('c0:00:00:00:00:03', { firstSeen: AT - 90_000 }, { rssi: -40 }),
    ];
    const deps = { devices: () => devices, now: () => AT, choosePath: ask(path) };
    const input = { format: 'json' as const, filter: 'rssi>-70', firstSeenAfter: AT - 70_000, favourites: [] };
    expect(await exportDevices(input, deps)).toEqual({ path, rows: 1 });
    expect(asked).toEqual([
      expect.objectContaining({
        title: 'Export 1 device',
        suggestedName: 'scan-2026-01-02-030405.json',
        extension: 'json',
      }),
    ]);
    const file = JSON.parse(await readFile(path, 'utf8')) as {
      filter: string;
      devices: { address: string; advData: string }[];
    };
    expect(file).toMatchObject({
      format: 'ble-workbench-scan',
      version: 1,
      filter: 'rssi>-70',
      devices: [{ address: 'c0:00:00:00:00:01', advData: '020106', rssiDbm: -40 }],
    });
    const starred = { ...input, filter: 'favourite', firstSeenAfter: null, favourites: ['c0:00:00:00:00:02/random'] };
    expect(await exportDevices(starred, deps)).toEqual({ path, rows: 1 });
    expect(await readFile(path, 'utf8')).toContain('c0:00:00:00:00:02');
  });

  test('a file that is there is replaced whole', async () => {
    const path = join(directory, 'x.csv');
    const deps = { devices: () => [device('c0:00:00:00:00:01')], now: () => AT, choosePath: ask(path) };
    await exportDevices({ ...all, format: 'csv' }, deps);
    await exportDevices({ ...all, format: 'csv' }, { ...deps, devices: () => [] });
    expect(readCsv(await readFile(path, 'utf8'))).toHaveLength(1);
    expect((await stat(path)).mode & 0o777).toBe(0o644);
  });

  test('a user who does not choose a file gets none', async () => {
    const deps = { devices: () => [device('c0:00:00:00:00:01')], now: () => AT, choosePath: ask(null) };
    expect(await exportDevices({ ...all, format: 'csv' }, deps)).toEqual({ path: null, rows: 0 });
  });

  test('a disk that refuses is a clear error', async () => {
    const deps = { devices: () => [], now: () => AT, choosePath: ask(join(directory, 'no', 'x.csv')) };
    await expect(exportDevices({ ...all, format: 'csv' }, deps)).rejects.toMatchObject({
      code: 'export/not-written',
      message: expect.stringContaining('x.csv'),
    });
  });

  test('a filter with a mistake is told before a file is asked for', async () => {
    const deps = { devices: () => [], now: () => AT, choosePath: ask('x') };
    await expect(exportDevices({ ...all, format: 'csv', filter: 'rssi>loud' }, deps)).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    expect(asked).toEqual([]);
  });
});
