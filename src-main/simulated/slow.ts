import { Characteristic, Service } from '../ble/index.js';
import { pause, type SimulatedDevice, serve } from './simulated-device.js';
import { battery, deviceInformation, FORMAT, UNIT } from './standard-services.js';

const BASE = '0b7e-4c1d-a8f5-63d2094e7b5c';
const SERVICE = `510c0000-${BASE}`;
/** A client gives up after 30 s, Core Vol 3 Part F 3.3.3: the last comes near. */
const SECONDS = [1, 5, 25];

/** A device that takes its time to answer a read, each of its characteristics longer. */
export const slow: SimulatedDevice = {
  name: 'Slow (sim)',
  address: 'dc:53:4c:00:00:0a',
  addressType: 'random',
  rssi: -72,
  walk: 5,
  run(context) {
    const { clock } = context;
    const power = battery(context, { percent: 31, onePercentMs: 180_000 });
    const service = new Service(SERVICE);
    for (const seconds of SECONDS) {
      const characteristic = new Characteristic(service, `510c00${String(seconds).padStart(2, '0')}-${BASE}`, {
        read: true,
        initial: `took ${seconds} s`,
        description: `Answered after ${seconds} s`,
        format: { format: FORMAT.utf8, unit: UNIT.none },
      });
      characteristic.onRead = ({ signal }) => pause(clock, seconds * 1_000, signal);
    }
    return serve(
      context,
      [service, power.service, deviceInformation(context, { model: 'Slow', product: 10 })],
      { name: 'Slow (sim)', intervalUs: 400_000, services: [SERVICE] },
      power.drain(),
    );
  },
};
