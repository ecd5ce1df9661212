import { type SimulatedDevice, serveCentrals } from './simulated-device.js';

/** A keyboard waiting to be paired: limited discoverable, fast advertising, HID over GATT. */
export const keyboard: SimulatedDevice = {
  name: 'Keyboard (sim)',
  address: 'd6:4b:42:00:00:03',
  addressType: 'random',
  rssi: -47,
  walk: 3,
  run: (context) =>
    serveCentrals(context, {
      name: 'Keyboard (sim)',
      intervalUs: 30_000,
      services: [0x1812, 0x180f],
      appearance: 0x03c1, // Human Interface Device: Keyboard
      limitedDisc: true,
      txPower: 4,
    }),
};
