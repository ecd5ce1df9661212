import { serviceName } from '../../../src-shared/assigned-numbers/services.js';
import type { ScanRow } from '../../../src-shared/model/scan-row.js';
import { addressKindShort, formatAge, formatInterval, formatRate, formatRssi } from '../../lib/scan-format.js';
import type { RowNumbers } from '../../lib/scan-store.js';

/** 'iBeacon', 'Eddystone URL +1'; '' when there is none. */
export function withMore(texts: readonly string[]): string {
  const [first, ...more] = texts;
  if (first === undefined) return '';
  return more.length === 0 ? first : `${first} +${more.length}`;
}

export const companyText = ({ id, name }: ScanRow['companies'][number]) =>
  name ?? `0x${id.toString(16).padStart(4, '0')}`;

/** '180f Battery' for one service; its number alone when it has no name. */
export function serviceText(uuid: string): string {
  const name = serviceName(uuid);
  return name === null ? uuid : `${uuid} ${name}`;
}

/** 'connectable, scannable'. */
export function flagsText(row: ScanRow): string {
  const words = [row.connectable && 'connectable', row.scannable && 'scannable', row.directed && 'directed'];
  return words.filter(Boolean).join(', ') || 'neither connectable nor scannable';
}

/** The value of a cell as plain text, for the clipboard. */
export function cellText(column: string | null, row: ScanRow, numbers: RowNumbers, now: number): string {
  switch (column) {
    case 'name':
      return row.name ?? '';
    case 'type':
      return addressKindShort(row);
    case 'rssi':
    case 'spark':
      return numbers.rssi === null ? '' : `${formatRssi(numbers.rssi).replace('−', '-')} dBm`;
    case 'rate':
      return `${formatRate(numbers.rate)}/s`;
    case 'interval':
      return formatInterval(numbers.intervalMs);
    case 'flags':
      return flagsText(row);
    case 'kind':
      return row.kinds.join(', ');
    case 'company':
      return row.companies.map(companyText).join(', ');
    case 'services':
      return row.services.join(' ');
    case 'seen':
      return `${formatAge(now - numbers.lastSeen)} ago`;
    default:
      return row.address;
  }
}

/** A row as one line with tabs between its cells, for a table elsewhere. */
export function rowText(columns: readonly string[], row: ScanRow, numbers: RowNumbers, now: number): string {
  return columns
    .filter((column) => column !== 'favourite' && column !== 'spark')
    .map((column) => cellText(column, row, numbers, now).replaceAll(/[\t\r\n]+/g, ' '))
    .join('\t');
}
