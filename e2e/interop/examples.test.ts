/** Each program of docs/examples runs as its reader would run it, on the built core, against the simulated devices. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Medium } from '../../src-main/ble/index.js';
import { type SimulatedDevices, startSimulatedDevices } from '../../src-main/simulated/index.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLES = `${ROOT}/docs/examples`;

/** What each prints, at the least. */
const PRINTS: Record<string, RegExp[]> = {
  'scan-passive': [/"mpy-temp" -\d+ dBm 181a/, /^\d+ devices, \d+ advertisements$/m],
  'scan-active': [/^\S.*: -\d+ dBm, every .* ms, response \d+ bytes$/m],
  connect: [/^link to 28:cd:c1:00:00:02 \(public\) as central/m, /ATT MTU 23/, /^ended: hci\//m],
  beacon: [/sends 0201060709626561636f6e05ffffff0102$/m, /three seconds are over/],
};

let medium: Medium;
let simulated: SimulatedDevices;
let spec: string;

beforeAll(async () => {
  medium = new Medium();
  simulated = await startSimulatedDevices(medium);
  ({ spec } = await medium.listen('tcp:127.0.0.1:0'));
});
afterAll(async () => {
  await simulated.close();
  await medium.close();
});

test('every example is run here', () => {
  const names = readdirSync(EXAMPLES).map((file) => file.replace(/\.ts$/, ''));
  expect(names.sort()).toEqual(Object.keys(PRINTS).sort());
});

test.each(Object.entries(PRINTS))('%s', async (name, patterns) => {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', `${EXAMPLES}/${name}.ts`, spec],
    {
      cwd: ROOT,
      timeout: 40_000,
      env: { ...process.env, TSX_TSCONFIG_PATH: `${ROOT}/scripts/examples.tsconfig.json` },
    },
  );
  expect(stderr).toBe('');
  for (const pattern of patterns) expect(stdout).toMatch(pattern);
});
