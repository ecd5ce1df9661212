import { hexNumber } from '../bytes/hex.js';
import { appleStructures } from './beacon-kinds.js';
import { type FieldWalker, hex8, hex16, uuidText } from './field-walker.js';

/** Models in the proximity pairing message, as others have published them. */
const HEADPHONES: Readonly<Record<number, string>> = {
  544: 'AirPods',
  3872: 'AirPods 2',
  4896: 'AirPods 3',
  3616: 'AirPods Pro',
  5152: 'AirPods Pro 2',
  9248: 'AirPods Pro 2 (USB-C)',
  2592: 'AirPods Max',
  800: 'Powerbeats3',
  1312: 'BeatsX',
  1568: 'Beats Solo3',
  2848: 'Powerbeats Pro',
};

/** Action codes in the lower half of the Nearby Info message's first byte. */
const NEARBY_ACTIONS: Readonly<Record<number, string>> = {
  0: 'activity not known',
  1: 'activity reporting off',
  3: 'idle user',
  5: 'audio playing, screen locked',
  7: 'active user, screen on',
  9: 'screen on with video',
  10: 'watch on wrist and unlocked',
  11: 'recent user interaction',
  13: 'driving',
  14: 'phone or FaceTime call',
};

/** Apple's data after the company identifier: structures of type, length and value, the iBeacon among them. */
export function describeApple(w: FieldWalker): string[] {
  const lines: string[] = [];
  for (const { type, length, kind } of appleStructures(w.data)) {
    if (w.u8('Apple type', (value) => `${hex8(value)} ${kind ?? 'not known'}`) === null) break;
    if (type === 0x01) {
      w.rest('Overflow area');
      lines.push('Overflow area');
      break;
    }
    if (w.u8('Length') === null) break;
    const end = w.at + length;
    lines.push(...describeStructure(w, type, length, kind));
    if (w.problem !== undefined) break;
    if (w.at < end) w.hex('Data', end - w.at);
  }
  if (lines.length === 0) w.rest('Data');
  return lines;
}

function describeStructure(w: FieldWalker, type: number, length: number, kind: string | null): string[] {
  if (kind === 'iBeacon') return iBeacon(w);
  const name = kind ?? `Apple type ${hex8(type)}`;
  if (type === 0x07 && length >= 3) {
    w.u8('Pairing state', hex8);
    const model = w.u16be('Model', (value) => HEADPHONES[value] ?? hex16(value));
    return [name, ...(model === null ? [] : [HEADPHONES[model] ?? `Model ${hex16(model)}`])];
  }
  if (type === 0x0f && length >= 2) {
    w.u8('Flags', hex8);
    const action = w.u8('Action', hex8);
    return [name, ...(action === null ? [] : [`Action ${hex8(action)}`])];
  }
  if (type === 0x10 && length >= 1) {
    const status = w.u8('Status and activity', hex8);
    if (status === null) return [name];
    const action = NEARBY_ACTIONS[status & 0x0f] ?? `activity ${status & 0x0f}`;
    w.part('Activity', action);
    return [name, action];
  }
  if (type === 0x12 && length >= 1) return findMy(w, length, name);
  return [name];
}

/** Proximity Beacon Specification of Apple. */
function iBeacon(w: FieldWalker): string[] {
  const uuid = w.hex('Proximity UUID', 16, uuidText);
  const major = w.u16be('Major');
  const minor = w.u16be('Minor');
  const power = w.i8('Measured power at 1 m', String, 'dBm');
  if (uuid === null) return [];
  return [
    uuid,
    ...(minor === null ? [] : [`Major ${major}, minor ${minor}`]),
    ...(power === null ? [] : [`${String(power).replace('-', '−')} dBm at 1 m`]),
  ];
}

const BATTERY = ['full', 'medium', 'low', 'critically low'];

/** Find My Network Accessory Specification 5.1: 25 bytes away from the owner, 2 near the owner. */
function findMy(w: FieldWalker, length: number, name: string): string[] {
  const status = w.u8('Status', hex8);
  if (status === null) return [name];
  const battery = BATTERY[status >> 6] ?? '';
  w.part('Battery', battery);
  if (length >= 25) {
    w.hex('Public key, bytes 6 to 27', 22);
    w.u8('Public key, upper bits', hex8);
    w.u8('Hint', (value) => hexNumber(value, 2));
  }
  return [name, `${length >= 25 ? 'away from its owner' : 'near its owner'}, battery ${battery}`];
}
