import type { ScanRow } from '../../../src-shared/model/scan-row.js';
import type { GridColumn } from '../../components/virtual-grid.js';
import type { RowNumbers } from '../../lib/scan-store.js';
import type { SortKey } from './scan-order.js';

export interface ScanColumn extends GridColumn {
  /** In the column menu; without it the label serves. */
  menuLabel?: string;
  /** Width of the list from which the column is shown while nobody has chosen columns; 0 = always. */
  fromWidth: number;
  /** May not be switched off. */
  fixed?: boolean;
  /** Direction of the first click on its head. */
  descendingFirst?: boolean;
  sortKey: (row: ScanRow, numbers: RowNumbers, context: { favourite: boolean; now: number }) => SortKey;
}

const lower = (text: string | null | undefined) => text?.toLowerCase() ?? null;

/** Everything the list can show, in the order it shows it. */
export const SCAN_COLUMNS: readonly ScanColumn[] = [
  {
    id: 'favourite',
    label: 'Favourite',
    head: '',
    track: '34px',
    fromWidth: 0,
    sortable: false,
    sortKey: (_row, _numbers, { favourite }) => (favourite ? 0 : 1),
  },
  {
    id: 'name',
    label: 'Name',
    track: 'minmax(172px, 1fr)',
    fromWidth: 0,
    fixed: true,
    sortable: true,
    sortKey: (row) => lower(row.name),
  },
  {
    id: 'address',
    label: 'Address',
    track: '136px',
    fromWidth: 0,
    fixed: true,
    sortable: true,
    sortKey: (row) => row.address,
  },
  {
    id: 'type',
    label: 'Type',
    menuLabel: 'Address type',
    track: '64px',
    fromWidth: 680,
    sortable: true,
    sortKey: (row) => row.addressKind,
  },
  {
    id: 'rssi',
    label: 'RSSI',
    title: 'Signal strength of the newest packet in dBm',
    track: '86px',
    fromWidth: 0,
    fixed: true,
    sortable: true,
    descendingFirst: true,
    sortKey: (_row, { rssi }) => rssi,
  },
  {
    id: 'spark',
    label: 'RSSI of the last 60 s',
    head: '60 s',
    menuLabel: 'RSSI of the last 60 s',
    track: '64px',
    fromWidth: 680,
    sortKey: () => null,
  },
  {
    id: 'rate',
    label: 'adv/s',
    title: 'Advertising events a second',
    menuLabel: 'Advertisements a second',
    track: '50px',
    align: 'end',
    fromWidth: 744,
    sortable: true,
    descendingFirst: true,
    sortKey: (_row, { rate }) => Math.round(rate * 10),
  },
  {
    id: 'interval',
    label: 'Interval',
    title: 'Estimated advertising interval',
    menuLabel: 'Advertising interval',
    track: '70px',
    align: 'end',
    fromWidth: 900,
    sortable: true,
    sortKey: (_row, { intervalMs }) => (intervalMs === null ? null : Math.round(intervalMs)),
  },
  {
    id: 'flags',
    label: 'Flags',
    title: 'C connectable, S scannable, D directed',
    menuLabel: 'Connectable, scannable',
    track: '46px',
    fromWidth: 744,
    sortable: true,
    descendingFirst: true,
    sortKey: (row) => (row.connectable ? 2 : 0) + (row.scannable ? 1 : 0),
  },
  {
    id: 'kind',
    label: 'Kind',
    menuLabel: 'Kind of beacon or data',
    track: 'minmax(92px, 124px)',
    fromWidth: 0,
    sortable: true,
    sortKey: (row) => lower(row.kinds[0]),
  },
  {
    id: 'company',
    label: 'Company',
    track: '150px',
    fromWidth: 1_060,
    sortable: true,
    sortKey: (row) =>
      row.companies[0] === undefined ? null : (lower(row.companies[0].name) ?? `~${row.companies[0].id}`),
  },
  {
    id: 'services',
    label: 'Services',
    track: '130px',
    fromWidth: 1_060,
    sortable: true,
    sortKey: (row) => row.services[0] ?? null,
  },
  {
    id: 'seen',
    label: 'Seen',
    title: 'Time since the newest packet',
    menuLabel: 'Last seen',
    track: '58px',
    align: 'end',
    fromWidth: 0,
    sortable: true,
    // By whole seconds: tenths would shuffle everything that is on the air.
    sortKey: (_row, { lastSeen }, { now }) => Math.floor((now - lastSeen) / 2_000),
  },
];

export const columnById = (id: string): ScanColumn | undefined => SCAN_COLUMNS.find((column) => column.id === id);

/** The columns to show: the user's choice, or what fits a list of this width in CSS pixels. */
export function shownColumns(chosen: readonly string[] | null, width: number): ScanColumn[] {
  if (chosen === null) return SCAN_COLUMNS.filter((column) => width >= column.fromWidth);
  return SCAN_COLUMNS.filter((column) => column.fixed || chosen.includes(column.id));
}

/** What a click on a column's head does to the sorting. */
export function nextSort(
  column: string,
  now: { column: string; descending: boolean },
): { column: string; descending: boolean } {
  if (now.column === column) return { column, descending: !now.descending };
  return { column, descending: columnById(column)?.descendingFirst ?? false };
}
