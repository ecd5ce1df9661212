/** Electron has another crypto library than Node: the toolbox is checked in it too. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { buildElectronScript } from './support/electron-script.js';
import { electronExecutable, sandboxArgs } from './support/launch.js';

test('every sample of the specification and RFC 4493 comes out right inside Electron', async () => {
  const script = await buildElectronScript('crypto-app');
  const args = [...sandboxArgs(), '--ozone-platform=headless', '--disable-gpu', script];
  const { stdout } = await promisify(execFile)(electronExecutable(), args, { timeout: 40_000 });
  const said = JSON.parse(stdout.split('\n').find((line) => line.startsWith('{"crypto"')) ?? '{}');
  expect(said.wrong).toEqual([]);
});
