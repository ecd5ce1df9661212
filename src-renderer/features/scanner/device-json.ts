import { toHex } from '../../../src-shared/bytes/hex.js';
import type { ScanRow } from '../../../src-shared/model/scan-row.js';
import type { RowNumbers } from '../../lib/scan-store.js';

/** A device as readable JSON: bytes in hex, times in ISO 8601. */
export function deviceJson(row: ScanRow, numbers: RowNumbers): string {
  const { id: _id, advData, respData, firstSeen, ...rest } = row;
  const value = {
    ...rest,
    rssi: numbers.rssi,
    intervalMs: numbers.intervalMs === null ? null : Math.round(numbers.intervalMs * 10) / 10,
    packets: numbers.count,
    firstSeen: new Date(firstSeen).toISOString(),
    lastSeen: new Date(numbers.lastSeen).toISOString(),
    advertisingData: toHex(advData),
    scanResponse: respData === null ? null : toHex(respData),
  };
  return JSON.stringify(value, null, 2);
}
