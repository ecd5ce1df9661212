import { Characteristic, Service } from '../ble/index.js';
import { Heart } from './heart.js';
import { every, type SimulatedContext, type SimulatedDevice, serve } from './simulated-device.js';
import { battery, deviceInformation } from './standard-services.js';

const MEASURE_MS = 1_000;
const ON_THE_CHEST = 1;
const RESET_ENERGY = 1;
/** Heart Rate Service 1.0 section 3.3: Control Point Not Supported. */
const NOT_SUPPORTED = 0x80;

/** A chest strap: Heart Rate, Battery and Device Information services. */
export const heartRateSensor: SimulatedDevice = {
  name: 'HR Sensor (sim)',
  address: 'c2:48:52:00:00:01',
  addressType: 'random',
  rssi: -58,
  walk: 5,
  run(context) {
    const power = battery(context, { percent: 87, onePercentMs: 60_000 });
    const { service, measure } = heartRate(context);
    return serve(
      context,
      [service, power.service, deviceInformation(context, { model: 'Chest Strap', product: 1 })],
      {
        name: 'HR Sensor (sim)',
        intervalUs: 100_000,
        services: [0x180d, 0x180f, 0x180a],
        appearance: 0x0341, // Heart Rate Sensor: Heart Rate Belt
      },
      power.drain(),
      every(context, MEASURE_MS, measure),
    );
  },
};

function heartRate({ random }: SimulatedContext): { service: Service; measure: () => void } {
  const heart = new Heart(random);
  const service = new Service(0x180d);
  const measurement = new Characteristic(service, 0x2a37, { notify: true });
  new Characteristic(service, 0x2a38, { read: true, initial: Uint8Array.of(ON_THE_CHEST) });
  const controlPoint = new Characteristic(service, 0x2a39, { write: true, maxLength: 1 });
  controlPoint.onWrite = (_connection, [command]) => {
    if (command !== RESET_ENERGY) return NOT_SUPPORTED;
    return heart.resetEnergy();
  };
  return { service, measure: () => measurement.write(heart.measure(MEASURE_MS), true) };
}
