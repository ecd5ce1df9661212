import { afterEach, beforeEach, expect, it } from 'vitest';
import { TraceLog } from '../api/trace-log.js';
import type { Adapter, AdvertisingReport } from '../index.js';
import { settle } from '../testing/manual-clock.js';
import { VirtualWorld } from '../testing/virtual-world.js';

/** Acceptance scenarios of aioble and of MicroPython's Bluetooth tests, at three link latencies. i0 is the peripheral, i1 the central. */
const MPY = Uint8Array.from([0x02, 0x01, 0x06, 0x04, 0xff, 0x4d, 0x50, 0x59]);

for (const latencyMs of [0, 5, 30]) {
  let world: VirtualWorld;
  let i0: Adapter;
  let i1: Adapter;
  const log: string[] = [];

  beforeEach(async () => {
    world = new VirtualWorld({ latencyMs });
    i0 = await world.adapter();
    i1 = await world.adapter();
    log.length = 0;
  });
  afterEach(() => world.close());

  it(`T1 advertise services, latency ${latencyMs} ms`, async () => {
    const peripheral = (async () => {
      log.push('advertise');
      const advertised = i0.advertise({
        intervalUs: 20_000,
        name: 'MPY',
        services: [0x180f, '181a', 0x32314241, '34334443'],
      });
      const link = await advertised;
      log.push('connected');
      await link.disconnected();
      log.push('disconnected');
    })();
    const central = (async () => {
      for await (const result of i1.scan({ durationMs: 5_000, intervalUs: 30_000, windowUs: 30_000, active: true })) {
        const services = result.services();
        if (services.length === 0) continue;
        expect(services.map(String)).toEqual(['180f', '181a', '32314241', '34334443']);
        expect(result.name()).toBe('MPY');
        await using link = await result.device.connect();
        expect(link.isConnected()).toBe(true);
        return;
      }
      expect.unreachable('no services seen');
    })();
    await world.run(Promise.all([peripheral, central]));
    expect(log).toEqual(['advertise', 'connected', 'disconnected']);
  });

  it(`M1 gap_advertise, latency ${latencyMs} ms: a non-connectable and a connectable advertisement, exact data`, async () => {
    const heard = async (connectable: boolean) => {
      const reports: AdvertisingReport[] = [];
      const scan = i1.scan({ intervalUs: 20_000, windowUs: 20_000 });
      scan.on('report', (report) => reports.push(report));
      await settle();
      await expect(
        world.run(i0.advertise({ intervalUs: 20_000, advData: MPY, connectable, timeoutMs: 300 })),
      ).rejects.toMatchObject({ code: 'timeout' });
      await world.run(scan.cancel());
      expect(reports.length).toBeGreaterThan(8);
      return reports;
    };
    const both = [...(await heard(false)), ...(await heard(true))];
    expect(new Set(both.map((r) => r.pdu))).toEqual(new Set(['ADV_SCAN_IND', 'ADV_IND']));
    for (const report of both)
      expect(report).toMatchObject({ address: i0.address.address, addressType: 'public', data: MPY });
  });

  it(`M2 gap_connect, latency ${latencyMs} ms: each side ends one link, both see it`, async () => {
    const meet = async () => {
      const advertised = i0.advertise({ intervalUs: 20_000, advData: MPY });
      const link = await world.run(i1.device(i0.address.address).connect());
      return { link, far: await world.run(advertised) };
    };
    const first = await meet();
    await world.run(first.link.disconnect());
    expect(await world.run(first.far.disconnected())).toMatchObject({
      code: 'hci/remote-user-terminated-connection',
      origin: 'peer',
    });
    const second = await meet();
    expect(second.link).not.toBe(first.link);
    await world.run(second.far.disconnect());
    expect(await world.run(second.link.disconnected())).toMatchObject({
      code: 'hci/remote-user-terminated-connection',
      origin: 'peer',
    });
    expect(first.link.isConnected() || second.far.isConnected()).toBe(false);
  });
}

it('O1, O2: a passive scan of 100 ms takes 100 ms; a second scan ends the first quietly', async () => {
  const world = new VirtualWorld();
  const adapter = await world.adapter();
  const start = world.clock.now();
  const read = async (options: object) => {
    for await (const _ of adapter.scan(options));
  };
  await world.run(read({ durationMs: 100 }));
  expect(world.clock.now() - start).toBeLessThanOrEqual(110);
  const endless = read({});
  await settle();
  const second = adapter.scan({ durationMs: 50 });
  await world.run(endless);
  await settle();
  expect(second.running).toBe(true);
  await world.clock.advance(60);
  expect(second.running).toBe(false);
  expect(world.medium.controllers[0]?.state.scanning).toBe('off');
  await world.close();
});

it('the trace tells operations with their durations, and the packets between', async () => {
  const world = new VirtualWorld();
  const i0 = await world.adapter();
  const sunk: string[] = [];
  const i1 = await world.adapter('virtual:', { trace: { event: (e) => sunk.push(e.level) } });
  const live: string[] = [];
  i1.trace.on('event', (e) => live.push(`${e.level} ${e.name} ${e.phase}`));
  void i0.advertise({ intervalUs: 20_000 });
  const link = await world.run(i1.device(i0.address.address).connect());
  await world.run(link.disconnect());
  const events = i1.trace.events();
  const start = events.find((e) => e.name === 'connect' && e.phase === 'start');
  const end = events.find((e) => e.name === 'connect' && e.phase === 'end');
  expect(end?.operation).toBe(start?.operation);
  expect(end?.durationMs).toBeGreaterThan(0);
  expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i));
  expect(live).toContain('hci LE Create Connection instant');
  expect(live).toContain('hci LE Connection Complete instant');
  expect(live).toContain('gap disconnected instant');
  expect(sunk).toHaveLength(events.length);
  const packet = events.find((e) => e.name === 'LE Connection Complete');
  expect(packet).toMatchObject({
    direction: 'rx',
    fields: { role: 'central', peerAddress: i0.address.address, status: 'success' },
  });
  await world.close();
});

it('the trace is bounded and counts what it dropped', async () => {
  const world = new VirtualWorld();
  const trace = new TraceLog({ adapter: 'test', clock: world.clock, capacity: 4 });
  for (let i = 0; i < 10; i += 1) trace.event('gap', `event ${i}`);
  expect(trace.events().map((e) => e.name)).toEqual(['event 6', 'event 7', 'event 8', 'event 9']);
  expect(trace.dropped).toBe(6);
});
