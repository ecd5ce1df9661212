import { type Adapter, type KeyStore, type Medium, newStaticAddress, openAdapter } from '../ble/index.js';
import type { SettingsStore } from './settings-store.js';

export interface OwnAdapterDeps {
  medium: Medium;
  keys: KeyStore;
  settings: Pick<SettingsStore, 'get' | 'update'>;
}

/**
 * Opens adapters as this profile's: bonds belong to the address that peers know us by, so it is the same after every start and on every
 * controller. The operating system's stack has an address and keys of its own.
 */
export function ownAdapters({ medium, keys, settings }: OwnAdapterDeps): (spec: string) => Promise<Adapter> {
  return async (spec) => {
    if (spec.startsWith('native:')) return openAdapter(spec);
    const address = settings.get().ownAddress ?? (await newAddress(settings));
    return openAdapter(spec, { medium, keyStore: keys, autoPair: true, address, addressType: 'random' });
  };
}

async function newAddress(settings: OwnAdapterDeps['settings']): Promise<string> {
  const address = newStaticAddress();
  // It holds for this run when the disk refuses it, which the next change of a setting will say.
  await settings.update({ ownAddress: address }).catch(() => undefined);
  return address;
}
