import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Adapter, Medium, openAdapter, systemClock } from '../../src-main/ble/index.js';
import { openNativeAdapter } from '../../src-main/ble/native/native-adapter.js';
import { nobleOnRadio } from './support/noble-on-radio.js';

/** What every Adapter promises, whichever engine is behind it. Times are real here, as noble knows no other clock. */
const engines: [string, (medium: Medium) => Promise<Adapter>][] = [
  ['our host on the virtual radio', (medium) => openAdapter('virtual:', { medium })],
  [
    'noble on the virtual radio',
    (medium) =>
      openNativeAdapter({ spec: 'native:', name: 'noble', clock: systemClock, load: async () => nobleOnRadio(medium) }),
  ],
];

describe.each(engines)('%s', (_, open) => {
  let medium: Medium;
  let adapter: Adapter;
  let peer: Adapter;
  let advertising: AbortController;

  beforeEach(async () => {
    medium = new Medium();
    adapter = await open(medium);
    peer = await openAdapter('virtual:', { medium, address: 'c2:00:00:00:00:01', addressType: 'random' });
    advertising = new AbortController();
  });
  afterEach(async () => {
    await adapter.close();
    await peer.close();
    await medium.close();
  });

  const advertise = () =>
    peer.advertise({
      intervalUs: 20_000,
      name: 'peer',
      services: [0x180d, '6e400001-b5a3-f393-e0a9-e50e24dcca9e'],
      manufacturer: [0x0059, Uint8Array.of(1, 2, 3)],
      signal: advertising.signal,
    });

  it('scans: name, services, manufacturer data, RSSI, address, and one Device for all of it', async () => {
    advertise().catch(() => undefined);
    for await (const result of adapter.scan({
      active: true,
      intervalUs: 30_000,
      windowUs: 30_000,
      durationMs: 5_000,
    })) {
      if (result.name() !== 'peer') continue;
      expect(result.services().map(String)).toEqual(['180d', '6e400001-b5a3-f393-e0a9-e50e24dcca9e']);
      expect(result.manufacturer(0x0059)).toEqual([[0x0059, Uint8Array.of(1, 2, 3)]]);
      expect(result).toMatchObject({ rssi: -50, connectable: true });
      expect(result.device).toBe(adapter.device('c2:00:00:00:00:01', 'random'));
      return;
    }
    expect.unreachable('the peer was not found');
  });

  it('a scan ends by its duration, by cancel, and by a second scan', async () => {
    const read = async (scan: AsyncIterable<unknown>) => {
      for await (const _result of scan);
    };
    await read(adapter.scan({ durationMs: 50 }));
    const first = adapter.scan();
    const reading = read(first);
    const second = adapter.scan();
    await reading;
    expect(first.running).toBe(false);
    await second.cancel();
    await second.cancel();
    expect(second.running).toBe(false);
  });

  it('connects, tells the end with its side, and connects again', async () => {
    for (let round = 0; round < 2; round += 1) {
      const advertised = advertise();
      const link = await adapter.device('c2:00:00:00:00:01', 'random').connect({ timeoutMs: 5_000 });
      const far = await advertised;
      expect(link).toMatchObject({ role: 'central', mtu: 23 });
      expect(link.isConnected()).toBe(true);
      expect(await link.readRssi()).toBe(-50);
      expect(await adapter.device('c2:00:00:00:00:01', 'random').connect()).toBe(link);
      if (round === 0) {
        await link.disconnect();
        expect(await far.disconnected()).toMatchObject({ origin: 'peer' });
        expect(await link.disconnected()).toMatchObject({ origin: 'local' });
      } else {
        await far.disconnect();
        expect(await link.disconnected({ timeoutMs: 5_000 })).toMatchObject({ origin: 'peer' });
        expect(link.signal.reason).toMatchObject({ code: 'disconnected' });
      }
      expect(link.isConnected()).toBe(false);
      await link.disconnect();
    }
  });

  it('a connect to nobody times out, and the next one works', async () => {
    const device = adapter.device('c2:00:00:00:00:01', 'random');
    await expect(device.connect({ timeoutMs: 200 })).rejects.toMatchObject({ code: 'timeout' });
    const advertised = advertise();
    expect((await device.connect({ timeoutMs: 5_000 })).isConnected()).toBe(true);
    await advertised;
  });

  it('bad arguments are "invalid-argument"', async () => {
    await expect(adapter.device('c2:00:00:00:00:01', 'random').connect({ timeoutMs: 0 })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    expect(() => adapter.scan({ intervalUs: 1 })).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    expect(() => adapter.device('nonsense')).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });

  it('what its capabilities deny is refused at once with "unsupported"; the rest is done', async () => {
    const { capabilities } = adapter;
    const advertised = adapter.advertise({ intervalUs: 20_000, connectable: false, timeoutMs: 50 });
    await expect(advertised).rejects.toMatchObject({ code: capabilities.advertise ? 'timeout' : 'unsupported' });
    const peerAdvertised = advertise();
    const link = await adapter.device('c2:00:00:00:00:01', 'random').connect({ timeoutMs: 5_000 });
    await peerAdvertised;
    const update = link.updateParameters({ minIntervalUs: 40_000 });
    if (capabilities.connectionParameters) await update;
    else await expect(update).rejects.toMatchObject({ code: 'unsupported', fix: expect.any(String) });
  });

  it('L2CAP channels as its capabilities say: an echo, or "unsupported" at once', async () => {
    const { capabilities } = adapter;
    const advertised = advertise();
    const link = await adapter.device('c2:00:00:00:00:01', 'random').connect({ timeoutMs: 5_000 });
    const far = await advertised;
    if (!capabilities.l2cap) {
      const refusal = { code: 'unsupported', fix: expect.any(String) };
      expect(() => adapter.l2capListen(0x80, { mtu: 100 })).toThrow(expect.objectContaining(refusal));
      for (const asked of [link.l2capConnect(0x80, 100), link.l2capAccept(0x80, 100)])
        await expect(asked).rejects.toMatchObject(refusal);
      return;
    }
    const accepted = far.l2capAccept(0x80, 100);
    const channel = await link.l2capConnect(0x80, 100);
    await channel.send('hello');
    const theirs = await accepted;
    await theirs.send((await theirs.recv()) ?? 'nothing came');
    expect(String(Buffer.from((await channel.recv()) ?? []))).toBe('hello');
    await channel.disconnect();
    expect(await theirs.recv()).toBeNull();
  });

  it('close: what is pending rejects "adapter-closed", twice is fine, and the peer is told', async () => {
    const advertised = advertise();
    const link = await adapter.device('c2:00:00:00:00:01', 'random').connect({ timeoutMs: 5_000 });
    const far = await advertised;
    const pending = adapter.device('c2:00:00:00:00:99', 'random').connect();
    const outcome = expect(pending).rejects.toMatchObject({ code: 'adapter-closed' });
    const scanned = expect(adapter.scan()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'adapter-closed',
    });
    await Promise.all([adapter.close(), adapter.close()]);
    await outcome;
    await scanned;
    expect(link.isConnected()).toBe(false);
    expect(await far.disconnected({ timeoutMs: 5_000 })).toMatchObject({ origin: 'peer' });
  });
});
