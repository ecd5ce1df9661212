import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Adapter, Connection } from '../index.js';
import { ManualClock, settle } from '../testing/manual-clock.js';
import { openNativeAdapter } from './native-adapter.js';
import type { NobleLike } from './noble-like.js';

/** A peripheral whose answers the test gives, in the order noble gives them. */
class FakePeripheral extends EventEmitter {
  readonly id = 'c20000000001';
  readonly address = 'c2:00:00:00:00:01';
  readonly addressType = 'random';
  readonly connectable = true;
  readonly rssi = -50;
  readonly state = 'disconnected';
  readonly advertisement = {};
  readonly connect = vi.fn();
  readonly disconnect = vi.fn();
  readonly updateRssi = vi.fn();
  /** noble fails the attempt at once, and tells the controller then. */
  readonly cancelConnect = vi.fn(() => void this.emit('connect', new Error('connection canceled!')));
}

let clock: ManualClock;
let peripheral: FakePeripheral;
let adapter: Adapter;

const open = (noble: EventEmitter) =>
  openNativeAdapter({ spec: 'native:', name: 'x', clock, load: async () => noble as unknown as NobleLike });
const fakeNoble = () =>
  Object.assign(new EventEmitter(), {
    state: 'poweredOn',
    address: 'c0:00:00:00:00:aa',
    startScanning: (_uuids: string[], _duplicates: boolean, done: (error: null) => void) => done(null),
    stopScanning: (done?: () => void) => done?.(),
  });

beforeEach(async () => {
  clock = new ManualClock();
  peripheral = new FakePeripheral();
  const noble = fakeNoble();
  adapter = await open(noble);
  noble.emit('discover', peripheral);
});
afterEach(() => adapter.close());

const connect = (timeoutMs = 100) => adapter.device('c2:00:00:00:00:01', 'random').connect({ timeoutMs });

async function linked(): Promise<Connection> {
  const connecting = connect();
  await settle();
  peripheral.emit('connect', undefined);
  return connecting;
}

async function timedOut(): Promise<void> {
  const outcome = expect(connect()).rejects.toMatchObject({ code: 'timeout' });
  await clock.advance(100);
  await outcome;
}

it('a connect that timed out does nothing to the next link', async () => {
  peripheral.cancelConnect.mockImplementation(() => undefined); // as where the attempt had not got so far that noble cancels it
  await timedOut();
  expect(peripheral.cancelConnect).toHaveBeenCalledOnce();
  const link = await linked();
  await settle();
  expect(link.isConnected()).toBe(true);
  expect(peripheral.disconnect).not.toHaveBeenCalled();
  expect(adapter.connections).toEqual([link]);
});

it('nor does its failure, told when the next one has begun', async () => {
  await timedOut();
  const connecting = connect();
  await settle();
  peripheral.emit('connect', new Error('Unknown Connection Identifier (0x2)'));
  peripheral.emit('connect', undefined);
  expect((await connecting).isConnected()).toBe(true);
});

it('a link that comes when nobody waits any more is ended', async () => {
  await timedOut();
  peripheral.emit('connect', undefined);
  expect(peripheral.disconnect).toHaveBeenCalledOnce();
  expect(adapter.connections).toEqual([]);
});

it('a failure of its own rejects it with the reason', async () => {
  const connecting = expect(connect()).rejects.toMatchObject({ code: 'hci/connection-failed-to-be-established' });
  await settle();
  peripheral.emit('connect', new Error('no'));
  await connecting;
  expect((await linked()).isConnected()).toBe(true);
});

it('a link that ends the moment it is up is not taken for a good one', async () => {
  const connecting = connect();
  await settle();
  peripheral.emit('connect', undefined);
  peripheral.emit('disconnect', 0x3e);
  const link = await connecting;
  expect(link.isConnected()).toBe(false);
  expect(await link.disconnected()).toMatchObject({ status: 0x3e });
  expect(adapter.connections).toEqual([]);
});

it('any number of attempts leaves one listener on the peripheral', async () => {
  for (let i = 0; i < 15; i += 1) await timedOut();
  expect(peripheral.listenerCount('connect')).toBe(1);
  expect(peripheral.listenerCount('disconnect')).toBe(1);
});

it("two adapters of one process do not end each other's links", async () => {
  const link = await linked();
  const noble = fakeNoble();
  const other = await open(noble);
  noble.emit('discover', peripheral);
  await expect(other.device('c2:00:00:00:00:01', 'random').connect()).rejects.toMatchObject({ code: 'busy' });
  expect(link.isConnected()).toBe(true);
  await other.close();
});

it('a scan that ends leaves a connect looking for its peer, and the radio stops when that is done', async () => {
  const noble = fakeNoble();
  const stopScanning = vi.spyOn(noble, 'stopScanning');
  const other = await open(noble);
  const scan = other.scan();
  await scan.started;
  const connecting = other.device('c2:00:00:00:00:01', 'random').connect();
  await settle();
  await scan.cancel();
  expect(stopScanning).not.toHaveBeenCalled();
  noble.emit('discover', peripheral);
  await settle();
  expect(stopScanning).toHaveBeenCalledOnce();
  peripheral.emit('connect', undefined);
  expect((await connecting).isConnected()).toBe(true);
  await other.close();
});

it('bad arguments are told as everywhere', async () => {
  expect(() => adapter.scan(null as never)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  await expect(adapter.device('c2:00:00:00:00:01', 'random').connect({ signal: 'x' } as never)).rejects.toMatchObject({
    code: 'invalid-argument',
  });
});

it('dozens of connects at once give no warning of a leak', async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => void warnings.push(warning);
  process.on('warning', onWarning);
  const all = Array.from({ length: 20 }, (_, i) =>
    adapter.device(`c0:00:00:00:01:${i + 10}`, 'random').connect({ timeoutMs: 50 }),
  );
  const settled = Promise.allSettled(all);
  await clock.advance(50);
  await settled;
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});
