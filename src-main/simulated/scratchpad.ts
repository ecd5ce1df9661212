import { Characteristic, Service } from '../ble/index.js';
import { type SimulatedDevice, serve } from './simulated-device.js';
import { battery, deviceInformation } from './standard-services.js';

const SERVICE = '5c7a7c40-51b1-4f0e-9c6b-2e1f8d3a9b00';
const VALUE = '5c7a7c41-51b1-4f0e-9c6b-2e1f8d3a9b00';
/** The longest an attribute holds. */
const BYTES = 512;

/** One value of 512 bytes that anybody may read and write: for long reads, long writes and the MTU. */
export const scratchpad: SimulatedDevice = {
  name: 'Scratchpad (sim)',
  address: 'd3:53:50:00:00:08',
  addressType: 'random',
  rssi: -64,
  walk: 4,
  run(context) {
    const power = battery(context, { percent: 78, onePercentMs: 180_000 });
    const service = new Service(SERVICE);
    new Characteristic(service, VALUE, {
      read: true,
      write: true,
      writeNoResponse: true,
      initial: 'Write up to 512 bytes here. '.padEnd(BYTES, '0123456789abcdef'),
      description: 'Scratchpad, up to 512 bytes',
    });
    return serve(
      context,
      [service, power.service, deviceInformation(context, { model: 'Scratchpad', product: 8 })],
      { name: 'Scratchpad (sim)', intervalUs: 150_000, services: [SERVICE] },
      power.drain(),
    );
  },
};
