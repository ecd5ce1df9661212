import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { invalidArgument } from '../../../src-shared/model/ble-error.js';
import type { Bond, KeyStore } from '../api/key-store.js';
import { lockFile } from './file-lock.js';
import { KeyDisk, type KeyDiskOptions } from './key-disk.js';
import { diskError, keyError } from './key-error.js';
import { type DroppedBond, KeyTable } from './key-table.js';
import { KeyVault } from './key-vault.js';
import { passphraseWrap, type ScryptCost } from './passphrase-wrap.js';

export interface FileKeyStoreOptions {
  /** Not empty. What it protects is as safe as it is long. */
  passphrase: string;
  /** Work of scrypt for a file made anew; one that is there says its own. Default N 2^17, r 8, p 1: 128 MiB, about 0.3 s. */
  cost?: ScryptCost;
  /** Bonds that must not make room for others, as those of links that are up. Default: none. */
  inUse?: (adapterId: string, bond: Bond) => boolean;
  /** Told of every bond that made room for another: an adapter has 512, and the least recently used one goes. */
  onDropped?: (dropped: DroppedBond) => void;
  /** Told once, when the file was opened and not all was well: 'The key file was damaged; the copy of … is in use.' */
  onProblem?: (problem: string) => void;
}

export interface FileKeyStore extends Required<KeyStore> {
  /** Resolves when all is saved, and lets go of the file. Safe twice; everything after it rejects 'keystore/closed'. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Bonds in an encrypted file: AES-256-GCM under a random key, which is wrapped by a key that scrypt makes of the passphrase. The file is
 * opened by the first call and saved by each change; what a save promises is on disk when it resolves, and after a crash at any moment the
 * file is the old one or the new one. The version before is kept as PATH.bak and takes over when the file is damaged; a damaged file is
 * kept aside, never deleted. Adapters may share a store; a file has one store at a time, by PATH.lock.
 *
 * Calls reject 'keystore/wrong-passphrase', '…/in-use', '…/other-protection', '…/newer-version', '…/not-readable' when the file cannot be
 * opened, which leaves it untouched, and the next call tries anew; '…/disk-full' and '…/not-saved' when it cannot be written, and then
 * the change holds in memory and is written with the next one; '…/full' when all bonds are in use.
 */
export function fileKeyStore(path: string, options: FileKeyStoreOptions): FileKeyStore {
  if (typeof path !== 'string' || path === '') throw invalidArgument('fileKeyStore', 'the path is empty');
  return openableStore(new KeyDisk(path), options);
}

/** The same on a disk that fails, for tests. */
export function fileKeyStoreOn(path: string, options: FileKeyStoreOptions, disk: KeyDiskOptions): FileKeyStore {
  return openableStore(new KeyDisk(path, disk), options);
}

interface OpenStore {
  table: KeyTable;
  vault: KeyVault;
  release(): void;
}

function openableStore(
  disk: KeyDisk,
  { passphrase, cost, inUse, onDropped, onProblem }: FileKeyStoreOptions,
): FileKeyStore {
  const wrap = passphraseWrap(passphrase, cost);
  let opening: Promise<OpenStore> | null = null;
  let isClosed = false;

  const open = async (): Promise<OpenStore> => {
    const release = takeLock(disk.path);
    try {
      const table = new KeyTable({ inUse, onDropped });
      const opened = await KeyVault.open(disk, wrap, table);
      if (opened?.problem) onProblem?.(opened.problem);
      return { table, vault: opened?.vault ?? (await KeyVault.create(disk, wrap, table)), release };
    } catch (error) {
      release();
      throw error;
    }
  };
  const opened = (): Promise<OpenStore> => {
    if (isClosed) return Promise.reject(closed());
    opening ??= open().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  const close = async () => {
    isClosed = true;
    const last = opening;
    opening = null;
    // What could not be opened holds nothing, and whoever asked for it was told.
    const store = await last?.catch(() => null);
    await store?.vault.idle();
    store?.release();
  };

  return {
    async load(adapterId) {
      return (await opened()).table.bonds(adapterId);
    },
    async save(adapterId, bond) {
      const { table, vault } = await opened();
      table.save(adapterId, bond);
      await vault.save();
    },
    async remove(adapterId, id) {
      const { table, vault } = await opened();
      if (table.remove(adapterId, id)) await vault.save();
    },
    async loadIdentity(adapterId) {
      return (await opened()).table.identity(adapterId);
    },
    async saveIdentity(adapterId, identity) {
      const { table, vault } = await opened();
      table.saveIdentity(adapterId, identity);
      await vault.save();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Throws 'keystore/in-use' when another holds the file. Returns the function that lets go of it. */
function takeLock(path: string): () => void {
  const lock = tryLock(path);
  if (lock.held) return lock.release;
  const who = lock.pid === process.pid ? 'another key store of this process' : `the process ${lock.pid}`;
  throw keyError('in-use', {
    operation: 'open the key file',
    message: `The key file ${path} is in use by ${who}.`,
    fix: lock.pid === process.pid ? 'Give the one key store to every adapter, or close it first.' : 'End it first.',
  });
}

/** Makes the folder if need be. Throws 'keystore/not-saved'. */
export function tryLock(path: string): ReturnType<typeof lockFile> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return lockFile(`${path}.lock`);
  } catch (error) {
    throw diskError(error, 'save', path);
  }
}

function closed(): Error {
  return keyError('closed', { operation: 'key store', message: 'The key store is closed.' });
}
