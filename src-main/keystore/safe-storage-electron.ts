import { app, safeStorage } from 'electron';
import type { Keyring } from './keyring.js';
import { safeStorageKeyring } from './safe-storage-wrap.js';

/** The keyring as the running Electron reaches it. */
export function electronKeyring(): Keyring {
  return safeStorageKeyring({ safeStorage, platform: process.platform, ready: () => app.whenReady() });
}
