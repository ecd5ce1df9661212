/** The key store in the real Electron, on a real GNOME Keyring of its own: a message bus and a home folder for this test alone. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import type { KeyStoreState } from '../../src-main/keystore/key-store-state.js';
import { buildElectronScript } from './support/electron-script.js';
import { electronExecutable, sandboxArgs } from './support/launch.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LTK = '0badc0de1234567890abcdef0f1e2d3c';
const PROGRAMS = ['dbus-run-session', 'gnome-keyring-daemon'];
const run = promisify(execFile);

interface Said {
  state: KeyStoreState;
  ltks: string[];
}

// Other systems have their own keyrings, which a test cannot have to itself.
test.skip(process.platform !== 'linux', 'GNOME Keyring is on Linux');
test.skip(!PROGRAMS.every(isInstalled), `not installed: ${PROGRAMS.filter((name) => !isInstalled(name)).join(', ')}`);

let script: string;
test.beforeAll(async () => {
  script = await buildElectronScript('keyring-app');
});

let home: string;
const profile = () => join(home, 'profile');
test.beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'keyring-'));
  await mkdir(profile(), { mode: 0o700 });
  await mkdir(join(home, 'run'), { mode: 0o700 });
});
test.afterEach(() => rm(home, { recursive: true, force: true, maxRetries: 3 }));

const UNLOCKED = 'printf pass | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null && exec "$@"';
const ABSENT = 'exec "$@"';

/** Starts the app on a message bus of its own, after the keyring was unlocked there, or without one. */
async function start(prepare: string, store: string, ...args: string[]): Promise<Said> {
  const electron = [electronExecutable(), ...sandboxArgs(), '--ozone-platform=headless', '--disable-gpu'];
  const command = [...electron, `--password-store=${store}`, script, profile(), ...args];
  const { stdout } = await run('dbus-run-session', ['--', 'sh', '-c', prepare, 'sh', ...command], {
    cwd: ROOT,
    timeout: 40_000,
    env: {
      ...withoutDisplay(),
      HOME: home,
      XDG_DATA_HOME: join(home, 'data'),
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_CACHE_HOME: join(home, 'cache'),
      XDG_RUNTIME_DIR: join(home, 'run'),
    },
  });
  const line = stdout.split('\n').find((text) => text.startsWith('{"state"'));
  if (line === undefined) throw new Error(`the app said nothing of its state: ${stdout}`);
  return JSON.parse(line) as Said;
}

test('safeStorage wraps the data key, a second start opens it, and no file of the profile holds the bond', async () => {
  const first = await start(UNLOCKED, 'gnome-libsecret', LTK);
  expect(first).toMatchObject({
    state: { protection: 'keyring', backend: 'GNOME Keyring', keyring: 'GNOME Keyring', why: null, bonds: 1 },
    ltks: [LTK],
  });
  // The next day: another bus, another daemon, the same keyring on disk.
  const second = await start(UNLOCKED, 'gnome-libsecret');
  expect(second).toMatchObject({ state: { protection: 'keyring', problem: null, bonds: 1 }, ltks: [LTK] });

  expect(await filesUnder(home)).toContain(join(profile(), 'keys', 'bonds.keys'));
  expect(await filesHolding(LTK)).toEqual([]);
  // Chromium marks with v10 what it encrypts under the password that every machine has.
  const [header = ''] = (await readFile(join(profile(), 'keys', 'bonds.keys'), 'latin1')).split('\n', 1);
  expect(Buffer.from(JSON.parse(header).key, 'hex').subarray(0, 3).toString()).not.toBe('v10');
  // The search finds what is there to be found.
  for (const form of [Buffer.from(LTK, 'hex'), LTK.toUpperCase(), Buffer.from(LTK, 'hex').toString('base64')]) {
    await writeFile(join(home, 'planted'), form);
    expect(await filesHolding(LTK)).toEqual([join(home, 'planted')]);
  }
});

test('when the keyring is gone the keys are locked and the file is not touched; when it is back they are there', async () => {
  await start(UNLOCKED, 'gnome-libsecret', LTK);
  const file = join(profile(), 'keys', 'bonds.keys');
  const before = await readFile(file);
  const gone = await start(ABSENT, 'basic');
  expect(gone).toMatchObject({ state: { protection: 'locked', backend: 'GNOME Keyring', bonds: 0 }, ltks: [] });
  expect(gone.state.why).toBe(
    'GNOME Keyring protects the keys. This system has no keyring: neither GNOME Keyring nor KWallet was found.',
  );
  // Installed, but nobody unlocked it, and no display to ask for its password on.
  const shut = await start(ABSENT, 'gnome-libsecret');
  expect(shut.state).toMatchObject({
    protection: 'locked',
    why: 'GNOME Keyring protects the keys. GNOME Keyring does not answer, or is locked.',
  });
  // Another bond, made while they are locked, stays in memory.
  expect((await start(ABSENT, 'basic', 'ff'.repeat(16))).state).toMatchObject({ protection: 'locked', bonds: 1 });
  expect(await readFile(file)).toEqual(before);
  expect((await start(UNLOCKED, 'gnome-libsecret')).ltks).toEqual([LTK]);
});

test('without a keyring bonds are in memory alone, and the reason is said', async () => {
  const { state, ltks } = await start(ABSENT, 'basic', LTK);
  expect(state).toMatchObject({ protection: 'memory', backend: null, keyring: null, bonds: 1 });
  expect(state.why).toBe('This system has no keyring: neither GNOME Keyring nor KWallet was found.');
  expect(ltks).toEqual([LTK]);
  expect(await readdir(join(profile(), 'keys'))).toEqual([]);
});

function withoutDisplay(): NodeJS.ProcessEnv {
  return { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Files of the home folder in which the key stands: raw, in hex or in base64. */
async function filesHolding(key: string): Promise<string[]> {
  const raw = Buffer.from(key, 'hex');
  const found: string[] = [];
  for (const path of await filesUnder(home)) {
    const content = await readFile(path);
    const isHeld = content.includes(raw) || content.includes(raw.toString('base64'));
    if (isHeld || content.toString('latin1').toLowerCase().includes(key)) found.push(path);
  }
  return found;
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}
