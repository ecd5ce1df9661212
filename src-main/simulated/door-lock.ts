import { type SimulatedDevice, serveCentrals } from './simulated-device.js';

/** Company identifier that the SIG keeps for tests inside a company. */
const INTERNAL_USE = 0xffff;
/** Protocol version 1, state locked, battery 87 %. */
const STATUS = Uint8Array.of(0x01, 0x01, 87);

/** A lock on a battery: slow advertising, its own service, and its state in manufacturer data. */
export const doorLock: SimulatedDevice = {
  name: 'Door Lock (sim)',
  address: 'e1:44:4c:00:00:04',
  addressType: 'random',
  rssi: -74,
  walk: 6,
  run: (context) =>
    serveCentrals(context, {
      name: 'Door Lock (sim)',
      intervalUs: 500_000,
      services: ['b7d1c000-5a0e-4b8f-9c43-2f7a60e8d101'],
      appearance: 0x0708, // Access Control: Door Lock
      manufacturer: [INTERNAL_USE, STATUS],
    }),
};
