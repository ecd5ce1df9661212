// Installs the node modules of package-lock.json when they are missing or not those.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { sha256 } from './hash.mjs';
import { inRoot } from './paths.mjs';
import { npm, say, UserError } from './run.mjs';

const stampFile = inRoot('node_modules', '.workbench-lock');

export async function ensureNodeModules() {
  const lock = readFileSync(inRoot('package-lock.json'), 'utf8');
  const stamp = sha256(lock);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  if (!installedAsLocked(JSON.parse(lock), readHiddenLock())) {
    say('installing node modules (npm ci) ...');
    // electron asks for a newer Node than ours to install, not to run: the warnings about it would hide real ones.
    const code = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    if (code !== 0)
      throw new UserError('npm ci failed: see above; with a network to the npm registry, run "npm ci" again');
  }
  writeFileSync(stampFile, stamp);
}

/** True when every package of the lockfile is installed in its version; optional ones may be absent (other platforms). */
export function installedAsLocked(lock, hidden) {
  if (hidden === null) return false;
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = hidden.packages[path];
    return found ? found.version === wanted.version : wanted.optional === true || wanted.devOptional === true;
  });
}

/** What npm itself wrote about the tree it installed. */
function readHiddenLock() {
  const file = inRoot('node_modules', '.package-lock.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
