/** Each program of docs/examples runs as its reader would run it, on the built core, against the simulated devices. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClientCharacteristic, type Connection, Medium, openAdapter } from '../../src-main/ble/index.js';
import { type SimulatedDevices, startSimulatedDevices } from '../../src-main/simulated/index.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLES = `${ROOT}/docs/examples`;

/** What each prints, at the least. */
const PRINTS: Record<string, RegExp[]> = {
  'scan-passive': [/"mpy-temp" -\d+ dBm 181a/, /^\d+ devices, \d+ advertisements$/m],
  'scan-active': [/^\S.*: -\d+ dBm, every .* ms, response \d+ bytes$/m],
  connect: [/^link to 28:cd:c1:00:00:02 \(public\) as central/m, /ATT MTU 23/, /^ended: hci\//m],
  beacon: [/sends 0201060709626561636f6e05ffffff0102$/m, /three seconds are over/],
  'temperature-client': [/^(Temperature: 2\d\.\d\d\n){5}$/],
  'temperature-server': [
    /^connect to "thermometer" \(\S+\) on tcp:127\.0\.0\.1:\d+ within a minute$/m,
    /^c0:11:00:00:00:01 is here\nand has left$/m,
  ],
  'read-write-subscribe': [
    /^read 512 bytes\nwrote 5 bytes, read "short"\nwrote 512 bytes, read 512$/m,
    /(^\d\d+ beats per minute\n){3}/m,
  ],
  indicate: [/^connect to "capitals"/, /^HELLO, confirmed\nWORLD, confirmed\nthe central has left$/m],
  'written-capture': [/^connect to "capture"/, /^left 1\nright 2\nright 3\nleft 4\nleft 5\nright 6$/m],
};

const CAPITALS = '8f0d-4e3b-9d55-0c2b7f6a1e94';
const CAPTURE = '3d18-4c5e-b2a6-7e90f1d84c33';

/** For an example that serves: the central that it waits for, by the name it advertises; it leaves when it is done. */
const CENTRALS: Record<string, { name: string; act: (link: Connection) => Promise<void> }> = {
  'temperature-server': {
    name: 'thermometer',
    async act(link) {
      const temperature = await find(link, 0x181a, 0x2a6e);
      await temperature.subscribe();
      for (const data of [await temperature.read(), await temperature.notified({ timeoutMs: 5_000 })])
        expect(Math.abs(Buffer.from(data).readInt16LE() - 2450)).toBeLessThanOrEqual(250);
    },
  },
  indicate: {
    name: 'capitals',
    async act(link) {
      const text = await find(link, `6ca61700-${CAPITALS}`, `6ca61701-${CAPITALS}`);
      const capitals = await find(link, `6ca61700-${CAPITALS}`, `6ca61702-${CAPITALS}`);
      await capitals.subscribe({ notify: false, indicate: true });
      for (const word of ['hello', 'world']) {
        await text.write(word);
        expect(String(Buffer.from(await capitals.indicated({ timeoutMs: 5_000 })))).toBe(word.toUpperCase());
      }
    },
  },
  'written-capture': {
    name: 'capture',
    async act(link) {
      const left = await find(link, `ca970000-${CAPTURE}`, `ca970001-${CAPTURE}`);
      const right = await find(link, `ca970000-${CAPTURE}`, `ca970002-${CAPTURE}`);
      let n = 0;
      for (const side of [left, right, right, left, left, right]) {
        n += 1;
        await side.write(String(n), { response: n % 2 === 0 });
      }
    },
  },
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

async function find(link: Connection, service: number | string, uuid: number | string): Promise<ClientCharacteristic> {
  const found = await (await link.service(service))?.characteristic(uuid);
  if (!found) throw new Error(`${link} has no ${uuid}`);
  return found;
}

/** Plays the central that an example waits for. */
async function meet({ name, act }: { name: string; act: (link: Connection) => Promise<void> }): Promise<void> {
  await using adapter = await openAdapter('virtual:', { medium, address: 'c0:11:00:00:00:01', addressType: 'random' });
  const scan = { durationMs: 20_000, active: true, intervalUs: 30_000, windowUs: 30_000, filter: { name } };
  for await (const { device } of adapter.scan(scan)) {
    const link = await device.connect();
    await act(link);
    await link.disconnect();
    return;
  }
  throw new Error(`${name} was not heard`);
}

test.each(Object.entries(PRINTS))('%s', async (name, patterns) => {
  const central = CENTRALS[name];
  const ran = promisify(execFile)(process.execPath, ['--import', 'tsx', `${EXAMPLES}/${name}.ts`, spec], {
    cwd: ROOT,
    timeout: 40_000,
    env: { ...process.env, TSX_TSCONFIG_PATH: `${ROOT}/scripts/examples.tsconfig.json` },
  });
  const [{ stdout, stderr }] = await Promise.all([ran, central && meet(central)]);
  expect(stderr).toBe('');
  for (const pattern of patterns) expect(stdout).toMatch(pattern);
});
