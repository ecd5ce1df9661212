import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { electronPath } from './support/electron-path.js';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('./support/load-native.cjs', import.meta.url));
const FUNCTIONS = { noble: 'function', bleno: 'function', socket: 'function', plain: true };

async function load(executable: string, args: string[] = [], env: Record<string, string> = {}): Promise<unknown> {
  const { stdout } = await run(executable, [...args, SCRIPT], { env: { ...process.env, ...env }, timeout: 30_000 });
  return JSON.parse(stdout.trim());
}

describe('noble and bleno', () => {
  test('their socket package is replaced by one that is not tied to a runtime', () => {
    const manifest = new URL('../../node_modules/@abandonware/bluetooth-hci-socket/package.json', import.meta.url);
    expect(JSON.parse(readFileSync(manifest, 'utf8'))).toMatchObject({ name: '@stoprocent/bluetooth-hci-socket' });
  });

  test('load in Node', async () => {
    expect(await load(process.execPath)).toMatchObject({ ...FUNCTIONS, kind: 'node', electron: null });
  });

  test("load in Electron's Node", async () => {
    const loaded = await load(electronPath(), [], { ELECTRON_RUN_AS_NODE: '1' });
    expect(loaded).toMatchObject({ ...FUNCTIONS, electron: expect.stringMatching(/^\d+\./) });
  });

  test("load in Electron's main process", async () => {
    // Without a window no display is needed.
    const headless = process.platform === 'linux' ? ['--no-sandbox', '--ozone-platform=headless', '--disable-gpu'] : [];
    expect(await load(electronPath(), headless)).toMatchObject({ ...FUNCTIONS, kind: 'browser' });
  });
});
