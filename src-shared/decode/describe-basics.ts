import { AD_TYPE } from '../assigned-numbers/ad-types.js';
import { appearanceName } from '../assigned-numbers/appearances.js';
import { serviceName } from '../assigned-numbers/services.js';
import { Uuid } from '../model/uuid.js';
import { decodeUri } from './ad-fields.js';
import type { Describer } from './describer.js';
import { type FieldWalker, hex8, hex16, oneOf, yesNo } from './field-walker.js';
import { decodeText } from './utf8.js';

/** Flags, UUID lists, names, powers, class of device, security and URI: CSS Part A 1.1 to 1.7, 1.10, 1.17 and 1.18. */
export const BASIC_DESCRIBERS: readonly (readonly [number, Describer])[] = [
  [AD_TYPE.flags, flags],
  [AD_TYPE.incompleteServices16, uuids(2)],
  [AD_TYPE.completeServices16, uuids(2)],
  [AD_TYPE.incompleteServices32, uuids(4)],
  [AD_TYPE.completeServices32, uuids(4)],
  [AD_TYPE.incompleteServices128, uuids(16)],
  [AD_TYPE.completeServices128, uuids(16)],
  [AD_TYPE.solicitation16, uuids(2)],
  [AD_TYPE.solicitation32, uuids(4)],
  [AD_TYPE.solicitation128, uuids(16)],
  [AD_TYPE.shortenedName, text('Name')],
  [AD_TYPE.completeName, text('Name')],
  [AD_TYPE.broadcastName, text('Broadcast name')],
  [AD_TYPE.txPower, txPower],
  [AD_TYPE.classOfDevice, classOfDevice],
  [AD_TYPE.appearance, appearance],
  [AD_TYPE.uri, uri],
  [AD_TYPE.securityManagerTk, tkOrDeviceId],
  [AD_TYPE.securityManagerOobFlags, oobFlags],
  [AD_TYPE.simplePairingHash192, value16('Hash C-192')],
  [AD_TYPE.simplePairingRandomizer192, value16('Randomizer R-192')],
  [AD_TYPE.simplePairingHash256, value16('Hash C-256')],
  [AD_TYPE.simplePairingRandomizer256, value16('Randomizer R-256')],
  [AD_TYPE.leSecureConnectionsConfirmation, value16('Confirmation value')],
  [AD_TYPE.leSecureConnectionsRandom, value16('Random value')],
  [AD_TYPE.leRole, leRole],
];

const FLAGS = [
  'LE limited discoverable mode',
  'LE general discoverable mode',
  'BR/EDR not supported',
  'LE and BR/EDR at once, controller',
  'LE and BR/EDR at once, host',
];

function flags(w: FieldWalker): string[] {
  if (w.remaining === 0) return ['None set'];
  const bits = w.u8('Flags', hex8);
  if (bits === null) return [];
  for (const [bit, name] of FLAGS.entries()) w.part(name, yesNo(bits & (1 << bit)));
  w.rest('Reserved');
  const mode = ['Not discoverable', 'Limited', 'General', 'Limited and general'][bits & 0x03] ?? '';
  const both = [bits & 0x08 ? 'controller' : '', bits & 0x10 ? 'host' : ''].filter((part) => part !== '');
  const radio = bits & 0x04 ? 'LE only' : 'LE and BR/EDR';
  return [`${mode}, ${radio}${both.length > 0 ? ` at once (${both.join(', ')})` : ''}`];
}

function uuids(size: 2 | 4 | 16): Describer {
  return (w) => {
    const lines: string[] = [];
    while (w.remaining >= size) {
      w.hex('UUID', size, (bytes) => {
        const uuid = Uuid.fromBytes(bytes.slice());
        const name = serviceName(uuid);
        lines.push(name ?? uuid.toString());
        return name === null ? uuid.toString() : `${uuid} ${name}`;
      });
    }
    if (w.remaining > 0) incomplete(w, `not a multiple of ${size} bytes`);
    return lines.length === 0 && w.problem === undefined ? ['Empty list'] : lines;
  };
}

/** Shows what is left although it makes no whole entry. */
export function incomplete(w: FieldWalker, problem: string): void {
  w.rest('Incomplete entry');
  w.problem = problem;
}

function text(name: string): Describer {
  return (w) => {
    if (w.remaining === 0) return ['Empty'];
    const value = w.rest(name, decodeText) ?? '';
    if (value.includes('\ufffd')) w.problem = 'not valid UTF-8';
    return [value];
  };
}

function txPower(w: FieldWalker): string[] {
  const power = w.i8('TX power', String, 'dBm');
  return power === null ? [] : [`${power} dBm`];
}

const MAJOR_CLASSES: Readonly<Record<number, string>> = {
  0: 'Miscellaneous',
  1: 'Computer',
  2: 'Phone',
  3: 'Network access point',
  4: 'Audio or video',
  5: 'Peripheral',
  6: 'Imaging',
  7: 'Wearable',
  8: 'Toy',
  9: 'Health',
  31: 'Uncategorized',
};
/** Service class bits 13 to 23, Assigned Numbers 2.8.1. */
const SERVICE_CLASSES = [
  'Limited discoverable',
  'LE audio',
  'Reserved',
  'Positioning',
  'Networking',
  'Rendering',
  'Capturing',
  'Object transfer',
  'Audio',
  'Telephony',
  'Information',
];

function classOfDevice(w: FieldWalker): string[] {
  const value = w.u24('Class of device', (v) => `0x${v.toString(16).padStart(6, '0')}`);
  if (value === null) return [];
  const major = oneOf(MAJOR_CLASSES)((value >> 8) & 0x1f);
  const services = SERVICE_CLASSES.filter((_, i) => value & (1 << (13 + i)));
  w.part('Major class', major);
  w.part('Minor class', hex8((value >> 2) & 0x3f));
  w.part('Service classes', services.length > 0 ? services.join(', ') : 'none');
  return [major, ...services];
}

function appearance(w: FieldWalker): string[] {
  const value = w.u16('Appearance', hex16);
  if (value === null) return [];
  const name = appearanceName(value) ?? 'Unknown category';
  w.part('Meaning', name);
  return [name];
}

function uri(w: FieldWalker): string[] {
  if (w.remaining === 0) {
    w.problem = 'there is no URI in it';
    return [];
  }
  return [w.rest('URI', decodeUri) ?? ''];
}

/** Eight bytes are the Device ID of classic Bluetooth, which has the same number in inquiry responses. */
function tkOrDeviceId(w: FieldWalker): string[] {
  if (w.data.length !== 8) return value16('TK value')(w);
  w.u16('Vendor ID source', oneOf({ 1: 'Bluetooth SIG', 2: 'USB Implementers Forum' }));
  const vendor = w.u16('Vendor ID', hex16);
  const product = w.u16('Product ID', hex16);
  w.u16('Version', hex16);
  return [`Device ID ${hex16(vendor ?? 0)}:${hex16(product ?? 0)}`];
}

function oobFlags(w: FieldWalker): string[] {
  const bits = w.u8('Flags', hex8);
  if (bits === null) return [];
  w.part('Out-of-band data', bits & 1 ? 'present' : 'not present');
  w.part('LE supported by the host', yesNo(bits & 2));
  w.part('LE and BR/EDR at once', yesNo(bits & 4));
  w.part('Address type', bits & 8 ? 'random' : 'public');
  return [`Out-of-band data ${bits & 1 ? 'present' : 'not present'}, ${bits & 8 ? 'random' : 'public'} address`];
}

function value16(name: string): Describer {
  return (w) => {
    const value = w.value(name, 16);
    return value === null ? [] : [value];
  };
}

const ROLES = ['Peripheral only', 'Central only', 'Both, peripheral preferred', 'Both, central preferred'];

function leRole(w: FieldWalker): string[] {
  const role = w.u8('Role', (value) => ROLES[value] ?? `${hex8(value)} (reserved)`);
  return role === null ? [] : [ROLES[role] ?? 'Reserved'];
}
