import {
  choice,
  type DecoderTable,
  decoder,
  NOT_KNOWN_8,
  NOT_KNOWN_16,
  NOT_KNOWN_24,
  quantities,
  quantity,
  string,
} from '../value-decoder.js';
import { line, type Scale, type ValueWalker } from '../value-walker.js';
import { calendarDay } from './date-parts.js';

const VOLTAGE: Scale = { unit: 'V', over: 64, codes: { 65535: 'not known' } };
const CURRENT: Scale = { unit: 'A', exponent: -2, codes: NOT_KNOWN_16 };
const CHROMATICITY: Scale = { over: 65_535, decimals: 5 };

/** Quantities any service can use (they come from mesh models), GATT Specification Supplement. */
export const MEASUREMENTS: DecoderTable = {
  '2ae0': decoder(3, (w) => line(w.num('Average current', 'u16', CURRENT), sensingDuration(w))),
  '2ae1': decoder(3, (w) => line(w.num('Average voltage', 'u16', VOLTAGE), sensingDuration(w))),
  '2ae2': choice('Boolean', ['false', 'true']),
  '2ae4': quantities(['Chromaticity x', 'u16', CHROMATICITY], ['Chromaticity y', 'u16', CHROMATICITY]),
  '2ae8': quantity('Coefficient', 'f32'),
  '2ae9': quantity('Correlated colour temperature', 'u16', { unit: 'K', codes: NOT_KNOWN_16 }),
  '2aea': quantity('Count', 'u16', { codes: NOT_KNOWN_16 }),
  '2aeb': quantity('Count', 'u24', { codes: NOT_KNOWN_24 }),
  '2aec': quantity('Country code (ISO 3166)', 'u16', { codes: NOT_KNOWN_16 }),
  '2aed': decoder(3, (w) => calendarDay(w, 'Date (UTC)')),
  '2aee': quantity('Electric current', 'u16', CURRENT),
  '2aef': quantities(['Minimum current', 'u16', CURRENT], ['Maximum current', 'u16', CURRENT]),
  '2af2': quantity('Energy', 'u24', { unit: 'kWh', codes: NOT_KNOWN_24 }),
  '2af5': string('Text'),
  '2af6': string('Text'),
  '2af7': string('Text'),
  '2af8': string('Text'),
  '2bde': string('Text'),
  '2af9': quantity('Generic level', 'u16'),
  '2afc': quantity('Luminous efficacy', 'u16', { unit: 'lm/W', exponent: -1, codes: NOT_KNOWN_16 }),
  '2afd': quantity('Luminous energy', 'u24', { unit: 'klm h', codes: NOT_KNOWN_24 }),
  '2afe': quantity('Luminous exposure', 'u24', { unit: 'klx h', codes: NOT_KNOWN_24 }),
  '2aff': quantity('Luminous flux', 'u16', { unit: 'lm', codes: NOT_KNOWN_16 }),
  '2b01': quantity('Luminous intensity', 'u16', { unit: 'cd', codes: NOT_KNOWN_16 }),
  '2b02': quantity('Mass flow', 'u16', { unit: 'g/s', codes: NOT_KNOWN_16 }),
  '2b03': quantity('Perceived lightness', 'u16'),
  '2b04': quantity('Percentage', 'u8', { unit: '%', times: 5, exponent: -1, codes: NOT_KNOWN_8 }),
  '2b05': quantity('Power', 'u24', { unit: 'W', exponent: -1, codes: NOT_KNOWN_24 }),
  '2b0d': quantity('Temperature', 'i8', { unit: '°C', times: 5, exponent: -1, codes: { 127: 'not known' } }),
  '2b12': quantity('Time', 'u8', { unit: 'h', exponent: -1, codes: NOT_KNOWN_8 }),
  '2b13': decoder(1, exponentialTime),
  '2b14': quantity('Time', 'u24', { unit: 'h', codes: NOT_KNOWN_24 }),
  '2b15': quantity('Time', 'u24', { unit: 's', exponent: -3, codes: NOT_KNOWN_24 }),
  '2b16': quantity('Time', 'u16', { unit: 's', codes: NOT_KNOWN_16 }),
  '2b17': quantity('Time', 'u8', { unit: 's', codes: NOT_KNOWN_8 }),
  '2b18': quantity('Voltage', 'u16', VOLTAGE),
  '2b1b': quantity('Volume flow', 'u16', { unit: 'l/s', exponent: -3, codes: NOT_KNOWN_16 }),
  '2b1c': quantity('Chromaticity coordinate', 'u16', CHROMATICITY),
  '2b8a': quantity('Apparent power', 'u24', {
    unit: 'VA',
    exponent: -1,
    codes: { 16777214: 'not valid', 16777215: 'not known' },
  }),
  '2b8d': quantity('Cosine of the angle', 'i8', { exponent: -2, codes: { 127: 'not known' } }),
  '2ba8': quantity('Energy', 'u32', {
    unit: 'kWh',
    exponent: -3,
    codes: { 4294967294: 'not valid', 4294967295: 'not known' },
  }),
  '2bdf': quantity('High temperature', 'i16', {
    unit: '°C',
    times: 5,
    exponent: -1,
    codes: { [-32_768]: 'not known', [-32_767]: 'not valid' },
  }),
  '2be0': quantity('High voltage', 'u24', { unit: 'V', over: 64, codes: NOT_KNOWN_24 }),
  '2be6': quantity('Time', 'u32', { unit: 's', codes: { 4294967295: 'not known' } }),
};

/** Time Exponential 8: 1.1^(N - 64) seconds. */
function exponentialTime(w: ValueWalker, name = 'Time'): string {
  const text = w.shown(name, 1, ([raw = 0]) => {
    if (raw === 0) return '0 s';
    if (raw === 255) return 'not known';
    return raw === 254 ? 'total lifetime' : `${(1.1 ** (raw - 64)).toPrecision(3)} s`;
  });
  return text ?? '';
}

function sensingDuration(w: ValueWalker): string {
  const duration = exponentialTime(w, 'Sensing duration');
  return duration === '' ? '' : `over ${duration}`;
}
