import { hexNumber, toHex } from '../bytes/hex.js';
import { addressFromBytes } from '../model/address.js';
import { BEACON_SERVICE } from './beacon-kinds.js';
import type { Describer } from './describer.js';
import { type FieldWalker, hex8, hex16, oneOf, uuidText, yesNo } from './field-walker.js';

/** Formats of service data by 16-bit UUID; the UUID is read already and at least one byte follows. */
export const SERVICE_DATA_FORMATS: ReadonlyMap<number, Describer> = new Map<number, Describer>([
  [BEACON_SERVICE.fastPair, fastPair],
  [BEACON_SERVICE.exposure, exposureNotification],
  [BEACON_SERVICE.miBeacon, miBeacon],
  [BEACON_SERVICE.bthome, bthome],
  [BEACON_SERVICE.dult, unwantedTracking],
  [BEACON_SERVICE.smartTag, opaque('SmartTag data')],
  [BEACON_SERVICE.tile, opaque('Tile data')],
  [BEACON_SERVICE.tileActivation, opaque('Tile data')],
  [BEACON_SERVICE.remoteId, remoteId],
  [BEACON_SERVICE.matter, matter],
  [0x1809, temperature],
  [0x180f, battery],
  [0x1827, meshProvisioning],
  [0x1828, meshProxy],
  [0x1852, broadcastAudio],
]);

function opaque(name: string): Describer {
  return (w) => {
    w.rest(name);
    return [];
  };
}

/** Google Fast Pair: three bytes are a model in pairing mode, anything else belongs to a device that is paired already. */
function fastPair(w: FieldWalker): string[] {
  if (w.remaining === 3) {
    const model = w.hex('Model ID', 3, toHex);
    return [`Model ${model}, in pairing mode`];
  }
  w.u8('Version and flags', hex8);
  w.rest('Account key filter and salt');
  return ['Not in pairing mode'];
}

/** Exposure Notification Bluetooth Specification 1.2. */
function exposureNotification(w: FieldWalker): string[] {
  const id = w.hex('Rolling proximity identifier', 16, toHex);
  w.hex('Encrypted metadata', 4, toHex);
  return id === null ? [] : [`Identifier ${id}`];
}

/** Xiaomi's MiBeacon: which fields follow stands in the frame control bits. */
function miBeacon(w: FieldWalker): string[] {
  const control = w.u16('Frame control', hex16);
  const product = w.u16('Product', hex16);
  w.u8('Frame counter');
  if (control === null || product === null) return [];
  const encrypted = (control & 0x08) !== 0;
  if (control & 0x10) w.hex('Address', 6, addressFromBytes);
  if (control & 0x20) {
    const capability = w.u8('Capability', hex8);
    if (capability !== null && capability & 0x20) w.hex('Input and output capability', 2);
  }
  w.rest(encrypted ? 'Encrypted object' : 'Object');
  return [`Product ${hex16(product)}${encrypted ? ', encrypted' : ''}`];
}

interface Measurement {
  name: string;
  size: 1 | 2 | 3;
  signed?: true;
  factor: number;
  digits: number;
  unit?: string;
}

/** The commonest objects of BTHome version 2; an object that is not here ends the decoding, as its length is not known. */
const BTHOME: Readonly<Record<number, Measurement>> = {
  0: { name: 'Packet number', size: 1, factor: 1, digits: 0 },
  1: { name: 'Battery', size: 1, factor: 1, digits: 0, unit: '%' },
  2: { name: 'Temperature', size: 2, signed: true, factor: 0.01, digits: 2, unit: '°C' },
  3: { name: 'Humidity', size: 2, factor: 0.01, digits: 2, unit: '%' },
  4: { name: 'Pressure', size: 3, factor: 0.01, digits: 2, unit: 'hPa' },
  5: { name: 'Illuminance', size: 3, factor: 0.01, digits: 2, unit: 'lx' },
  8: { name: 'Dew point', size: 2, signed: true, factor: 0.01, digits: 2, unit: '°C' },
  9: { name: 'Count', size: 1, factor: 1, digits: 0 },
  10: { name: 'Energy', size: 3, factor: 0.001, digits: 3, unit: 'kWh' },
  11: { name: 'Power', size: 3, factor: 0.01, digits: 2, unit: 'W' },
  12: { name: 'Voltage', size: 2, factor: 0.001, digits: 3, unit: 'V' },
  13: { name: 'PM2.5', size: 2, factor: 1, digits: 0, unit: 'µg/m³' },
  14: { name: 'PM10', size: 2, factor: 1, digits: 0, unit: 'µg/m³' },
  16: { name: 'Power on', size: 1, factor: 1, digits: 0 },
  17: { name: 'Opening', size: 1, factor: 1, digits: 0 },
  18: { name: 'CO2', size: 2, factor: 1, digits: 0, unit: 'ppm' },
  20: { name: 'Moisture', size: 2, factor: 0.01, digits: 2, unit: '%' },
  21: { name: 'Battery low', size: 1, factor: 1, digits: 0 },
  26: { name: 'Door open', size: 1, factor: 1, digits: 0 },
  33: { name: 'Motion', size: 1, factor: 1, digits: 0 },
  45: { name: 'Window open', size: 1, factor: 1, digits: 0 },
  46: { name: 'Humidity', size: 1, factor: 1, digits: 0, unit: '%' },
  47: { name: 'Moisture', size: 1, factor: 1, digits: 0, unit: '%' },
  58: { name: 'Button event', size: 1, factor: 1, digits: 0 },
  63: { name: 'Rotation', size: 2, signed: true, factor: 0.1, digits: 1, unit: '°' },
  69: { name: 'Temperature', size: 2, signed: true, factor: 0.1, digits: 1, unit: '°C' },
};

/** BTHome version 2, from its public format description. */
function bthome(w: FieldWalker): string[] {
  const info = w.u8('Device information', hex8);
  if (info === null) return [];
  w.part('Version', String(info >> 5));
  w.part('Encrypted', yesNo(info & 1));
  w.part('Sends on events only', yesNo(info & 4));
  if (info & 1) {
    w.rest('Encrypted data');
    return [`Version ${info >> 5}, encrypted`];
  }
  const lines: string[] = [];
  while (w.remaining > 0 && w.problem === undefined) {
    const object = BTHOME[w.data[w.at] ?? 0xff];
    if (object === undefined) break;
    const { name, size, signed, factor, digits, unit } = object;
    w.u8('Object', () => name);
    const show = (value: number) => (value * factor).toFixed(digits);
    const read =
      size === 1
        ? w.u8(name, show, unit)
        : size === 3
          ? w.u24(name, show, unit)
          : signed
            ? w.i16(name, show, unit)
            : w.u16(name, show, unit);
    if (read !== null && name !== 'Packet number')
      lines.push(`${name} ${show(read)}${unit === undefined ? '' : ` ${unit}`}`);
  }
  if (w.remaining > 0) w.rest('More objects');
  return lines;
}

/** Detecting Unwanted Location Trackers, draft-ietf-dult-accessory-protocol 3.5. */
function unwantedTracking(w: FieldWalker): string[] {
  const network = w.u8('Network', oneOf({ 1: 'Apple', 2: 'Google' }));
  const near = w.remaining > 0 ? w.u8('Near its owner', (value) => yesNo(value & 1)) : null;
  w.rest('Payload of the network');
  if (network === null) return [];
  return [
    `Network ${oneOf({ 1: 'Apple', 2: 'Google' })(network)}${near === null ? '' : near & 1 ? ', near its owner' : ', away from its owner'}`,
  ];
}

const REMOTE_ID_MESSAGES = ['Basic ID', 'Location', 'Authentication', 'Self ID', 'System', 'Operator ID'];

/** ASTM F3411: application code 0x0d, counter, then one message of 25 bytes. */
function remoteId(w: FieldWalker): string[] {
  w.u8('Application code', hex8);
  w.u8('Counter');
  const show = (value: number) =>
    value >> 4 === 0x0f ? 'Message pack' : (REMOTE_ID_MESSAGES[value >> 4] ?? hex8(value));
  const header = w.u8('Message', show);
  w.rest('Content');
  return header === null ? [] : [show(header)];
}

/** Matter Core Specification 5.4.2.5.6: commissionable device. */
function matter(w: FieldWalker): string[] {
  w.u8('Opcode', (value) => (value === 0 ? 'commissionable' : hex8(value)));
  const discriminator = w.u16('Version and discriminator', hex16);
  if (discriminator !== null) w.part('Discriminator', String(discriminator & 0x0fff));
  const vendor = w.u16('Vendor ID', hex16);
  const product = w.u16('Product ID', hex16);
  if (w.remaining > 0) w.u8('Flags', hex8);
  if (discriminator === null || vendor === null || product === null) return [];
  return [`Discriminator ${discriminator & 0x0fff}, vendor ${hex16(vendor)}, product ${hex16(product)}`];
}

/** Health Thermometer: an IEEE 11073 32-bit float, a 24-bit mantissa and an 8-bit exponent of ten. */
function temperature(w: FieldWalker): string[] {
  const value = w.u32('Temperature', (raw) => medfloat(raw), '°C');
  return value === null ? [] : [`${medfloat(value)} °C`];
}

function medfloat(raw: number): string {
  const mantissa = (raw << 8) >> 8;
  const exponent = raw >> 24;
  if (mantissa > 0x7ffffd || mantissa < -0x7ffffd) return 'not a number';
  return String(Number((mantissa * 10 ** exponent).toPrecision(7)));
}

function battery(w: FieldWalker): string[] {
  const level = w.u8('Battery level', String, '%');
  w.rest('Data');
  return level === null ? [] : [`${level} %`];
}

/** Mesh Protocol 7.1.2.2.1. */
function meshProvisioning(w: FieldWalker): string[] {
  const uuid = w.hex('Device UUID', 16, uuidText);
  w.u16be('OOB information', hex16);
  return uuid === null ? [] : ['Unprovisioned device', uuid];
}

/** Mesh Protocol 7.2.2.2. */
function meshProxy(w: FieldWalker): string[] {
  const type = w.u8(
    'Identification',
    oneOf({ 0: 'Network ID', 1: 'Node identity', 2: 'Private network identity', 3: 'Private node identity' }),
  );
  if (type === 0) {
    const network = w.hex('Network ID', 8, toHex);
    return network === null ? [] : [`Network ${network}`];
  }
  if (w.remaining > 0) w.hex('Hash', Math.min(8, w.remaining), toHex);
  w.rest('Random');
  return [];
}

/** Basic Audio Profile 3.7.2.1. */
function broadcastAudio(w: FieldWalker): string[] {
  const id = w.u24('Broadcast ID', (value) => hexNumber(value, 6));
  w.rest('More of the announcement');
  return id === null ? [] : [`Broadcast ID ${hexNumber(id, 6)}`];
}
