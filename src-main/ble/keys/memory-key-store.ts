import type { KeyStore } from '../api/key-store.js';
import { KeyTable, type KeyTableOptions } from './key-table.js';

/** Bonds that last as long as the process; for programs and tests. Several adapters may share one. */
export function memoryKeyStore(options: KeyTableOptions = {}): Required<KeyStore> {
  const table = new KeyTable(options);
  return {
    load: async (adapterId) => table.bonds(adapterId),
    save: async (adapterId, bond) => table.save(adapterId, bond),
    remove: async (adapterId, id) => void table.remove(adapterId, id),
    loadIdentity: async (adapterId) => table.identity(adapterId),
    saveIdentity: async (adapterId, identity) => table.saveIdentity(adapterId, identity),
  };
}
