import { type SimulatedDevice, serveCentrals } from './simulated-device.js';

/** A chest strap: Heart Rate, Battery and Device Information services. */
export const heartRateSensor: SimulatedDevice = {
  name: 'HR Sensor (sim)',
  address: 'c2:48:52:00:00:01',
  addressType: 'random',
  rssi: -58,
  walk: 5,
  run: (context) =>
    serveCentrals(context, {
      name: 'HR Sensor (sim)',
      intervalUs: 100_000,
      services: [0x180d, 0x180f, 0x180a],
      appearance: 0x0341, // Heart Rate Sensor: Heart Rate Belt
    }),
};
