import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src-shared/bytes/hex.js';
import { decodeCharacteristic, hasDecoder } from '../../src-shared/decode/values/characteristic-value.js';
import type { Adapter, ClientCharacteristic, Connection, GattTree } from '../ble/index.js';
import { VirtualWorld } from '../ble/testing/virtual-world.js';
import { doorLock } from './door-lock.js';
import { errorZoo } from './error-zoo.js';
import { fileServer } from './file-server.js';
import { heartRateSensor } from './heart-rate-sensor.js';
import { type SimulatedDevices, startSimulatedDevices } from './index.js';
import { keyboard } from './keyboard.js';
import { scratchpad } from './scratchpad.js';
import type { SimulatedDevice } from './simulated-device.js';
import { slow } from './slow.js';
import { thermometer } from './thermometer.js';

let world: VirtualWorld;
let central: Adapter;
let simulated: SimulatedDevices;
let errors: unknown[];

const run = <T>(promise: Promise<T>) => world.run(promise);
const text = (data: Uint8Array) => new TextDecoder().decode(data);

beforeEach(async () => {
  world = new VirtualWorld();
  errors = [];
  // What needs an encrypted link gets one by Just Works.
  central = await world.adapter('virtual:', { autoPair: true });
});
afterEach(async () => {
  await run(simulated.close());
  await world.close();
  expect(errors).toEqual([]);
});

interface Visit {
  link: Connection;
  tree: GattTree;
  all: ClientCharacteristic[];
  /** The only characteristic with this UUID. */
  one(uuid: string): ClientCharacteristic;
}

async function visit(device: SimulatedDevice): Promise<Visit> {
  const starting = startSimulatedDevices(world.medium, { devices: [device], onError: (error) => errors.push(error) });
  simulated = await run(starting);
  return connect(central, device);
}

async function connect(from: Adapter, device: SimulatedDevice): Promise<Visit> {
  const link = await run(from.device(device.address, device.addressType).connect());
  const tree = await run(link.discover());
  const known = link.known(tree);
  const all = tree.services
    .flatMap((service) => service.characteristics)
    .map(({ valueHandle }) => known.characteristic(valueHandle))
    .filter((characteristic) => characteristic !== null);
  const one = (uuid: string) => {
    const found = all.filter((characteristic) => String(characteristic.uuid) === uuid);
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${uuid} is there ${found.length} times`);
    return found[0];
  };
  return { link, tree, all, one };
}

/** What a characteristic's descriptor holds. */
async function descriptor(characteristic: ClientCharacteristic, uuid: number): Promise<Uint8Array> {
  const found = await run(characteristic.descriptor(uuid));
  if (!found) throw new Error(`${characteristic} has no ${uuid.toString(16)}`);
  return run(found.read());
}

/** One field of a decoded value, as a number. */
function field(uuid: string, data: Uint8Array, name: string): number | undefined {
  const decoded = decodeCharacteristic(uuid, data);
  expect(decoded?.problem).toBeUndefined();
  return decoded?.fields.find((one) => one.name === name)?.number;
}

/** Notifications as they come, once subscribed to. */
async function notifications(characteristic: ClientCharacteristic, count: number): Promise<Uint8Array[]> {
  await run(characteristic.subscribe());
  const values: Uint8Array[] = [];
  for (let n = 0; n < count; n += 1) values.push(await run(characteristic.notified()));
  return values;
}

describe.each([
  [heartRateSensor, ['180d'], 87],
  [thermometer, ['181a'], 64],
  [keyboard, ['1812'], 92],
  [doorLock, ['b7d1c000-5a0e-4b8f-9c43-2f7a60e8d101'], 87],
  [fileServer, [], 100],
  [scratchpad, ['5c7a7c40-51b1-4f0e-9c6b-2e1f8d3a9b00'], 78],
  [errorZoo, ['e2200000-6f5c-4d0b-8a3e-9b41c7d05a10'], 55],
  [slow, ['510c0000-0b7e-4c1d-a8f5-63d2094e7b5c'], 31],
] as const)('$name', (device, services, percent) => {
  it('offers its services, Battery and Device Information, and every standard value decodes', async () => {
    const { tree, all, one } = await visit(device);
    expect(tree.services.map(({ uuid }) => uuid)).toEqual(['1800', '1801', ...services, '180f', '180a']);
    expect(text(await run(one('2a00').read()))).toBe(device.name);
    expect(await run(one('2a19').read())).toEqual(Uint8Array.of(percent));
    const information = ['2a29', '2a24', '2a25', '2a26', '2a28', '2a27', '2a50', '2a23'];
    expect(all.filter(({ service }) => service.uuid.equals(0x180a)).map(({ uuid }) => String(uuid))).toEqual(
      information,
    );
    const bytes = fromHex(device.address.replaceAll(':', '')) as Uint8Array;
    expect(text(await run(one('2a25').read()))).toBe(`SIM-${toHex(bytes.subarray(3)).toUpperCase()}`);
    expect(toHex((await run(one('2a23').read())).reverse())).toBe(
      `${toHex(bytes.subarray(0, 3))}fffe${toHex(bytes.subarray(3))}`,
    );
    for (const characteristic of all) {
      const uuid = String(characteristic.uuid);
      if (!hasDecoder(uuid) || (characteristic.properties & 0x02) === 0) continue;
      const value = await run(characteristic.read());
      expect(decodeCharacteristic(uuid, value)?.problem, `${uuid} ${toHex(value)}`).toBeUndefined();
    }
  });
});

describe('battery', () => {
  it('drains by one percent at a time, and tells who asked', async () => {
    const { one } = await visit(heartRateSensor);
    expect(await notifications(one('2a19'), 2)).toEqual([Uint8Array.of(86), Uint8Array.of(85)]);
  });

  it('an empty one is replaced', async () => {
    const { one } = await visit(slow);
    await world.clock.advance(180_000 * 30);
    expect(await run(one('2a19').read())).toEqual(Uint8Array.of(1));
    await world.clock.advance(180_000);
    expect(await run(one('2a19').read())).toEqual(Uint8Array.of(100));
  });
});

describe('heart-rate sensor', () => {
  it('tells rate, energy and RR intervals once a second, each near what it was before', async () => {
    const { one } = await visit(heartRateSensor);
    const started = world.clock.now();
    const values = await notifications(one('2a37'), 120);
    expect(Math.abs(world.clock.now() - started - 120_000)).toBeLessThan(2_000);
    const rates = values.map((data) => field('2a37', data, 'Heart rate') ?? 0);
    const energies = values.map((data) => field('2a37', data, 'Energy expended') ?? -1);
    for (const [at, rate] of rates.entries()) {
      expect(rate).toBeGreaterThan(50);
      expect(rate).toBeLessThan(170);
      expect(Math.abs(rate - (rates[at - 1] ?? rate))).toBeLessThanOrEqual(4);
      expect(energies[at]).toBeGreaterThanOrEqual(energies[at - 1] ?? 0);
    }
    expect(new Set(rates).size).toBeGreaterThan(5);
    expect(energies.at(-1)).toBeGreaterThan(energies[0] ?? 0);

    let beats = 0;
    for (const [at, data] of values.entries()) {
      const fields = decodeCharacteristic('2a37', data)?.fields ?? [];
      for (const { name, number = 0 } of fields) {
        if (name !== 'RR interval') continue;
        beats += 1;
        // Of a beat that began a second ago at the most.
        expect(Math.abs(60_000 / number / (rates[at] ?? 0) - 1), `${number} ms at ${rates[at]} bpm`).toBeLessThan(0.15);
      }
    }
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    expect(beats / mean).toBeGreaterThan(1.7);
    expect(beats / mean).toBeLessThan(2.1);
  });

  it('says where it sits, and that contact is at times lost', async () => {
    const { one } = await visit(heartRateSensor);
    expect(decodeCharacteristic('2a38', await run(one('2a38').read()))?.summary).toBe('chest');
    const contacts = (await notifications(one('2a37'), 900)).map((data) => (data[0] ?? 0) & 0x06);
    const lost = contacts.filter((contact) => contact === 0x04).length;
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(90);
    expect(contacts.filter((contact) => contact === 0x06)).toHaveLength(900 - lost);
  });

  it('starts counting energy again when the control point says so, and refuses what it does not know', async () => {
    const { one } = await visit(heartRateSensor);
    const controlPoint = one('2a39');
    const energy = async () =>
      field('2a37', (await notifications(one('2a37'), 1))[0] ?? new Uint8Array(0), 'Energy expended');
    expect(await energy()).toBeGreaterThan(10);
    for (const command of [0, 2, 255])
      await expect(run(controlPoint.write(Uint8Array.of(command)))).rejects.toMatchObject({
        code: 'att/application-error',
        status: 0x80,
      });
    expect(await energy()).toBeGreaterThan(10);
    await run(controlPoint.write(Uint8Array.of(1)));
    expect(await energy()).toBe(0);
  });
});

describe('thermometer', () => {
  it('begins at 24.50 degrees and walks from there, once a second, by read and by notification', async () => {
    const { one } = await visit(thermometer);
    const temperature = one('2a6e');
    expect(toHex(await run(temperature.read()))).toBe('9209');
    const values = await notifications(temperature, 60);
    expect(await run(temperature.read())).toEqual(values.at(-1));
    let before = 24.5;
    for (const data of values) {
      const celsius = field('2a6e', data, 'Temperature') ?? 0;
      expect(Math.abs(celsius - before)).toBeLessThan(0.5);
      before = celsius;
    }
    expect(new Set(values.map((data) => toHex(data))).size).toBeGreaterThan(20);
  });

  it('has humidity too, and says in descriptors what both are', async () => {
    const { one } = await visit(thermometer);
    const humidity = (await notifications(one('2a6f'), 10)).map((data) => field('2a6f', data, 'Humidity') ?? 0);
    for (const percent of humidity) expect(Math.abs(percent - 45)).toBeLessThan(10);
    // sint16 and uint16, exponent -2; degree Celsius and percent; described by the Bluetooth SIG.
    expect(toHex(await descriptor(one('2a6e'), 0x2904))).toBe('0efe2f27010000');
    expect(toHex(await descriptor(one('2a6f'), 0x2904))).toBe('06fead27010000');
  });
});

describe('keyboard', () => {
  it('has five reports with one UUID, each reached by its handle and told apart by its reference', async () => {
    const { all } = await visit(keyboard);
    const reports = all.filter(({ uuid }) => uuid.equals(0x2a4d));
    expect(new Set(reports.map(({ valueHandle }) => valueHandle)).size).toBe(5);
    const found = [];
    for (const report of reports)
      found.push([toHex(await descriptor(report, 0x2908)), (await run(report.read())).length, report.properties]);
    expect(found).toEqual([
      ['0101', 8, 0x12],
      ['0102', 1, 0x0e],
      ['0201', 2, 0x12],
      ['0301', 1, 0x12],
      ['0403', 1, 0x0a],
    ]);

    const [, lamps, , , backlight] = reports;
    await run(lamps?.write(Uint8Array.of(2), { response: true }) as Promise<void>);
    await run(backlight?.write(Uint8Array.of(200)) as Promise<void>);
    expect(await run(lamps?.read() as Promise<Uint8Array>)).toEqual(Uint8Array.of(2));
    expect(await run(backlight?.read() as Promise<Uint8Array>)).toEqual(Uint8Array.of(200));
  });

  it('the report map names each of them', async () => {
    const { one } = await visit(keyboard);
    const decoded = decodeCharacteristic('2a4b', await run(one('2a4b').read()));
    expect(decoded?.problem).toBeUndefined();
    const ids = decoded?.fields.filter(({ name }) => name.includes('Report ID')).map(({ value }) => value);
    expect(ids).toEqual(['1', '2', '3', '4']);
    expect(decodeCharacteristic('2a4a', await run(one('2a4a').read()))?.summary).toBe(
      'HID 1.11, remote wake, normally connectable',
    );
  });

  it('types by itself: each key goes down and up again', async () => {
    const { all } = await visit(keyboard);
    const [keys] = all.filter(({ uuid }) => uuid.equals(0x2a4d));
    const values = await notifications(keys as ClientCharacteristic, 8);
    expect(values.map((data) => decodeCharacteristic('2a22', data)?.summary)).toEqual(
      ['T', 'H', 'E', 'Space'].flatMap((key) => [key, 'no key']),
    );
  });

  it('types into the boot report once told so, and no longer on the next link', async () => {
    const first = await visit(keyboard);
    const [keys] = first.all.filter(({ uuid }) => uuid.equals(0x2a4d));
    await run((keys as ClientCharacteristic).subscribe());
    await run(first.one('2a4e').write(Uint8Array.of(7)));
    expect(await run(first.one('2a4e').read())).toEqual(Uint8Array.of(1));
    await run(first.one('2a4e').write(Uint8Array.of(0)));
    expect(
      decodeCharacteristic('2a22', (await notifications(first.one('2a22'), 1))[0] ?? new Uint8Array(0))?.summary,
    ).toBe('T');
    await expect(run(keys?.notified({ timeoutMs: 10_000 }) as Promise<Uint8Array>)).rejects.toMatchObject({
      code: 'timeout',
    });
    await run(first.link.disconnect());
    const second = await connect(central, keyboard);
    expect(await run(second.one('2a4e').read())).toEqual(Uint8Array.of(1));
  });
});

describe('scratchpad', () => {
  const VALUE = '5c7a7c41-51b1-4f0e-9c6b-2e1f8d3a9b00';

  it.each([23, 517])('512 bytes are read and written whole, at an MTU of %i', async (mtu) => {
    const { link, one } = await visit(scratchpad);
    if (mtu > 23) await run(link.exchangeMtu(mtu));
    expect(await run(one(VALUE).read())).toHaveLength(512);
    const data = Uint8Array.from({ length: 512 }, (_, i) => (i * 7) & 0xff);
    await run(one(VALUE).write(data));
    expect(await run(one(VALUE).read())).toEqual(data);
    await run(one(VALUE).write('short', { response: false }));
    expect(text(await run(one(VALUE).read()))).toBe('short');
  });

  it('two centrals see one value', async () => {
    const first = await visit(scratchpad);
    const second = await connect(await world.adapter(), scratchpad);
    await run(first.one(VALUE).write('from the first'));
    expect(text(await run(second.one(VALUE).read()))).toBe('from the first');
  });
});

describe('error zoo', () => {
  it('reading and writing are answered with exactly the code that the description names', async () => {
    const { all } = await visit(errorZoo);
    const cages = all.filter(({ service }) => service.uuid.width === 128);
    const codes: number[] = [];
    for (const cage of cages) {
      const named = text(await descriptor(cage, 0x2901));
      const code = Number(named.slice(0, 4));
      expect(named).toMatch(/^0x[0-9A-F]{2} [a-z ]+$/);
      const refusal = { layer: 'att', status: code, origin: 'peer' };
      await expect(run(cage.read()), named).rejects.toMatchObject(refusal);
      await expect(run(cage.write('x')), named).rejects.toMatchObject(refusal);
      await expect(run(cage.write('longer than one packet holds')), named).rejects.toMatchObject(refusal);
      codes.push(code);
    }
    expect(codes).toEqual([...Array.from({ length: 0x14 }, (_, i) => i + 1), ...[0x80, 0x9f, 0xfc, 0xfd, 0xfe, 0xff]]);
  });
});

describe('slow', () => {
  it('answers after 1, 5 and 25 seconds, within the 30 that a transaction has', async () => {
    const { all } = await visit(slow);
    const found = [];
    for (const characteristic of all.filter(({ service }) => service.uuid.width === 128)) {
      const started = world.clock.now();
      const value = text(await run(characteristic.read()));
      found.push([
        text(await descriptor(characteristic, 0x2901)),
        value,
        Math.round((world.clock.now() - started) / 1_000),
      ]);
    }
    expect(found).toEqual([
      ['Answered after 1 s', 'took 1 s', 1],
      ['Answered after 5 s', 'took 5 s', 5],
      ['Answered after 25 s', 'took 25 s', 25],
    ]);
  });

  it('a central that leaves, and one that waits elsewhere, are no trouble', async () => {
    const first = await visit(slow);
    const second = await connect(await world.adapter(), slow);
    const slowest = '510c0025-0b7e-4c1d-a8f5-63d2094e7b5c';
    const lost = first.one(slowest).read();
    lost.catch(() => undefined); // looked at below
    const kept = second.one(slowest).read();
    await world.clock.advance(2_000);
    expect(await run(second.link.readRssi())).toBeLessThan(0);
    await run(first.link.disconnect());
    await expect(lost).rejects.toMatchObject({ code: 'disconnected' });
    expect(text(await run(kept))).toBe('took 25 s');
  });
});

describe('a controller that takes no more centrals', () => {
  it('advertises again within a second after one has left', async () => {
    const { link } = await visit(heartRateSensor);
    const links = [link];
    while (links.length < 20) {
      const one = await world.adapter();
      links.push(await run(one.device(heartRateSensor.address, 'random').connect()));
    }
    const late = await world.adapter();
    const device = late.device(heartRateSensor.address, 'random');
    await expect(run(device.connect({ timeoutMs: 2_000 }))).rejects.toMatchObject({ code: 'timeout' });
    await run(link.disconnect());
    expect((await run(device.connect({ timeoutMs: 2_000 }))).isConnected()).toBe(true);
  });
});

describe('a device that fails', () => {
  it('is told of once, stops what it was doing, and begins anew', async () => {
    let runs = 0;
    let ticks = 0;
    const faulty: SimulatedDevice = {
      ...slow,
      async run(context) {
        runs += 1;
        context.signal.addEventListener('abort', () => {
          ticks += 1;
        });
        if (runs === 1) throw new Error('watchdog');
        await slow.run(context);
      },
    };
    const { one } = await visit(faulty);
    expect(text(await run(one('2a00').read()))).toBe('Slow (sim)');
    expect([runs, ticks, errors.splice(0).map(String)]).toEqual([2, 1, ['Error: watchdog']]);
  });
});
