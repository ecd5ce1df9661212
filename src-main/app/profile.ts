import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { lockFile } from '../ble/keys/file-lock.js';

export type OpenedProfile = { directory: string; release: () => void } | { directory: string; heldBy: number };

/** Makes the profile folder when it is not there and takes its lock. Throws when the folder cannot be had. */
export function openProfile(path: string): OpenedProfile {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  // One folder has one lock, by whatever way it is reached.
  const directory = realpathSync(path);
  const lock = lockFile(join(directory, 'lock'));
  return lock.held ? { directory, release: lock.release } : { directory, heldBy: lock.pid };
}
