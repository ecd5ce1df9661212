import { ByteWriter } from '../../src-shared/bytes/byte-writer.js';
import { Characteristic, Service } from '../ble/index.js';
import { every, type SimulatedContext, type SimulatedDevice, serve } from './simulated-device.js';
import { battery, deviceInformation, FORMAT, UNIT } from './standard-services.js';

/** The first that aioble's example tells. */
const ROOM_CELSIUS = 24.5;
const ROOM_HUMIDITY = 45;

/** What aioble's temperature sensor example is, under its own name, so that its client finds it; with humidity beside it. */
export const thermometer: SimulatedDevice = {
  name: 'mpy-temp',
  address: '28:cd:c1:00:00:02',
  addressType: 'public',
  rssi: -66,
  walk: 4,
  run(context) {
    const power = battery(context, { percent: 64, onePercentMs: 120_000 });
    const { service, measure } = environment(context);
    return serve(
      context,
      [service, power.service, deviceInformation(context, { model: 'Thermometer', product: 2 })],
      {
        name: 'mpy-temp',
        intervalUs: 250_000,
        services: [0x181a],
        appearance: 0x0300, // Generic Thermometer
      },
      power.drain(),
      every(context, 1_000, measure),
    );
  },
};

function environment({ random }: SimulatedContext): { service: Service; measure: () => void } {
  const service = new Service(0x181a);
  let celsius = ROOM_CELSIUS;
  let percent = ROOM_HUMIDITY;
  const temperature = new Characteristic(service, 0x2a6e, {
    read: true,
    notify: true,
    initial: temperatureBytes(celsius),
    format: { format: FORMAT.sint16, exponent: -2, unit: UNIT.celsius },
  });
  const humidity = new Characteristic(service, 0x2a6f, {
    read: true,
    notify: true,
    initial: humidityBytes(percent),
    format: { format: FORMAT.uint16, exponent: -2, unit: UNIT.percent },
  });
  /** A step at random, and a pull back to where the room is by itself. */
  const walk = (now: number, home: number, step: number) => now + (home - now) * 0.02 + (random() - 0.5) * step;
  const measure = () => {
    celsius = walk(celsius, ROOM_CELSIUS, 0.3);
    percent = walk(percent, ROOM_HUMIDITY, 1);
    temperature.write(temperatureBytes(celsius), true);
    humidity.write(humidityBytes(percent), true);
  };
  return { service, measure };
}

/** Temperature (2A6E): hundredths of a degree Celsius. */
function temperatureBytes(celsius: number): Uint8Array {
  return new ByteWriter(2).i16(Math.round(celsius * 100)).finish();
}

/** Humidity (2A6F): hundredths of a percent. */
function humidityBytes(percent: number): Uint8Array {
  return new ByteWriter(2).u16(Math.round(percent * 100)).finish();
}
