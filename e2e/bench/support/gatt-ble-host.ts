import {
  type BleHostConnection,
  type Characteristic,
  ended,
  type LocalCharacteristic,
  type RemoteService,
  startBleHost,
  succeeds,
} from '../../interop/support/ble-host.js';
import type { GattBed } from './gatt-beds.js';
import { benchUuid, CHARACTERISTICS, type GattRig, type Heard, KINDS, SERVICES, VALUE_LENGTH } from './gatt-session.js';

type Remote = Characteristic & {
  discoverDescriptors(done: () => void): void;
  writeWithoutResponse(value: Buffer): void;
};

const ADDRESS = 'C1:00:00:00:00:0A';
const PROPERTY = { notify: 'notify', command: 'write-without-response', write: 'write', read: 'read' } as const;
const ignore = () => undefined;

export async function bleHost(bed: GattBed): Promise<GattRig> {
  const server = await startBleHost(await bed.foreign(), { staticRandomAddress: ADDRESS });
  const client = await startBleHost(await bed.foreign(), {});
  let onCommand: Heard = ignore;
  const services = Array.from({ length: SERVICES }, (_, s) => ({
    uuid: benchUuid(s),
    characteristics: KINDS.map((kind, c): LocalCharacteristic => {
      const characteristic = { uuid: benchUuid(s, c + 1), properties: [PROPERTY[kind]] };
      if (kind === 'read') return { ...characteristic, value: Buffer.alloc(VALUE_LENGTH, 7) };
      if (kind !== 'command') return characteristic;
      return {
        ...characteristic,
        onWrite: (_link, _needsResponse, value, done) => {
          onCommand(value.length);
          done(0);
        },
      };
    }),
  }));
  server.gattDb.addServices(services);
  const notifying = services[0]?.characteristics[0] as LocalCharacteristic;
  await succeeds((done) => server.setAdvertisingData(Buffer.from('020106', 'hex'), done));
  return {
    async connect() {
      const accepted = new Promise<BleHostConnection>((resolve) => {
        server.startAdvertising({ intervalMin: 0x20, intervalMax: 0x20 }, (_status, link) => resolve(link));
      });
      // It does not say when it has begun, and a controller may refuse to connect before.
      await new Promise((resolve) => setTimeout(resolve, 50));
      const link = await new Promise<BleHostConnection>((resolve) => {
        client.connect('random', ADDRESS, {}, resolve);
      });
      const far = await accepted;
      await succeeds((done) => link.gatt.exchangeMtu(done));
      let measured: Remote[] = [];
      let onNotified: Heard = ignore;
      return {
        async discover() {
          const found = await new Promise<RemoteService[]>((resolve) => link.gatt.discoverAllPrimaryServices(resolve));
          const lists: Remote[][] = [];
          for (const service of found) {
            const list = await new Promise<Characteristic[]>((resolve) => service.discoverCharacteristics(resolve));
            lists.push(list as Remote[]);
          }
          const ours = lists.filter((list) => list.length === CHARACTERISTICS);
          for (const characteristic of lists.flat())
            await new Promise<void>((resolve) => characteristic.discoverDescriptors(resolve));
          measured = ours[0] ?? [];
          return ours.length * CHARACTERISTICS;
        },
        notify: (data) => notifying.notify?.(far, data),
        onNotified(heard) {
          if (onNotified === ignore) {
            measured[0]?.on('change', (value: Buffer) => onNotified(value.length));
          }
          onNotified = heard;
        },
        subscribe: () => succeeds((done) => measured[0]?.writeCCCD(true, false, done)),
        command: (data) => measured[1]?.writeWithoutResponse(data),
        onCommand: (heard) => {
          onCommand = heard;
        },
        read: () =>
          new Promise((resolve, reject) => {
            measured[2]?.read((error, value) => (error ? reject(new Error(`ATT error ${error}`)) : resolve(value)));
          }),
        write: (data) =>
          new Promise<void>((resolve, reject) => {
            measured[3]?.write(data, (error) => (error ? reject(new Error(`ATT error ${error}`)) : resolve()));
          }),
        async disconnect() {
          const both = [ended(link), ended(far)];
          link.disconnect();
          await Promise.all(both);
        },
      };
    },
    close: () => Promise.resolve(),
  };
}
