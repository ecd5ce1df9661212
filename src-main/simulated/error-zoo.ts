import { attErrorName } from '../../src-shared/assigned-numbers/att.js';
import { Characteristic, Service } from '../ble/index.js';
import { type SimulatedDevice, serve } from './simulated-device.js';
import { battery, deviceInformation } from './standard-services.js';

const BASE = '6f5c-4d0b-8a3e-9b41c7d05a10';
const SERVICE = `e2200000-${BASE}`;
/** Every code that the Core gives a meaning and the next after them, the ends of what is the application's, and the common profile errors. */
const CODES = [...Array.from({ length: 0x14 }, (_, i) => i + 1), 0x80, 0x9f, 0xfc, 0xfd, 0xfe, 0xff];

const hex = (code: number) => code.toString(16).padStart(2, '0');

/** A characteristic for each ATT error: reading and writing it are answered with that error and nothing else. */
export const errorZoo: SimulatedDevice = {
  name: 'Error Zoo (sim)',
  address: 'c5:5a:4f:00:00:09',
  addressType: 'random',
  rssi: -68,
  walk: 5,
  run(context) {
    const power = battery(context, { percent: 55, onePercentMs: 180_000 });
    const service = new Service(SERVICE);
    for (const code of CODES) {
      const name = attErrorName(code).startsWith('error-') ? 'not assigned' : attErrorName(code).replaceAll('-', ' ');
      const characteristic = new Characteristic(service, `e22000${hex(code)}-${BASE}`, {
        read: true,
        write: true,
        description: `0x${hex(code).toUpperCase()} ${name}`,
      });
      characteristic.onRead = () => code;
      characteristic.onWrite = () => code;
    }
    return serve(
      context,
      [service, power.service, deviceInformation(context, { model: 'Error Zoo', product: 9 })],
      { name: 'Error Zoo (sim)', intervalUs: 300_000, services: [SERVICE] },
      power.drain(),
    );
  },
};
