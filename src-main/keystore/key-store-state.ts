import type { Bond } from '../ble/index.js';

/**
 * What keeps the bonds:
 * 'keyring' and 'passphrase': a file, opened by the system's keyring or by a passphrase that was given;
 * 'locked': a file that is not open now. It is untouched; what is bonded meanwhile is in memory, and joins the file when it opens;
 * 'memory': nothing. What is bonded is gone when the app is closed.
 */
export type Protection = 'keyring' | 'passphrase' | 'locked' | 'memory';

export interface KeyStoreState {
  protection: Protection;
  /** What opens the file, for people: 'GNOME Keyring', 'KWallet', 'macOS Keychain', 'Windows DPAPI', 'passphrase'; null without a file. */
  backend: string | null;
  /** Why it is locked, or in memory alone. */
  why: string | null;
  /** What the user should know of the file: 'The key file was damaged; the copy of … is in use. …', or that it could not be saved. */
  problem: string | null;
  /** Bonds of all adapters, as they can be used now. */
  bonds: number;
  /** Whether unlock() with a passphrase is what opens it. */
  needsPassphrase: boolean;
  /** The keyring there is, whether it is used or not; null = none. With a passphrase in use, moveToKeyring() would take it. */
  keyring: string | null;
  /** Goes up when bonds came or went by other ways than save and remove: adapters should load theirs again. */
  revision: number;
}

export type KeyName = 'ltk' | 'ltkLocal' | 'irk' | 'csrk' | 'csrkLocal';
export const KEY_NAMES: readonly KeyName[] = ['ltk', 'ltkLocal', 'irk', 'csrk', 'csrkLocal'];

/** A bond without its keys: what may be shown. */
export interface KeptBond extends Omit<Bond, KeyName | 'rand' | 'randLocal'> {
  adapterId: string;
  /** The keys it holds. */
  keys: KeyName[];
}

export function keptBond(adapterId: string, bond: Bond): KeptBond {
  const { ltk, ltkLocal, irk, csrk, csrkLocal, rand: _rand, randLocal: _randLocal, ...plain } = bond;
  const keys = { ltk, ltkLocal, irk, csrk, csrkLocal };
  return { ...plain, adapterId, keys: KEY_NAMES.filter((name) => keys[name] !== undefined) };
}
