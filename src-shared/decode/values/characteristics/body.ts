import { type DecoderTable, decoder, features } from '../value-decoder.js';
import { type BitSpec, has, line, type Scale, type ValueWalker } from '../value-walker.js';

const FAILED = { 65535: 'measurement unsuccessful' };
const USER = { codes: { 255: 'unknown user' } };

const weightScale = (isImperial: boolean): Scale =>
  isImperial ? { unit: 'lb', exponent: -2, codes: FAILED } : { unit: 'kg', times: 5, exponent: -3, codes: FAILED };
const massScale = (isImperial: boolean): Scale =>
  isImperial ? { unit: 'lb', exponent: -2 } : { unit: 'kg', times: 5, exponent: -3 };
const heightScale = (isImperial: boolean): Scale =>
  isImperial ? { unit: 'in', exponent: -1 } : { unit: 'm', exponent: -3 };

const WEIGHT_RESOLUTIONS = [
  'not specified',
  '0.5 kg or 1 lb',
  '0.2 kg or 0.5 lb',
  '0.1 kg or 0.2 lb',
  '0.05 kg or 0.1 lb',
  '0.02 kg or 0.05 lb',
  '0.01 kg or 0.02 lb',
  '0.005 kg or 0.01 lb',
];
const HEIGHT_RESOLUTIONS = ['not specified', '0.01 m or 1 in', '0.005 m or 0.5 in', '0.001 m or 0.1 in'];

/** Weight Scale and Body Composition formats, GATT Specification Supplement. */
export const BODY: DecoderTable = {
  '2a9d': decoder([3, 15], weight),
  '2a9e': features('Weight scale features', 4, [
    'Time stamp',
    'Multiple users',
    'BMI',
    { name: 'Weight resolution', bits: 4, names: WEIGHT_RESOLUTIONS },
    { name: 'Height resolution', bits: 3, names: HEIGHT_RESOLUTIONS },
  ]),
  '2a9b': features('Body composition features', 4, [
    'Time stamp',
    'Multiple users',
    'Basal metabolism',
    'Muscle percentage',
    'Muscle mass',
    'Fat free mass',
    'Soft lean mass',
    'Body water mass',
    'Impedance',
    'Weight',
    'Height',
    { name: 'Mass resolution', bits: 4, names: WEIGHT_RESOLUTIONS },
    { name: 'Height resolution', bits: 3, names: HEIGHT_RESOLUTIONS },
  ]),
  '2a9c': decoder([4, 30], bodyComposition),
};

const UNITS: BitSpec = { name: 'Units', bits: 1, names: ['SI (kg, m)', 'imperial (lb, in)'] };

function weight(w: ValueWalker): string {
  const flags = w.flags('Flags', 1, [UNITS, 'Time stamp present', 'User ID present', 'BMI and height present']);
  const isImperial = has(flags, 0);
  const mass = w.num('Weight', 'u16', weightScale(isImperial));
  const time = has(flags, 1) ? w.dateTime('Time stamp') : null;
  const user = has(flags, 2) ? w.num('User ID', 'u8', USER) : null;
  const bmi = has(flags, 3) ? w.num('BMI', 'u16', { unit: 'kg/m²', exponent: -1 }) : null;
  const height = has(flags, 3) ? w.num('Height', 'u16', heightScale(isImperial)) : null;
  return line(mass, bmi && `BMI ${bmi.text}`, height, user && userText(user.number), time);
}

const userText = (id: number | undefined): string => (id === undefined ? 'unknown user' : `user ${id}`);

function bodyComposition(w: ValueWalker): string {
  const flags = w.flags('Flags', 2, [
    UNITS,
    'Time stamp present',
    'User ID present',
    'Basal metabolism present',
    'Muscle percentage present',
    'Muscle mass present',
    'Fat free mass present',
    'Soft lean mass present',
    'Body water mass present',
    'Impedance present',
    'Weight present',
    'Height present',
    'Multiple packet measurement',
  ]);
  const isImperial = has(flags, 0);
  const mass = massScale(isImperial);
  const fat = w.num('Body fat percentage', 'u16', { unit: '%', exponent: -1, codes: FAILED });
  const time = has(flags, 1) ? w.dateTime('Time stamp') : null;
  if (has(flags, 2)) w.num('User ID', 'u8', USER);
  if (has(flags, 3)) w.num('Basal metabolism', 'u16', { unit: 'kJ' });
  const muscle = has(flags, 4) ? w.num('Muscle percentage', 'u16', { unit: '%', exponent: -1 }) : null;
  if (has(flags, 5)) w.num('Muscle mass', 'u16', mass);
  if (has(flags, 6)) w.num('Fat free mass', 'u16', mass);
  if (has(flags, 7)) w.num('Soft lean mass', 'u16', mass);
  if (has(flags, 8)) w.num('Body water mass', 'u16', mass);
  if (has(flags, 9)) w.num('Impedance', 'u16', { unit: 'Ω', exponent: -1 });
  const whole = has(flags, 10) ? w.num('Weight', 'u16', mass) : null;
  if (has(flags, 11)) w.num('Height', 'u16', heightScale(isImperial));
  const more = has(flags, 12) && 'more packets follow';
  return line(fat && `fat ${fat.text}`, muscle && `muscle ${muscle.text}`, whole, time, more);
}
