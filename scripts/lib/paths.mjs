// Where things are: the repository, its untracked folders, and the cache a user's clones share.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
export const inRoot = (...parts) => join(root, ...parts);
export const outDir = inRoot('out');
export const cacheDir = inRoot('.cache');

/** Per-user cache shared by all clones on this machine. */
export function userCacheDir() {
  const base =
    process.env.XDG_CACHE_HOME ||
    (process.platform === 'win32' && process.env.LOCALAPPDATA) ||
    (process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache'));
  return resolve(base, 'ble-workbench');
}
