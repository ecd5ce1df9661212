import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../src-shared/filter/filter.js';
import type { ScanRow } from '../../../src-shared/model/scan-row.js';
import { ScanStore } from '../../lib/scan-store.js';
import { cellFilter } from './cell-filter.js';
import { subjectOf } from './scan-subject.js';
import { SCAN_COLUMNS } from './scanner-columns.js';

const row = (more: Partial<ScanRow>): ScanRow => ({
  id: 1,
  address: 'c2:00:5e:10:00:01',
  addressType: 'random',
  addressKind: 'static',
  name: 'mpy-temp',
  nameSource: 'complete',
  nameFrom: 'advertising',
  connectable: true,
  scannable: true,
  directed: false,
  pdu: 'ADV_IND',
  kinds: ['Eddystone URL'],
  companies: [{ id: 0x004c, name: 'Apple, Inc.' }],
  services: ['feaa'],
  appearance: null,
  flags: 6,
  txPower: 4,
  uri: null,
  advData: new Uint8Array(),
  respData: null,
  firstSeen: 1_000,
  virtual: true,
  ...more,
});

function storeWith(entry: ScanRow): ScanStore {
  const store = new ScanStore(() => 2_000);
  store.apply({
    at: 2_000,
    rows: [entry],
    removed: [],
    ticks: {
      ids: Uint32Array.of(1),
      rssi: Int8Array.of(-61),
      lastSeen: Float64Array.of(1_900),
      count: Uint32Array.of(12),
      intervalMs: Float32Array.of(100.4),
      rate: Float32Array.of(9.94),
    },
    stats: { received: 12, dropped: 0, evicted: 0, rate: 10, identities: 1 },
  });
  return store;
}

describe('filtering by a cell', () => {
  const entries = [
    row({}),
    row({ name: null, nameSource: null, nameFrom: null, connectable: false }),
    row({ name: 'say "hi" \\ (or not)' }),
    row({ name: 'Zoë’s lamp' }),
  ];

  it.each(SCAN_COLUMNS.map((column) => column.id))(
    'the term of %s finds the row it came from, its opposite hides it',
    (column) => {
      for (const entry of entries) {
        const store = storeWith(entry);
        const terms = cellFilter(column, entry, store.numbers(1));
        if (terms === null) continue;
        const favourite = column === 'favourite';
        const include = parseFilter(terms.include);
        const exclude = parseFilter(terms.exclude);
        expect([include.problems, exclude.problems]).toEqual([[], []]);
        expect([include.terms.length, exclude.terms.length]).toEqual([1, 1]);
        const subject = subjectOf(store, entry, favourite);
        expect(include.matches(subject, 2_000)).toBe(true);
        expect(exclude.matches(subject, 2_000)).toBe(false);
      }
    },
  );

  it('offers nothing for cells that are empty', () => {
    const empty = row({ kinds: [], companies: [], services: [] });
    const numbers = { rssi: null, lastSeen: 0, count: 0, intervalMs: null, rate: 0 };
    for (const column of ['kind', 'company', 'services', 'rssi', 'interval'])
      expect(cellFilter(column, empty, numbers)).toBeNull();
  });

  it('filters by the address when no cell is meant', () => {
    expect(cellFilter(null, row({}), storeWith(row({})).numbers(1))?.include).toBe('addr=c2:00:5e:10:00:01');
  });
});
