import { AD_TYPE } from '../assigned-numbers/ad-types.js';
import { toHex } from '../bytes/hex.js';
import { addressFromBytes, addressKind } from '../model/address.js';
import { incomplete } from './describe-basics.js';
import type { Describer } from './describer.js';
import { type FieldWalker, hex8, oneOf, yesNo } from './field-walker.js';

/** Addresses, intervals, features and channel maps: CSS Part A 1.9, 1.11 to 1.16 and 1.19 to 1.21. */
export const ADDRESS_DESCRIBERS: readonly (readonly [number, Describer])[] = [
  [AD_TYPE.publicTargetAddress, targetAddresses],
  [AD_TYPE.randomTargetAddress, targetAddresses],
  [AD_TYPE.leDeviceAddress, leDeviceAddress],
  [AD_TYPE.peripheralIntervalRange, peripheralIntervalRange],
  [AD_TYPE.advertisingInterval, advertisingInterval],
  [AD_TYPE.advertisingIntervalLong, advertisingInterval],
  [AD_TYPE.leSupportedFeatures, leSupportedFeatures],
  [AD_TYPE.channelMapUpdate, channelMapUpdate],
  [AD_TYPE.indoorPositioning, indoorPositioning],
  [AD_TYPE.transportDiscoveryData, transportDiscovery],
  [AD_TYPE.resolvableSetIdentifier, resolvableSetIdentifier],
];

function targetAddresses(w: FieldWalker): string[] {
  const lines: string[] = [];
  while (w.remaining >= 6) lines.push(w.hex('Address', 6, addressFromBytes) ?? '');
  if (w.remaining > 0) incomplete(w, 'not a multiple of 6 bytes');
  return lines;
}

function leDeviceAddress(w: FieldWalker): string[] {
  const address = w.hex('Address', 6, addressFromBytes);
  const bits = w.u8('Address type', (value) => (value & 1 ? 'random' : 'public'));
  if (address === null || bits === null) return address === null ? [] : [address];
  const kind = addressKind({ address, type: bits & 1 ? 'random' : 'public' });
  return [`${address}, ${kind}`];
}

/** Core Vol 3 Part C 12.3: 6 to 3200 units of 1.25 ms, 0xffff for no wish. */
function peripheralIntervalRange(w: FieldWalker): string[] {
  const show = (value: number) => (value === 0xffff ? 'no wish' : String(value * 1.25));
  const min = w.u16('Minimum connection interval', show, 'ms');
  const max = w.u16('Maximum connection interval', show, 'ms');
  if (min === null || max === null) return [];
  const outside = (value: number) => value !== 0xffff && (value < 6 || value > 3200);
  if (outside(min) || outside(max)) w.problem = 'outside 7.5 ms to 4 s';
  else if (min !== 0xffff && max !== 0xffff && min > max) w.problem = 'the minimum is above the maximum';
  if (min === 0xffff && max === 0xffff) return ['No wish'];
  const text = (value: number) => (value === 0xffff ? 'any' : `${value * 1.25} ms`);
  return [`${text(min)} to ${text(max)}`];
}

function advertisingInterval(w: FieldWalker): string[] {
  const show = (value: number) => String(value * 0.625);
  const name = 'Advertising interval';
  const read = { 2: () => w.u16(name, show, 'ms'), 3: () => w.u24(name, show, 'ms'), 4: () => w.u32(name, show, 'ms') }[
    w.data.length
  ];
  if (read === undefined) {
    w.rest('Data');
    w.problem = `an advertising interval has 2 to 4 bytes, not ${w.data.length}`;
    return [];
  }
  return [`${(read() ?? 0) * 0.625} ms`];
}

/** Core Vol 6 Part B 4.6, by bit number. */
const FEATURES =
  'LE Encryption|Connection Parameters Request|Extended Reject Indication|Peripheral-initiated Features Exchange|LE Ping|Data Packet Length Extension|LL Privacy|Extended Scanner Filter Policies|2M PHY|Stable Modulation Index, transmitter|Stable Modulation Index, receiver|Coded PHY|Extended Advertising|Periodic Advertising|Channel Selection Algorithm #2|Power Class 1|Minimum Number of Used Channels|CTE Request|CTE Response|Connectionless CTE Transmitter|Connectionless CTE Receiver|Antenna Switching, transmission (AoD)|Antenna Switching, reception (AoA)|Receiving CTE|Periodic Sync Transfer, sender|Periodic Sync Transfer, recipient|Sleep Clock Accuracy Updates|Remote Public Key Validation|CIS, central|CIS, peripheral|Isochronous Broadcaster|Synchronized Receiver|CIS, host|Power Control Request|Power Change Indication|Path Loss Monitoring|Periodic Advertising ADI|Connection Subrating|Connection Subrating, host|Channel Classification|Advertising Coding Selection|Advertising Coding Selection, host||PAwR Advertiser|PAwR Scanner'.split(
    '|',
  );

function leSupportedFeatures(w: FieldWalker): string[] {
  const names: string[] = [];
  while (w.remaining > 0) {
    const base = w.at * 8;
    const bits = w.u8(`Bits ${base} to ${base + 7}`, hex8) ?? 0;
    const set = [0, 1, 2, 3, 4, 5, 6, 7]
      .filter((bit) => bits & (1 << bit))
      .map((bit) => FEATURES[base + bit] || `Bit ${base + bit}`);
    w.part('Supported', set.length > 0 ? set.join(', ') : 'none');
    names.push(...set);
  }
  return names.length > 0 ? names : ['No optional features'];
}

function channelMapUpdate(w: FieldWalker): string[] {
  const channels: number[] = [];
  w.hex('Channel map', 5, (bytes) => {
    for (let channel = 0; channel < 37; channel += 1)
      if ((bytes[channel >> 3] ?? 0) & (1 << (channel & 7))) channels.push(channel);
    return toHex(bytes.slice().reverse());
  });
  if (w.fields.length > 0) w.part('Used channels', `${channels.length} of 37`);
  const instant = w.u16('Instant');
  return instant === null ? [] : [`${channels.length} of 37 channels from event ${instant}`];
}

/** CSS Part A 1.14 with the value formats of the Indoor Positioning Service. */
function indoorPositioning(w: FieldWalker): string[] {
  const bits = w.u8('Flags', hex8);
  if (bits === null) return [];
  w.part('Location name in the service', yesNo(bits & 0x40));
  const lines: string[] = [];
  if (bits & 0x01 && bits & 0x02) {
    const north = w.i16('Local north', (value) => (value / 10).toFixed(1), 'm');
    const east = w.i16('Local east', (value) => (value / 10).toFixed(1), 'm');
    if (north !== null && east !== null) lines.push(`${north / 10} m north, ${east / 10} m east`);
  } else if (bits & 0x01) {
    const latitude = w.i32('Latitude', (value) => degrees(value, 90), '°');
    const longitude = w.i32('Longitude', (value) => degrees(value, 180), '°');
    if (latitude !== null && longitude !== null) lines.push(`${degrees(latitude, 90)}°, ${degrees(longitude, 180)}°`);
  }
  if (bits & 0x04) w.i8('TX power', String, 'dBm');
  if (bits & 0x10) {
    const floor = w.u8('Floor', (value) => (value >= 0xfd ? 'not known' : String(value - 20)));
    if (floor !== null && floor < 0xfd) lines.push(`Floor ${floor - 20}`);
  }
  if (bits & 0x08) w.u16('Altitude', (value) => (value / 10 - 1000).toFixed(1), 'm');
  if (bits & 0x20) w.u8('Uncertainty', hex8);
  return lines.length > 0 ? lines : ['No coordinates'];
}

function degrees(value: number, span: number): string {
  return ((value / 0x8000_0000) * span).toFixed(6);
}

const ORGANISATIONS = {
  1: 'Bluetooth SIG',
  2: 'Wi-Fi Alliance, Neighbor Awareness Networking',
  3: 'Wi-Fi Alliance, service advertisement',
};
const TDS_ROLES = ['role not given', 'seeker', 'provider', 'seeker and provider'];
const TDS_STATES = ['off', 'on', 'for now not available', 'reserved'];

/** Transport Discovery Service 2.2: blocks of organisation, flags, length and data. */
function transportDiscovery(w: FieldWalker): string[] {
  const lines: string[] = [];
  while (w.remaining > 0 && w.problem === undefined) {
    const organisation = w.u8('Organisation', oneOf(ORGANISATIONS));
    const bits = w.u8('Flags', hex8);
    if (organisation === null || bits === null) break;
    const role = TDS_ROLES[bits & 3] ?? '';
    const state = TDS_STATES[(bits >> 3) & 3] ?? '';
    w.part('Role', role);
    w.part('Data incomplete', yesNo(bits & 4));
    w.part('Transport', state);
    const length = w.u8('Data length');
    if (length !== null && length > 0) w.hex('Data', length);
    lines.push(`${oneOf(ORGANISATIONS)(organisation)}: ${role}, transport ${state}`);
  }
  return lines;
}

function resolvableSetIdentifier(w: FieldWalker): string[] {
  const hash = w.value('Hash', 3);
  const random = w.value('Random part', 3);
  return hash === null || random === null ? [] : [`${random}:${hash}`];
}
