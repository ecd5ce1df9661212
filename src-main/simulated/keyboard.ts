import { type Adapter, Characteristic, type CharacteristicOptions, Descriptor, Service } from '../ble/index.js';
import { KEYBOARD_REPORT_MAP, REPORT_ID } from './keyboard-report-map.js';
import { pause, type SimulatedContext, type SimulatedDevice, serve } from './simulated-device.js';
import { battery, deviceInformation } from './standard-services.js';

/** Report types of the Report Reference descriptor, HID Service 1.0 section 2.5.3.2. */
const INPUT = 1;
const OUTPUT = 2;
const FEATURE = 3;
const BOOT_PROTOCOL = 0;
const REPORT_PROTOCOL = 1;
/** HID 1.11, no country, remote wake and normally connectable. */
const HID_INFORMATION = Uint8Array.of(0x11, 0x01, 0x00, 0x03);
const VALUE_NOT_ALLOWED = 0x13;

const BETWEEN_KEYS_MS = 3_000;
const KEY_DOWN_MS = 80;
const TYPES = 'the quick brown fox ';
const USAGE_A = 0x04;
const USAGE_SPACE = 0x2c;

/** HID over GATT Profile 1.1, 5.1: what is typed goes over encrypted links alone. */
const SECURED = { readSecurity: 'encrypted', writeSecurity: 'encrypted' } as const;

/** A keyboard waiting for a host: limited discoverable, fast advertising, HID over GATT. */
export const keyboard: SimulatedDevice = {
  name: 'Keyboard (sim)',
  address: 'd6:4b:42:00:00:03',
  addressType: 'random',
  rssi: -47,
  walk: 3,
  io: 'no-input-no-output',
  async run(context) {
    const { adapter } = context;
    const power = battery(context, { percent: 92, onePercentMs: 300_000 });
    const hid = humanInterface(adapter);
    try {
      await serve(
        context,
        [hid.service, power.service, deviceInformation(context, { model: 'Keyboard', product: 3 })],
        {
          name: 'Keyboard (sim)',
          intervalUs: 30_000,
          services: [0x1812, 0x180f],
          appearance: 0x03c1, // Human Interface Device: Keyboard
          limitedDisc: true,
          txPower: 4,
        },
        power.drain(),
        typeOnAndOn(context, hid.press),
      );
    } finally {
      hid.stop();
    }
  },
};

/** HID Service 1.0: five reports under one UUID, told apart by their Report Reference; and the boot reports. */
function humanInterface(adapter: Adapter) {
  const service = new Service(0x1812);
  const protocol = new Characteristic(service, 0x2a4e, {
    read: true,
    writeNoResponse: true,
    maxLength: 1,
    initial: Uint8Array.of(REPORT_PROTOCOL),
  });
  protocol.onWrite = (_connection, [mode]) =>
    mode === BOOT_PROTOCOL || mode === REPORT_PROTOCOL ? 0 : VALUE_NOT_ALLOWED;
  const report = (id: number, type: number, bytes: number, o: CharacteristicOptions) => {
    const characteristic = new Characteristic(service, 0x2a4d, {
      read: true,
      maxLength: bytes,
      initial: new Uint8Array(bytes),
      ...SECURED,
      ...o,
    });
    new Descriptor(characteristic, 0x2908, { read: true, initial: Uint8Array.of(id, type) });
    return characteristic;
  };
  const keys = report(REPORT_ID.keys, INPUT, 8, { notify: true });
  report(REPORT_ID.keys, OUTPUT, 1, { write: true, writeNoResponse: true });
  report(REPORT_ID.consumer, INPUT, 2, { notify: true });
  report(REPORT_ID.system, INPUT, 1, { notify: true });
  report(REPORT_ID.backlight, FEATURE, 1, { write: true });
  new Characteristic(service, 0x2a4b, { read: true, initial: KEYBOARD_REPORT_MAP });
  const bootKeys = new Characteristic(service, 0x2a22, {
    read: true,
    notify: true,
    initial: new Uint8Array(8),
    ...SECURED,
  });
  new Characteristic(service, 0x2a32, {
    read: true,
    write: true,
    writeNoResponse: true,
    maxLength: 1,
    initial: Uint8Array.of(0),
    ...SECURED,
  });
  new Characteristic(service, 0x2a4a, { read: true, initial: HID_INFORMATION });
  new Characteristic(service, 0x2a4c, { writeNoResponse: true, maxLength: 1 });
  return {
    service,
    /** Every link begins in report protocol, section 2.4. */
    stop: adapter.on('connection', () => protocol.write(Uint8Array.of(REPORT_PROTOCOL))),
    /** Modifiers, a reserved byte, and up to six keys; 0 is none. */
    press(usage: number) {
      const isBoot = protocol.read()[0] === BOOT_PROTOCOL;
      (isBoot ? bootKeys : keys).write(Uint8Array.of(0, 0, usage, 0, 0, 0, 0, 0), true);
    },
  };
}

async function typeOnAndOn({ clock, signal }: SimulatedContext, press: (usage: number) => void): Promise<void> {
  for (let at = 0; ; at = (at + 1) % TYPES.length) {
    await pause(clock, BETWEEN_KEYS_MS, signal);
    if (signal.aborted) return;
    const letter = TYPES.charCodeAt(at) - 'a'.charCodeAt(0);
    press(letter < 0 ? USAGE_SPACE : USAGE_A + letter);
    await pause(clock, KEY_DOWN_MS, signal);
    press(0);
  }
}
