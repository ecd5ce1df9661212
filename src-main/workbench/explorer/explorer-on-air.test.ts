import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EventName, type EventPayload, events } from '../../../src-shared/ipc/contract.js';
import type { BleError } from '../../../src-shared/model/ble-error.js';
import type { GattTreeCharacteristic } from '../../../src-shared/model/gatt-tree.js';
import type { LinkState } from '../../../src-shared/model/link.js';
import { type Adapter, Characteristic, type Connection, Descriptor, Service } from '../../ble/index.js';
import { VirtualWorld } from '../../ble/testing/virtual-world.js';
import { ExplorerService } from './explorer-service.js';

/** The explorer on the real host and the virtual radio, against a server like a heart-rate sensor. */

let world: VirtualWorld;
let sensor: Adapter;
let central: Adapter;
let measurement: Characteristic;
let explorer: ExplorerService;
let sent: { name: string; payload: unknown }[];

const named = <N extends EventName>(name: N) =>
  sent.filter((event) => event.name === name).map((event) => event.payload as EventPayload<N>);
const newest = (handle: number) =>
  named('explorer.values')
    .flatMap(({ values }) => values)
    .filter((value) => value.handle === handle)
    .at(-1);
const run = <T>(work: Promise<T>) => world.run(work);
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: BleError) => error.code,
  );

beforeEach(async () => {
  world = new VirtualWorld({ latencyMs: 5 });
  sensor = await world.adapter();
  central = await world.adapter();
  await run(sensor.registerServices(...services()));
  sent = [];
  explorer = new ExplorerService({
    clock: world.clock,
    emit: (name, payload) => {
      expect(events[name].safeParse(payload).error).toBeUndefined();
      sent.push({ name, payload: structuredClone(payload) });
    },
  });
  explorer.setAdapter(central);
});

afterEach(async () => {
  await run(explorer.close());
  await world.close();
  expect(world.clock.pendingTimers).toBe(0);
});

function services(): Service[] {
  const heartRate = new Service(0x180d);
  measurement = new Characteristic(heartRate, 0x2a37, { notify: true });
  new Characteristic(heartRate, 0x2a38, { read: true, initial: Uint8Array.of(1) });
  const control = new Characteristic(heartRate, 0x2a39, { write: true });
  control.onWrite = (_link, data) => (data[0] === 1 ? 0 : 0x80);
  const battery = new Service(0x180f);
  const level = new Characteristic(battery, 0x2a19, { read: true, notify: true, initial: Uint8Array.of(87) });
  new Descriptor(level, 0x2901, { read: true, initial: 'main' });
  const secret = new Characteristic(battery, 0x2a1b, { read: true });
  secret.onRead = () => 0x05;
  const long = new Service('6e400001-b5a3-f393-e0a9-e50e24dcca9e');
  new Characteristic(long, '6e400002-b5a3-f393-e0a9-e50e24dcca9e', { read: true, write: true });
  return [heartRate, battery, long];
}

/** Lets time pass until the window shows this. */
async function until(state: LinkState['state'], more: (shown: LinkState) => boolean = () => true): Promise<LinkState> {
  for (let ms = 0; ms < 60_000; ms += 20) {
    const shown = named('explorer.state').at(-1);
    if (shown?.state === state && more(shown)) return shown;
    await world.clock.advance(20);
  }
  throw new Error(`not ${state}: ${JSON.stringify(named('explorer.state').at(-1))}`);
}

/** Advertises and connects; resolves with the sensor's side of the link. */
async function meet(): Promise<Connection> {
  const advertised = sensor.advertise({ intervalUs: 20_000 });
  const { address, type } = sensor.address;
  explorer.connect({ address, addressType: type, name: 'HR' });
  return run(advertised);
}

function found(uuid: string): GattTreeCharacteristic {
  const all =
    named('explorer.tree')
      .at(-1)
      ?.tree.services.flatMap(({ characteristics }) => characteristics) ?? [];
  const characteristic = all.find((one) => one.uuid === uuid);
  if (!characteristic) throw new Error(`${uuid} was not discovered`);
  return characteristic;
}

test('connect, discover, read, write, an ATT error, read all', async () => {
  await meet();
  const shown = await until('connected');
  expect(shown).toMatchObject({ mtu: 517, treeRevision: 1, operations: [], error: null, virtual: true });
  expect(shown.parameters?.intervalUs).toBeGreaterThan(7_000);
  expect(shown.rssi).toBeLessThan(0);
  const battery = found('2a19');
  expect(await run(explorer.read({ link: 1, handle: battery.valueHandle }))).toEqual(Uint8Array.of(87));

  const control = { link: 1, handle: found('2a39').valueHandle, mode: 'request' } as const;
  await run(explorer.write({ ...control, data: Uint8Array.of(1) }));
  expect(await run(code(explorer.write({ ...control, data: Uint8Array.of(9) })))).toBe('att/application-error');

  const whole = Uint8Array.from({ length: 512 }, (_, i) => i & 0xff);
  const { valueHandle: long } = found('6e400002-b5a3-f393-e0a9-e50e24dcca9e');
  await run(explorer.write({ link: 1, handle: long, data: whole, mode: 'reliable' }));
  expect(await run(explorer.read({ link: 1, handle: long }))).toEqual(whole);

  const all = await run(explorer.readAll(1));
  expect(all.failed).toBe(1);
  expect(all.read).toBeGreaterThan(5);
  await world.clock.advance(200);
  expect(newest(found('2a1b').valueHandle)?.error).toMatchObject({ status: 5, layer: 'att' });
  expect(newest(control.handle)?.error).toMatchObject({ status: 0x80 });
  await run(
    explorer.updateParameters({
      link: 1,
      minIntervalUs: 7_500,
      maxIntervalUs: 7_500,
      latency: 0,
      supervisionTimeoutMs: 2_000,
    }),
  );
  expect(await until('connected', ({ parameters }) => parameters?.intervalUs === 7_500)).toBeDefined();
});

test('a thousand notifications a second all count, in ten batches a second', async () => {
  const far = await meet();
  await until('connected');
  const { valueHandle: handle } = found('2a37');
  await run(explorer.subscribe({ link: 1, handle, notify: true, indicate: false }));
  explorer.watch({ link: 1, handle });
  sent = [];
  const sending: Promise<void>[] = [];
  for (let ms = 0; ms < 2_000; ms += 10) {
    for (let i = 0; i < 10; i += 1) sending.push(measurement.notify(far, Uint8Array.of(0, i)));
    await world.clock.advance(10);
  }
  await run(Promise.all(sending));
  await world.clock.advance(500);
  expect(newest(handle)).toMatchObject({ count: 2_000, kind: 'notification' });
  expect(named('explorer.values').length).toBeLessThanOrEqual(26);
  expect(named('explorer.history').flatMap(({ entries }) => entries)).toHaveLength(2_000);
});

test('the peer goes mid-discovery: lost, nothing open; then it comes back under the same id with the subscription', async () => {
  const first = await meet();
  await until('discovering');
  const read = code(explorer.read({ link: 1, handle: 3 }));
  await run(first.disconnect());
  expect(await run(read)).toBe('disconnected');
  expect(await until('lost')).toMatchObject({
    id: 1,
    error: { code: 'hci/remote-user-terminated-connection', status: 0x13, origin: 'peer' },
    operations: [],
  });
  expect(named('explorer.tree')).toEqual([]);

  const second = await meet();
  await until('connected');
  const { valueHandle: handle } = found('2a37');
  await run(explorer.subscribe({ link: 1, handle, notify: true, indicate: false }));
  await measurement.notify(second, Uint8Array.of(0, 61));
  await run(second.disconnect());
  expect((await until('lost')).subscriptions).toEqual([{ handle, bits: 1, pending: true }]);

  const third = await meet();
  await until('connected', ({ subscriptions }) => subscriptions[0]?.pending === undefined);
  expect(measurement.subscribers()).toEqual([third]);
  await measurement.notify(third, Uint8Array.of(0, 62));
  await world.clock.advance(300);
  expect(explorer.watch({ link: 1, handle })?.entries.map(({ data }) => data[1])).toEqual([61, 62]);
});

test('the adapter goes: the link is lost with the reason, and quitting leaves nothing behind', async () => {
  const far = await meet();
  await until('connected');
  explorer.setAdapter(null);
  expect(await until('lost')).toMatchObject({ error: { code: 'adapter-closed' } });
  await run(central.close());
  await run(far.disconnected());
});
