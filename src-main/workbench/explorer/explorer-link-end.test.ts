import { describe, expect, test } from 'vitest';
import { BleError } from '../../../src-shared/model/ble-error.js';
import { settle } from '../../ble/testing/manual-clock.js';
import {
  BATTERY,
  central,
  clock,
  code,
  connected,
  forgetTold,
  HEART_RATE,
  HR,
  LOCATION,
  named,
  newest,
  sent,
  service,
  shown,
  states,
  told,
  withExplorerBed,
} from '../testing/explorer-bed.js';
import { attRefusal, FakeCentral, FakePeer, TREE } from '../testing/fake-peer.js';

withExplorerBed();

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
    forgetTold();
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
    forgetTold();
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
