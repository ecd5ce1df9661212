import { Characteristic, type ClientCharacteristic, Service } from '../../../src-main/ble/index.js';
import type { GattBed } from './gatt-beds.js';
import { benchUuid, CHARACTERISTICS, type GattRig, type Heard, KINDS, SERVICES, VALUE_LENGTH } from './gatt-session.js';

const VALUE = new Uint8Array(VALUE_LENGTH).fill(7);
const ignore = () => undefined;

export async function ours(bed: GattBed): Promise<GattRig> {
  const server = await bed.adapter();
  const client = await bed.adapter();
  let onCommand: Heard = ignore;
  const services = Array.from({ length: SERVICES }, (_, s) => {
    const service = new Service(benchUuid(s));
    KINDS.forEach((kind, c) => {
      const characteristic = new Characteristic(service, benchUuid(s, c + 1), {
        notify: kind === 'notify',
        writeNoResponse: kind === 'command',
        write: kind === 'write',
        read: kind === 'read',
        initial: VALUE,
      });
      if (kind === 'command') characteristic.onWrite = (_link, data) => onCommand(data.length);
    });
    return service;
  });
  await server.registerServices(...services);
  const notifying = services[0]?.characteristics[0] as NonNullable<(typeof services)[0]['characteristics'][0]>;
  return {
    async connect() {
      const advertised = server.advertise({ intervalUs: 20_000 });
      const link = await client.device(server.address.address, server.address.type).connect();
      const accepted = await advertised;
      await link.exchangeMtu();
      let measured: ClientCharacteristic[] = [];
      let onNotified: Heard = ignore;
      const listen = async (characteristic: ClientCharacteristic) => {
        for await (const { data } of characteristic.values()) onNotified(data.length);
      };
      return {
        async discover() {
          const tree = await link.discover();
          const known = link.known(tree);
          const found = tree.services.filter((s) => s.characteristics.length === CHARACTERISTICS);
          measured = (found[0]?.characteristics ?? []).map(
            (c) => known.characteristic(c.valueHandle) as ClientCharacteristic,
          );
          return found.length * CHARACTERISTICS;
        },
        subscribe: async () => measured[0]?.subscribe(),
        notify: (data) => void notifying.notify(accepted, data).catch(fail),
        onNotified(heard) {
          const isFirst = onNotified === ignore;
          onNotified = heard;
          const [characteristic] = measured as [ClientCharacteristic];
          if (isFirst) listen(characteristic).catch(ignore); // ends with the link
        },
        command: (data) => void measured[1]?.write(data, { response: false }).catch(fail),
        onCommand: (heard) => {
          onCommand = heard;
        },
        read: () => (measured[2] as ClientCharacteristic).read(),
        write: (data) => (measured[3] as ClientCharacteristic).write(data, { response: true }),
        async disconnect() {
          await link.disconnect();
          await accepted.disconnected();
        },
      };
    },
    async close() {
      await client.close();
      await server.close();
    },
  };
}

function fail(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
