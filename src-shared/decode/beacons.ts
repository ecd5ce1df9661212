import { companyName } from '../assigned-numbers/companies.js';
import { serviceName } from '../assigned-numbers/services.js';
import { hexNumber, toHex } from '../bytes/hex.js';
import { Uuid } from '../model/uuid.js';
import { BEACON_SERVICE, COMPANY, isAltBeacon } from './beacon-kinds.js';
import { describeApple } from './beacons-apple.js';
import { describeEddystone } from './beacons-eddystone.js';
import { SERVICE_DATA_FORMATS } from './beacons-service-data.js';
import type { Describer } from './describer.js';
import { type FieldWalker, hex8, hex16, oneOf, uuidText } from './field-walker.js';
import { decodeText } from './utf8.js';

/** Manufacturer specific data, with the formats of Apple, AltBeacon, Microsoft and Ruuvi. */
export function describeManufacturer(w: FieldWalker): string[] {
  const id = w.u16('Company', (value) => `${hex16(value)} ${companyName(value) ?? 'not known'}`);
  if (id === null) return [];
  const company = companyName(id) ?? `Company ${hex16(id)}`;
  return [company, ...describeFormat(w, id)];
}

function describeFormat(w: FieldWalker, id: number): string[] {
  if (isAltBeacon(w.data)) return altBeacon(w);
  if (id === COMPANY.apple) return describeApple(w);
  if (id === COMPANY.microsoft && w.data[2] === 0x03) return swiftPair(w);
  if (id === COMPANY.microsoft && w.data[2] === 0x01) return connectedDevices(w);
  if (id === COMPANY.ruuvi && w.data[2] === 0x05) return ruuviRawV2(w);
  if (id === COMPANY.ruuvi && w.data[2] === 0x03) return ruuviRawV1(w);
  w.rest('Data');
  return [];
}

/** Service data, with the formats of the services that publish theirs. `size` is that of the UUID in bytes. */
export function describeServiceData(size: 2 | 4 | 16): Describer {
  return (w) => {
    let uuid: Uuid | null = null;
    w.hex('Service', size, (bytes) => {
      uuid = Uuid.fromBytes(bytes.slice());
      const name = serviceName(uuid);
      return name === null ? uuid.toString() : `${uuid} ${name}`;
    });
    if (uuid === null) return [];
    const text = String(uuid);
    const number = size === 2 ? Number.parseInt(text, 16) : null;
    const lines = [serviceName(text) ?? text];
    if (number === BEACON_SERVICE.eddystone) return [...lines, ...describeEddystone(w)];
    const format = number === null ? undefined : SERVICE_DATA_FORMATS.get(number);
    if (format !== undefined && w.remaining > 0) return [...lines, ...format(w)];
    w.rest('Data');
    return lines;
  };
}

/** AltBeacon 1.0. */
function altBeacon(w: FieldWalker): string[] {
  w.hex('Beacon code', 2, toHex);
  const id = w.hex('Beacon ID', 16, uuidText);
  const major = w.u16be('Beacon ID, bytes 17 and 18');
  const minor = w.u16be('Beacon ID, bytes 19 and 20');
  const power = w.i8('Reference RSSI at 1 m', String, 'dBm');
  w.u8('Manufacturer reserved', hex8);
  w.rest('Extra data');
  return [`${id} ${major}.${minor}`, `${String(power).replace('-', '−')} dBm at 1 m`];
}

/** Microsoft's Swift Pair: discovery over LE, pairing over LE, BR/EDR or both. */
function swiftPair(w: FieldWalker): string[] {
  w.u8('Beacon', hex8);
  const scenario = w.u8('Pairing', oneOf({ 0: 'over LE', 1: 'over BR/EDR', 2: 'over LE and BR/EDR' }));
  w.u8('Reserved RSSI', hex8);
  if (scenario === 1) w.value('BR/EDR address', 6);
  if (scenario === 1 || scenario === 2) w.u24('Class of device', (value) => hexNumber(value, 6));
  const name = w.rest('Display name', decodeText);
  return name === null ? [] : [name];
}

const DEVICE_TYPES: Readonly<Record<number, string>> = {
  1: 'Xbox One',
  6: 'iPhone',
  7: 'iPad',
  8: 'Android device',
  9: 'Windows desktop',
  11: 'Windows phone',
  12: 'Linux device',
  13: 'Windows IoT',
  14: 'Surface Hub',
  15: 'Windows laptop',
  16: 'Windows tablet',
};

/** MS-CDP 2.2.2.2.1: beacon of the Connected Devices Platform. */
function connectedDevices(w: FieldWalker): string[] {
  w.u8('Scenario', hex8);
  const type = w.u8('Version and device type', hex8);
  if (type === null) return [];
  const name = DEVICE_TYPES[type & 0x1f] ?? `Device type ${type & 0x1f}`;
  w.part('Device type', name);
  if (w.remaining > 0) w.u8('Version and flags', hex8);
  if (w.remaining > 0) w.u8('Reserved', hex8);
  if (w.remaining >= 4) w.hex('Salt', 4);
  w.rest('Device hash');
  return [name];
}

/** Ruuvi data format 5. Values that were not measured have their own bit patterns. */
function ruuviRawV2(w: FieldWalker): string[] {
  w.u8('Format', String);
  const temperature = w.i16be(
    'Temperature',
    measured(-0x8000, (value) => (value * 0.005).toFixed(3)),
    '°C',
  );
  const humidity = w.u16be(
    'Humidity',
    measured(0xffff, (value) => (value * 0.0025).toFixed(4)),
    '%',
  );
  const pressure = w.u16be(
    'Pressure',
    measured(0xffff, (value) => ((value + 50_000) / 100).toFixed(2)),
    'hPa',
  );
  for (const axis of ['X', 'Y', 'Z'])
    w.i16be(
      `Acceleration ${axis}`,
      measured(-0x8000, (value) => String(value / 1000)),
      'g',
    );
  const power = w.u16be('Power', hex16);
  if (power !== null) {
    w.part('Battery', power >> 5 === 0x7ff ? 'not measured' : String(1600 + (power >> 5)), 'mV');
    w.part('TX power', (power & 0x1f) === 0x1f ? 'not measured' : String(-40 + 2 * (power & 0x1f)), 'dBm');
  }
  w.u8('Movements', measured(0xff, String));
  w.u16be('Sequence number', measured(0xffff, String));
  w.hex('Address', 6, (bytes) => toHex(bytes, ':'));
  const line = [
    temperature === null || temperature === -0x8000 ? '' : `${(temperature * 0.005).toFixed(2)} °C`,
    humidity === null || humidity === 0xffff ? '' : `${(humidity * 0.0025).toFixed(1)} %`,
    pressure === null || pressure === 0xffff ? '' : `${((pressure + 50_000) / 100).toFixed(1)} hPa`,
  ].filter((part) => part !== '');
  return line.length > 0 ? [line.join(', ')] : [];
}

/** Ruuvi data format 3: the sign of the temperature is a bit of its own. */
function ruuviRawV1(w: FieldWalker): string[] {
  w.u8('Format', String);
  const humidity = w.u8('Humidity', (value) => String(value * 0.5), '%');
  const raw = w.u16be('Temperature', (value) => ruuviV1Temperature(value).toFixed(2), '°C');
  const pressure = w.u16be('Pressure', (value) => ((value + 50_000) / 100).toFixed(2), 'hPa');
  for (const axis of ['X', 'Y', 'Z']) w.i16be(`Acceleration ${axis}`, (value) => String(value / 1000), 'g');
  w.u16be('Battery', String, 'mV');
  if (humidity === null || raw === null || pressure === null) return [];
  return [
    `${ruuviV1Temperature(raw).toFixed(2)} °C, ${humidity * 0.5} %, ${((pressure + 50_000) / 100).toFixed(1)} hPa`,
  ];
}

function ruuviV1Temperature(value: number): number {
  const size = ((value >> 8) & 0x7f) + (value & 0xff) / 100;
  return value & 0x8000 ? -size : size;
}

function measured(missing: number, show: (value: number) => string): (value: number) => string {
  return (value) => (value === missing ? 'not measured' : show(value));
}
