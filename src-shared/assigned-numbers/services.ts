import type { Uuid } from '../model/uuid.js';
import { NumberTable, uuidKey } from './number-table.js';
import { SERVICE_NAMES } from './uuids.data.js';

const services = new NumberTable(SERVICE_NAMES);

/** The name of a service, in any form of its UUID, or null when the built-in list has none. */
export function serviceName(uuid: Uuid | string): string | null {
  return services.get(uuidKey(uuid));
}

/** [shortest form of the UUID, name] of every service known, for pickers. */
export function knownServices(): [string, string][] {
  return services.entries();
}
