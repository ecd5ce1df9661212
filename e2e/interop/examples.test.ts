/** Each program of docs/examples runs as its reader would run it, on the built core, against the simulated devices. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Adapter,
  type ClientCharacteristic,
  type Connection,
  Medium,
  openAdapter,
} from '../../src-main/ble/index.js';
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
  pair: [
    /^paired by passkey: authenticated true, bonded true, a key of 16 bytes\nunlocked$/m,
    /^back: encrypted true, authenticated true$/m,
    /e1:44:4c:00:00:04/,
  ],
  'protected-server': [
    /^connect to "vault"/,
    /^c0:11:00:00:00:01 is to type \d{6}\n(encrypted true, authenticated true, bonded \w+\n)+the central has left$/m,
  ],
  'l2cap-listener': [
    /^connect to "l2cap" \(\S+\) on tcp:127\.0\.0\.1:\d+ within a minute, and open PSM 0x80$/m,
    /^channel 0x0040\/0x0040 \(PSM 0x0080\) to c0:11:00:00:00:01, MTU 512 and 100\n5 bytes\nthe channel is closed$/m,
    /^the central has left$/m,
  ],
  'l2cap-initiator': [
    /^channel \S+ \(PSM 0x0080\) to \S+, MTU 512 and 300$/m,
    /^5 bytes sent, 5 came back: HELLO\n300 bytes sent, 300 came back: AAAAA$/m,
  ],
};

const VAULT = '77c3-4b0d-8b53-91e6c2d0f4aa';
const CAPITALS = '8f0d-4e3b-9d55-0c2b7f6a1e94';
const CAPTURE = '3d18-4c5e-b2a6-7e90f1d84c33';

/** Resolves with the first match in what the example prints. */
type Printed = (pattern: RegExp) => Promise<RegExpExecArray>;

/** For an example that asks on the terminal: what a person types. */
const TYPES: Record<string, () => Promise<string>> = {
  pair: () =>
    new Promise((resolve) => {
      const stop = simulated.pairing.onChange(() => {
        const [screen] = simulated.pairing.screens();
        if (!screen) return;
        stop();
        resolve(`${screen.digits}\n`);
      });
    }),
};

/** For an example that serves: the central that it waits for, by the name it advertises; it leaves when it is done. */
const CENTRALS: Record<string, { name: string; act: (link: Connection, printed: Printed) => Promise<void> }> = {
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
  'protected-server': {
    name: 'vault',
    async act(link, printed) {
      if (playing)
        playing.security.delegate = {
          io: 'keyboard-only',
          mitm: true,
          requestPasskey: async () => Number((await printed(/is to type (\d{6})/))[1]),
        };
      const gold = await find(link, `0a7e0000-${VAULT}`, `0a7e0002-${VAULT}`);
      await expect(gold.read()).rejects.toMatchObject({ code: 'att/insufficient-authentication' });
      expect(String(Buffer.from(await gold.read({ pair: true })))).toBe('for those who typed the passkey');
    },
  },
  'l2cap-listener': {
    name: 'l2cap',
    async act(link) {
      await using channel = await link.l2capConnect(0x80, 100);
      await channel.send('hello');
      expect(String(Buffer.from((await channel.recv({ timeoutMs: 5_000 })) ?? []))).toBe('HELLO');
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

/** The adapter of the central that is being played. */
let playing: Adapter | null = null;

/** For an example that looks for a device: plays it. */
const PERIPHERALS: Record<string, () => Promise<void>> = {
  async 'l2cap-initiator'() {
    await using adapter = await openAdapter('virtual:', { medium });
    const channels = adapter.l2capListen(0x80, { mtu: 300 });
    const link = await adapter.advertise({ name: 'l2cap', intervalUs: 50_000, timeoutMs: 20_000 });
    for await (const channel of channels) {
      for (let sdu = await channel.recv(); sdu; sdu = await channel.recv())
        await channel.send(Buffer.from(sdu).toString().toUpperCase());
      break;
    }
    await link.disconnected({ timeoutMs: 5_000 });
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
async function meet({ name, act }: (typeof CENTRALS)[string], printed: Printed): Promise<void> {
  await using adapter = await openAdapter('virtual:', { medium, address: 'c0:11:00:00:00:01', addressType: 'random' });
  playing = adapter;
  const scan = { durationMs: 20_000, active: true, intervalUs: 30_000, windowUs: 30_000, filter: { name } };
  for await (const { device } of adapter.scan(scan)) {
    const link = await device.connect();
    await act(link, printed);
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
  let soFar = '';
  const printed: Printed = (pattern) =>
    new Promise((resolve) => {
      const look = () => {
        const match = pattern.exec(soFar);
        if (match) resolve(match);
      };
      ran.child.stdout?.on('data', look);
      look();
    });
  ran.child.stdout?.on('data', (text: string) => {
    soFar += text;
  });
  const typed = TYPES[name]?.().then((text) => ran.child.stdin?.write(text));
  const [{ stdout, stderr }] = await Promise.all([
    ran,
    typed,
    central && meet(central, printed),
    PERIPHERALS[name]?.(),
  ]);
  expect(stderr).toBe('');
  for (const pattern of patterns) expect(stdout).toMatch(pattern);
});
