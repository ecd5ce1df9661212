import { ByteWriter } from '../../src-shared/bytes/byte-writer.js';
import { fromHex } from '../../src-shared/bytes/hex.js';
import { Characteristic, Service } from '../ble/index.js';
import { every, type SimulatedContext } from './simulated-device.js';

/** Company identifier that the SIG keeps for tests inside a company. */
export const INTERNAL_USE = 0xffff;
/** Presentation formats and units, Assigned Numbers 2.4.1 and 3.5. */
export const FORMAT = { uint8: 0x04, uint16: 0x06, sint16: 0x0e, utf8: 0x19 } as const;
export const UNIT = { none: 0x2700, celsius: 0x272f, percent: 0x27ad } as const;

const FROM_BLUETOOTH_SIG = 1;
const VERSION_1_0_0 = 0x0100;

export interface Make {
  model: string;
  /** Product number in the PnP ID. */
  product: number;
}

/** Device Information Service 1.2, with an identity that follows from the device's address. */
export function deviceInformation({ adapter }: SimulatedContext, { model, product }: Make): Service {
  const address = fromHex(adapter.address.address.replaceAll(':', '')) ?? new Uint8Array(6);
  const service = new Service(0x180a);
  const fixed = (uuid: number, initial: Uint8Array | string) =>
    new Characteristic(service, uuid, { read: true, initial });
  fixed(0x2a29, 'BLE Workbench');
  fixed(0x2a24, model);
  fixed(0x2a25, `SIM-${Buffer.from(address.subarray(3)).toString('hex').toUpperCase()}`);
  fixed(0x2a26, '1.0.0');
  fixed(0x2a28, '1.0.0');
  fixed(0x2a27, 'A');
  fixed(0x2a50, new ByteWriter(7).u8(FROM_BLUETOOTH_SIG).u16(INTERNAL_USE).u16(product).u16(VERSION_1_0_0).finish());
  // An EUI-64 made of the address with FFFE in its middle, least significant byte first.
  fixed(0x2a23, Uint8Array.of(...address.subarray(0, 3), 0xff, 0xfe, ...address.subarray(3)).reverse());
  return service;
}

export interface Charge {
  percent: number;
  /** How long one percent lasts. */
  onePercentMs: number;
}

/** Battery Service 1.1: it drains, and when it is empty somebody puts a fresh one in. */
export function battery(context: SimulatedContext, charge: Charge): { service: Service; drain: () => Promise<void> } {
  let { percent } = charge;
  const service = new Service(0x180f);
  const level = new Characteristic(service, 0x2a19, {
    read: true,
    notify: true,
    initial: Uint8Array.of(percent),
    format: { format: FORMAT.uint8, unit: UNIT.percent },
  });
  const drain = () =>
    every(context, charge.onePercentMs, () => {
      percent = percent > 1 ? percent - 1 : 100;
      level.write(Uint8Array.of(percent), true);
    });
  return { service, drain };
}
