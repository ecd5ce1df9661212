import { describe, expect, test } from 'vitest';
import { BleError } from '../../../src-shared/model/ble-error.js';
import type { DiscoverOptions } from '../../ble/index.js';
import { settle } from '../../ble/testing/manual-clock.js';
import { central, connected, HR, named, service, shown, told, withExplorerBed } from '../testing/explorer-bed.js';
import { attRefusal, FakePeer, TREE } from '../testing/fake-peer.js';
import { MAX_LINKS } from './explorer-service.js';

withExplorerBed();

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
      phy: null,
      dataLength: null,
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
    const options: DiscoverOptions | undefined = peer.asked[0]?.options;
    options?.onProgress?.({ services: 3, explored: 1, characteristics: 4 });
    await told();
    expect(shown().discovery).toEqual({ services: 3, explored: 1, characteristics: 4 });
    peer.asked[0]?.answer(TREE);
    await told();
    expect(shown()).toMatchObject({
      state: 'connected',
      error: null,
      treeRevision: 1,
      operations: [],
      discovery: null,
      rssi: -50,
    });
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
