import { type SimulatedDevice, serveCentrals } from './simulated-device.js';

/** A board that offers files over an L2CAP channel. */
export const fileServer: SimulatedDevice = {
  name: 'File Server (sim)',
  address: 'c9:46:53:00:00:05',
  addressType: 'random',
  rssi: -62,
  walk: 4,
  run: (context) =>
    serveCentrals(context, {
      name: 'File Server (sim)',
      intervalUs: 200_000,
      services: ['0492fcec-7194-11eb-9439-0242ac130002'],
    }),
};
