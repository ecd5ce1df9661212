import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EventName, type EventPayload, events } from '../../../src-shared/ipc/contract.js';
import { BleError } from '../../../src-shared/model/ble-error.js';
import type { LinkState } from '../../../src-shared/model/link.js';
import { ManualClock, settle } from '../../ble/testing/manual-clock.js';
import { attRefusal, FakeCentral, FakePeer, TREE } from '../testing/fake-peer.js';
import { ExplorerService, MAX_LINKS } from './explorer-service.js';
import { MAX_OPERATIONS } from './operation-queue.js';

const HR = { address: 'c2:00:00:00:00:01', addressType: 'random', name: 'HR Sensor' } as const;
const HEART_RATE = 3;
const LOCATION = 6;
const CONTROL_POINT = 8;
const BATTERY = 11;

let clock: ManualClock;
let central: FakeCentral;
let service: ExplorerService;
let sent: { name: string; payload: unknown; at: number }[];

const named = <N extends EventName>(name: N) =>
  sent.filter((event) => event.name === name).map((event) => event.payload as EventPayload<N>);
const states = (id = 1) => named('explorer.state').filter((state) => state.id === id);
/** What the window shows of a link. */
const shown = (id = 1): LinkState => {
  const last = states(id).at(-1);
  if (!last) throw new Error('the window was told nothing');
  return last;
};
const newest = (handle: number, id = 1) =>
  named('explorer.values')
    .filter(({ link }) => link === id)
    .flatMap(({ values }) => values)
    .filter((value) => value.handle === handle)
    .at(-1);
const code = async (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: BleError) => error.code,
  );

beforeEach(() => {
  clock = new ManualClock();
  central = new FakeCentral();
  sent = [];
  service = new ExplorerService({
    clock,
    emit: (name, payload) => {
      expect(events[name].safeParse(payload).error).toBeUndefined();
      sent.push({ name, payload: structuredClone(payload), at: clock.now() });
    },
  });
  service.setAdapter(central);
});

afterEach(async () => {
  await service.close();
  expect(clock.pendingTimers).toBe(0);
});

/** Time enough for the window to be told. */
const told = () => clock.advance(100);

async function connected(
  peer = new FakePeer(),
  who: Parameters<ExplorerService['connect']>[0] = HR,
): Promise<FakePeer> {
  service.connect(who);
  await settle();
  central.attempt.up(peer);
  await told();
  return peer;
}

describe('connecting', () => {
  test('answers at once, then exchanges the MTU and discovers', async () => {
    const peer = new FakePeer();
    peer.auto = () => undefined;
    expect(service.connect(HR)).toMatchObject({
      id: 1,
      address: HR.address,
      addressKind: 'static',
      name: 'HR Sensor',
      virtual: true,
      state: 'connecting',
      mtu: 23,
      parameters: null,
      treeRevision: 0,
      operations: [],
    });
    await told();
    central.attempt.up(peer);
    await told();
    expect(shown()).toMatchObject({
      state: 'discovering',
      parameters: { intervalUs: 30_000 },
      operations: [
        { title: 'Exchange MTU', state: 'running' },
        { title: 'Discover', state: 'waiting' },
      ],
    });
    peer.mtu = 185;
    peer.asked[0]?.answer(185);
    await told();
    expect(shown()).toMatchObject({ state: 'discovering', mtu: 185, operations: [{ title: 'Discover' }] });
    peer.asked[0]?.answer(TREE);
    await told();
    expect(shown()).toMatchObject({ state: 'connected', error: null, treeRevision: 1, operations: [], rssi: -50 });
    expect(named('explorer.tree')).toEqual([{ link: 1, revision: 1, tree: TREE, forgotten: [] }]);
    expect(peer.mostOpen).toBe(1);
  });

  test('a peer that refuses the MTU exchange is discovered all the same', async () => {
    const peer = new FakePeer();
    const auto = peer.auto;
    peer.auto = (what) => (what === 'mtu' ? attRefusal(6, 'request-not-supported') : auto(what));
    await connected(peer);
    expect(shown()).toMatchObject({ state: 'connected', mtu: 23, error: null });
  });

  test('an attempt that fails says why, and can be tried again under the same id', async () => {
    service.connect(HR);
    await settle();
    central.attempt.refuse(new BleError('timeout', { layer: 'gap', operation: 'connect', message: 'no answer' }));
    await told();
    expect(shown()).toMatchObject({ state: 'failed', error: { code: 'timeout', message: 'no answer' } });
    expect(service.connect({ ...HR, name: null })).toMatchObject({
      id: 1,
      name: 'HR Sensor',
      state: 'connecting',
      error: null,
    });
  });

  test('a second call for a device that is open joins it; the same address of the other type is another device', async () => {
    await connected();
    expect(service.connect({ ...HR, address: 'C2-00-00-00-00-01' })).toMatchObject({ id: 1, state: 'connected' });
    expect(central.attempts).toHaveLength(1);
    expect(service.connect({ ...HR, addressType: 'public' })).toMatchObject({ id: 2, state: 'connecting' });
  });

  test('disconnecting ends an attempt, also one that waits for another', async () => {
    service.connect(HR);
    service.connect({ ...HR, address: 'c2:00:00:00:00:02' });
    await settle();
    expect(central.attempts).toHaveLength(1);
    const second = service.disconnect(2);
    const first = service.disconnect(1);
    await Promise.all([first, second]);
    await told();
    expect(central.attempts.map(({ signal }) => signal?.aborted)).toEqual([true]);
    expect([shown(1), shown(2)]).toMatchObject([
      { state: 'disconnected', error: null },
      { state: 'disconnected', error: null },
    ]);
    service.connect(HR);
    await settle();
    expect(central.attempts).toHaveLength(2);
  });

  test('a link that comes up when nobody wants it any more is ended', async () => {
    central.isLate = true;
    const peer = new FakePeer();
    service.connect(HR);
    await settle();
    const over = service.disconnect(1);
    central.attempt.up(peer);
    await over;
    await told();
    expect(peer.isConnected()).toBe(false);
    expect(shown()).toMatchObject({ state: 'disconnected', error: null });
  });

  test('without an adapter, and with a wrong address, the answer is an error', () => {
    expect(() => service.connect({ ...HR, address: 'nonsense' })).toThrow('not a Bluetooth address');
    service.setAdapter(null);
    expect(() => service.connect(HR)).toThrow('no adapter is open');
  });

  test('there is an end to how many can be open', () => {
    const address = (n: number) => `c2:00:00:00:01:${n.toString(16).padStart(2, '0')}`;
    for (let n = 0; n < MAX_LINKS; n += 1) service.connect({ ...HR, address: address(n) });
    expect(() => service.connect({ ...HR, address: address(99) })).toThrow(`${MAX_LINKS} devices are open already`);
  });

  test('a discovery that fails leaves the link connected and says why; the next one clears it', async () => {
    const peer = new FakePeer();
    peer.auto = (what) => (what === 'mtu' ? 23 : undefined);
    await connected(peer);
    peer.asked[0]?.refuse(new BleError('timeout', { layer: 'att', operation: 'discover' }));
    await told();
    expect(shown()).toMatchObject({ state: 'connected', error: { code: 'timeout' }, treeRevision: 0 });
    const again = service.discover(1);
    await told();
    expect(shown()).toMatchObject({ state: 'discovering', error: null });
    peer.asked[0]?.answer(TREE);
    await again;
    await told();
    expect(shown()).toMatchObject({ state: 'connected', error: null, treeRevision: 1 });
  });
});

describe('a link that ends', () => {
  test('by itself: it is lost, with the reason of the radio, and keeps tree, values and history', async () => {
    const peer = await connected();
    service.watch({ link: 1, handle: HEART_RATE });
    peer.notify(HEART_RATE, Uint8Array.of(0, 60), clock.now());
    await told();
    const open = [service.read({ link: 1, handle: LOCATION }), service.read({ link: 1, handle: BATTERY })];
    const outcomes = Promise.all(open.map(code));
    await settle();
    await clock.advance(500);
    peer.drop(0x08);
    expect(await outcomes).toEqual(['disconnected', 'disconnected']);
    const at = clock.now();
    await told();
    expect(shown()).toMatchObject({
      state: 'lost',
      since: at,
      error: { code: 'hci/connection-timeout', layer: 'hci', status: 8, origin: 'peer' },
      treeRevision: 1,
      operations: [],
      parameters: null,
      mtu: 23,
      rssi: null,
    });
    expect(newest(LOCATION)).toBeUndefined();
    expect(service.watch({ link: 1, handle: HEART_RATE })).toMatchObject({ entries: [{ data: Uint8Array.of(0, 60) }] });
    expect(peer.listenerCount).toBe(0);
    expect(await code(service.read({ link: 1, handle: LOCATION }))).toBe('disconnected');
  });

  test('what came just before it went down is kept', async () => {
    const peer = await connected();
    for (let i = 0; i < 20; i += 1) peer.notify(HEART_RATE, Uint8Array.of(i), clock.now());
    peer.drop();
    await told();
    expect(service.watch({ link: 1, handle: HEART_RATE })?.entries).toHaveLength(20);
  });

  test('mid-discovery: nothing stays open', async () => {
    const peer = new FakePeer();
    peer.auto = (what) => (what === 'mtu' ? 23 : undefined);
    await connected(peer);
    expect(shown().state).toBe('discovering');
    peer.drop(0x13);
    await told();
    expect(shown()).toMatchObject({
      state: 'lost',
      treeRevision: 0,
      error: { code: 'hci/remote-user-terminated-connection' },
      operations: [],
    });
  });

  test('by the user: it is disconnected, without an error', async () => {
    const peer = await connected();
    const read = code(service.read({ link: 1, handle: LOCATION }));
    await service.disconnect(1);
    expect(await read).toBe('disconnected');
    await told();
    service.setAdapter(null);
    await told();
    expect(shown()).toMatchObject({ state: 'disconnected', error: null });
    expect(peer.log).toContain('disconnect');
  });

  test('with its adapter: every link is lost, and an attempt fails; the reason is the adapter’s', async () => {
    const peer = await connected();
    service.connect({ ...HR, address: 'c2:00:00:00:00:02' });
    const read = code(service.read({ link: 1, handle: LOCATION }));
    await settle();
    service.setAdapter(null, new BleError('transport/closed', { layer: 'transport', operation: 'adapter' }));
    expect(await read).toBe('transport/closed');
    await told();
    expect(shown(1)).toMatchObject({ state: 'lost', error: { code: 'transport/closed' } });
    expect(shown(2)).toMatchObject({ state: 'failed', error: { code: 'transport/closed' } });
    expect(peer.listenerCount).toBe(0);
    peer.drop(0x16);
    await told();
    expect(shown(1).error?.code).toBe('transport/closed');
  });

  test('a moment before its adapter says why takes the reason of the adapter', async () => {
    const peer = await connected();
    peer.drop(0x03);
    service.setAdapter(null, new BleError('transport/closed', { layer: 'transport', operation: 'adapter' }));
    await told();
    expect(shown()).toMatchObject({ state: 'lost', error: { code: 'transport/closed' } });
  });

  test('choosing another adapter loses the links of the first, and reconnecting is on the second', async () => {
    await connected();
    const other = new FakeCentral('tcp');
    service.setAdapter(other);
    await told();
    expect(shown()).toMatchObject({ state: 'lost', error: { code: 'adapter-closed' } });
    service.connect(HR);
    await told();
    expect(other.attempts).toHaveLength(1);
    expect(shown()).toMatchObject({ id: 1, state: 'connecting', virtual: false });
  });

  test('closing forgets it; the next attempt waits for its end and has another id', async () => {
    const peer = await connected();
    let end: () => void = () => undefined;
    peer.disconnect = () =>
      new Promise<void>((resolve) => {
        end = () => {
          peer.drop(0x16, 'local');
          resolve();
        };
      });
    const closed = service.forget(1);
    expect(named('explorer.closed')).toEqual([{ link: 1 }]);
    expect(await code(service.read({ link: 1, handle: LOCATION }))).toBe('invalid-argument');
    expect(service.connect(HR).id).toBe(2);
    await settle();
    expect(central.attempts).toHaveLength(1);
    end();
    await closed;
    await settle();
    expect(central.attempts).toHaveLength(2);
    sent = [];
    await clock.advance(5_000);
    expect(states(1)).toEqual([]);
  });

  test('a disconnection that fails is told, and the link stays', async () => {
    const peer = await connected();
    const disconnect = peer.disconnect.bind(peer);
    peer.disconnect = () => Promise.reject(new BleError('timeout', { layer: 'gap', operation: 'disconnect' }));
    expect(await code(service.disconnect(1))).toBe('timeout');
    await told();
    expect(shown().state).toBe('connected');
    peer.drop(0x08);
    await told();
    expect(shown().state).toBe('lost');
    peer.disconnect = disconnect;
  });

  test('quitting disconnects, and nothing is sent afterwards', async () => {
    const peer = await connected();
    const read = code(service.read({ link: 1, handle: LOCATION }));
    sent = [];
    await service.close();
    expect(peer.log).toContain('disconnect');
    expect(await read).toBe('disconnected');
    expect(sent).toEqual([]);
    expect(() => service.connect(HR)).toThrow();
  });
});

describe('reconnecting', () => {
  test('brings back what the user had subscribed to, and says so until it has', async () => {
    const first = await connected();
    await service.subscribe({ link: 1, handle: HEART_RATE, notify: true, indicate: false });
    await service.subscribe({ link: 1, handle: BATTERY, notify: true, indicate: false });
    await service.subscribe({ link: 1, handle: BATTERY, notify: false, indicate: false });
    await told();
    expect(shown().subscriptions).toEqual([{ handle: HEART_RATE, bits: 1 }]);
    first.drop();
    await told();
    expect(shown().subscriptions).toEqual([{ handle: HEART_RATE, bits: 1, pending: true }]);
    const second = new FakePeer();
    const auto = second.auto;
    second.auto = (what) => (what.startsWith('subscribe') ? undefined : auto(what));
    await connected(second);
    expect(shown()).toMatchObject({
      id: 1,
      state: 'connected',
      treeRevision: 2,
      subscriptions: [{ handle: HEART_RATE, bits: 1, pending: true }],
      operations: [{ title: 'Subscribe again to Heart Rate Measurement', state: 'running' }],
    });
    second.asked[0]?.answer();
    await told();
    expect(shown()).toMatchObject({ subscriptions: [{ handle: HEART_RATE, bits: 1 }], operations: [] });
    second.notify(HEART_RATE, Uint8Array.of(0, 70), clock.now());
    await told();
    expect(newest(HEART_RATE)).toMatchObject({ data: Uint8Array.of(0, 70), kind: 'notification' });
  });

  test('what the peer refuses now is no longer asked for, and its value says why', async () => {
    const first = await connected();
    await service.subscribe({ link: 1, handle: HEART_RATE, notify: true, indicate: false });
    first.drop();
    const second = new FakePeer();
    const auto = second.auto;
    second.auto = (what) => (what.startsWith('subscribe') ? attRefusal(5, 'insufficient-authentication') : auto(what));
    await connected(second);
    await told();
    expect(shown().subscriptions).toEqual([]);
    expect(newest(HEART_RATE)?.error).toMatchObject({ code: 'att/insufficient-authentication', status: 5 });
  });

  test('handles that are something else now lose what was known of them', async () => {
    const first = await connected();
    await service.subscribe({ link: 1, handle: HEART_RATE, notify: true, indicate: false });
    first.notify(HEART_RATE, Uint8Array.of(1), clock.now());
    first.notify(BATTERY, Uint8Array.of(2), clock.now());
    await told();
    first.drop();
    const second = new FakePeer();
    const [heartRate, ...rest] = structuredClone(TREE).services;
    const [measurement] = heartRate?.characteristics ?? [];
    if (!heartRate || !measurement) throw new Error('the tree has changed');
    measurement.uuid = '2a6e';
    second.tree = { services: [heartRate, ...rest] };
    await connected(second);
    expect(named('explorer.tree').at(-1)?.forgotten?.sort()).toEqual([HEART_RATE, 4]);
    expect(shown().subscriptions).toEqual([]);
    expect(service.watch({ link: 1, handle: HEART_RATE })).toMatchObject({ entries: [] });
    expect(service.watch({ link: 1, handle: BATTERY })).toMatchObject({ entries: [{ data: Uint8Array.of(2) }] });
  });
});

describe('operations', () => {
  test('go one after the other, titled in words, each seen while it waits', async () => {
    const peer = await connected();
    const done = [
      service.read({ link: 1, handle: BATTERY }),
      service.write({ link: 1, handle: CONTROL_POINT, data: Uint8Array.of(1), mode: 'request' }),
      service.read({ link: 1, handle: 18 }),
      service.read({ link: 1, handle: 12 }),
    ];
    await told();
    expect(shown().operations).toMatchObject([
      { title: 'Read Battery Level', handle: BATTERY, state: 'running' },
      { title: 'Write Heart Rate Control Point', handle: CONTROL_POINT, state: 'waiting' },
      { title: 'Read Report #2', state: 'waiting' },
      { title: 'Read Client Characteristic Configuration of Battery Level', state: 'waiting' },
    ]);
    for (const answer of [Uint8Array.of(99), undefined, Uint8Array.of(7), Uint8Array.of(0, 0)]) {
      expect(peer.asked).toHaveLength(1);
      peer.asked[0]?.answer(answer);
      await settle();
    }
    expect(await Promise.all(done)).toEqual([Uint8Array.of(99), undefined, Uint8Array.of(7), Uint8Array.of(0, 0)]);
    expect(peer.mostOpen).toBe(1);
    await told();
    expect(shown().operations).toEqual([]);
    expect(newest(BATTERY)).toMatchObject({ data: Uint8Array.of(99), kind: 'read', count: 1, error: null });
    expect(newest(CONTROL_POINT)).toMatchObject({ data: Uint8Array.of(1), kind: 'written' });
  });

  test('a cancelled one rejects at once, on the air or waiting; the next goes when the air is free', async () => {
    const peer = await connected();
    let free: () => void = () => undefined;
    peer.known = () => ({
      characteristic: (handle) => ({
        ...new FakePeer().known(TREE).characteristic(handle),
        values: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) }),
        read: () =>
          new Promise((resolve) => {
            free = () => resolve(Uint8Array.of(handle));
          }),
        write: async () => undefined,
        subscribe: async () => undefined,
      }),
      descriptor: () => null,
    });
    await service.discover(1);
    const [first, second, third] = [BATTERY, LOCATION, 18].map((handle) => service.read({ link: 1, handle }));
    const outcomes = [code(first as Promise<unknown>), code(second as Promise<unknown>)];
    await told();
    const [running, waiting] = shown().operations;
    for (const operation of [waiting, running]) service.cancelOperation({ link: 1, operation: operation?.id ?? 0 });
    expect(await Promise.all(outcomes)).toEqual(['aborted', 'aborted']);
    await told();
    expect(shown().operations).toMatchObject([{ title: 'Read Report #2', state: 'waiting' }]);
    free();
    await settle();
    free();
    expect(await third).toEqual(Uint8Array.of(18));
    service.cancelOperation({ link: 1, operation: running?.id ?? 0 });
    await told();
    expect(newest(BATTERY)?.error ?? null).toBeNull();
  });

  test('the queue has an end', async () => {
    await connected();
    const reads = Array.from({ length: MAX_OPERATIONS }, () => code(service.read({ link: 1, handle: BATTERY })));
    expect(await code(service.read({ link: 1, handle: BATTERY }))).toBe('busy');
    await service.disconnect(1);
    expect(new Set(await Promise.all(reads))).toEqual(new Set(['disconnected']));
  });

  test('a refusal stays with the attribute until it works', async () => {
    const peer = await connected();
    const refused = code(service.read({ link: 1, handle: BATTERY }));
    peer.asked[0]?.refuse(attRefusal(2, 'read-not-permitted'));
    expect(await refused).toBe('att/read-not-permitted');
    await told();
    expect(newest(BATTERY)).toMatchObject({
      count: 0,
      error: { code: 'att/read-not-permitted', layer: 'att', status: 2 },
    });
    const read = service.read({ link: 1, handle: BATTERY });
    await settle();
    peer.asked[0]?.answer(Uint8Array.of(50));
    await read;
    await told();
    expect(newest(BATTERY)).toMatchObject({ count: 1, error: null });
  });

  test('a write goes out as it was asked for', async () => {
    const peer = await connected();
    const data = Uint8Array.of(1);
    for (const mode of ['request', 'command', 'reliable'] as const) {
      const write = service.write({ link: 1, handle: CONTROL_POINT, data, mode });
      await settle();
      expect(peer.asked[0]).toMatchObject({
        what: 'write 8',
        data,
        options: { response: mode !== 'command', reliable: mode === 'reliable', force: true },
      });
      peer.asked[0]?.answer();
      await write;
    }
    const toDescriptor = { link: 1, handle: 4, data, mode: 'command' } as const;
    expect(await code(service.write(toDescriptor))).toBe('invalid-argument');
    expect(await code(service.write({ ...toDescriptor, handle: 8, data: new Uint8Array(513) }))).toBe(
      'invalid-argument',
    );
    expect(await code(service.read({ link: 1, handle: 5 }))).toBe('invalid-argument');
    expect(await code(service.subscribe({ link: 1, handle: 4, notify: true, indicate: false }))).toBe(
      'invalid-argument',
    );
  });

  test('writing the client configuration is a subscription too', async () => {
    const peer = await connected();
    const write = (data: Uint8Array) => {
      const done = service.write({ link: 1, handle: 4, data, mode: 'request' });
      return settle().then(() => {
        peer.asked[0]?.answer();
        return done;
      });
    };
    await write(Uint8Array.of(1, 0));
    await told();
    expect(shown().subscriptions).toEqual([{ handle: HEART_RATE, bits: 1 }]);
    await write(Uint8Array.of(0, 0));
    await told();
    expect(shown().subscriptions).toEqual([]);
  });

  test('read all reads what can be read, goes on after a refusal, says how far it is, and can be cancelled', async () => {
    const peer = await connected();
    const all = service.readAll(1);
    await settle();
    expect(peer.asked[0]?.what).toBe('read 4');
    peer.asked[0]?.answer(Uint8Array.of(0, 0));
    await told();
    expect(shown().operations).toMatchObject([{ title: 'Read all: 2 of 8, Body Sensor Location' }]);
    peer.asked[0]?.refuse(attRefusal(5, 'insufficient-authentication'));
    for (let i = 0; i < 6; i += 1) {
      await settle();
      peer.asked[0]?.answer(Uint8Array.of(i));
    }
    expect(await all).toEqual({ read: 7, failed: 1 });
    await told();
    expect(newest(LOCATION)?.error?.code).toBe('att/insufficient-authentication');
    const again = code(service.readAll(1));
    await told();
    service.cancelOperation({ link: 1, operation: shown().operations[0]?.id ?? 0 });
    expect(await again).toBe('aborted');
    await told();
    expect(shown().operations).toEqual([]);
    expect(peer.asked).toEqual([]);
  });

  test('subscribe all takes notifications, or indications where there are no others, and back', async () => {
    const peer = await connected();
    const auto = peer.auto;
    peer.auto = (what) => (what === 'subscribe 15 n' ? attRefusal(5, 'insufficient-authentication') : auto(what));
    expect(await service.subscribeAll({ link: 1, on: true })).toEqual({ done: 3, failed: 1 });
    await told();
    expect(shown().subscriptions).toEqual([HEART_RATE, BATTERY, 18].map((handle) => ({ handle, bits: 1 })));
    expect(newest(4)).toMatchObject({ kind: 'written', data: Uint8Array.of(1, 0) });
    expect(newest(15)?.error?.code).toBe('att/insufficient-authentication');
    await service.subscribe({ link: 1, handle: 15, notify: false, indicate: true });
    await told();
    expect(newest(15)?.error).toBeNull();
    expect(shown().subscriptions.at(-1)).toEqual({ handle: 15, bits: 2 });
    const asked = peer.log.length;
    expect(await service.subscribeAll({ link: 1, on: true })).toEqual({ done: 4, failed: 0 });
    expect(peer.log).toHaveLength(asked);
    expect(await service.subscribeAll({ link: 1, on: false })).toEqual({ done: 4, failed: 0 });
    await told();
    expect(shown().subscriptions).toEqual([]);
  });

  test('parameter updates go beside the queue and never meet "busy"', async () => {
    const peer = await connected();
    const read = service.read({ link: 1, handle: BATTERY });
    const request = { link: 1, minIntervalUs: 7_500, maxIntervalUs: 15_000, latency: 0, supervisionTimeoutMs: 5_000 };
    const first = service.updateParameters(request);
    const second = service.updateParameters(request);
    await told();
    expect(peer.asked.map(({ what }) => what)).toEqual(['read 11', 'parameters']);
    expect(shown().operations).toMatchObject([
      { title: 'Read Battery Level', state: 'running' },
      { title: 'Update connection parameters', state: 'running' },
      { title: 'Update connection parameters', state: 'waiting' },
    ]);
    service.cancelOperation({ link: 1, operation: shown().operations[1]?.id ?? 0 });
    expect(await code(first)).toBe('aborted');
    await settle();
    peer.asked[1]?.refuse(new BleError('busy', { layer: 'gap', operation: 'update parameters' }));
    await clock.advance(1_000);
    peer.parameters = { ...peer.parameters, intervalUs: 15_000 };
    peer.emit('parameters');
    peer.asked[1]?.answer();
    await second;
    await told();
    expect(shown().parameters?.intervalUs).toBe(15_000);
    const third = code(service.updateParameters(request));
    await settle();
    peer.asked[1]?.refuse(
      new BleError('hci/unacceptable-connection-parameters', { layer: 'hci', operation: 'update' }),
    );
    expect(await third).toBe('hci/unacceptable-connection-parameters');
    peer.asked[0]?.answer(Uint8Array.of(1));
    await read;
  });
});

describe('signal strength', () => {
  test('is read every two seconds while connected', async () => {
    const peer = await connected();
    peer.rssi = -71;
    await clock.advance(2_000);
    await told();
    expect(shown().rssi).toBe(-71);
    const before = peer.rssiReads;
    await clock.advance(20_000);
    expect(peer.rssiReads - before).toBe(10);
    peer.drop();
    const after = peer.rssiReads;
    await clock.advance(20_000);
    expect(peer.rssiReads).toBe(after);
  });

  test('is not asked for again where there is none', async () => {
    const peer = new FakePeer();
    peer.rssi = new BleError('unsupported', { layer: 'hci', operation: 'read RSSI' });
    await connected(peer);
    await clock.advance(20_000);
    expect(peer.rssiReads).toBe(1);
    expect(shown().rssi).toBeNull();
  });
});

describe('values', () => {
  test('a thousand a second reach the window in at most ten batches a second, all counted', async () => {
    const peer = await connected();
    service.watch({ link: 1, handle: HEART_RATE });
    sent = [];
    for (let ms = 0; ms < 3_000; ms += 5) {
      for (let i = 0; i < 5; i += 1) peer.notify(HEART_RATE, Uint8Array.of(i), clock.now());
      await clock.advance(5);
    }
    await told();
    const batches = named('explorer.values');
    expect(batches.length).toBeGreaterThan(20);
    expect(batches.length).toBeLessThanOrEqual(32);
    expect(batches.every(({ values }) => values.length === 1)).toBe(true);
    expect(newest(HEART_RATE)).toMatchObject({ count: 3_000, kind: 'notification' });
    expect(newest(HEART_RATE)?.rate).toBeGreaterThan(900);
    const history = named('explorer.history');
    expect(history.length).toBeLessThanOrEqual(32);
    expect(history.flatMap(({ entries }) => entries)).toHaveLength(3_000);
    expect(states()).toEqual([]);
    await clock.advance(5_000);
    expect(newest(HEART_RATE)?.rate).toBe(0);
    sent = [];
    await clock.advance(1_500);
    expect(named('explorer.values')).toEqual([]);
  });

  test('only the watched value tells its history', async () => {
    const peer = await connected();
    expect(service.watch({ link: 1, handle: BATTERY })).toEqual({ link: 1, handle: BATTERY, entries: [], dropped: 0 });
    peer.notify(HEART_RATE, Uint8Array.of(1), clock.now());
    peer.notify(BATTERY, Uint8Array.of(2), clock.now(), 'indication');
    await told();
    expect(named('explorer.history')).toMatchObject([
      { link: 1, handle: BATTERY, entries: [{ kind: 'indication', data: Uint8Array.of(2) }] },
    ]);
    expect(service.watch({ link: 1, handle: null })).toBeNull();
    peer.notify(BATTERY, Uint8Array.of(3), clock.now());
    await told();
    expect(named('explorer.history')).toHaveLength(1);
    expect(newest(BATTERY)).toMatchObject({ count: 2 });
  });

  test('a window that was reloaded gets everything again', async () => {
    const peer = await connected();
    peer.notify(HEART_RATE, Uint8Array.of(1), clock.now());
    await told();
    sent = [];
    expect(service.links()).toMatchObject([{ id: 1, state: 'connected', treeRevision: 1 }]);
    await told();
    expect(named('explorer.tree')).toMatchObject([{ link: 1, revision: 1, tree: TREE }]);
    expect(newest(HEART_RATE)).toMatchObject({ data: Uint8Array.of(1) });
  });

  test('a window that does not answer gets what it missed in one go', async () => {
    const peer = await connected();
    service.watch({ link: 1, handle: HEART_RATE });
    sent = [];
    service.setHeld(true);
    for (let i = 0; i < 50; i += 1) {
      peer.notify(HEART_RATE, Uint8Array.of(i), clock.now());
      await clock.advance(20);
    }
    expect(sent).toEqual([]);
    service.setHeld(false);
    await told();
    expect(named('explorer.values')).toHaveLength(1);
    expect(named('explorer.history').map(({ entries }) => entries.length)).toEqual([50]);
  });

  test('the device name fills in for one that had none', async () => {
    const peer = new FakePeer();
    const tree = structuredClone(TREE);
    const named = tree.services[0]?.characteristics[1];
    if (named) named.uuid = '2a00';
    peer.tree = tree;
    await connected(peer, { ...HR, name: null });
    const read = service.read({ link: 1, handle: LOCATION });
    await settle();
    peer.asked[0]?.answer(new TextEncoder().encode('Strap'));
    await read;
    await told();
    expect(shown().name).toBe('Strap');
  });
});
