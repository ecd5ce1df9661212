import { ByteWriter } from '../../src-shared/bytes/byte-writer.js';
import { encodeAdvertising } from '../ble/index.js';
import { advertiseFor, nameResponse, type SimulatedDevice } from './simulated-device.js';

/** Google's service UUID for Eddystone; frame layouts are from its public specification. */
const EDDYSTONE = 0xfeaa;
const EACH_FRAME_MS = 3_000;
/** dBm at no distance. */
const TX_POWER = -18;
const NAMESPACE = [0x8b, 0x0c, 0xa7, 0x50, 0x95, 0x47, 0x7c, 0xb3, 0xe7, 0x71];
const INSTANCE = [0x00, 0x00, 0x00, 0x00, 0x00, 0x07];
const URL_SCHEME_HTTPS = 0x03;
const URL_END_ORG = 0x08;

export function uidFrame(): Uint8Array {
  return new ByteWriter().u8(0x00).i8(TX_POWER).bytes(NAMESPACE).bytes(INSTANCE).u8(0).u8(0).finish();
}

/** https://example.org */
export function urlFrame(): Uint8Array {
  return new ByteWriter()
    .u8(0x10)
    .i8(TX_POWER)
    .u8(URL_SCHEME_HTTPS)
    .bytes(new TextEncoder().encode('example'))
    .u8(URL_END_ORG)
    .finish();
}

export interface Telemetry {
  batteryMv: number;
  temperatureC: number;
  advertisements: number;
  uptimeMs: number;
}

/** Unencrypted telemetry, all fields big-endian, temperature in 8.8 fixed point, uptime in tenths of a second. */
export function tlmFrame({ batteryMv, temperatureC, advertisements, uptimeMs }: Telemetry): Uint8Array {
  const frame = new DataView(new ArrayBuffer(14));
  frame.setUint8(0, 0x20);
  frame.setUint16(2, batteryMv);
  frame.setInt16(4, Math.round(temperatureC * 256));
  frame.setUint32(6, advertisements);
  frame.setUint32(10, Math.floor(uptimeMs / 100));
  return new Uint8Array(frame.buffer);
}

const INTERVAL_US = 200_000;

/** A beacon that says who it is, where to read more, and how it fares, in turn. */
export const eddystone: SimulatedDevice = {
  name: 'Eddystone (sim)',
  address: 'ca:45:44:00:00:07',
  addressType: 'random',
  rssi: -79,
  walk: 6,
  async run(context) {
    const { clock, random, signal } = context;
    const started = clock.now();
    let batteryMv = 2_950 + Math.floor(random() * 60);
    const telemetry = (): Uint8Array => {
      const uptimeMs = clock.now() - started;
      batteryMv -= random() < 0.1 ? 1 : 0;
      return tlmFrame({
        batteryMv,
        temperatureC: 21.5 + random(),
        advertisements: Math.floor(uptimeMs / (INTERVAL_US / 1_000)),
        uptimeMs,
      });
    };
    const frames = [uidFrame, urlFrame, telemetry];
    for (let turn = 0; !signal.aborted; turn += 1) {
      const frame = frames[turn % frames.length] as () => Uint8Array;
      await advertiseFor(context, EACH_FRAME_MS, {
        intervalUs: INTERVAL_US,
        // Frames belong into the advertising data, and the longest fills it.
        advData: encodeAdvertising({ services: [EDDYSTONE], serviceData: [[EDDYSTONE, frame()]] }).advData,
        respData: nameResponse('Eddystone (sim)'),
        connectable: false,
      });
    }
  },
};
