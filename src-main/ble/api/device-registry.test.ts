import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter, Connection, ConnectOptions } from '../index.js';
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

const target = () => central.device(peripheral.address.address);

it('aborted at the moment the link comes up: it is ended, and the next connect gets a link of its own', async () => {
  void peripheral.advertise({ intervalUs: 20_000 });
  const stop = new AbortController();
  const links: Connection[] = [];
  central.on('connection', (link) => {
    links.push(link);
    stop.abort();
  });
  const codes: string[] = [];
  const again = target()
    .connect({ signal: stop.signal })
    .catch((error) => {
      codes.push(error.code);
      void peripheral.advertise({ intervalUs: 20_000 });
      return target().connect();
    });
  const link = await world.run(again);
  expect(codes).toEqual(['aborted']);
  expect(links.map((one) => one.isConnected())).toEqual([false, true]);
  expect(link).toBe(links[1]);
  expect(central.connections).toEqual([link]);
  expect(target().connection).toBe(link);
});

it('nothing is left of it when nobody connects again', async () => {
  void peripheral.advertise({ intervalUs: 20_000 });
  const stop = new AbortController();
  central.on('connection', () => stop.abort());
  await expect(world.run(target().connect({ signal: stop.signal }))).rejects.toMatchObject({ code: 'aborted' });
  await world.clock.advance(1_000);
  expect(central.connections).toEqual([]);
  expect(target().connection).toBeNull();
});

describe('what is no argument', () => {
  it.each([
    [null, /options argument is null/],
    ['5', /options argument is "5"/],
    [{ latency: 1.5 }, /latency is 1.5; use a whole number/],
    [{ latency: '5' }, /latency is "5"/],
    [{ supervisionTimeoutMs: '5000' }, /supervisionTimeoutMs is "5000"/],
    [{ minConnIntervalUs: '30000' }, /interval is "30000"/],
    [{ signal: 'x' }, /signal is "x"/],
  ])('connect(%j) is refused, and nothing is begun', async (options, message) => {
    await expect(target().connect(options as ConnectOptions)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(message),
    });
    expect(world.medium.controllers[0]?.state.initiating).toBe(false);
  });

  it.each([
    [5n, 'public'],
    [null, 'public'],
    ['c0:00:00:00:00:01', 'foo'],
    ['c0:00:00:00:00:01', null],
  ])('device(%s, %s)', (address, type) => {
    expect(() => central.device(address as never, type as never)).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
  });
});
