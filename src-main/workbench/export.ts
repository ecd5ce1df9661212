import { toHex } from '../../src-shared/bytes/hex.js';
import { type CsvCell, csvCell } from '../../src-shared/decode/csv.js';
import { type FilterSubject, parseFilter } from '../../src-shared/filter/filter.js';
import type { Input, Output } from '../../src-shared/ipc/contract.js';
import { BleError } from '../../src-shared/model/ble-error.js';
import { identityKey } from './scan-identity.js';
import type { ListedDevice } from './scan-table.js';
import { fileStamp, writeExport } from './write-export.js';

export interface ExportTarget {
  title: string;
  suggestedName: string;
  extension: string;
  kind: string;
}

export interface ExportDeps {
  devices(): Iterable<ListedDevice>;
  now(): number;
  /** Asks the user where to; null = they would rather not. */
  choosePath(target: ExportTarget): Promise<string | null>;
}

type ExportInput = Input<'scanner.export'>;

/** Writes the devices that pass the filter to a file the user chooses. Rejects 'export/not-written' when the disk refuses. */
export async function exportDevices(
  input: ExportInput,
  { devices, now, choosePath }: ExportDeps,
): Promise<Output<'scanner.export'>> {
  const filter = parseFilter(input.filter);
  const [problem] = filter.problems;
  if (problem) {
    const message = `export: the filter has a mistake, so nothing was written: ${problem.message}`;
    throw new BleError('invalid-argument', { layer: 'app', operation: 'export', message });
  }
  // What is on screen now, not what will be there once the file is chosen.
  const at = now();
  const chosen = select(devices(), input, (subject) => filter.matches(subject, at));
  const isCsv = input.format === 'csv';
  const path = await choosePath({
    title: `Export ${chosen.length} ${chosen.length === 1 ? 'device' : 'devices'}`,
    suggestedName: `scan-${fileStamp(at)}.${input.format}`,
    extension: input.format,
    kind: isCsv ? 'Comma-separated values' : 'JSON',
  });
  if (path === null) return { path: null, rows: 0 };
  await writeExport(path, isCsv ? toCsv(chosen) : toJson(chosen, input.filter, at));
  return { path, rows: chosen.length };
}

function select(
  devices: Iterable<ListedDevice>,
  input: ExportInput,
  matches: (subject: FilterSubject) => boolean,
): ListedDevice[] {
  const favourites = new Set(input.favourites);
  const chosen: ListedDevice[] = [];
  for (const device of devices) {
    if (input.firstSeenAfter !== null && device.row.firstSeen < input.firstSeenAfter) continue;
    const favourite = favourites.has(identityKey(device.row.address, device.row.addressType));
    const { rssi, lastSeen, count, intervalMs, rate } = device;
    if (matches({ ...device.row, rssi, lastSeen, count, intervalMs, rate, favourite })) chosen.push(device);
  }
  return chosen;
}

const hex = (value: number | null, digits: number): string | null =>
  value === null ? null : `0x${value.toString(16).padStart(digits, '0')}`;
const time = (ms: number): string => new Date(ms).toISOString();
const rounded = (value: number): number => Math.round(value * 10) / 10;

const COLUMNS: readonly (readonly [name: string, cell: (device: ListedDevice) => CsvCell])[] = [
  ['address', ({ row }) => row.address],
  ['address_type', ({ row }) => row.addressType],
  ['address_kind', ({ row }) => row.addressKind],
  ['name', ({ row }) => row.name],
  ['name_source', ({ row }) => row.nameSource],
  ['rssi_dbm', ({ rssi }) => rssi],
  ['reports', ({ count }) => count],
  ['interval_ms', ({ intervalMs }) => (intervalMs > 0 ? rounded(intervalMs) : null)],
  ['rate_per_s', ({ rate }) => rounded(rate)],
  ['pdu', ({ row }) => row.pdu],
  ['connectable', ({ row }) => row.connectable],
  ['scannable', ({ row }) => row.scannable],
  ['kinds', ({ row }) => row.kinds.join(' / ')],
  [
    'companies',
    ({ row }) =>
      row.companies.map(({ id, name }) => (name === null ? hex(id, 4) : `${hex(id, 4)} ${name}`)).join(' / '),
  ],
  ['services', ({ row }) => row.services.join(' ')],
  ['appearance', ({ row }) => hex(row.appearance, 4)],
  ['flags', ({ row }) => hex(row.flags, 2)],
  ['tx_power_dbm', ({ row }) => row.txPower],
  ['uri', ({ row }) => row.uri],
  ['adv_data', ({ row }) => toHex(row.advData)],
  ['scan_response', ({ row }) => (row.respData === null ? null : toHex(row.respData))],
  ['first_seen', ({ row }) => time(row.firstSeen)],
  ['last_seen', ({ lastSeen }) => time(lastSeen)],
  ['virtual', ({ row }) => row.virtual],
];

/** RFC 4180: lines end in CRLF, cells with separators, quotes or line ends are quoted. */
export function toCsv(devices: readonly ListedDevice[]): string {
  const lines = [COLUMNS.map(([name]) => name).join(',')];
  for (const device of devices) lines.push(COLUMNS.map(([, cell]) => csvCell(cell(device))).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

function toJson(devices: readonly ListedDevice[], filter: string, at: number): string {
  const list = devices.map(({ row, rssi, count, intervalMs, rate, lastSeen }) => ({
    address: row.address,
    addressType: row.addressType,
    addressKind: row.addressKind,
    name: row.name,
    nameSource: row.nameSource,
    nameFrom: row.nameFrom,
    rssiDbm: rssi,
    reports: count,
    intervalMs: intervalMs > 0 ? rounded(intervalMs) : null,
    ratePerSecond: rounded(rate),
    pdu: row.pdu,
    connectable: row.connectable,
    scannable: row.scannable,
    directed: row.directed,
    kinds: row.kinds,
    companies: row.companies,
    services: row.services,
    appearance: row.appearance,
    flags: row.flags,
    txPowerDbm: row.txPower,
    uri: row.uri,
    advData: toHex(row.advData),
    respData: row.respData === null ? null : toHex(row.respData),
    firstSeen: time(row.firstSeen),
    lastSeen: time(lastSeen),
    virtual: row.virtual,
  }));
  return `${JSON.stringify({ format: 'ble-workbench-scan', version: 1, exportedAt: time(at), filter, devices: list }, null, 2)}\n`;
}
