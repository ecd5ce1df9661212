import { ByteWriter } from '../../src-shared/bytes/byte-writer.js';
import { fromHex } from '../../src-shared/bytes/hex.js';
import { encodeAdvertising } from '../ble/index.js';
import { nameResponse, type SimulatedDevice } from './simulated-device.js';

const APPLE = 0x004c;
const PROXIMITY_UUID = '5f1c0a7e-24b3-4d86-8a0f-3d6e9b7c1f42';
const MAJOR = 100;
const MINOR = 7;
/** dBm at one metre. */
const MEASURED_POWER = -59;

/** Type 0x02, length 0x15, then what makes it an iBeacon; UUID, major and minor are big-endian. */
export function ibeaconData(uuid: string, major: number, minor: number, measuredPower: number): Uint8Array {
  const id = fromHex(uuid.replaceAll('-', ''));
  if (id?.length !== 16) throw new RangeError(`${uuid} is not a UUID of 16 bytes`);
  const numbers = [major >> 8, major & 0xff, minor >> 8, minor & 0xff];
  return new ByteWriter().u8(0x02).u8(0x15).bytes(id).bytes(numbers).i8(measuredPower).finish();
}

export const ibeacon: SimulatedDevice = {
  name: 'iBeacon (sim)',
  address: 'f0:42:43:00:00:06',
  addressType: 'random',
  rssi: -70,
  walk: 7,
  async run({ adapter, signal }) {
    await adapter.advertise({
      intervalUs: 100_000,
      // Apps look for it in the advertising data; the name has to stay out of its way.
      advData: encodeAdvertising({ manufacturer: [APPLE, ibeaconData(PROXIMITY_UUID, MAJOR, MINOR, MEASURED_POWER)] })
        .advData,
      respData: nameResponse('iBeacon (sim)'),
      connectable: false,
      signal,
    });
  },
};
