import { BleError } from '../../../src-shared/model/ble-error.js';

export type KeyErrorName =
  /** The passphrase does not open the keys; the file is untouched. */
  | 'wrong-passphrase'
  /** What protects the keys cannot be reached now, or no longer opens them; the file is untouched. */
  | 'unavailable'
  /** The file is protected by something else than what was tried; untouched. */
  | 'other-protection'
  /** Written by a later version; untouched. */
  | 'newer-version'
  /** Not a key file, or no longer one. */
  | 'damaged'
  /** Another process, or another store of this one, holds the file. */
  | 'in-use'
  | 'not-readable'
  | 'not-saved'
  | 'disk-full'
  /** No room for one more, and nothing may be dropped. */
  | 'full'
  /** Text to import that is not what an export is. */
  | 'not-an-export'
  | 'closed';

export interface KeyErrorOptions {
  operation: string;
  message: string;
  fix?: string;
  /** Never an error whose message quotes what was parsed or decrypted. */
  cause?: unknown;
}

/** BleError 'keystore/<name>'. Its message holds no key bytes: who writes one names the field, not the value. */
export function keyError(name: KeyErrorName, { operation, message, fix, cause }: KeyErrorOptions): BleError {
  return new BleError(`keystore/${name}`, { layer: 'app', operation, message, fix, cause });
}

export function isKeyError(error: unknown, ...names: KeyErrorName[]): boolean {
  return error instanceof BleError && names.some((name) => error.code === `keystore/${name}`);
}

const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What the file system refused, told for people. */
export function diskError(error: unknown, doing: 'read' | 'save', path: string): BleError {
  const { code, message } = error as NodeJS.ErrnoException;
  const operation = doing === 'read' ? 'open the key file' : 'save the key file';
  if (doing === 'read') {
    return keyError('not-readable', {
      operation,
      message: `The key file ${path} could not be read: ${message}.`,
      fix: 'Check who owns the file and its folder.',
      cause: error,
    });
  }
  if (FULL.has(code)) {
    return keyError('disk-full', {
      operation,
      message: `The key file ${path} could not be saved: there is no room on the disk. The one from before is as it was.`,
      fix: 'Free some space; the next change is saved together with this one.',
      cause: error,
    });
  }
  return keyError('not-saved', {
    operation,
    message: `The key file ${path} could not be saved: ${message}. The one from before is as it was.`,
    fix: 'Check that the folder exists and is writable.',
    cause: error,
  });
}
