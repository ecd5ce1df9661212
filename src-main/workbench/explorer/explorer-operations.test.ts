import { describe, expect, test } from 'vitest';
import { BleError } from '../../../src-shared/model/ble-error.js';
import { settle } from '../../ble/testing/manual-clock.js';
import {
  BATTERY,
  CONTROL_POINT,
  clock,
  code,
  connected,
  HEART_RATE,
  LOCATION,
  newest,
  service,
  shown,
  told,
  withExplorerBed,
} from '../testing/explorer-bed.js';
import { attRefusal, FakePeer, TREE } from '../testing/fake-peer.js';
import { MAX_OPERATIONS } from './operation-queue.js';

withExplorerBed();

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
    expect(shown().operations).toMatchObject([
      { title: 'Read all: Body Sensor Location', progress: { done: 1, total: 8 } },
    ]);
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

  test('the PHY is asked for beside the queue, and what is in use is shown', async () => {
    const peer = await connected();
    expect(shown()).toMatchObject({ phy: { tx: '1M', rx: '1M' }, dataLength: { txOctets: 27, rxOctets: 27 } });
    const fast = { tx: '2M', rx: '2M' } as const;
    const asked = service.setPhy({ link: 1, phy: fast });
    await told();
    expect(peer.asked).toMatchObject([{ what: 'phy', options: fast }]);
    peer.phy = fast;
    peer.dataLength = { txOctets: 251, rxOctets: 251 };
    peer.emit('phy');
    peer.emit('data-length');
    peer.asked[0]?.answer(fast);
    expect(await asked).toEqual(fast);
    await told();
    expect(shown()).toMatchObject({ phy: fast, dataLength: { txOctets: 251, rxOctets: 251 } });
  });
});
