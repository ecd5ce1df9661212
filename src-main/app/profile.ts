import { mkdirSync, realpathSync } from 'node:fs';
import { lockProfile } from './profile-lock.js';

export type OpenedProfile = { directory: string; release: () => void } | { directory: string; heldBy: number };

/** Makes the profile folder when it is not there and takes its lock. Throws when the folder cannot be had. */
export function openProfile(path: string): OpenedProfile {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  // One folder has one lock, by whatever way it is reached.
  const directory = realpathSync(path);
  const lock = lockProfile(directory);
  return lock.held ? { directory, release: lock.release } : { directory, heldBy: lock.pid };
}
