import type { ScanRow } from '../../../src-shared/model/scan-row.js';
import type { RowNumbers } from '../../lib/scan-store.js';

/** What a cell says, for menus: the terms that find and hide rows like it, and its value as text. */
export interface CellFilter {
  /** The value in words: 'iBeacon', 'no name'. */
  what: string;
  /** Term that keeps rows like this one. */
  include: string;
  /** Term that hides them. */
  exclude: string;
}

/**
 * The filter terms of a cell; null for a cell that says nothing to filter by.
 * Signal strength, rate and interval filter by "at least as much", because no two devices share a number for long.
 */
export function cellFilter(column: string | null, row: ScanRow, numbers: RowNumbers): CellFilter | null {
  switch (column) {
    case 'favourite':
      return like('favourites', 'favourite');
    case 'name':
      if (row.name === null || row.name === '')
        return { what: 'devices without a name', include: 'not has:name', exclude: 'has:name' };
      return like(row.name, `name=${quoted(row.name)}`);
    case 'type':
      return like(`${row.addressKind} addresses`, `type:${row.addressKind}`);
    case 'rssi':
    case 'spark':
      if (numbers.rssi === null) return null;
      return {
        what: `${numbers.rssi} dBm and stronger`.replace('-', '−'),
        include: `rssi>=${numbers.rssi}`,
        exclude: `rssi<${numbers.rssi}`,
      };
    case 'rate': {
      const rate = numbers.rate.toFixed(1);
      return { what: `${rate} a second and more`, include: `rate>=${rate}`, exclude: `rate<${rate}` };
    }
    case 'interval': {
      if (numbers.intervalMs === null) return null;
      const interval = Math.ceil(numbers.intervalMs);
      return {
        what: `intervals up to ${interval} ms`,
        include: `interval<=${interval}ms`,
        exclude: `interval>${interval}ms`,
      };
    }
    case 'flags':
      return row.connectable
        ? like('connectable devices', 'connectable')
        : { what: 'devices that cannot be connected to', include: 'not connectable', exclude: 'connectable' };
    case 'kind':
      return row.kinds[0] === undefined ? null : like(row.kinds[0], `kind=${quoted(row.kinds[0])}`);
    case 'company': {
      const company = row.companies[0];
      if (company === undefined) return null;
      const id = company.id.toString(16).padStart(4, '0');
      return like(company.name ?? `company ${id}`, `mfr:${id}`);
    }
    case 'services':
      return row.services[0] === undefined ? null : like(`service ${row.services[0]}`, `uuid:${row.services[0]}`);
    case 'seen':
      return { what: 'seen in the last 10 s', include: 'seen<10s', exclude: 'seen>=10s' };
    default:
      return like(row.address, `addr=${row.address}`);
  }
}

const like = (what: string, term: string): CellFilter => ({ what, include: term, exclude: `not ${term}` });

/** As a value of the filter grammar, in quotes where it needs them. */
function quoted(text: string): string {
  return /^[\p{L}\p{N}_.+-]+$/u.test(text) ? text : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
