import { hexNumber } from '../../bytes/hex.js';
import type { DecodedValue } from './decoded-value.js';
import { locationName } from './descriptions.js';
import { formatName, unitName, unitSymbol } from './presentation-format.js';
import { runDecoder } from './run-decoder.js';
import { choice, type DecoderTable, decoder, features, string } from './value-decoder.js';
import { line, type Scale, type ValueWalker } from './value-walker.js';

const SECONDS: Scale = { unit: 's' };
const SECONDS_OR_UNUSED: Scale = { unit: 's', codes: { 0: 'not in use' } };
const SAMPLING = [
  'unspecified',
  'instantaneous',
  'arithmetic mean',
  'RMS',
  'maximum',
  'minimum',
  'accumulated',
  'count',
];
const APPLICATIONS = [
  'unspecified',
  'air',
  'water',
  'barometric',
  'soil',
  'infrared',
  'map database',
  'barometric elevation source',
  'GPS only elevation source',
  'GPS and map database elevation source',
  'vertical datum elevation source',
  'onshore',
  'onboard vessel or vehicle',
  'front',
  'back or rear',
  'upper',
  'lower',
  'primary',
  'secondary',
  'outdoor',
  'indoor',
  'top',
  'bottom',
  'main',
  'backup',
  'auxiliary',
  'supplementary',
  'inside',
  'outside',
  'left',
  'right',
  'internal',
  'external',
  'solar',
];

/** Core Vol 3 Part G 3.3.3, and the descriptors of the GATT Specification Supplement. */
const DESCRIPTORS = new Map(
  Object.entries({
    '2900': features('Extended properties', 2, ['Reliable write', 'Writable auxiliaries']),
    '2901': string('User description'),
    '2902': features('Client configuration', 2, ['Notifications', 'Indications']),
    '2903': features('Server configuration', 2, ['Broadcasts']),
    '2904': decoder(7, presentationFormat),
    '2905': { decode: aggregateFormat },
    '2906': { lengths: [2, 512], decode: validRange },
    '2907': decoder(
      [2, 16],
      (w) => (w.remaining === 16 ? w.uuid128('Report UUID') : w.reversed('Report UUID', 2)) ?? '',
    ),
    '2908': decoder(2, reportReference),
    '2909': decoder(1, (w) => line(w.num('Number of digitals', 'u8'))),
    '290a': { lengths: [1, 512], decode: valueTrigger },
    '290b': choice('Trigger logic', ['all conditions (AND)', 'any condition (OR)']),
    '290c': decoder(11, sensingMeasurement),
    '290d': { lengths: [1, 512], decode: sensingTrigger },
    '290e': decoder([1, 4], timeTrigger),
  } satisfies DecoderTable),
);

/** Fields of a descriptor's value, by the UUID in its shortest form; null when its format is not known here. Never throws. */
export function decodeDescriptor(uuid: string, bytes: Uint8Array): DecodedValue | null {
  const known = DESCRIPTORS.get(uuid.toLowerCase());
  if (known === undefined) return null;
  const decoded = runDecoder(known, bytes);
  if (uuid === '2902' && decoded.summary === 'none') decoded.summary = 'off';
  return decoded;
}

function presentationFormat(w: ValueWalker): string {
  const format = w.code('Format', 'u8');
  if (format !== null) w.part('Format type', formatName(format), 0, 7);
  const exponent = w.num('Exponent', 'i8');
  const unit = w.code('Unit', 'u16');
  if (unit !== null) w.part('Unit name', unitName(unit), 0, 15);
  const namespace = w.pick('Name space', 'u8', { 1: 'Bluetooth SIG' });
  const description = w.code('Description', 'u16');
  if (format === null || exponent === null || unit === null || namespace === null || description === null) return '';
  const place = locationName(namespace.raw, description);
  w.part('Description name', place, 0, 15);
  const power = exponent.raw === 0 ? '' : ` × 10^${exponent.raw}`;
  const symbol = unitSymbol(unit);
  return line(`${formatName(format)}${power}${symbol === '' ? '' : ` ${symbol}`}`, description === 0 ? '' : place);
}

function aggregateFormat(w: ValueWalker): string {
  const handles: string[] = [];
  while (w.remaining > 0 && w.problem === undefined) {
    const handle = w.code('Presentation Format handle', 'u16');
    if (handle !== null) handles.push(hexNumber(handle, 4));
  }
  return line(...handles);
}

/** The lowest and the highest value in the characteristic's own format, which this descriptor does not tell. */
function validRange(w: ValueWalker): string {
  if (w.remaining % 2 !== 0) {
    w.rest('Range');
    w.problem = 'an odd number of octets cannot be two values';
    return '';
  }
  const half = w.remaining / 2;
  const lowest = w.hex('Lowest value', half);
  const highest = w.hex('Highest value', half);
  return lowest === null || highest === null ? '' : `${lowest} to ${highest}`;
}

function reportReference(w: ValueWalker): string {
  const id = w.num('Report ID', 'u8');
  const type = w.pick('Report type', 'u8', { 1: 'input', 2: 'output', 3: 'feature' });
  return id === null || type === null ? '' : `${type.text} report ${id.text}`;
}

const VALUE_CONDITIONS = [
  'the value changes',
  'the value crosses a boundary',
  'the value is on the boundary',
  'the value changes by more than a setting',
  'bits under a mask change',
  'the value leaves or enters a range',
  'the value is on a boundary of a range',
  'no value trigger',
];

/** Automation IO Service: the operand is an Analog value, two of them, or a mask of Digitals. */
function valueTrigger(w: ValueWalker): string {
  const condition = w.pick('Condition', 'u8', VALUE_CONDITIONS);
  if (condition === null) return '';
  const { raw } = condition;
  if (raw >= 1 && raw <= 3) return line(condition, w.num('Analog value', 'u16'));
  if (raw === 4) return line(condition, w.rest('Mask'));
  if (raw !== 5 && raw !== 6) return line(condition);
  const lowest = w.num('Lower boundary', 'u16');
  const highest = w.num('Upper boundary', 'u16');
  return line(condition, lowest && highest && `${lowest.text} to ${highest.text}`);
}

function timeTrigger(w: ValueWalker): string {
  const condition = w.pick('Condition', 'u8', [
    'no time trigger',
    'at an interval',
    'not more often than an interval',
    'after a number of changes',
  ]);
  if (condition?.raw === 1 || condition?.raw === 2) return line(condition, w.num('Interval', 'u24', SECONDS));
  if (condition?.raw === 3) return line(condition, w.num('Changes', 'u16'));
  return line(condition);
}

function sensingMeasurement(w: ValueWalker): string {
  w.code('Flags', 'u16');
  const sampling = w.pick('Sampling function', 'u8', SAMPLING);
  const period = w.num('Measurement period', 'u24', SECONDS_OR_UNUSED);
  const update = w.num('Update interval', 'u24', SECONDS_OR_UNUSED);
  const application = w.pick('Application', 'u8', APPLICATIONS);
  const uncertainty = w.num('Measurement uncertainty', 'u8', {
    unit: '%',
    times: 5,
    exponent: -1,
    codes: { 255: 'not available' },
  });
  return line(
    sampling,
    application,
    period?.number !== undefined && `over ${period.text}`,
    update?.number !== undefined && `every ${update.text}`,
    uncertainty?.number !== undefined && `± ${uncertainty.text}`,
  );
}

const SENSING_CONDITIONS = [
  'inactive',
  'at a fixed interval',
  'not more often than an interval',
  'the value changes',
  'while less than',
  'while less than or equal to',
  'while greater than',
  'while greater than or equal to',
  'while equal to',
  'while not equal to',
];

function sensingTrigger(w: ValueWalker): string {
  const condition = w.pick('Condition', 'u8', SENSING_CONDITIONS);
  if (condition?.raw === 1 || condition?.raw === 2) return line(condition, w.num('Interval', 'u24', SECONDS));
  return line(condition, w.rest('Operand, in the characteristic format'));
}
