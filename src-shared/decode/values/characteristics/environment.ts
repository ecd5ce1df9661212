import { choice, type DecoderTable, decoder, quantities, quantity } from '../value-decoder.js';
import { line, type Scale, type ValueWalker } from '../value-walker.js';

const CELSIUS: Scale = { unit: '°C' };
const SPEED: Scale = { unit: 'm/s', exponent: -2 };
const DIRECTION: Scale = { unit: '°', exponent: -2 };
/** uint16 of which the two highest values are codes. */
const PARTS_16 = (unit: string): Scale => ({ unit, codes: { 65534: `65534 ${unit} or more`, 65535: 'not known' } });
const KILOGRAM_PER_CUBIC_METRE: Scale = { unit: 'kg/m³' };

const TRENDS = [
  'not known',
  'continuously falling',
  'continuously rising',
  'falling, then steady',
  'rising, then steady',
  'falling before a lesser rise',
  'falling before a greater rise',
  'rising before a greater fall',
  'rising before a lesser fall',
  'steady',
];

/** Formats of the Environmental Sensing Service, GATT Specification Supplement. */
export const ENVIRONMENT: DecoderTable = {
  '2a2c': quantity('Magnetic declination', 'u16', DIRECTION),
  '2a6c': quantity('Elevation', 'i24', { unit: 'm', exponent: -2 }),
  '2a6d': quantity('Pressure', 'u32', { unit: 'Pa', exponent: -1 }),
  '2a6e': quantity('Temperature', 'i16', { unit: '°C', exponent: -2, codes: { [-32_768]: 'not known' } }),
  '2a6f': quantity('Humidity', 'u16', { unit: '%', exponent: -2, codes: { 65535: 'not known' } }),
  '2a70': quantity('True wind speed', 'u16', SPEED),
  '2a71': quantity('True wind direction', 'u16', DIRECTION),
  '2a72': quantity('Apparent wind speed', 'u16', SPEED),
  '2a73': quantity('Apparent wind direction', 'u16', DIRECTION),
  '2a74': quantity('Gust factor', 'u8', { exponent: -1 }),
  '2a75': quantity('Pollen concentration', 'u24', { unit: '1/m³' }),
  '2a76': quantity('UV index', 'u8'),
  '2a77': quantity('Irradiance', 'u16', { unit: 'W/m²', exponent: -1 }),
  '2a78': quantity('Rainfall', 'u16', { unit: 'mm' }),
  '2a79': quantity('Wind chill', 'i8', CELSIUS),
  '2a7a': quantity('Heat index', 'i8', CELSIUS),
  '2a7b': quantity('Dew point', 'i8', CELSIUS),
  '2aa0': decoder(4, (w) => magneticFlux(w, ['X', 'Y'])),
  '2aa1': decoder(6, (w) => magneticFlux(w, ['X', 'Y', 'Z'])),
  '2aa3': choice('Barometric pressure trend', TRENDS),
  '2afb': quantity('Illuminance', 'u24', { unit: 'lx', exponent: -2, codes: { 16777215: 'not known' } }),
  '2b8c': quantity('CO2 concentration', 'u16', PARTS_16('ppm')),
  '2bcf': quantity('Ammonia concentration', 'sfloat', KILOGRAM_PER_CUBIC_METRE),
  '2bd0': quantity('Carbon monoxide concentration', 'sfloat', KILOGRAM_PER_CUBIC_METRE),
  '2bd1': quantity('Methane concentration', 'sfloat', { unit: 'ppb' }),
  '2bd2': quantity('Nitrogen dioxide concentration', 'sfloat', KILOGRAM_PER_CUBIC_METRE),
  '2bd3': quantity('Non-methane VOC concentration', 'sfloat', KILOGRAM_PER_CUBIC_METRE),
  '2bd4': quantity('Ozone concentration', 'sfloat', KILOGRAM_PER_CUBIC_METRE),
  '2bd5': quantity('PM1 concentration', 'sfloat', KILOGRAM_PER_CUBIC_METRE),
  '2bd6': quantity('PM2.5 concentration', 'sfloat', KILOGRAM_PER_CUBIC_METRE),
  '2bd7': quantity('PM10 concentration', 'sfloat', KILOGRAM_PER_CUBIC_METRE),
  '2bd8': quantity('Sulfur dioxide concentration', 'sfloat', KILOGRAM_PER_CUBIC_METRE),
  '2bd9': quantity('Sulfur hexafluoride concentration', 'sfloat', KILOGRAM_PER_CUBIC_METRE),
  '2be4': quantity('Noise', 'u8', { unit: 'dB', codes: { 254: '254 dB or more', 255: 'not known' } }),
  '2be7': quantity('VOC concentration', 'u16', PARTS_16('ppb')),
  '2a21': quantity('Measurement interval', 'u16', { unit: 's', codes: { 0: 'no periodic measurement' } }),
  '2aae': quantity('Latitude', 'i32', { unit: '°', exponent: -7 }),
  '2aaf': quantity('Longitude', 'i32', { unit: '°', exponent: -7 }),
  '2b10': quantities(
    ['Minimum temperature', 'i16', { unit: '°C', exponent: -2, codes: { [-32_768]: 'not known' } }],
    ['Maximum temperature', 'i16', { unit: '°C', exponent: -2, codes: { [-32_768]: 'not known' } }],
  ),
};

/** 10^-7 tesla a step, which is 0.1 microtesla: the earth's field is some tens of them. */
function magneticFlux(w: ValueWalker, axes: readonly string[]): string {
  const parts = axes.map((axis) => w.num(`${axis} axis`, 'i16', { unit: 'µT', exponent: -1 }));
  return line(...parts.map((part, i) => part && `${axes[i]} ${part.text}`));
}
