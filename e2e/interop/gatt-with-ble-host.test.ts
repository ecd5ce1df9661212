/** Our GATT client against ble-host's server, and our server against its client, on our radio and on btvirt. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Adapter,
  Characteristic,
  type ClientCharacteristic,
  Descriptor,
  Service,
} from '../../src-main/ble/index.js';
import { type Bed, btvirtBed, virtualBed } from './support/beds.js';
import {
  type BleHostConnection,
  type Characteristic as ForeignCharacteristic,
  type LocalCharacteristic,
  type Manager,
  type RemoteService,
  startBleHost,
  succeeds,
} from './support/ble-host.js';
import { describeWithBtvirt } from './support/btvirt.js';

const SERVICE = '22222222-3333-4444-5555-666666666666';
const uuid = (n: number) => `22222222-3333-4444-5555-66666666666${n}`;
const LONG = Buffer.from(Array.from({ length: 300 }, (_, i) => i & 0xff));

function suite(open: () => Promise<Bed>): void {
  let bed: Bed;
  let ours: Adapter;
  let theirs: Manager;

  beforeEach(async () => {
    bed = await open();
    ours = await bed.adapter();
    theirs = await startBleHost(await bed.foreign(), { staticRandomAddress: 'C1:00:00:00:00:0A' });
  });
  afterEach(async () => {
    await ours.close();
    await bed.close();
  });

  test('our client: discovery, long read, long write, notifications and indications of its server', async () => {
    const written: Buffer[] = [];
    const notifying: LocalCharacteristic = {
      uuid: uuid(3),
      properties: ['notify', 'indicate', 'read'],
      value: Buffer.from('n'),
    };
    theirs.gattDb.addServices([
      {
        uuid: SERVICE,
        characteristics: [
          { uuid: uuid(1), properties: ['read'], value: LONG },
          {
            uuid: uuid(2),
            properties: ['write', 'write-without-response'],
            onWrite: (_c, _needsResponse, value, done) => {
              written.push(value);
              done(0);
            },
          },
          notifying,
        ],
      },
    ]);
    await succeeds((done) => theirs.setAdvertisingData(Buffer.from('020106', 'hex'), done));
    const connected = new Promise<BleHostConnection>((resolve) => {
      theirs.startAdvertising({ intervalMin: 0x20, intervalMax: 0x20 }, (_status, c) => resolve(c));
    });
    const link = await ours.device('c1:00:00:00:00:0a', 'random').connect();
    const far = await connected;

    const tree = await link.discover();
    const found = tree.services.find((service) => service.uuid === SERVICE);
    expect(found?.characteristics.map((c) => [c.uuid, c.properties])).toEqual([
      [uuid(1), 0x02],
      [uuid(2), 0x0c],
      [uuid(3), 0x32],
    ]);
    expect(found?.characteristics[2]?.descriptors.map((d) => d.uuid)).toEqual(['2902']);
    const known = link.known(tree);
    const [read, write, notify] = (found?.characteristics ?? []).map((c) => known.characteristic(c.valueHandle)) as [
      ClientCharacteristic,
      ClientCharacteristic,
      ClientCharacteristic,
    ];
    expect(Buffer.from(await read.read())).toEqual(LONG);
    expect(await link.exchangeMtu()).toBe(517);
    expect(Buffer.from(await read.read())).toEqual(LONG);
    await write.write(LONG, { reliable: true });
    await write.write('short', { response: false });
    await write.write('done', { response: true });
    expect(written.map((value) => value.toString('latin1'))).toEqual([LONG.toString('latin1'), 'short', 'done']);

    await notify.subscribe();
    for (let n = 0; n < 20; n += 1) notifying.notify?.(far, Buffer.from(`value ${n}`));
    for (let n = 0; n < 20; n += 1)
      expect(Buffer.from(await notify.notified({ timeoutMs: 5_000 })).toString()).toBe(`value ${n}`);
    await notify.subscribe({ notify: false, indicate: true });
    const confirmed = new Promise<void>((resolve) => notifying.indicate?.(far, Buffer.from('indicated'), resolve));
    expect(Buffer.from(await notify.indicated({ timeoutMs: 5_000 })).toString()).toBe('indicated');
    await confirmed;
    await expect(read.write('x', { force: true, response: true })).rejects.toMatchObject({
      layer: 'att',
      origin: 'peer',
    });
    await link.disconnect();
  });

  test('our server: its client discovers, reads long, writes long, subscribes, and gets our errors', async () => {
    const service = new Service(SERVICE);
    new Characteristic(service, uuid(1), { read: true, initial: new Uint8Array(LONG) });
    const sink = new Characteristic(service, uuid(2), { write: true, writeNoResponse: true, capture: true });
    const notifying = new Characteristic(service, uuid(3), { notify: true, indicate: true });
    const refusing = new Characteristic(service, uuid(4), { read: true });
    refusing.onRead = () => 0x81;
    new Descriptor(refusing, 0xabcd, { read: true, initial: 'desc' });
    await ours.registerServices(service);
    const advertised = ours.advertise({ intervalUs: 20_000 });
    const { address, type } = ours.address;
    const far = await new Promise<BleHostConnection>((resolve) => {
      theirs.connect(type, address.toUpperCase(), {}, resolve);
    });
    const link = await advertised;

    const services = await new Promise<RemoteService[]>((resolve) => far.gatt.discoverAllPrimaryServices(resolve));
    expect(services.map((s) => s.uuid)).toContain(SERVICE);
    const foreign = services.find((s) => s.uuid === SERVICE);
    const list = await new Promise<ForeignCharacteristic[]>((resolve) => foreign?.discoverCharacteristics(resolve));
    const [long, write, notify, refused] = [1, 2, 3, 4].map((n) => list.find((c) => c.uuid === uuid(n))) as [
      ForeignCharacteristic,
      ForeignCharacteristic,
      ForeignCharacteristic,
      ForeignCharacteristic,
    ];
    const read = (characteristic: ForeignCharacteristic) =>
      new Promise<[number, Buffer]>((resolve) => characteristic.read((error, value) => resolve([error, value])));
    expect(await read(long)).toEqual([0, LONG]);
    expect((await read(refused))[0]).toBe(0x81);
    await succeeds((done) => write.write(LONG, done));
    expect(Buffer.from((await sink.written()).data)).toEqual(LONG);

    const heard: string[] = [];
    const enough = new Promise<void>((resolve) => {
      notify.on('change', (value: Buffer, isIndication: boolean, confirm: () => void) => {
        if (isIndication) confirm();
        if (heard.push(value.toString()) === 21) resolve();
      });
    });
    await succeeds((done) => notify.writeCCCD(true, true, done));
    expect(notifying.subscribers()).toEqual([link]);
    for (let n = 0; n < 20; n += 1) notifying.write(`value ${n}`, true);
    await notifying.indicate(link, 'indicated', { timeoutMs: 5_000 });
    await enough;
    expect(heard).toEqual([...Array.from({ length: 20 }, (_, n) => `value ${n}`), 'indicated']);
    far.disconnect();
    await link.disconnected({ timeoutMs: 5_000 });
    expect(notifying.subscribers()).toEqual([]);
  });
}

describe('GATT with ble-host on the virtual radio', () => suite(virtualBed));
describeWithBtvirt('GATT with ble-host on btvirt', (btvirt) => suite(btvirtBed(btvirt)));
