import { choice, type DecoderTable, decoder, features } from '../value-decoder.js';
import { type BitSpec, bitsOf, has, line, namesSet, type Reading, type ValueWalker } from '../value-walker.js';

const BODY_LOCATIONS = ['other', 'chest', 'wrist', 'finger', 'hand', 'ear lobe', 'foot'];
const TEMPERATURE_TYPES: Readonly<Record<number, string>> = {
  1: 'armpit',
  2: 'body (general)',
  3: 'ear',
  4: 'finger',
  5: 'gastro-intestinal tract',
  6: 'mouth',
  7: 'rectum',
  8: 'toe',
  9: 'tympanum (ear drum)',
};

const PULSE_RANGE = ['within the range', 'above the upper limit', 'below the lower limit', '3 (reserved)'];
const PRESSURE_STATUS: readonly BitSpec[] = [
  'Body movement',
  'Cuff too loose',
  'Irregular pulse',
  { name: 'Pulse rate', bits: 2, names: PULSE_RANGE },
  'Improper measurement position',
];

/** Heart Rate, Health Thermometer and Blood Pressure formats, GATT Specification Supplement. */
export const HEART: DecoderTable = {
  '2a37': { lengths: [2, 512], decode: heartRate },
  '2a38': choice('Body sensor location', BODY_LOCATIONS),
  '2a39': choice('Heart rate control point', { 1: 'reset energy expended' }),
  '2a1c': decoder([5, 13], temperature),
  '2a1e': decoder([5, 13], temperature),
  '2a1d': choice('Temperature type', TEMPERATURE_TYPES),
  '2a35': decoder([7, 19], (w) => bloodPressure(w, 'Systolic')),
  '2a36': decoder([7, 19], (w) => bloodPressure(w, 'Current cuff pressure')),
  '2a49': features('Blood pressure features', 2, [
    'Body movement detection',
    'Cuff fit detection',
    'Irregular pulse detection',
    'Pulse rate range detection',
    'Measurement position detection',
    'Multiple bonds',
    'E2E-CRC',
    'User data service',
    'User facing time',
  ]),
};

function heartRate(w: ValueWalker): string {
  const flags = w.flags('Flags', 1, [
    { name: 'Heart rate format', bits: 1, names: ['uint8', 'uint16'] },
    { name: 'Sensor contact', bits: 1, names: ['not detected', 'detected'] },
    { name: 'Sensor contact feature', bits: 1, names: ['not supported', 'supported'] },
    'Energy expended present',
    'RR intervals present',
  ]);
  const rate = w.num('Heart rate', has(flags, 0) ? 'u16' : 'u8', { unit: 'bpm' });
  const energy = has(flags, 3)
    ? w.num('Energy expended', 'u16', { unit: 'kJ', codes: { 65535: '65535 kJ or more' } })
    : null;
  let last: Reading | null = null;
  let beats = 0;
  while (has(flags, 4) && w.remaining > 0 && w.problem === undefined) {
    last = w.num('RR interval', 'u16', { unit: 'ms', times: 1000, over: 1024, decimals: 0 });
    beats += 1;
  }
  if (has(flags, 4) && beats === 0) w.problem ??= 'the flags announce RR intervals, but there is none';
  const contact = has(flags, 2) && (has(flags, 1) ? 'contact' : 'no contact');
  return line(rate, contact, energy, last && `RR ${last.text}`);
}

function temperature(w: ValueWalker): string {
  const flags = w.flags('Flags', 1, [
    { name: 'Unit', bits: 1, names: ['°C', '°F'] },
    'Time stamp present',
    'Temperature type present',
  ]);
  const degrees = w.num('Temperature', 'float', { unit: has(flags, 0) ? '°F' : '°C' });
  const time = has(flags, 1) ? w.dateTime('Time stamp') : null;
  const type = has(flags, 2) ? w.pick('Temperature type', 'u8', TEMPERATURE_TYPES) : null;
  return line(degrees, type, time);
}

function bloodPressure(w: ValueWalker, first: 'Systolic' | 'Current cuff pressure'): string {
  const flags = w.flags('Flags', 1, [
    { name: 'Unit', bits: 1, names: ['mmHg', 'kPa'] },
    'Time stamp present',
    'Pulse rate present',
    'User ID present',
    'Measurement status present',
  ]);
  const unit = has(flags, 0) ? 'kPa' : 'mmHg';
  const isCuff = first !== 'Systolic';
  const upper = w.num(first, 'sfloat', { unit });
  const lower = w.num(isCuff ? 'Diastolic (unused)' : 'Diastolic', 'sfloat', { unit });
  w.num(isCuff ? 'Mean arterial pressure (unused)' : 'Mean arterial pressure', 'sfloat', { unit });
  const time = has(flags, 1) ? w.dateTime('Time stamp') : null;
  const pulse = has(flags, 2) ? w.num('Pulse rate', 'sfloat', { unit: 'bpm' }) : null;
  if (has(flags, 3)) w.num('User ID', 'u8', { codes: { 255: 'unknown user' } });
  const status = has(flags, 4) ? w.flags('Measurement status', 2, PRESSURE_STATUS) : 0;
  const range = bitsOf(status, 3, 2) === 0 ? '' : `pulse ${PULSE_RANGE[bitsOf(status, 3, 2)]}`;
  const faults = namesSet(status, PRESSURE_STATUS).map((name) => name.toLowerCase());
  const pair =
    upper !== null && lower !== null && lower.number !== undefined
      ? `${w.fields.find((field) => field.name === first)?.value}/${lower.text}`
      : upper;
  return line(isCuff ? upper : pair, pulse && `pulse ${pulse.text}`, ...faults, range, time);
}
