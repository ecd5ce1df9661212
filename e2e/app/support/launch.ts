import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import { Problems } from './problems.js';

export { expect } from '@playwright/test';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const HEAR_CONSOLE = fileURLToPath(new URL('./hear-console.cjs', import.meta.url));

export interface LaunchOptions {
  /** Profile folder; absent = a fresh one, removed after the test. */
  profile?: string;
  /** More command-line arguments for the app. */
  args?: string[];
  /** More environment variables. */
  env?: Record<string, string>;
}

export interface RunningApp {
  app: ElectronApplication;
  window: Page;
  profile: string;
  problems: Problems;
  /** Ends the app; safe twice. Its profile stays, so that another start can use it. */
  close(): Promise<void>;
  /** Ends the app and removes a profile that was made for it. */
  dispose(): Promise<void>;
}

/** Starts the built app in the real Electron and waits for its window. For tests use the fixtures below, which also dispose of it. */
export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const ownProfile = options.profile === undefined;
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), 'workbench-profile-')));
  const problems = new Problems();
  const { path, args, cwd } = electronCommand(profile, ['-r', HEAR_CONSOLE], options.args);
  const app = await _electron.launch({
    executablePath: path,
    args,
    cwd,
    // The theme is the app's and the system's affair: see themes.ts.
    colorScheme: null,
    env: { ...definedEnv(), ...options.env },
  });
  problems.watchApp(app);
  const electron = app.process();
  const close = async () => {
    if (electron.exitCode === null && electron.signalCode === null) await app.close();
  };
  const dispose = async () => {
    await close();
    if (ownProfile) await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const window = await app.firstWindow();
    await problems.watchPage(window);
    // On a display without a window manager nobody gives a window the focus for good: the page is told that it has it.
    const devtools = await app.context().newCDPSession(window);
    await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: true });
    return { app, window, profile, problems, close, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

interface Fixtures {
  /** Starts the app as often as a test wants; each is closed, and checked for problems, at the end of the test. */
  launch: (options?: LaunchOptions) => Promise<RunningApp>;
  /** The app, started with a fresh profile. */
  running: RunningApp;
  app: ElectronApplication;
  window: Page;
  problems: Problems;
}

export const test = base.extend<Fixtures>({
  // Playwright wants the first argument destructured, even where a fixture needs no other.
  // biome-ignore lint/correctness/noEmptyPattern: see above
  launch: async ({}, use) => {
    const started: RunningApp[] = [];
    await use(async (options) => {
      const running = await launchApp(options);
      started.push(running);
      return running;
    });
    // The last first: it may run on the profile of an earlier one.
    for (const running of started.toReversed()) await running.dispose();
    expect(
      started.flatMap((running) => running.problems.all),
      'errors of the app during this test',
    ).toEqual([]);
  },
  running: async ({ launch }, use) => use(await launch()),
  app: async ({ running }, use) => use(running.app),
  window: async ({ running }, use) => use(running.window),
  problems: async ({ running }, use) => use(running.problems),
});

/** How the app is started on a profile. */
export function electronCommand(
  profile: string,
  electronArgs: readonly string[] = [],
  appArgs: readonly string[] = [],
): { path: string; args: string[]; cwd: string } {
  const args = [...sandboxArgs(), ...electronArgs, ROOT, '--profile', profile, ...appArgs];
  return { path: electronExecutable(), args, cwd: ROOT };
}

export function electronExecutable(): string {
  const path = process.env.ELECTRON_EXEC_PATH;
  if (!path) throw new Error('no Electron runtime is named: run these tests with "npm run e2e" or "npm test -- e2e"');
  return path;
}

export function sandboxArgs(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
