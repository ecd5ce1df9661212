import { type SimulatedDevice, serve } from './simulated-device.js';
import { battery, deviceInformation } from './standard-services.js';

/** A board that shows itself under the service of aioble's file server. */
export const fileServer: SimulatedDevice = {
  name: 'File Server (sim)',
  address: 'c9:46:53:00:00:05',
  addressType: 'random',
  rssi: -62,
  walk: 4,
  run(context) {
    const power = battery(context, { percent: 100, onePercentMs: 600_000 });
    return serve(
      context,
      [power.service, deviceInformation(context, { model: 'File Server', product: 5 })],
      {
        name: 'File Server (sim)',
        intervalUs: 200_000,
        services: ['0492fcec-7194-11eb-9439-0242ac130002'],
      },
      power.drain(),
    );
  },
};
