import { describe, expect, test } from 'vitest';
import { BleError } from '../../../src-shared/model/ble-error.js';
import { settle } from '../../ble/testing/manual-clock.js';
import {
  BATTERY,
  clock,
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
import { FakePeer, TREE } from '../testing/fake-peer.js';

withExplorerBed();

describe('values', () => {
  test('a thousand a second reach the window in at most ten batches a second, all counted', async () => {
    const peer = await connected();
    service.watch({ link: 1, handle: HEART_RATE });
    forgetTold();
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
    forgetTold();
    await clock.advance(1_500);
    expect(named('explorer.values')).toEqual([]);
  });

  test('a device that says its services changed is believed until the next discovery', async () => {
    const peer = new FakePeer();
    const [first, ...others] = TREE.services;
    const changed = {
      uuid: '2a05',
      properties: 0x20,
      declarationHandle: 7,
      valueHandle: 8,
      endHandle: 8,
      descriptors: [],
    };
    peer.tree = { services: [{ ...first, characteristics: [changed] } as (typeof TREE.services)[number], ...others] };
    await connected(peer);
    expect(shown().servicesChanged).toBeNull();
    peer.notify(8, Uint8Array.of(0x10, 0x00, 0x20, 0x00), clock.now(), 'indication');
    peer.notify(8, Uint8Array.of(0x30, 0x00, 0xff, 0xff), clock.now(), 'indication');
    peer.notify(8, Uint8Array.of(0x30), clock.now(), 'indication');
    await told();
    expect(shown().servicesChanged).toEqual({ startHandle: 0x10, endHandle: 0xffff });
    await service.discover(1);
    await told();
    expect(shown().servicesChanged).toBeNull();
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
    forgetTold();
    expect(service.links()).toMatchObject([{ id: 1, state: 'connected', treeRevision: 1 }]);
    await told();
    expect(named('explorer.tree')).toMatchObject([{ link: 1, revision: 1, tree: TREE }]);
    expect(newest(HEART_RATE)).toMatchObject({ data: Uint8Array.of(1) });
  });

  test('a window that does not answer gets what it missed in one go', async () => {
    const peer = await connected();
    service.watch({ link: 1, handle: HEART_RATE });
    forgetTold();
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
