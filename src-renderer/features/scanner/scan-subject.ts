import type { FilterSubject } from '../../../src-shared/filter/filter.js';
import type { ScanRow } from '../../../src-shared/model/scan-row.js';
import type { ScanStore } from '../../lib/scan-store.js';

/** A row as the filter sees it. */
export function subjectOf(store: ScanStore, row: ScanRow, favourite: boolean): FilterSubject {
  const { rssi, lastSeen, count, intervalMs, rate } = store.numbers(row.id);
  const {
    name,
    address,
    addressKind,
    services,
    companies,
    kinds,
    connectable,
    scannable,
    firstSeen,
    virtual,
    advData,
    respData,
    appearance,
    txPower,
  } = row;
  return {
    name,
    address,
    addressKind,
    rssi,
    services,
    companies,
    kinds,
    connectable,
    scannable,
    lastSeen,
    firstSeen,
    intervalMs: intervalMs ?? 0,
    rate,
    count,
    favourite,
    virtual,
    advData,
    respData,
    appearance,
    txPower,
  };
}
