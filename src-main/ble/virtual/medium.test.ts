import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HCI_COMMAND, HCI_EVENT, HCI_LE_EVENT } from '../../../src-shared/assigned-numbers/hci.js';
import { BleError } from '../../../src-shared/model/ble-error.js';
import { ManualClock, settle } from '../testing/manual-clock.js';
import { createConnection, RawPeer, rawPair } from '../testing/raw-peer.js';
import { COMMANDS } from './commands/table.js';
import { defaultMedium, Medium } from './medium.js';

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'nothing thrown';
  } catch (error) {
    return error instanceof BleError ? error.code : String(error);
  }
};
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('medium', () => {
  test('controllers join with addresses of their own, made from the seed, and leave', () => {
    const medium = new Medium({ clock: new ManualClock(), seed: 3 });
    const news: string[] = [];
    medium.on('join', ({ name }) => news.push(`+${name}`));
    medium.on('leave', ({ name }) => news.push(`-${name}`));
    const [a, b] = [medium.createController(), medium.createController({ name: 'lamp' })];
    expect(a.address).toMatch(/^c0:ff:ee:..:00:01$/);
    expect(b.address).toMatch(/^c0:ff:ee:..:00:02$/);
    expect(new Medium({ seed: 3 }).createController().address).toBe(a.address);
    expect(new Medium({ seed: 4 }).createController().address).not.toBe(a.address);
    a.destroy();
    a.destroy();
    expect(medium.controllers).toEqual([b]);
    expect(news).toEqual(['+virtual 1', '+lamp', '-virtual 1']);
  });

  test('values that make no sense are invalid arguments, also while running', () => {
    const medium = new Medium();
    const bad: (() => unknown)[] = [
      () => new Medium({ latencyMs: -1 }),
      () => new Medium({ lossRate: 1.1 }),
      () => new Medium({ lossRate: Number.NaN }),
      () => new Medium({ seed: Number.NaN }),
      () => Object.assign(medium, { latencyMs: Number.POSITIVE_INFINITY }),
      () => Object.assign(medium, { lossRate: -0.1 }),
      () => medium.createController({ address: 'nonsense' }),
      () => medium.createController({ acl: { length: 26, count: 1 } }),
      () => medium.createController({ acl: { length: 27, count: 0 } }),
      () => medium.createController({ rssi: -128 }),
      () => medium.createController({ rssiWalk: -1 }),
      () => medium.createController({ txPower: 21 }),
      () => medium.createController({ acceptListSize: 0 }),
      () => medium.createController({ maxLinks: 256 }),
    ];
    expect(bad.map(codeOf)).toEqual(bad.map(() => 'invalid-argument'));
    expect([medium.latencyMs, medium.lossRate, medium.controllers]).toEqual([0, 0, []]);
    const { address } = medium.createController();
    expect(codeOf(() => medium.createController({ address }))).toBe('invalid-argument');
    expect(medium.controllers).toHaveLength(1);
  });

  test('the default medium is one, and empty', () => {
    expect(defaultMedium()).toBe(defaultMedium());
    expect(defaultMedium().controllers).toEqual([]);
  });

  test('one host at a time; closing it resets the controller and frees it for the next', async () => {
    const clock = new ManualClock();
    const medium = new Medium({ clock });
    const { central, peripheral, peripheralHandle } = await rawPair(medium, (ms) => clock.advance(ms));
    const { controller } = central;
    expect(codeOf(() => controller.openHost())).toBe('busy');
    await central.close();
    await central.close();
    expect(central.closedWith).toBeNull();
    await clock.advance(1001);
    expect(await peripheral.disconnected(peripheralHandle)).toBe(0x08);
    const next = new RawPeer(controller.openHost());
    await next.reset();
    central.sendCommand(HCI_COMMAND.reset);
    await settle();
    expect(next.takeEvents(() => true)).toEqual([]);
  });

  test('packets from before start() are delivered first', async () => {
    const controller = new Medium({ clock: new ManualClock() }).createController();
    const host = controller.openHost();
    host.send(Uint8Array.of(1, 0x09, 0x10, 0));
    await settle();
    const codes: (number | undefined)[] = [];
    host.start({ packet: (packet) => codes.push(packet[4]), closed: () => undefined });
    host.send(Uint8Array.of(1, 0x03, 0x0c, 0));
    await settle();
    expect(codes).toEqual([0x09, 0x03]);
    expect(codeOf(() => host.start({ packet: () => undefined, closed: () => undefined }))).toBe('busy');
  });

  test('power loss: the host is told transport/closed, the peer sees supervision time-out, nothing can be opened', async () => {
    const clock = new ManualClock();
    const medium = new Medium({ clock });
    const { central, peripheral, peripheralHandle } = await rawPair(medium, (ms) => clock.advance(ms));
    central.controller.destroy();
    expect(central.closedWith).toMatchObject({ code: 'transport/closed', layer: 'transport' });
    await expect(central.command(HCI_COMMAND.reset)).rejects.toMatchObject({ code: 'transport/closed' });
    expect(codeOf(() => central.controller.openHost())).toBe('transport/closed');
    await clock.advance(999);
    expect(peripheral.takeEvents(HCI_EVENT.disconnectionComplete)).toEqual([]);
    await clock.advance(2);
    expect(await peripheral.disconnected(peripheralHandle)).toBe(0x08);
  });

  test('leaving in order tells peers 0x15, one latency later', async () => {
    const clock = new ManualClock();
    const medium = new Medium({ clock, latencyMs: 5 });
    const { central, peripheral, peripheralHandle } = await rawPair(medium, (ms) => clock.advance(ms));
    await central.controller.leave();
    await clock.advance(6);
    expect(await peripheral.disconnected(peripheralHandle)).toBe(0x15);
    expect(central.closedWith).toMatchObject({ code: 'transport/closed' });
    expect(medium.controllers).toEqual([peripheral.controller]);
  });

  test('closing ends every controller and leaves no timer behind', async () => {
    const clock = new ManualClock();
    const medium = new Medium({ clock });
    const { central, peripheral } = await rawPair(medium, (ms) => clock.advance(ms));
    await peripheral.advertise();
    await medium.close();
    await medium.close();
    expect([central.closedWith, peripheral.closedWith]).toMatchObject([
      { code: 'transport/closed' },
      { code: 'transport/closed' },
    ]);
    expect([clock.pendingTimers, medium.controllers.length]).toEqual([0, 0]);
    expect(codeOf(() => medium.createController())).toBe('transport/closed');
  });
});

/** A clock whose timers come late, as in a process that was held up. */
class LateClock extends ManualClock {
  lateMs = 0;
  override now(): number {
    return super.now() + this.lateMs;
  }
}

test('advertising events missed while the process was held up are skipped and counted, not made up for', async () => {
  const clock = new LateClock();
  const medium = new Medium({ clock, seed: 7 });
  const [advertiser, scanner] = [await RawPeer.open(medium), await RawPeer.open(medium)];
  await advertiser.advertise({ interval: 160 });
  await scanner.scan();
  await clock.advance(1000);
  const before = scanner.reports().length;
  clock.lateMs = 60_000;
  await clock.advance(1000);
  const after = scanner.reports().length;
  expect([before, after].every((n) => n >= 8 && n <= 11)).toBe(true);
  expect(advertiser.controller.stats.advertisementsSkipped).toBeGreaterThan(560);
});

/** Everything two hosts and a scanner see in a busy half minute. */
async function busyRun(seed: number): Promise<string[]> {
  const clock = new ManualClock();
  const medium = new Medium({ clock, seed, latencyMs: 3, lossRate: 0.1 });
  const scanner = await RawPeer.open(medium);
  const beacons = await Promise.all([1, 2, 3].map(() => RawPeer.open(medium, { rssiWalk: 8 })));
  for (const beacon of beacons) await beacon.advertise({ data: [2, 1, 6], scanResponse: [1], interval: 160 });
  await scanner.scan({ active: true, interval: 160, window: 80 });
  const { central, centralHandle, peripheral } = await rawPair(medium, (ms) => clock.advance(ms));
  for (let i = 0; i < 10; i += 1) {
    central.send(centralHandle, 4, await central.ok(HCI_COMMAND.leRand));
    await clock.advance(2000);
  }
  return [scanner, central, peripheral].flatMap(({ packets }) => packets.map(hex));
}

test('two runs with the same seed are the same, bit by bit; another seed is another run', async () => {
  const first = await busyRun(42);
  expect(first.length).toBeGreaterThan(300);
  expect(await busyRun(42)).toEqual(first);
  expect(await busyRun(43)).not.toEqual(first);
});

test('2,000 advertisers: both scanners hear every one of their events, none twice, none invented', async () => {
  const clock = new ManualClock();
  const medium = new Medium({ clock, seed: 9 });
  const peers: RawPeer[] = [];
  for (let i = 0; i < 2000; i += 1) peers.push(await RawPeer.open(medium));
  // 0x0280 is 400 ms, 5,000 a second together.
  for (const peer of peers) await peer.advertise({ interval: 0x0280, data: [3, 0xff, 1, 2] });
  const before = peers.map(({ controller }) => controller.stats.advertisements);
  const scanners = [await RawPeer.open(medium), await RawPeer.open(medium)];
  for (const scanner of scanners) await scanner.scan();
  await clock.advance(2000);
  const sent = peers.map(({ controller }, i) => controller.stats.advertisements - (before[i] ?? 0));
  const total = sent.reduce((sum, n) => sum + n, 0);
  expect(total).toBeGreaterThan(9600);
  expect(total).toBeLessThan(10_200);
  for (const scanner of scanners) {
    const heard = new Map<string, number>();
    for (const { address } of scanner.reports()) heard.set(address, (heard.get(address) ?? 0) + 1);
    const counts = peers.map(({ controller }) => heard.get(controller.address.replaceAll(':', '')) ?? 0);
    expect(counts).toEqual(sent);
    expect(scanner.controller.stats).toMatchObject({ reports: total, reportsDropped: 0, eventsDropped: 0 });
  }
}, 60_000);

test('no bytes from a host ever break a controller: it goes on answering', async () => {
  const opcodes = [...COMMANDS.keys()];
  const command = fc
    .tuple(fc.oneof(fc.constantFrom(...opcodes), fc.nat(0xffff)), fc.uint8Array({ maxLength: 40 }), fc.boolean())
    .map(([opcode, parameters, truthful]) => {
      const exact = COMMANDS.get(opcode)?.length ?? parameters.length;
      const bytes = truthful ? Uint8Array.from({ length: exact }, (_, i) => parameters[i] ?? 0) : parameters;
      return Uint8Array.of(1, opcode & 0xff, opcode >> 8, bytes.length, ...bytes);
    });
  const acl = fc.uint8Array({ maxLength: 40 }).map((data) => Uint8Array.of(2, 1, 0x20, data.length, 0, ...data));
  const packet = fc.oneof(command, acl, fc.uint8Array({ maxLength: 20 }));
  await fc.assert(
    fc.asyncProperty(fc.array(packet, { maxLength: 30 }), async (packets) => {
      const clock = new ManualClock();
      const medium = new Medium({ clock, seed: 1 });
      const { central, peripheral } = await rawPair(medium, (ms) => clock.advance(ms));
      for (const bytes of packets) {
        central.sendRaw(bytes);
        await settle();
      }
      await clock.advance(100);
      expect((await central.command(HCI_COMMAND.reset))[0]).toBe(0);
      expect((await peripheral.command(HCI_COMMAND.readBdAddr))[0]).toBe(0);
      await medium.close();
      expect(clock.pendingTimers).toBe(0);
    }),
    { numRuns: 300 },
  );
}, 60_000);

test('a thousand connections leave nothing behind', async () => {
  const clock = new ManualClock();
  const medium = new Medium({ clock, seed: 1 });
  const [central, peripheral] = [await RawPeer.open(medium), await RawPeer.open(medium)];
  const bytes = createConnection({ peer: { address: peripheral.controller.address } });
  for (let i = 0; i < 1000; i += 1) {
    await peripheral.ok(HCI_COMMAND.leSetAdvertisingEnable, [1]);
    await central.ok(HCI_COMMAND.leCreateConnection, bytes);
    await clock.advance(11);
    const handle = (await central.waitLe(HCI_LE_EVENT.connectionComplete))[5] ?? 0;
    central.sendCommand(HCI_COMMAND.disconnect, [handle, ((i + 1) >> 8) & 0xff, 0x13]);
    await central.waitEvent(HCI_EVENT.disconnectionComplete);
  }
  expect([central.controller.links, peripheral.controller.links]).toEqual([[], []]);
  expect(peripheral.takeEvents(HCI_EVENT.disconnectionComplete)).toHaveLength(1000);
  expect(clock.pendingTimers).toBe(0);
}, 60_000);
