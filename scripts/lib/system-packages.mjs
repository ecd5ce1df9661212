// What Linux must bring: shared libraries for Electron, programs for the tests. Installed as root with apt, else named.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run, say, UserError, which } from './run.mjs';

const ELECTRON = (
  'libgtk-3-0 libnss3 libnspr4 libgbm1 libdrm2 libasound2 libcups2 libatk1.0-0 libatk-bridge2.0-0 libatspi2.0-0 libdbus-1-3 libxkbcommon0 ' +
  'libxcomposite1 libxdamage1 libxrandr2 libxfixes3 libxext6 libx11-6 libxcb1 libpango-1.0-0 libcairo2 libexpat1 libglib2.0-0 libudev1'
).split(' ');

/** Program or file -> Debian package. */
const DISPLAY = { Xvfb: 'xvfb' };
const TEST = {
  btvirt: 'bluez-test-tools',
  gcc: 'gcc',
  '/usr/include/stdio.h': 'libc6-dev',
  '/usr/include/openssl/evp.h': 'libssl-dev',
  unshare: 'util-linux',
  tshark: 'tshark',
  'dbus-run-session': 'dbus',
  'gnome-keyring-daemon': 'gnome-keyring',
  socat: 'socat',
};

/** need: 'start' (Electron's libraries), 'test' (all of it); display: whether a virtual one is wanted. */
export async function ensureSystemPackages(executable, { need, display }) {
  const missing = missingPackages(executable, { need, display });
  if (missing.packages.length === 0) return;
  const apt = which('apt-get') !== null;
  if (apt && process.getuid?.() === 0) await install(missing.packages);
  else throw new UserError(howTo(missing, apt));
  const still = missingPackages(executable, { need, display });
  if (still.packages.length > 0) throw new UserError(`still missing after apt-get install: ${still.what.join(', ')}`);
}

function missingPackages(executable, { need, display }) {
  const libraries = missingLibraries(executable);
  const commands = { ...(display ? DISPLAY : {}), ...(need === 'test' ? TEST : {}) };
  const absent = Object.keys(commands).filter((name) =>
    name.startsWith('/') ? !existsSync(name) : which(name) === null,
  );
  return {
    what: [...libraries, ...absent],
    packages: [...(libraries.length > 0 ? ELECTRON : []), ...new Set(absent.map((name) => commands[name]))],
  };
}

/** Names of the shared libraries the loader does not find. */
export function missingLibraries(executable) {
  const result = spawnSync('ldd', [executable], { encoding: 'utf8' });
  return parseLdd(result.stdout ?? '');
}

export function parseLdd(output) {
  return [...output.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1]);
}

async function install(packages) {
  say(`installing ${packages.length} Debian packages as root: ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'] };
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  if ((await run('apt-get', [...wait, '-qq', 'update'], options)) !== 0)
    say('apt-get update failed: trying with the lists there are');
  const names = presentNames(
    packages,
    spawnSync('apt-cache', ['pkgnames'], { encoding: 'utf8', maxBuffer: 1 << 26 }).stdout,
  );
  const code = await run('apt-get', [...wait, '-qq', '-y', '--no-install-recommends', 'install', ...names], options);
  if (code !== 0)
    throw new UserError(`apt-get could not install them; the command was: apt-get install -y ${names.join(' ')}`);
}

/** Newer Debian and Ubuntu call some libraries NAMEt64. */
export function presentNames(packages, known) {
  const names = new Set(known.split('\n'));
  return packages.map((name) => (names.has(`${name}t64`) ? `${name}t64` : name));
}

function howTo(missing, apt) {
  const list = missing.what.join(', ');
  if (apt)
    return `missing on this machine: ${list}. Run:\n  sudo apt-get update && sudo apt-get install -y ${missing.packages.join(' ')}`;
  return `missing on this machine: ${list}. Install them with your package manager (in Debian's names: ${missing.packages.join(' ')})`;
}
