import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter, Connection, ConnectionParameterRequest } from '../index.js';
import { VirtualWorld } from '../testing/virtual-world.js';

let world: VirtualWorld;
let central: Adapter;
let peripheral: Adapter;
let link: Connection;
let far: Connection;

beforeEach(async () => {
  world = new VirtualWorld();
  central = await world.adapter();
  peripheral = await world.adapter();
  const advertised = peripheral.advertise({ intervalUs: 20_000 });
  link = await world.run(
    central.device(peripheral.address.address).connect({
      minConnIntervalUs: 30_000,
      maxConnIntervalUs: 30_000,
      latency: 2,
      supervisionTimeoutMs: 4_000,
    }),
  );
  far = await world.run(advertised);
});
afterEach(() => world.close());

it('D8: a link begins without encryption', () => {
  for (const end of [link, far]) {
    expect(end).toMatchObject({
      encrypted: false,
      authenticated: false,
      bonded: false,
      keySize: 0,
      secureConnections: false,
    });
    end.on('encryption', ({ encrypted }) => encrypted)();
    end.on('security-request', ({ mitm }) => mitm)();
  }
});

describe('updateParameters', () => {
  it.each([
    [{ intervalUs: 60_000 }, { intervalUs: 60_000, latency: 2, supervisionTimeoutMs: 4_000 }],
    [{ minIntervalUs: 60_000 }, { intervalUs: 60_000, latency: 2, supervisionTimeoutMs: 4_000 }],
    [
      { minIntervalUs: 60_000, maxIntervalUs: 60_000 },
      { intervalUs: 60_000, latency: 2, supervisionTimeoutMs: 4_000 },
    ],
    [
      { minConnIntervalUs: 60_000, maxConnIntervalUs: 60_000 },
      { intervalUs: 60_000, latency: 2 },
    ],
    [{ maxIntervalUs: 15_000 }, { intervalUs: 15_000, latency: 2, supervisionTimeoutMs: 4_000 }],
    [{ latency: 0 }, { intervalUs: 30_000, latency: 0, supervisionTimeoutMs: 4_000 }],
    [{ supervisionTimeoutMs: 6_000 }, { intervalUs: 30_000, latency: 2, supervisionTimeoutMs: 6_000 }],
    [
      { intervalUs: 30_000, latency: 1, supervisionTimeoutMs: 3_000 },
      { latency: 1, supervisionTimeoutMs: 3_000 },
    ],
  ])('%j, and what is absent stays', async (request, expected) => {
    await world.run(link.updateParameters(request));
    expect(link.parameters).toMatchObject(expected);
  });

  it('takes back what a link tells of itself', async () => {
    const before = { ...link.parameters };
    await world.run(link.updateParameters({ ...link.parameters }));
    expect(link.parameters).toEqual(before);
  });

  it.each([
    [null, /parameters argument is null/],
    [{ intervalUs: '60000' }, /interval is "60000"/],
    [{ latency: 1.5 }, /latency is 1.5; use a whole number/],
    [{ minIntervalUs: 60_000, maxIntervalUs: 30_000 }, /above the greatest/],
  ])('refuses %j', async (request, message) => {
    await expect(link.updateParameters(request as ConnectionParameterRequest)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(message),
    });
  });

  it('given up, it is still under way: the next is "busy" until the controller is done with it', async () => {
    const remove = world.medium.faults.event((_, p) => (p[1] === 0x3e && p[3] === 3 ? { delayMs: 500 } : undefined));
    const stop = new AbortController();
    const first = link.updateParameters({ intervalUs: 60_000 }, { signal: stop.signal });
    await world.clock.advance(1);
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'aborted' });
    const second = link.updateParameters({ intervalUs: 90_000 });
    await expect(world.run(second)).rejects.toMatchObject({ code: 'busy', operation: /^update parameters on c0:/ });
    await world.clock.advance(1_000);
    remove();
    expect(link.parameters.intervalUs).toBe(60_000);
    await world.run(link.updateParameters({ intervalUs: 90_000 }));
    expect(link.parameters.intervalUs).toBe(90_000);
  });

  it('one whose end the controller never tells blocks the next no longer than the link layer could', async () => {
    const remove = world.medium.faults.event((_, packet) =>
      packet[1] === 0x3e && packet[3] === 3 ? 'drop' : undefined,
    );
    await expect(world.run(link.updateParameters({ intervalUs: 60_000 }))).rejects.toMatchObject({ code: 'timeout' });
    remove();
    await expect(world.run(link.updateParameters({ intervalUs: 90_000 }))).rejects.toMatchObject({ code: 'busy' });
    await world.clock.advance(10_000);
    await world.run(link.updateParameters({ intervalUs: 90_000 }));
    expect(link.parameters.intervalUs).toBe(90_000);
  });

  it('a controller that is still at it is "busy", not a raw refusal', async () => {
    world.medium.faults.command((_, opcode) => (opcode === 0x2013 ? { status: 0x0c } : undefined));
    await expect(world.run(link.updateParameters({ intervalUs: 60_000 }))).rejects.toMatchObject({ code: 'busy' });
  });
});

describe('disconnect', () => {
  it('resolves at once on a link that is down, the adapter closed or not', async () => {
    await world.run(central.close());
    expect(link.isConnected()).toBe(false);
    await link.disconnect();
    await link[Symbol.asyncDispose]();
  });

  it('one that is pending resolves when the link goes down with its adapter', async () => {
    world.medium.faults.event((_, packet) => (packet[1] === 0x05 ? 'drop' : undefined));
    const leaving = link.disconnect();
    await world.run(Promise.all([central.close(), leaving]));
    expect(link.isConnected()).toBe(false);
  });

  it('resolves when the controller dies over it', async () => {
    world.medium.faults.command((_, opcode) => (opcode === 0x0406 ? 'drop' : undefined));
    const leaving = link.disconnect();
    await world.clock.advance(1);
    world.medium.controllers[0]?.destroy();
    await world.run(leaving);
    expect(link.isConnected()).toBe(false);
  });

  it('the end of the link is what counts, not the answer to the command', async () => {
    world.medium.faults.event((_, packet) => (packet[1] === 0x0f && packet[5] === 0x06 ? 'drop' : undefined));
    await world.run(link.disconnect());
    expect(link.isConnected()).toBe(false);
  });

  it.each([null, 5, { signal: 'x' }, { timeoutMs: -1 }])('refuses %j', async (o) => {
    await expect(link.disconnect(o as never)).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(link.readRssi(o as never)).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});

it('what ends with the link says what was being done', async () => {
  const remove = world.medium.faults.command((_, opcode) => (opcode === 0x1405 ? 'drop' : undefined));
  const outcome = expect(link.readRssi()).rejects.toMatchObject({
    code: 'disconnected',
    status: 0x13,
    origin: 'peer',
    operation: `read RSSI on ${peripheral.address.address}`,
    message: expect.stringMatching(/^read RSSI on .*: disconnected, HCI 0x13/),
  });
  await world.run(far.disconnect());
  await world.clock.advance(100);
  await outcome;
  remove();
});

it('dozens of operations at once on one link and one adapter give no warning of a leak', async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => void warnings.push(warning);
  process.on('warning', onWarning);
  const connects = Array.from({ length: 20 }, (_, i) =>
    central.device(`c0:00:00:00:01:${i + 10}`, 'random').connect({ timeoutMs: 50 }),
  );
  await world.run(Promise.allSettled([...connects, ...Array.from({ length: 20 }, () => link.readRssi())]));
  await world.clock.advance(10);
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});
