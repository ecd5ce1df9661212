import { startBleno } from '../../interop/support/bleno.js';
import { type NobleCharacteristic, nobleFinds, startNoble } from '../../interop/support/noble-on-radio.js';
import type { GattBed } from './gatt-beds.js';
import { benchUuid, CHARACTERISTICS, type GattRig, type Heard, KINDS, SERVICES, VALUE_LENGTH } from './gatt-session.js';

const PROPERTY = { notify: 'notify', command: 'writeWithoutResponse', write: 'write', read: 'read' } as const;
const CONNECT_TRIES = 20;
const ignore = () => undefined;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function nobleAndBleno(bed: GattBed): Promise<GattRig> {
  const server = await startBleno(await bed.foreign());
  const client = await startNoble(await bed.foreign());
  const value = Buffer.alloc(VALUE_LENGTH, 7);
  let onCommand: Heard = ignore;
  let update: (data: Buffer) => void = ignore;
  const services = Array.from({ length: SERVICES }, (_, s) => {
    const characteristics = KINDS.map(
      (kind, c) =>
        new server.Characteristic({
          uuid: benchUuid(s, c + 1),
          properties: [PROPERTY[kind]],
          value: kind === 'read' ? value : undefined,
          onWriteRequest: (data, _offset, _withoutResponse, answer) => {
            if (kind === 'command') onCommand(data.length);
            answer(0);
          },
          onSubscribe: (_max, send) => {
            update = send;
          },
        }),
    );
    return new server.PrimaryService({ uuid: benchUuid(s), characteristics });
  });
  server.setServices(services);
  // bleno advertises again by itself after each link.
  const peripheral = await nobleFinds(
    client,
    () => server.address,
    () => server.startAdvertising('bleno', []),
  );
  return {
    async connect() {
      for (let tries = 1; ; tries += 1) {
        const isConnected = await peripheral.connectAsync().then(
          () => true,
          () => false,
        );
        if (isConnected) break;
        if (tries === CONNECT_TRIES) throw new Error('noble does not connect to bleno');
        await pause(20);
      }
      await pause(50); // it exchanges the MTU by itself
      let measured: NobleCharacteristic[] = [];
      let onNotified: Heard = ignore;
      return {
        async discover() {
          const lists: NobleCharacteristic[][] = [];
          for (const service of await peripheral.discoverServicesAsync([]))
            lists.push(await service.discoverCharacteristicsAsync([]));
          // It would ask the others in vain, which no other stack does.
          for (const characteristic of lists.flat())
            if (characteristic.properties.some((p) => p === 'notify' || p === 'indicate'))
              await characteristic.discoverDescriptorsAsync();
          const ours = lists.filter((list) => list.length === CHARACTERISTICS);
          measured = ours[0] ?? [];
          return ours.length * CHARACTERISTICS;
        },
        subscribe: () => measured[0]?.subscribeAsync() ?? Promise.resolve(),
        notify: (data) => update(data),
        onNotified(heard) {
          if (onNotified === ignore) measured[0]?.on('data', (data: Buffer) => onNotified(data.length));
          onNotified = heard;
        },
        command: (data) => measured[1]?.write(data, true),
        onCommand: (heard) => {
          onCommand = heard;
        },
        read: () => (measured[2] as NobleCharacteristic).readAsync(),
        write: (data) => (measured[3] as NobleCharacteristic).writeAsync(data, false),
        async disconnect() {
          const ended = new Promise((resolve) => server.once('disconnect', resolve));
          await peripheral.disconnectAsync();
          await ended;
        },
      };
    },
    close: () => Promise.resolve(),
  };
}
