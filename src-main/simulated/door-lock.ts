import { type SimulatedDevice, serve } from './simulated-device.js';
import { battery, deviceInformation, INTERNAL_USE } from './standard-services.js';

const BATTERY_PERCENT = 87;
/** Protocol version 1, state locked, battery. */
const STATUS = Uint8Array.of(0x01, 0x01, BATTERY_PERCENT);

/** A lock on a battery: slow advertising, and its state in manufacturer data. */
export const doorLock: SimulatedDevice = {
  name: 'Door Lock (sim)',
  address: 'e1:44:4c:00:00:04',
  addressType: 'random',
  rssi: -74,
  walk: 6,
  run(context) {
    // One that lasts for months: it stays at what the manufacturer data say.
    const power = battery(context, { percent: BATTERY_PERCENT, onePercentMs: 86_400_000 });
    return serve(
      context,
      [power.service, deviceInformation(context, { model: 'Door Lock', product: 4 })],
      {
        name: 'Door Lock (sim)',
        intervalUs: 500_000,
        services: ['b7d1c000-5a0e-4b8f-9c43-2f7a60e8d101'],
        appearance: 0x0708, // Access Control: Door Lock
        manufacturer: [INTERNAL_USE, STATUS],
      },
      power.drain(),
    );
  },
};
