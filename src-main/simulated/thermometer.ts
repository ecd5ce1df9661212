import { type SimulatedDevice, serveCentrals } from './simulated-device.js';

/** What aioble's temperature sensor example puts on the air, under its own name, so that its client finds it. */
export const thermometer: SimulatedDevice = {
  name: 'mpy-temp',
  address: '28:cd:c1:00:00:02',
  addressType: 'public',
  rssi: -66,
  walk: 4,
  run: (context) =>
    serveCentrals(context, {
      name: 'mpy-temp',
      intervalUs: 250_000,
      services: [0x181a],
      appearance: 0x0300, // Generic Thermometer
    }),
};
