import type { Uuid } from '../model/uuid.js';
import { NumberTable, uuidKey } from './number-table.js';
import { CHARACTERISTIC_NAMES } from './uuids.data.js';

const characteristics = new NumberTable(CHARACTERISTIC_NAMES);

/** The name of a characteristic, in any form of its UUID, or null when the built-in list has none. */
export function characteristicName(uuid: Uuid | string): string | null {
  return characteristics.get(uuidKey(uuid));
}

/** [shortest form of the UUID, name] of every characteristic known, for pickers. */
export function knownCharacteristics(): [string, string][] {
  return characteristics.entries();
}
