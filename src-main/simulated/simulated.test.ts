import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '../../src-shared/bytes/hex.js';
import { summariseAdvertising } from '../../src-shared/decode/summarise-advertising.js';
import { type Adapter, type AdvertisingReport, decodeAdvertising, Medium, openAdapter } from '../ble/index.js';
import { ManualClock } from '../ble/testing/manual-clock.js';
import { tlmFrame, uidFrame, urlFrame } from './eddystone.js';
import { ibeaconData } from './ibeacon.js';
import { type SimulatedDevices, startSimulatedDevices } from './index.js';

let clock: ManualClock;
let medium: Medium;
let adapter: Adapter;
let simulated: SimulatedDevices;
let errors: unknown[];

/** Drives the clock until the promise settles. */
async function driven<T>(work: Promise<T>): Promise<T> {
  let done = false;
  const mark = () => {
    done = true;
  };
  work.then(mark, mark);
  for (let i = 0; i < 1_000 && !done; i += 1) await clock.advance(10);
  return work;
}

beforeEach(async () => {
  clock = new ManualClock();
  medium = new Medium({ clock, seed: 7 });
  errors = [];
  adapter = await driven(openAdapter('virtual:', { medium }));
  simulated = await driven(startSimulatedDevices(medium, { seed: 7, onError: (error) => errors.push(error) }));
});

afterEach(async () => {
  await driven(simulated.close());
  await driven(adapter.close());
  await medium.close();
  expect(errors).toEqual([]);
});

async function listen(ms: number, active = true): Promise<Map<string, AdvertisingReport[]>> {
  const heard = new Map<string, AdvertisingReport[]>();
  const scanner = adapter.scan({ active, intervalUs: 100_000, windowUs: 100_000 });
  scanner.on('report', (report) => heard.set(report.address, [...(heard.get(report.address) ?? []), report]));
  await clock.advance(ms);
  await driven(scanner.cancel());
  return heard;
}

const addressOf = (name: string) => simulated.devices.find((device) => device.name === name)?.address ?? '';

function summary(reports: AdvertisingReport[] = []) {
  const advertising = reports.findLast((report) => report.pdu !== 'SCAN_RSP');
  const response = reports.findLast((report) => report.pdu === 'SCAN_RSP');
  return {
    ...summariseAdvertising(advertising?.data ?? new Uint8Array(0), response?.data ?? null),
    pdu: advertising?.pdu,
  };
}

describe('simulated devices', () => {
  test('all are heard within two seconds, under the name the app lists, and say that they are simulated', async () => {
    const heard = await listen(2_000);
    expect(simulated.devices).toHaveLength(10);
    for (const { name, address } of simulated.devices) {
      expect(summary(heard.get(address)).name, name).toBe(name);
      expect(name === 'mpy-temp' || name.endsWith('(sim)'), name).toBe(true);
    }
  });

  test('each has a strength that wanders about its own mean, and its own interval', async () => {
    const heard = await listen(10_000);
    const counts = new Set<number>();
    for (const reports of heard.values()) {
      const strengths = reports.flatMap(({ rssi }) => (rssi === null ? [] : [rssi]));
      expect(new Set(strengths).size).toBeGreaterThan(1);
      expect(Math.max(...strengths) - Math.min(...strengths)).toBeLessThan(40);
      counts.add(Math.round(reports.filter(({ pdu }) => pdu !== 'SCAN_RSP').length / 10));
    }
    expect(counts.size).toBeGreaterThanOrEqual(4);
  });

  test('what each is can be read from what it sends', async () => {
    const heard = await listen(2_000);
    const of = (name: string) => summary(heard.get(addressOf(name)));
    expect(of('HR Sensor (sim)')).toMatchObject({
      pdu: 'ADV_IND',
      services: ['180d', '180f', '180a'],
      appearance: 0x341,
      flags: 6,
    });
    expect(of('Keyboard (sim)')).toMatchObject({
      pdu: 'ADV_IND',
      services: ['1812', '180f'],
      appearance: 961,
      flags: 5,
      txPower: 4,
    });
    expect(of('Door Lock (sim)')).toMatchObject({
      pdu: 'ADV_IND',
      appearance: 0x708,
      companies: [expect.objectContaining({ id: 0xffff })],
    });
    expect(of('File Server (sim)').services).toEqual(['0492fcec-7194-11eb-9439-0242ac130002']);
    expect(of('iBeacon (sim)')).toMatchObject({ pdu: 'ADV_SCAN_IND', kinds: ['iBeacon'] });
  });

  test('the thermometer is that of the aioble example, byte for byte', async () => {
    const [first] = (await listen(1_000, false)).get(addressOf('mpy-temp')) ?? [];
    expect(decodeAdvertising(first?.data ?? new Uint8Array(0)).map(({ type, data }) => [type, toHex(data)])).toEqual([
      [0x01, '06'],
      [0x03, '1a18'],
      [0x09, '6d70792d74656d70'],
      [0x19, '0003'],
    ]);
    expect(first).toMatchObject({ pdu: 'ADV_IND', addressType: 'public' });
  });

  test('a passive scan already finds the beacons for what they are, and Eddystone sends its frames in turn', async () => {
    const heard = await listen(10_000, false);
    const kinds = (heard.get(addressOf('Eddystone (sim)')) ?? []).map(
      (report) => summariseAdvertising(report.data, null).kinds[0],
    );
    expect([...new Set(kinds)].sort()).toEqual(['Eddystone TLM', 'Eddystone UID', 'Eddystone URL']);
    expect(summary(heard.get(addressOf('iBeacon (sim)'))).kinds).toEqual(['iBeacon']);
  });

  test('one that is connected to goes on advertising, and serves the next central as well', async () => {
    const { address } = adapter.device(addressOf('HR Sensor (sim)'), 'random');
    const other = await driven(openAdapter('virtual:', { medium }));
    const links = [];
    for (const central of [adapter, other]) {
      links.push(await driven(central.device(address, 'random').connect()));
      expect((await listen(1_500)).has(address)).toBe(true);
    }
    expect(links.map((link) => link.isConnected())).toEqual([true, true]);
    await driven(other.close());
  });

  test('closing in the middle of a connection leaves nothing on the air, and may be done twice', async () => {
    const device = adapter.device(addressOf('Keyboard (sim)'), 'random');
    const connection = await driven(device.connect());
    await driven(Promise.all([simulated.close(), simulated.close()]));
    await clock.advance(10_000);
    expect(connection.isConnected()).toBe(false);
    expect(medium.controllers).toHaveLength(1);
    expect((await listen(2_000)).size).toBe(0);
  });
});

describe('frames', () => {
  test('iBeacon data is as Apple lays it out', () => {
    expect(toHex(ibeaconData('e2c56db5-dffb-48d2-b060-d0f5a71096e0', 0x0102, 0x0304, -59))).toBe(
      '0215e2c56db5dffb48d2b060d0f5a71096e001020304c5',
    );
    expect(() => ibeaconData('e2c5', 0, 0, 0)).toThrow('not a UUID');
  });

  test('Eddystone frames are as their specification lays them out', () => {
    expect(uidFrame()).toHaveLength(20);
    expect(toHex(uidFrame().subarray(0, 2))).toBe('00ee');
    expect(toHex(urlFrame())).toBe(`10ee03${toHex(new TextEncoder().encode('example'))}08`);
    expect(
      toHex(tlmFrame({ batteryMv: 3_000, temperatureC: -1.5, advertisements: 0x01020304, uptimeMs: 25_600 })),
    ).toBe('20000bb8fe800102030400000100');
  });
});
