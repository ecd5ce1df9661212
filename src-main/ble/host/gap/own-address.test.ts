import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HCI_COMMAND } from '../../../../src-shared/assigned-numbers/hci.js';
import type { Adapter, AddressMode } from '../../index.js';
import { settle } from '../../testing/manual-clock.js';
import { VirtualWorld } from '../../testing/virtual-world.js';

const MINUTE_MS = 60_000;

let world: VirtualWorld;
let adapter: Adapter;
let listener: Adapter;
/** Addresses on the air, in the order they were first heard. */
let heard: Set<string>;

beforeEach(async () => {
  world = new VirtualWorld();
  adapter = await world.adapter();
  listener = await world.adapter();
  heard = new Set();
  const scan = listener.scan({ intervalUs: 20_000, windowUs: 20_000 });
  scan.on('report', ({ address }) => heard.add(address));
  await world.run(scan.started);
});
afterEach(() => world.close());

const radio = () => world.medium.controllers[0]?.state;
const kindOf = (address: string | undefined) => Number.parseInt((address ?? '').slice(0, 2), 16) >> 6;

/** Starts to advertise and lets some events pass; returns what stops it. */
async function advertise(intervalUs = 20_000): Promise<() => Promise<void>> {
  const stop = new AbortController();
  const advertising = expect(adapter.advertise({ intervalUs, signal: stop.signal })).rejects.toMatchObject({
    code: 'aborted',
  });
  await world.clock.advance(100);
  expect(radio()?.advertising).toBe(true);
  return async () => {
    stop.abort();
    await advertising;
    await settle();
  };
}

describe('a new address while something runs with the old one', () => {
  it.each<[AddressMode, AddressMode]>([
    ['public', 'static'],
    ['static', 'resolvable'],
    ['resolvable', 'non-resolvable'],
    ['non-resolvable', 'public'],
  ])('a %s scan runs: a %s advertisement shows its own address only, and the scan goes on', async (before, after) => {
    adapter.addressMode = before;
    const scan = adapter.scan({ intervalUs: 20_000, windowUs: 20_000 });
    await world.run(scan.started);
    const old = adapter.address.address;
    adapter.addressMode = after;
    const wanted = adapter.address;
    const stop = await advertise();
    expect([...heard]).toEqual([wanted.address]);
    expect(heard.has(old)).toBe(false);
    expect(adapter.address).toEqual(wanted);
    expect(radio()?.scanning).toBe('passive');
    await stop();
    await world.run(scan.cancel());
    expect(radio()).toEqual({ advertising: false, scanning: 'off', initiating: false });
  });

  it('a connect is pending: it goes on with the new address, and its link comes up', async () => {
    adapter.addressMode = 'static';
    const connecting = adapter.device(listener.address.address).connect({ timeoutMs: 20_000 });
    await world.clock.advance(50);
    expect(radio()?.initiating).toBe(true);
    adapter.addressMode = 'non-resolvable';
    const stop = await advertise();
    expect([...heard]).toEqual([adapter.address.address]);
    expect([...heard].map(kindOf)).toEqual([0b00]);
    expect(radio()?.initiating).toBe(true);
    const far = listener.advertise({ intervalUs: 20_000 });
    await world.run(connecting);
    expect((await world.run(far)).device.address).toBe(adapter.address.address);
    await stop();
  });

  it('a controller that refuses the address: the advertisement is refused, and what ran goes on', async () => {
    const scan = adapter.scan();
    await world.run(scan.started);
    world.medium.faults.command((_, opcode) =>
      opcode === HCI_COMMAND.leSetRandomAddress ? { status: 0x0c } : undefined,
    );
    adapter.addressMode = 'resolvable';
    await expect(world.run(adapter.advertise({ intervalUs: 20_000 }))).rejects.toMatchObject({
      code: 'hci/command-disallowed',
    });
    expect(heard.size).toBe(0);
    expect(scan.running).toBe(true);
    expect(radio()).toMatchObject({ advertising: false, scanning: 'passive' });
  });

  it('a scan that cannot go on after the change ends with the reason; the advertisement is on the air', async () => {
    const scan = adapter.scan();
    await world.run(scan.started);
    const reading = expect(scan[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'unsupported' });
    adapter.addressMode = 'static';
    world.medium.faults.command((_, opcode, parameters) =>
      opcode === HCI_COMMAND.leSetScanEnable && parameters[0] === 1 ? { status: 0x11 } : undefined,
    );
    const stop = await advertise();
    await reading;
    expect([...heard]).toEqual([adapter.address.address]);
    await stop();
  });
});

describe('a private address', () => {
  it.each<[AddressMode, number]>([
    ['resolvable', 0b01],
    ['non-resolvable', 0b00],
  ])('%s is replaced every 15 minutes while it is on the air, and no timer is left after that', async (mode, top) => {
    adapter.addressMode = mode;
    const stop = await advertise(1_000_000);
    await world.clock.advance(40 * MINUTE_MS);
    expect(heard.size).toBe(3);
    expect([...heard].map(kindOf)).toEqual([top, top, top]);
    expect(adapter.address.address).toBe([...heard][2]);
    await stop();
    await world.clock.advance(1);
    expect(world.clock.pendingTimers).toBe(0);
  });

  it('an active scan shows a new one too', async () => {
    const seen = new Set<string>();
    world.medium.faults.afterCommand((_, opcode, parameters) => {
      if (opcode === HCI_COMMAND.leSetRandomAddress) seen.add(parameters.join());
    });
    adapter.addressMode = 'resolvable';
    const scan = adapter.scan({ active: true });
    await world.clock.advance(16 * MINUTE_MS);
    expect(seen.size).toBe(2);
    expect(radio()?.scanning).toBe('active');
    await world.run(scan.cancel());
  });

  it('a controller that refuses the change at first is asked again', async () => {
    adapter.addressMode = 'resolvable';
    const stop = await advertise(1_000_000);
    const remove = world.medium.faults.command((_, opcode) =>
      opcode === HCI_COMMAND.leSetRandomAddress ? { status: 0x0c } : undefined,
    );
    await world.clock.advance(15 * MINUTE_MS + 1_000);
    expect(radio()?.advertising).toBe(true);
    remove();
    await world.clock.advance(3 * MINUTE_MS);
    expect(heard.size).toBe(2);
    await stop();
  });

  it('a static address stays', async () => {
    adapter.addressMode = 'static';
    const stop = await advertise(1_000_000);
    await world.clock.advance(40 * MINUTE_MS);
    expect(heard.size).toBe(1);
    await stop();
  });
});

it('adapter.address is the one on the air until the next role takes the new one', async () => {
  const stop = await advertise();
  const onAir = adapter.address;
  adapter.addressMode = 'resolvable';
  await world.clock.advance(200);
  expect(adapter.address).toEqual(onAir);
  expect([...heard]).toEqual([onAir.address]);
  await stop();
  expect(adapter.address.type).toBe('random');
});

it.each(['foo', '', null, undefined, 5])('addressMode %j is refused, and nothing changes', (mode) => {
  expect(() => {
    adapter.addressMode = mode as AddressMode;
  }).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  expect(adapter.addressMode).toBe('public');
});
