/** Our GATT client against bleno's server, and our server against noble's client, on our radio and on btvirt. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Adapter,
  Characteristic,
  type ClientCharacteristic,
  type Connection,
  Descriptor,
  Service,
} from '../../src-main/ble/index.js';
import { type Bed, btvirtBed, virtualBed } from './support/beds.js';
import { type Bleno, startBleno } from './support/bleno.js';
import { describeWithBtvirt } from './support/btvirt.js';
import { type NobleCharacteristic, nobleFinds, startNoble } from './support/noble-on-radio.js';

const uuid = (n: number) => `22222222-3333-4444-5555-66666666666${n}`;
const bare = (n: number) => uuid(n).replaceAll('-', '');
const SERVICE = uuid(6);
const LONG = Buffer.from(Array.from({ length: 300 }, (_, i) => i & 0xff));
const VALUES = Array.from({ length: 20 }, (_, n) => `value ${n}`);
/** bleno answers an MTU of 256 at most. noble asks for it, and takes what the server can receive for agreed: so we answer no more. */
const THEIR_MTU = 256;

function suite(open: () => Promise<Bed>): void {
  let bed: Bed;
  let ours: Adapter;

  beforeEach(async () => {
    bed = await open();
    ours = await bed.adapter({ mtu: THEIR_MTU });
  });
  afterEach(async () => {
    await ours.close();
    await bed.close();
  });

  describe('our client and the server of bleno', () => {
    interface Served {
      bleno: Bleno;
      written: string[];
      /** To the client that has subscribed; undefined while none has. */
      update: ((data: Buffer) => void) | undefined;
      /** The same as an indication, and how many of them were confirmed. */
      indicate: ((data: Buffer) => void) | undefined;
      confirmed: number;
    }

    async function serve(): Promise<Served> {
      const bleno = await startBleno(await bed.foreign());
      const served: Served = { bleno, written: [], update: undefined, indicate: undefined, confirmed: 0 };
      const read = new bleno.Characteristic({ uuid: uuid(1), properties: ['read'], value: LONG });
      const write = new bleno.Characteristic({
        uuid: uuid(2),
        properties: ['write', 'writeWithoutResponse'],
        onWriteRequest: (data, _offset, _withoutResponse, answer) => {
          served.written.push(data.toString('latin1'));
          answer(0);
        },
      });
      const notify = new bleno.Characteristic({
        uuid: uuid(3),
        properties: ['notify'],
        descriptors: [new bleno.Descriptor({ uuid: '2901', value: Buffer.from('counter') })],
        onSubscribe: (_max, update) => {
          served.update = update;
        },
        onUnsubscribe: () => {
          served.update = undefined;
        },
      });
      const refusing = new bleno.Characteristic({
        uuid: uuid(4),
        properties: ['read', 'write'],
        onReadRequest: (_offset, answer) => answer(0x0e),
        onWriteRequest: (_data, _offset, _withoutResponse, answer) => answer(0x0d),
      });
      const indicating = new bleno.Characteristic({
        uuid: uuid(5),
        properties: ['indicate'],
        onSubscribe: (_max, update) => {
          served.indicate = update;
        },
        onUnsubscribe: () => {
          served.indicate = undefined;
        },
        onIndicate: () => {
          served.confirmed += 1;
        },
      });
      bleno.setServices([
        new bleno.PrimaryService({ uuid: SERVICE, characteristics: [read, write, notify, refusing, indicating] }),
      ]);
      await new Promise<void>((resolve, reject) => {
        bleno.startAdvertising('bleno', [], (error) => (error ? reject(error) : resolve()));
      });
      return served;
    }

    async function discovered(link: Connection): Promise<ClientCharacteristic[]> {
      const tree = await link.discover();
      const known = link.known(tree);
      const found = tree.services.find((service) => service.uuid === SERVICE);
      expect(found?.characteristics.map((c) => [c.uuid, c.properties])).toEqual([
        [uuid(1), 0x02],
        [uuid(2), 0x0c],
        [uuid(3), 0x10],
        [uuid(4), 0x0a],
        [uuid(5), 0x20],
      ]);
      expect(found?.characteristics[2]?.descriptors.map((d) => d.uuid)).toEqual(['2902', '2901']);
      return (found?.characteristics ?? []).map((c) => known.characteristic(c.valueHandle) as ClientCharacteristic);
    }

    test('discovery, long reads, writes of every kind, its errors', async () => {
      const { bleno, written } = await serve();
      const link = await ours.device(bleno.address, 'public').connect();
      const [read, write, notify, refusing] = await discovered(link);
      expect(Buffer.from((await read?.read()) ?? [])).toEqual(LONG);
      expect(await link.exchangeMtu()).toBe(THEIR_MTU);
      expect(Buffer.from((await read?.read()) ?? [])).toEqual(LONG);
      await write?.write('with response', { response: true });
      await write?.write('without', { response: false });
      await write?.write(LONG, { response: true });
      await write?.write(LONG, { reliable: true });
      expect(written).toEqual(['with response', 'without', LONG.toString('latin1'), LONG.toString('latin1')]);
      const description = await notify?.descriptor(0x2901);
      expect(Buffer.from((await description?.read()) ?? []).toString()).toBe('counter');
      await expect(refusing?.read()).rejects.toMatchObject({ code: 'att/unlikely-error', origin: 'peer' });
      await expect(refusing?.write('x')).rejects.toMatchObject({ code: 'att/invalid-attribute-value-length' });
      await expect(read?.write('x', { force: true, response: true })).rejects.toMatchObject({
        code: 'att/write-not-permitted',
      });
      await link.disconnect();
    });

    test('notifications until we unsubscribe, and both sides learn of the end', async () => {
      const served = await serve();
      const link = await ours.device(served.bleno.address, 'public').connect();
      const [, , notify] = await discovered(link);
      await notify?.subscribe();
      for (const value of VALUES) served.update?.(Buffer.from(value));
      for (const value of VALUES)
        expect(Buffer.from((await notify?.notified({ timeoutMs: 5_000 })) ?? []).toString()).toBe(value);
      await notify?.subscribe({ notify: false });
      expect(served.update).toBeUndefined();
      const ended = new Promise<void>((resolve) => served.bleno.once('disconnect', () => resolve()));
      await link.disconnect();
      await ended;
    });

    test('indications, each of them confirmed', async () => {
      const served = await serve();
      const link = await ours.device(served.bleno.address, 'public').connect();
      const [, , , , indicating] = await discovered(link);
      await indicating?.subscribe({ notify: false, indicate: true });
      for (const [n, value] of VALUES.slice(0, 3).entries()) {
        served.indicate?.(Buffer.from(value));
        expect(Buffer.from((await indicating?.indicated({ timeoutMs: 5_000 })) ?? []).toString()).toBe(value);
        await expect.poll(() => served.confirmed).toBe(n + 1);
      }
      await indicating?.subscribe({ notify: false, indicate: false });
      expect(served.indicate).toBeUndefined();
      await link.disconnect();
    });

    test('its disconnection rejects what waits, and its end is told', async () => {
      const { bleno } = await serve();
      const link = await ours.device(bleno.address, 'public').connect();
      const [, , notify] = await discovered(link);
      const waiting = notify?.notified();
      bleno.disconnect();
      await expect(waiting).rejects.toMatchObject({ code: 'disconnected' });
      expect(await link.disconnected({ timeoutMs: 5_000 })).toMatchObject({ origin: 'peer', status: 0x13 });
    });
  });

  test('our server: noble discovers, reads long, writes, subscribes, reads descriptors and disconnects', async () => {
    const noble = await startNoble(await bed.foreign());
    const service = new Service(SERVICE);
    new Characteristic(service, uuid(1), { read: true, initial: new Uint8Array(LONG) });
    const sink = new Characteristic(service, uuid(2), { write: true, writeNoResponse: true, capture: true });
    const notifying = new Characteristic(service, uuid(3), { notify: true, description: 'counter' });
    const indicating = new Characteristic(service, uuid(4), { indicate: true });
    const refusing = new Characteristic(service, uuid(5), { read: true });
    refusing.onRead = () => 0x81;
    new Descriptor(refusing, 0xabcd, { read: true, initial: 'desc' });
    await ours.registerServices(service);

    let advertised: Promise<Connection> | undefined;
    const peripheral = await nobleFinds(
      noble,
      () => ours.address.address,
      () => {
        advertised = ours.advertise({ intervalUs: 20_000 });
      },
    );
    await peripheral.connectAsync();
    const link = (await advertised) as Connection;

    const services = await peripheral.discoverServicesAsync([]);
    expect(services.map((s) => s.uuid)).toEqual(['1800', '1801', bare(6)]);
    expect(link.mtu).toBe(THEIR_MTU);
    const found = (await services[2]?.discoverCharacteristicsAsync([])) ?? [];
    expect(found.map((c) => [c.uuid, c.properties])).toEqual([
      [bare(1), ['read']],
      [bare(2), ['writeWithoutResponse', 'write']],
      [bare(3), ['notify']],
      [bare(4), ['indicate']],
      [bare(5), ['read']],
    ]);
    const [long, write, notify, indicate, refused] = found as [
      NobleCharacteristic,
      NobleCharacteristic,
      NobleCharacteristic,
      NobleCharacteristic,
      NobleCharacteristic,
    ];
    expect(await long.readAsync()).toEqual(LONG);
    expect(await refused.readAsync()).toHaveLength(0); // how it tells of an error
    const [, description] = await notify.discoverDescriptorsAsync();
    expect(description?.uuid).toBe('2901');
    expect((await description?.readValueAsync())?.toString()).toBe('counter');
    const [named] = await refused.discoverDescriptorsAsync();
    expect([named?.uuid, (await named?.readValueAsync())?.toString()]).toEqual(['abcd', 'desc']);

    for (const [data, withoutResponse] of [
      ['with response', false],
      ['without', true],
      [LONG.toString('latin1'), false],
    ] as const) {
      await write.writeAsync(Buffer.from(data, 'latin1'), withoutResponse);
      const { data: written, connection } = await sink.written({ timeoutMs: 5_000 });
      expect(Buffer.from(written).toString('latin1')).toBe(data);
      expect(connection).toBe(link);
    }

    const heard: string[] = [];
    const enough = new Promise<void>((resolve) => {
      notify.on('data', (data: Buffer) => {
        if (heard.push(data.toString()) === VALUES.length) resolve();
      });
    });
    await notify.subscribeAsync();
    expect(notifying.subscribers()).toEqual([link]);
    for (const value of VALUES) notifying.write(value, true);
    await enough;
    expect(heard).toEqual(VALUES);
    const indicated = new Promise<string>((resolve) => {
      indicate.once('data', (data: Buffer) => resolve(data.toString()));
    });
    await indicate.subscribeAsync();
    await indicating.indicate(link, 'indicated', { timeoutMs: 5_000 });
    expect(await indicated).toBe('indicated');
    await notify.unsubscribeAsync();
    expect(notifying.subscribers()).toEqual([]);
    expect(indicating.subscribers()).toEqual([link]);

    await peripheral.disconnectAsync();
    expect(await link.disconnected({ timeoutMs: 5_000 })).toMatchObject({ origin: 'peer', status: 0x13 });
    expect(indicating.subscribers()).toEqual([]);
  });

  test('our server: our disconnection reaches noble', async () => {
    const noble = await startNoble(await bed.foreign());
    let advertised: Promise<Connection> | undefined;
    const peripheral = await nobleFinds(
      noble,
      () => ours.address.address,
      () => {
        advertised = ours.advertise({ intervalUs: 20_000 });
      },
    );
    await peripheral.connectAsync();
    const link = (await advertised) as Connection;
    const ended = new Promise<void>((resolve) => peripheral.once('disconnect', () => resolve()));
    await link.disconnect();
    await ended;
    expect(peripheral.state).toBe('disconnected');
  });
}

describe('GATT with noble and bleno on the virtual radio', () => suite(virtualBed));
describeWithBtvirt('GATT with noble and bleno on btvirt', (btvirt) => suite(btvirtBed(btvirt)));
