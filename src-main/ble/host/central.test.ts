import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../index.js';
import { settle } from '../testing/manual-clock.js';
import { RawPeer } from '../testing/raw-peer.js';
import { VirtualWorld } from '../testing/virtual-world.js';

const ABSENT = 'c2:00:00:00:00:99';

let world: VirtualWorld;
let central: Adapter;
let peripheral: Adapter;

beforeEach(async () => {
  world = new VirtualWorld();
  central = await world.adapter();
  peripheral = await world.adapter('virtual:', { address: 'c2:00:00:00:00:01', addressType: 'random' });
});
afterEach(() => world.close());

const target = () => central.device('c2:00:00:00:00:01', 'random');

async function linked() {
  const advertised = peripheral.advertise({ intervalUs: 20_000 });
  const link = await world.run(target().connect());
  return { link, far: await world.run(advertised) };
}

describe('connect', () => {
  it('D5: to a known address that is not scanned for, with the parameters asked for', async () => {
    const advertised = peripheral.advertise({ intervalUs: 20_000 });
    const link = await world.run(
      target().connect({
        minConnIntervalUs: 15_000,
        maxConnIntervalUs: 15_000,
        latency: 2,
        supervisionTimeoutMs: 3_000,
      }),
    );
    expect(link).toMatchObject({
      role: 'central',
      mtu: 23,
      parameters: { intervalUs: 15_000, latency: 2, supervisionTimeoutMs: 3_000 },
    });
    expect(link.device).toBe(target());
    expect(target().connection).toBe(link);
    const far = await world.run(advertised);
    expect(far).toMatchObject({ role: 'peripheral', parameters: link.parameters });
    expect(far.device.address).toBe(central.address.address);
    expect(central.connections).toEqual([link]);
  });

  it('D6: a second connect gives the same link; while the first is pending it joins', async () => {
    const first = target().connect();
    const second = target().connect({ timeoutMs: 20_000 });
    void peripheral.advertise({ intervalUs: 20_000 });
    const link = await world.run(first);
    expect(await second).toBe(link);
    expect(await target().connect()).toBe(link);
  });

  it('D6 FIX: after a failed connect the next one starts afresh', async () => {
    await expect(world.run(target().connect({ timeoutMs: 400 }))).rejects.toMatchObject({
      code: 'timeout',
      operation: 'connect to c2:00:00:00:00:01',
    });
    expect(target().connection).toBeNull();
    const { link } = await linked();
    expect(link.isConnected()).toBe(true);
  });

  it('D7 FIX: a time-out cancels the attempt in the radio at once, and the next connect needs no wait', async () => {
    const start = world.clock.now();
    await expect(world.run(central.device(ABSENT).connect({ timeoutMs: 400 }))).rejects.toMatchObject({
      code: 'timeout',
    });
    expect(world.clock.now() - start).toBeLessThan(420);
    await world.clock.advance(1);
    expect(world.medium.controllers[0]?.state.initiating).toBe(false);
    expect((await linked()).link.isConnected()).toBe(true);
  });

  it('D7 FIX: a peer that comes on the air after the time-out finds nobody', async () => {
    await expect(world.run(target().connect({ timeoutMs: 100 }))).rejects.toMatchObject({ code: 'timeout' });
    const advertised = peripheral.advertise({ intervalUs: 20_000, timeoutMs: 500 });
    await expect(world.run(advertised)).rejects.toMatchObject({ code: 'timeout' });
    expect(central.connections).toEqual([]);
  });

  it('D7 FIX: a link that comes up while its attempt is being cancelled is ended, not left as a ghost', async () => {
    const stop = new AbortController();
    const remove = world.medium.faults.command((controller, opcode) => {
      if (opcode !== 0x200e || controller !== world.medium.controllers[0]) return undefined;
      return { delayMs: 200 }; // LE Create Connection Cancel arrives late
    });
    const connecting = target().connect({ signal: stop.signal });
    await settle();
    stop.abort();
    await expect(connecting).rejects.toMatchObject({ code: 'aborted' });
    const far = await world.run(peripheral.advertise({ intervalUs: 20_000 }));
    expect(await world.run(far.disconnected())).toMatchObject({ code: 'hci/remote-user-terminated-connection' });
    expect(central.connections).toEqual([]);
    remove();
  });

  it('one caller of a joined connect that leaves does not end it for the other', async () => {
    const stop = new AbortController();
    const first = target().connect({ signal: stop.signal });
    const second = target().connect();
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'aborted' });
    void peripheral.advertise({ intervalUs: 20_000 });
    expect((await world.run(second)).isConnected()).toBe(true);
  });

  it('two devices at once: the controller takes one after the other, both come up', async () => {
    const other = await world.adapter();
    const both = Promise.all([target().connect(), central.device(other.address.address).connect()]);
    void peripheral.advertise({ intervalUs: 20_000 });
    void other.advertise({ intervalUs: 20_000 });
    expect((await world.run(both)).map((link) => link.isConnected())).toEqual([true, true]);
  });

  it('goes on scanning while it connects', async () => {
    const scan = central.scan({ intervalUs: 10_000, windowUs: 10_000 });
    await settle();
    await linked();
    expect(scan.running).toBe(true);
    const before = scan.stats.received;
    const beacon = peripheral.advertise({ intervalUs: 20_000, connectable: false, timeoutMs: 300 });
    await world.run(beacon.catch(() => undefined));
    expect(scan.stats.received).toBeGreaterThan(before);
    await world.run(scan.cancel());
  });

  it('on a controller that refuses to connect while it scans, the scan pauses and goes on', async () => {
    world.medium.faults.command((controller, opcode) => {
      const refuses = opcode === 0x200d && controller.state.scanning !== 'off';
      return refuses ? { status: 0x0c } : undefined;
    });
    const scan = central.scan({ intervalUs: 10_000, windowUs: 10_000 });
    await settle();
    const { link } = await linked();
    expect(link.isConnected()).toBe(true);
    await settle();
    expect(scan.running).toBe(true);
    expect(world.medium.controllers[0]?.state.scanning).toBe('passive');
    await world.run(scan.cancel());
  });

  it('a controller that gives up at once with 0x3E is asked again, until the link is up', async () => {
    let refusals = 0;
    world.medium.faults.command((controller, opcode) => {
      if (opcode !== 0x200d || refusals === 3) return undefined;
      refusals += 1;
      world.medium.faults.garbage(controller, Uint8Array.of(4, 0x0f, 4, 0, 1, 0x0d, 0x20));
      world.medium.faults.garbage(controller, Uint8Array.from([4, 0x3e, 19, 0x01, 0x3e, ...new Array(17).fill(0)]));
      return 'drop';
    });
    const { link } = await linked();
    expect(refusals).toBe(3);
    expect(link.isConnected()).toBe(true);
  });

  it.each([
    [{ minConnIntervalUs: 1_000 }, /7500 to 4000000/],
    [{ minConnIntervalUs: 60_000, maxConnIntervalUs: 30_000 }, /above the greatest/],
    [{ latency: 500 }, /latency is 500/],
    [{ supervisionTimeoutMs: 100, maxConnIntervalUs: 100_000 }, /must be above 200/],
    [{ timeoutMs: 0 }, /timeoutMs is 0/],
  ])('refuses %j', async (options, message) => {
    await expect(target().connect(options)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(message),
    });
  });

  it('D1: a bad address is refused by name', () => {
    for (const bad of ['', 'zz:00:00:00:00:01', 'c2:00:00:00:00', '123456']) {
      expect(() => central.device(bad)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    }
    expect(central.device('C2-00-00-00-00-01', 'random')).toBe(target());
    expect(central.device('c20000000001', 'random')).toBe(target());
  });
});

describe('the end of a link', () => {
  it('D10: disconnect resolves when the link is down, on both sides with the reason; again is a no-op', async () => {
    const { link, far } = await linked();
    const reason = far.disconnected();
    await world.run(link.disconnect());
    expect(link.isConnected()).toBe(false);
    expect(await world.run(reason)).toEqual({
      status: 0x13,
      code: 'hci/remote-user-terminated-connection',
      origin: 'peer',
    });
    expect(await link.disconnected()).toEqual({
      status: 0x16,
      code: 'hci/connection-terminated-by-local-host',
      origin: 'local',
    });
    await link.disconnect();
    expect(target().connection).toBeNull();
    expect(central.connections).toEqual([]);
  });

  it('D11 FIX: a time-out while waiting for the end changes nothing', async () => {
    const { link, far } = await linked();
    await expect(world.run(link.disconnected({ timeoutMs: 50 }))).rejects.toMatchObject({ code: 'timeout' });
    expect(link.isConnected()).toBe(true);
    await world.run(far.disconnect());
    expect(await world.run(link.disconnected({ timeoutMs: 50 }))).toMatchObject({ origin: 'peer' });
    expect(link.isConnected()).toBe(false);
  });

  it('C8, D12: what is pending rejects "disconnected" with the HCI reason, and signal aborts with the same', async () => {
    const { link, far } = await linked();
    const remove = world.medium.faults.command((_, opcode) => (opcode === 0x2013 ? 'drop' : undefined));
    const pending = link.updateParameters({ minIntervalUs: 20_000 });
    const outcome = expect(pending).rejects.toMatchObject({ code: 'disconnected', status: 0x13, origin: 'peer' });
    await world.run(far.disconnect());
    await world.clock.advance(100);
    await outcome;
    expect(link.signal.reason).toMatchObject({ code: 'disconnected', status: 0x13 });
    remove();
  });

  it('silence ends the link on both sides after the supervision time-out', async () => {
    const { link, far } = await linked();
    const controller = world.medium.controllers[0];
    world.medium.faults.breakLink(controller as never, controller?.links[0]?.handle as number);
    const start = world.clock.now();
    expect(await world.run(link.disconnected())).toMatchObject({ code: 'hci/connection-timeout' });
    expect(await world.run(far.disconnected())).toMatchObject({ code: 'hci/connection-timeout' });
    expect(world.clock.now() - start).toBeGreaterThanOrEqual(link.parameters.supervisionTimeoutMs);
  });

  it('D13: leaving an `await using` scope disconnects', async () => {
    const { link, far } = await linked();
    const scope = async () => {
      await using inner = link;
      expect(inner.isConnected()).toBe(true);
    };
    await world.run(scope());
    expect((await world.run(far.disconnected())).origin).toBe('peer');
  });

  it('D10: a controller that never confirms: "timeout" after 2 s', async () => {
    const { link } = await linked();
    const remove = world.medium.faults.event((_, packet) => (packet[1] === 0x05 ? 'drop' : undefined));
    const start = world.clock.now();
    await expect(world.run(link.disconnect())).rejects.toMatchObject({ code: 'timeout' });
    expect(world.clock.now() - start).toBeGreaterThanOrEqual(2_000);
    remove();
  });
});

describe('a running link', () => {
  it('parameters: the central changes them, both sides are told', async () => {
    const { link, far } = await linked();
    const told: number[] = [];
    far.on('parameters', (p) => told.push(p.intervalUs));
    await world.run(link.updateParameters({ minIntervalUs: 100_000, supervisionTimeoutMs: 4_000 }));
    expect(link.parameters).toEqual({ intervalUs: 100_000, latency: 0, supervisionTimeoutMs: 4_000 });
    await world.run(Promise.resolve());
    await world.clock.advance(500);
    expect(far.parameters).toEqual(link.parameters);
    expect(told).toEqual([100_000]);
  });

  it('parameters: the peripheral asks, the central agrees', async () => {
    const { link, far } = await linked();
    await world.run(far.updateParameters({ minIntervalUs: 60_000 }));
    expect(far.parameters.intervalUs).toBe(60_000);
    await world.clock.advance(500);
    expect(link.parameters.intervalUs).toBe(60_000);
  });

  it('parameters out of range are refused before anything is sent', async () => {
    const { link } = await linked();
    await expect(link.updateParameters({ minIntervalUs: 1 })).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('RSSI of the peer in dBm', async () => {
    const { link } = await linked();
    expect(await world.run(link.readRssi())).toBe(-50);
  });
});

describe('close', () => {
  it('C6: everything pending rejects "adapter-closed", on all roles; twice is fine; a new adapter works', async () => {
    const pending = [
      central.device(ABSENT).connect(),
      central.advertise({ intervalUs: 20_000 }),
      central.accept()[Symbol.asyncIterator]().next(),
    ];
    const outcomes = pending.map((p) => expect(p).rejects.toMatchObject({ code: 'adapter-closed' }));
    const scanning = central.scan()[Symbol.asyncIterator]().next();
    const scanned = expect(scanning).rejects.toMatchObject({ code: 'adapter-closed' });
    await settle();
    await world.run(Promise.all([central.close(), central.close()]));
    await Promise.all([...outcomes, scanned]);
    await expect(central.device(ABSENT).connect()).rejects.toMatchObject({ code: 'adapter-closed' });
    await expect(central.advertise({ intervalUs: 20_000 })).rejects.toMatchObject({ code: 'adapter-closed' });
    expect(() => central.scan()).toThrow(expect.objectContaining({ code: 'adapter-closed' }));
    central = await world.adapter();
    expect((await linked()).link.isConnected()).toBe(true);
  });

  it('the peer of an open link is told: power off', async () => {
    const { far } = await linked();
    await world.run(central.close());
    expect(await world.run(far.disconnected())).toMatchObject({
      code: 'hci/remote-device-terminated-due-to-power-off',
    });
  });

  it('a controller that loses power: links and operations end with the transport error, and "closed" is told', async () => {
    const { link } = await linked();
    const told: unknown[] = [];
    central.on('closed', (error) => told.push(error));
    const scan = central.scan()[Symbol.asyncIterator]().next();
    const scanned = expect(scan).rejects.toMatchObject({ code: 'transport/closed' });
    await settle();
    world.medium.controllers[0]?.destroy();
    await scanned;
    expect(link.isConnected()).toBe(false);
    expect(told).toMatchObject([{ code: 'transport/closed' }]);
  });

  it('Hardware Error: everything ends with hci/hardware-failure, then the adapter serves again', async () => {
    const { link } = await linked();
    const connecting = central.device(ABSENT).connect();
    const refused = expect(connecting).rejects.toMatchObject({ code: 'hci/hardware-failure' });
    await settle();
    world.medium.faults.garbage(world.medium.controllers[0] as never, Uint8Array.of(4, 0x10, 1, 0x42));
    await refused;
    expect(await link.disconnected()).toMatchObject({ code: 'hci/hardware-failure' });
    await world.clock.advance(10_000);
    expect((await linked()).link.isConnected()).toBe(true);
  });

  it('a controller that answers nothing: open rejects "timeout"', async () => {
    world.medium.faults.command(() => 'drop');
    await expect(world.adapter()).rejects.toMatchObject({ code: 'timeout', operation: 'Reset' });
  });
});

describe('parameters over L2CAP, where the link layer has no procedure for a peripheral', () => {
  const without = () =>
    world.medium.faults.command((controller, opcode) =>
      opcode === 0x2013 && controller === world.medium.controllers[1] ? { status: 0x1a } : undefined,
    );

  it('L2CAP/LE/CPU/BV-01 the central agrees, and both have the new ones', async () => {
    const { link, far } = await linked();
    without();
    await world.run(far.updateParameters({ intervalUs: 60_000 }));
    await world.clock.advance(500);
    expect([far.parameters.intervalUs, link.parameters.intervalUs]).toEqual([60_000, 60_000]);
  });

  it('a central that does not agree: l2cap/connection-parameters-rejected, and nothing changes', async () => {
    without();
    const raw = await world.run(RawPeer.open(world.medium));
    const advertised = peripheral.advertise({ intervalUs: 20_000 });
    const handle = await world.run(raw.connect({ peer: { address: 'c2:00:00:00:00:01', type: 1 } }));
    const far = await world.run(advertised);
    const before = far.parameters;
    const refusing = far.updateParameters({ intervalUs: 60_000 });
    const outcome = expect(refusing).rejects.toMatchObject({
      code: 'l2cap/connection-parameters-rejected',
      origin: 'peer',
    });
    const request = await world.run(raw.expect(handle, 0x0005));
    raw.send(handle, 0x0005, [0x13, request[1] as number, 2, 0, 1, 0]);
    await world.clock.advance(50);
    await outcome;
    expect(far.parameters).toEqual(before);
  });
});

describe('data length and PHY', () => {
  it('a link begins with 27 bytes each way and goes to 251, told on both sides', async () => {
    const { link, far } = await linked();
    const told: number[] = [];
    far.on('data-length', ({ rxOctets }) => told.push(rxOctets));
    await world.clock.advance(500);
    expect([link.dataLength, far.dataLength]).toEqual([
      { txOctets: 251, rxOctets: 251 },
      { txOctets: 251, rxOctets: 251 },
    ]);
  });

  it('the PHY is asked for and both sides have it', async () => {
    const { link, far } = await linked();
    expect(link.phy).toEqual({ tx: '1M', rx: '1M' });
    expect(await world.run(link.setPhy({ tx: '2M', rx: '2M' }))).toEqual({ tx: '2M', rx: '2M' });
    await world.clock.advance(100);
    expect([link.phy, far.phy]).toEqual([
      { tx: '2M', rx: '2M' },
      { tx: '2M', rx: '2M' },
    ]);
    await expect(link.setPhy({ tx: '3M' as never })).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('a controller without the commands: 27 bytes, 1M, and "unsupported"', async () => {
    world.medium.faults.command((_, opcode) => (opcode === 0x2024 || opcode === 0x2032 ? { status: 0x01 } : undefined));
    central = await world.adapter();
    const { link } = await linked();
    await world.clock.advance(500);
    expect(link.dataLength.txOctets).toBe(27);
    await expect(world.run(link.setPhy({ tx: '2M' }))).rejects.toMatchObject({ code: 'unsupported' });
  });
});
