import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { tryLock } from '../ble/keys/file-key-store.js';
import type { KeyDisk } from '../ble/keys/key-disk.js';
import { diskError, keyError } from '../ble/keys/key-error.js';
import { KeyVault, setKeyFilesAside } from '../ble/keys/key-vault.js';
import type { KeyWrap } from '../ble/keys/key-wrap.js';
import { PASSPHRASE_WRAP } from '../ble/keys/passphrase-wrap.js';
import { KEYRING_WRAP, type Keyring } from './keyring.js';

/** No file that is open, and why. */
export interface ClosedKeys {
  protection: 'locked' | 'memory';
  backend: string | null;
  why: string;
}

/** What the file and the keyring make possible. */
export interface KeyPlan {
  /** What holds until the file is open, and if it does not open. */
  closed: ClosedKeys;
  /** What opens the file that is there, or protects the new one; null: nothing does now. */
  wrap: KeyWrap | null;
  isNew: boolean;
  problem: string | null;
}

/** Looks at the file, without opening it. Rejects 'keystore/newer-version', '…/not-readable', and '…/not-saved' when a damaged one cannot be moved. */
export async function planFor(disk: KeyDisk, found: Awaited<ReturnType<Keyring['find']>>): Promise<KeyPlan> {
  const glance = await KeyVault.glance(disk);
  if (typeof glance === 'string') {
    const kept = glance === 'damaged' ? await setKeyFilesAside(disk, 'damaged') : [];
    return {
      closed: { protection: 'memory', backend: null, why: 'why' in found ? found.why : 'The key file is being made.' },
      wrap: 'wrap' in found ? found.wrap : null,
      isNew: true,
      problem:
        kept.length > 0 ? `The key file was damaged, and there was no copy. Kept aside: ${kept.join(', ')}.` : null,
    };
  }
  const name = glance.wrapId === PASSPHRASE_WRAP ? PASSPHRASE_WRAP : (glance.label ?? glance.wrapId);
  const locked = (why: string, wrap: KeyWrap | null = null): KeyPlan => ({
    closed: { protection: 'locked', backend: name, why },
    wrap,
    isNew: false,
    problem: null,
  });
  if (glance.wrapId === PASSPHRASE_WRAP) return locked('A passphrase protects the keys.');
  if (glance.wrapId !== KEYRING_WRAP) return locked(`${name} protects the keys; this version does not know it.`);
  if ('why' in found) return locked(`${name} protects the keys. ${found.why}`);
  return locked('The keys are being opened.', found.wrap);
}

/**
 * Takes the lock of the key file, for this user's eyes alone. Returns the function that lets go of it. Throws 'keystore/in-use' when another
 * process has it, 'keystore/not-saved' when its folder cannot be had.
 */
export function takeKeyFile(path: string): () => void {
  const lock = tryLock(path);
  if (!lock.held) {
    throw keyError('in-use', {
      operation: 'open the key file',
      message: `The key file ${path} is in use by the process ${lock.pid}.`,
      fix: 'End that one, then try again.',
    });
  }
  try {
    chmodSync(dirname(path), 0o700);
  } catch (error) {
    lock.release();
    throw diskError(error, 'save', path);
  }
  return lock.release;
}
