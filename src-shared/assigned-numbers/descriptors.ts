import type { Uuid } from '../model/uuid.js';
import { NumberTable, uuidKey } from './number-table.js';
import { DESCRIPTOR_NAMES } from './uuids.data.js';

const descriptors = new NumberTable(DESCRIPTOR_NAMES);

/** The name of a descriptor, in any form of its UUID, or null when the built-in list has none. */
export function descriptorName(uuid: Uuid | string): string | null {
  return descriptors.get(uuidKey(uuid));
}

/** [shortest form of the UUID, name] of every descriptor known, for pickers. */
export function knownDescriptors(): [string, string][] {
  return descriptors.entries();
}
