import { describe, expect, it } from 'vitest';
import { nextSort, SCAN_COLUMNS, shownColumns } from './scanner-columns.js';

const ids = (chosen: readonly string[] | null, width: number) => shownColumns(chosen, width).map((column) => column.id);

describe('columns of the scan list', () => {
  it('shows them all in a wide list', () => {
    expect(ids(null, 1_200)).toHaveLength(SCAN_COLUMNS.length);
  });

  it('gives way from the least needed, never name, address, strength or kind', () => {
    expect(ids(null, 1_000)).not.toContain('company');
    expect(ids(null, 824)).toEqual([
      'favourite',
      'name',
      'address',
      'type',
      'rssi',
      'spark',
      'rate',
      'flags',
      'kind',
      'seen',
    ]);
    expect(ids(null, 600)).toEqual(['favourite', 'name', 'address', 'rssi', 'kind', 'seen']);
  });

  it('keeps the user’s choice at any width, in the order of the design', () => {
    expect(ids(['seen', 'company'], 500)).toEqual(['name', 'address', 'rssi', 'company', 'seen']);
  });

  it('sorts numbers from the strongest first, names from A, and turns round at the second click', () => {
    expect(nextSort('rssi', { column: 'name', descending: false })).toEqual({ column: 'rssi', descending: true });
    expect(nextSort('name', { column: 'rssi', descending: true })).toEqual({ column: 'name', descending: false });
    expect(nextSort('name', { column: 'name', descending: false })).toEqual({ column: 'name', descending: true });
  });
});
