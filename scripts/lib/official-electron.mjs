// The runtime of the electron package itself, downloaded by that package's own install script.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './hash.mjs';
import { cacheDir, inRoot, userCacheDir } from './paths.mjs';
import { say, start } from './run.mjs';

const QUIET_MS = 15_000;
const RETRY_AFTER_MS = 24 * 3_600_000;
const packageDir = inRoot('node_modules', 'electron');
const dist = join(packageDir, 'dist');

/** The folder of the official runtime when it is installed, else null. */
export function installedElectron() {
  return existsSync(join(dist, 'version')) && existsSync(join(packageDir, 'path.txt')) ? dist : null;
}

/** Downloads the official runtime. Gives up when nothing arrives for 15 s; a failure is remembered for a day. */
export async function downloadElectron({ retry = false } = {}) {
  const version = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')).version;
  const memory = join(userCacheDir(), `electron-${version}-download-failed`);
  if (!retry && existsSync(memory) && Date.now() - statSync(memory).mtimeMs < RETRY_AFTER_MS) return null;
  say(`downloading Electron ${version} ...`);
  mkdirSync(cacheDir, { recursive: true });
  const temporary = mkdtempSync(join(cacheDir, 'tmp-download-'));
  try {
    await installWhileBytesArrive(temporary);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  if (installedElectron()) {
    rmSync(memory, { force: true });
    return dist;
  }
  say("Electron's release page cannot be reached (tried again after a day)");
  mkdirSync(userCacheDir(), { recursive: true });
  writeFileSync(memory, new Date().toISOString());
  return null;
}

function installWhileBytesArrive(temporary) {
  // The install script downloads below the temporary folder: its size shows whether anything arrives.
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const child = start(process.execPath, [join(packageDir, 'install.js')], { env, stdio: 'ignore' });
  let size = 0;
  let changedAt = Date.now();
  const watch = setInterval(() => {
    const now = sizeOf(temporary) + sizeOf(dist);
    if (now !== size) {
      size = now;
      changedAt = Date.now();
    } else if (Date.now() - changedAt > QUIET_MS) child.kill();
  }, 500);
  return new Promise((resolve) => {
    const done = () => {
      clearInterval(watch);
      resolve();
    };
    child.on('close', done);
    child.on('error', done);
  });
}

function sizeOf(folder) {
  return filesBelow(folder).reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0);
}
