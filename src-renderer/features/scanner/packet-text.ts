import { toHex } from '../../../src-shared/bytes/hex.js';
import type { ScanHistoryEntry } from '../../../src-shared/model/scan-row.js';
import { plural } from '../../lib/scan-format.js';
import { adItems, changedFields } from './ad-model.js';

/** Answers to scan requests, legacy and extended. */
export const isResponse = (pdu: string) => pdu.includes('SCAN_RSP');

const CACHED = 600;
const cache = new Map<string, string>();

/** What a packet says that the one of its kind before did not: 'Valve 37 %'; for the first of its kind, or an equal one, that. */
export function packetText({ pdu, data, changed }: ScanHistoryEntry): string {
  const key = `${pdu} ${toHex(data)} ${changed.join(',')}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const text = inWords(data, changed);
  if (cache.size >= CACHED) cache.clear();
  cache.set(key, text);
  return text;
}

function inWords(data: Uint8Array, changed: readonly number[]): string {
  if (data.length === 0) return 'empty';
  if (changed.length === 0) return 'as before';
  // When everything is another, the names of what is in it say more than all its values.
  const items = adItems(data);
  if (changed.length > data.length / 2)
    return items.map((item) => item.description.kind ?? item.description.typeName).join(', ');
  return changedFields(items, changed).join(', ');
}

/** '2 bytes'; '' when nothing changed. */
export const changeText = ({ changed }: ScanHistoryEntry) =>
  changed.length === 0 ? '' : plural(changed.length, 'byte');

/** '× 14'; '' for a packet that came once. */
export const repeatText = ({ repeats }: ScanHistoryEntry) => (repeats > 1 ? `× ${repeats}` : '');

/** Whether two entries are the same packet, which may have been heard again since. */
export function samePacket(a: ScanHistoryEntry, b: ScanHistoryEntry): boolean {
  return (
    a.pdu === b.pdu &&
    a.data.length === b.data.length &&
    a.data.every((byte, i) => byte === b.data[i]) &&
    a.changed.join() === b.changed.join()
  );
}

/** Where a packet stands in a list that moved on since; -1: no longer there. Of equal ones it is the nearest in time. */
export function findPacket(entries: readonly ScanHistoryEntry[], wanted: ScanHistoryEntry): number {
  let best = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (const [i, entry] of entries.entries()) {
    const away = Math.abs(entry.at - wanted.at);
    if (away >= distance || !samePacket(entry, wanted)) continue;
    best = i;
    distance = away;
  }
  return best;
}
