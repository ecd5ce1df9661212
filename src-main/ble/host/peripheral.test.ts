import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toHex } from '../../../src-shared/bytes/hex.js';
import type { Adapter, AdvertiseOptions, Connection, ScanResult } from '../index.js';
import { settle } from '../testing/manual-clock.js';
import { VirtualWorld } from '../testing/virtual-world.js';

let world: VirtualWorld;
let central: Adapter;
let peripheral: Adapter;

beforeEach(async () => {
  world = new VirtualWorld();
  central = await world.adapter();
  peripheral = await world.adapter();
});
afterEach(() => world.close());

/** What an active scan makes of an advertisement within a second. */
async function heard(options: AdvertiseOptions, active = true): Promise<ScanResult> {
  const stop = new AbortController();
  const advertising = peripheral.advertise({ ...options, signal: stop.signal }).catch((error) => error);
  const scan = central.scan({ active, intervalUs: 20_000, windowUs: 20_000, durationMs: 1_000 });
  const reading = (async () => {
    for await (const _ of scan);
  })();
  await world.run(reading);
  stop.abort();
  expect(await world.run(advertising)).toMatchObject({ code: 'aborted' });
  const [result] = scan.results.values();
  return result as ScanResult;
}

describe('advertise', () => {
  it('A1: resolves with the central, and the advertisement is over', async () => {
    const advertised = peripheral.advertise({ intervalUs: 20_000, name: 'one' });
    const link = await world.run(central.device(peripheral.address.address).connect());
    const far = await world.run(advertised);
    expect(far.device.address).toBe(central.address.address);
    expect(world.medium.controllers[1]?.state.advertising).toBe(false);
    expect(link.isConnected()).toBe(true);
  });

  it('A2: a beacon ends by its time-out, and stops in the radio', async () => {
    const start = world.clock.now();
    await expect(
      world.run(peripheral.advertise({ intervalUs: 20_000, connectable: false, timeoutMs: 500 })),
    ).rejects.toMatchObject({ code: 'timeout' });
    expect(world.clock.now() - start).toBeLessThan(520);
    await settle();
    expect(world.medium.controllers[1]?.state.advertising).toBe(false);
  });

  it('A3 FIX: cancelled from outside it rejects "aborted", and the next one starts at once', async () => {
    const stop = new AbortController();
    const first = peripheral.advertise({ intervalUs: 20_000, name: 'first', signal: stop.signal });
    await settle();
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'aborted' });
    expect((await heard({ intervalUs: 20_000, name: 'second' })).name()).toBe('second');
  });

  it('a second one while the first runs is "busy"', async () => {
    const stop = new AbortController();
    const first = peripheral.advertise({ intervalUs: 20_000, signal: stop.signal });
    await expect(peripheral.advertise({ intervalUs: 20_000 })).rejects.toMatchObject({ code: 'busy' });
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'aborted' });
  });

  it('A4: the interval is rounded down to 625 us steps', async () => {
    const seen: number[] = [];
    world.medium.faults.command((_, opcode, params) => {
      if (opcode === 0x2006) seen.push((params[0] as number) | ((params[1] as number) << 8));
      return undefined;
    });
    await heard({ intervalUs: 100_600 });
    expect(seen).toEqual([160]);
  });

  it.each([
    [{}, 'ADV_IND', true, true],
    [{ connectable: false }, 'ADV_SCAN_IND', false, true],
    [{ connectable: false, scannable: false }, 'ADV_NONCONN_IND', false, false],
  ])('A5: %j is %s on the air', async (options, pdu, connectable, scannable) => {
    const pdus = new Set<string>();
    const scan = central.scan({ intervalUs: 20_000, windowUs: 20_000, durationMs: 200 });
    scan.on('report', (report) => pdus.add(report.pdu));
    const advertising = peripheral.advertise({ intervalUs: 20_000, timeoutMs: 200, ...options }).catch(() => undefined);
    await world.run(advertising);
    expect([...pdus]).toEqual([pdu]);
    const [result] = scan.results.values();
    expect(result).toMatchObject({ connectable, scannable });
  });

  it('A6: raw payloads go out as they are, fields are ignored, and an absent response is empty, not the one before', async () => {
    const before = await heard({
      intervalUs: 20_000,
      advData: Uint8Array.of(2, 1, 6),
      respData: Uint8Array.of(2, 9, 0x41),
    });
    expect(before.name()).toBe('A');
    const after = await heard({ intervalUs: 20_000, advData: Uint8Array.of(2, 1, 4), name: 'ignored' });
    expect(toHex(after.advData)).toBe('020104');
    expect(after.respData).toEqual(new Uint8Array(0));
    expect(after.name()).toBeNull();
  });

  it('A8-A12: what does not fit in 31 bytes goes to the scan response, the name whole', async () => {
    const service = '6e400001-b5a3-f393-e0a9-e50e24dcca9e';
    const result = await heard({
      intervalUs: 20_000,
      services: [service],
      name: '9 letters',
      appearance: 768,
      manufacturer: [0x0059, Uint8Array.of(1, 2, 3, 4)],
    });
    expect([result.advData.length, result.respData?.length]).toEqual([25, 19]);
    expect(result.name()).toBe('9 letters');
    expect(result.appearance()).toBe(768);
    expect(result.flags()).toBe(6);
    expect(result.manufacturer()).toEqual([[0x0059, Uint8Array.of(1, 2, 3, 4)]]);
    expect(result.services().map(String)).toEqual([service]);
  });

  it('A10 FIX: a name outside ASCII arrives whole', async () => {
    expect((await heard({ intervalUs: 20_000, name: 'Größe 温度' })).name()).toBe('Größe 温度');
  });

  it('a passive scan gets no response', async () => {
    const result = await heard({ intervalUs: 20_000, respData: Uint8Array.of(2, 9, 0x41) }, false);
    expect(result.respData).toBeNull();
  });

  it.each([
    [{ intervalUs: 10_000 }, /intervalUs is 10000/],
    [{ intervalUs: 20_000_000 }, /20000 to 10240000/],
    [{ intervalUs: Number.NaN }, /intervalUs/],
    [{ intervalUs: 20_000, advData: new Uint8Array(32) }, /advData has 32 bytes; 31 fit/],
    [{ intervalUs: 20_000, respData: new Uint8Array(40) }, /respData has 40 bytes/],
    [{ intervalUs: 20_000, manufacturer: [1, new Uint8Array(40)] }, /manufacturer/],
    [{ intervalUs: 20_000, services: ['xyz'] }, /not a UUID/],
    [{ intervalUs: 20_000, timeoutMs: -5 }, /timeoutMs is -5/],
  ])('refuses %j and starts nothing', async (options, message) => {
    await expect(peripheral.advertise(options as AdvertiseOptions)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(message),
    });
    expect(world.medium.controllers[1]?.state.advertising).toBe(false);
  });

  it('a controller that refuses: its error is the reason', async () => {
    world.medium.faults.command((_, opcode) => (opcode === 0x2006 ? { status: 0x11 } : undefined));
    await expect(world.run(peripheral.advertise({ intervalUs: 20_000 }))).rejects.toMatchObject({
      code: 'unsupported',
      status: 0x11,
    });
  });
});

describe('several centrals', () => {
  it('A14, accept: advertises again while connected; every central comes, also those advertise() gives', async () => {
    const third = await world.adapter();
    const accepted: Connection[] = [];
    const accepting = (async () => {
      for await (const link of peripheral.accept()) {
        accepted.push(link);
        if (accepted.length === 2) return;
      }
    })();
    const given: Connection[] = [];
    for (const peer of [central, third]) {
      const advertised = peripheral.advertise({ intervalUs: 20_000 });
      await world.run(peer.device(peripheral.address.address).connect());
      given.push(await world.run(advertised));
    }
    await accepting;
    expect(accepted).toEqual(given);
    expect(peripheral.connections).toHaveLength(2);
  });

  it('A13 FIX: a link that ended while nobody took it is not given out', async () => {
    const incoming = peripheral.accept()[Symbol.asyncIterator]();
    const connectOnce = async () => {
      const advertised = peripheral.advertise({ intervalUs: 20_000 });
      const link = await world.run(central.device(peripheral.address.address).connect());
      return { link, far: await world.run(advertised) };
    };
    const first = await connectOnce();
    await world.run(first.link.disconnect());
    await world.run(first.far.disconnected());
    const second = await connectOnce();
    expect((await incoming.next()).value).toBe(second.far);
  });

  it('A13 FIX: a central that comes as the advertisement is cancelled is sent away, not kept for the next', async () => {
    const stop = new AbortController();
    world.medium.faults.command((controller, opcode, params) => {
      const isStop = opcode === 0x200a && params[0] === 0 && controller === world.medium.controllers[1];
      return isStop ? { delayMs: 300 } : undefined;
    });
    const advertised = peripheral.advertise({ intervalUs: 20_000, signal: stop.signal });
    await world.clock.advance(30);
    stop.abort();
    await expect(advertised).rejects.toMatchObject({ code: 'aborted' });
    const link = await world.run(central.device(peripheral.address.address).connect());
    expect((await world.run(link.disconnected())).origin).toBe('peer');
    expect(peripheral.connections).toEqual([]);
  });
});

describe('own address', () => {
  it('C4: the public address and name of the adapter; C5: an over-long name is refused', () => {
    expect(peripheral.address).toEqual({ address: expect.stringMatching(/^c0:ff:ee:/), type: 'public' });
    expect(peripheral.name).toBe('BLE Workbench');
    peripheral.name = 'bench';
    expect(peripheral.name).toBe('bench');
    expect(() => {
      peripheral.name = 'ü'.repeat(125);
    }).toThrow(/250 bytes/);
  });

  it.each([
    ['static', 'random', 0b11],
    ['resolvable', 'random', 0b01],
    ['non-resolvable', 'random', 0b00],
  ] as const)('C5: addressMode %s shows on the air', async (mode, type, top) => {
    peripheral.addressMode = mode;
    const { device } = await heard({ intervalUs: 20_000, name: mode });
    expect(device.addressType).toBe(type);
    expect(Number.parseInt(device.address.slice(0, 2), 16) >> 6).toBe(top);
    expect(peripheral.address).toEqual({ address: device.address, type });
  });

  it('a private address is a new one after 15 minutes', async () => {
    peripheral.addressMode = 'resolvable';
    const first = await heard({ intervalUs: 20_000 });
    expect((await heard({ intervalUs: 20_000 })).device.address).toBe(first.device.address);
    await world.clock.advance(15 * 60_000);
    expect((await heard({ intervalUs: 20_000 })).device.address).not.toBe(first.device.address);
  });

  it('a random address that is not static is refused when opening', async () => {
    await expect(
      world.adapter('virtual:', { address: '42:00:00:00:00:01', addressType: 'random' }),
    ).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});
