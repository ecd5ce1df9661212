import { choice, type DecoderTable, decoder, features, quantity } from '../value-decoder.js';
import { line, type Names, type Reading, type Scale, type ValueWalker } from '../value-walker.js';
import { WEEK_DAYS } from './date-parts.js';

const SOURCES = [
  'not known',
  'network time protocol',
  'GPS',
  'radio time signal',
  'manual',
  'atomic clock',
  'cellular network',
  'not synchronised',
];
const ACCURACY: Scale = { unit: 's', over: 8, codes: { 254: 'out of range', 255: 'not known' } };
const DST: Names = {
  0: 'standard time',
  2: 'half an hour daylight time',
  4: 'daylight time',
  8: 'double daylight time',
  255: 'not known',
};

/** Current Time, Next DST Change and Reference Time Update formats, GATT Specification Supplement. */
export const TIME: DecoderTable = {
  '2a08': decoder(7, (w) => w.dateTime('Date and time') ?? ''),
  '2a09': choice('Day of week', WEEK_DAYS),
  '2a0a': decoder(8, (w) => dayDateTime(w)),
  '2a0c': decoder(9, exactTime),
  '2a0d': choice('Daylight saving time', DST),
  '2a0e': decoder(1, (w) => line(timeZone(w))),
  '2a0f': decoder(2, (w) => line(timeZone(w), w.pick('Daylight saving time', 'u8', DST))),
  '2a11': decoder(8, (w) => line(w.dateTime('Next change'), w.pick('Daylight saving time after it', 'u8', DST))),
  '2a12': quantity('Accuracy', 'u8', ACCURACY),
  '2a13': choice('Time source', SOURCES),
  '2a14': decoder(4, reference),
  '2a16': choice('Time update control point', { 1: 'get reference update', 2: 'cancel reference update' }),
  '2a17': decoder(2, updateState),
  '2a2b': decoder(10, currentTime),
};

function dayDateTime(w: ValueWalker): string {
  const time = w.dateTime('Date and time');
  const day = w.pick('Day of week', 'u8', WEEK_DAYS);
  return line(day !== null && day.raw > 0 ? day : null, time);
}

function exactTime(w: ValueWalker): string {
  const time = dayDateTime(w);
  w.num('Fraction of a second', 'u8', { unit: 's', over: 256 });
  return time;
}

function currentTime(w: ValueWalker): string {
  const time = exactTime(w);
  const reasons = features('Adjust reason', 1, [
    'Manual time update',
    'External reference time update',
    'Change of time zone',
    'Change of DST',
  ]).decode(w);
  return line(time, reasons === 'none' ? null : reasons.toLowerCase());
}

/** Quarters of an hour from UTC. */
function timeZone(w: ValueWalker): Reading | null {
  const scale: Scale = { unit: 'h', times: 25, exponent: -2, codes: { [-128]: 'not known' } };
  const zone = w.num('Time zone', 'i8', scale);
  if (zone === null || zone.number === undefined) return zone;
  if (zone.raw < -48 || zone.raw > 56) w.problem = `time zone ${zone.raw} is outside -48 to 56`;
  const minutes = Math.abs(zone.raw) * 15;
  const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return { ...zone, text: `UTC${zone.raw < 0 ? '-' : '+'}${clock}` };
}

function reference(w: ValueWalker): string {
  const source = w.pick('Time source', 'u8', SOURCES);
  const accuracy = w.num('Accuracy', 'u8', ACCURACY);
  const days = w.num('Days since update', 'u8', { unit: 'd', codes: { 255: '255 days or more' } });
  const hours = w.num('Hours since update', 'u8', { unit: 'h', codes: { 255: '255 days or more' } });
  if (days === null || hours === null) return line(source, accuracy);
  const age = days.number === undefined ? days.text : `${days.text} ${hours.text}`;
  return line(source, accuracy && `accuracy ${accuracy.text}`, `updated ${age} ago`);
}

function updateState(w: ValueWalker): string {
  const state = w.pick('Current state', 'u8', ['idle', 'update pending']);
  const result = w.pick('Result', 'u8', [
    'successful',
    'cancelled',
    'no connection to the reference',
    'the reference answered with an error',
    'timed out',
    'not attempted after a reset',
  ]);
  return line(state, result);
}
