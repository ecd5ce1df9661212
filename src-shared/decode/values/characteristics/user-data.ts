import { choice, type DecoderTable, decoder, quantities, quantity, string } from '../value-decoder.js';
import { line, type Scale, type ValueWalker } from '../value-walker.js';

const BPM: Scale = { unit: 'bpm' };
const METRES: Scale = { unit: 'm', exponent: -2 };
const rate = (name: string) => quantity(name, 'u8', BPM);

/** User Data Service formats, GATT Specification Supplement. */
export const USER_DATA: DecoderTable = {
  '2a7e': rate('Aerobic heart rate lower limit'),
  '2a7f': rate('Aerobic threshold'),
  '2a80': quantity('Age', 'u8', { unit: 'years' }),
  '2a81': rate('Anaerobic heart rate lower limit'),
  '2a82': rate('Anaerobic heart rate upper limit'),
  '2a83': rate('Anaerobic threshold'),
  '2a84': rate('Aerobic heart rate upper limit'),
  '2a85': decoder(4, (w) => date(w, 'Date of birth')),
  '2a86': decoder(4, (w) => date(w, 'Date of threshold assessment')),
  '2a87': string('Email address'),
  '2a88': rate('Fat burn heart rate lower limit'),
  '2a89': rate('Fat burn heart rate upper limit'),
  '2a8a': string('First name'),
  '2a8b': quantities(
    ['Very light to light limit', 'u8', BPM],
    ['Light to moderate limit', 'u8', BPM],
    ['Moderate to hard limit', 'u8', BPM],
    ['Hard to maximum limit', 'u8', BPM],
  ),
  '2a8c': choice('Gender', ['male', 'female', 'unspecified']),
  '2a8d': rate('Heart rate max'),
  '2a8e': quantity('Height', 'u16', METRES),
  '2a8f': quantity('Hip circumference', 'u16', METRES),
  '2a90': string('Last name'),
  '2a91': rate('Maximum recommended heart rate'),
  '2a92': rate('Resting heart rate'),
  '2a93': choice('Sport type', [
    'unspecified',
    'running (treadmill)',
    'cycling (ergometer)',
    'rowing (ergometer)',
    'cross training (elliptical)',
    'climbing',
    'skiing',
    'skating',
    'arm exercising',
    'lower body exercising',
    'upper body exercising',
    'whole body exercising',
  ]),
  '2a94': quantities(['Light to moderate limit', 'u8', BPM], ['Moderate to hard limit', 'u8', BPM]),
  '2a95': quantity('Fat burn to fitness limit', 'u8', BPM),
  '2a96': quantity('VO2 max', 'u8', { unit: 'ml/kg/min' }),
  '2a97': quantity('Waist circumference', 'u16', METRES),
  '2a98': quantity('Weight', 'u16', { unit: 'kg', times: 5, exponent: -3 }),
  '2a99': quantity('Database change increment', 'u32'),
  '2a9a': quantity('User index', 'u8', { codes: { 255: 'unknown user' } }),
  '2a9f': { lengths: [1, 512], decode: userControlPoint },
  '2aa2': string('Language (ISO 639-1)'),
  '2b47': quantity('High resolution height', 'u16', { unit: 'm', exponent: -4 }),
  '2b48': string('Middle name'),
  '2b49': quantity('Stride length', 'u16', { unit: 'm', exponent: -3 }),
  '2b4a': choice('Handedness', ['left handed', 'right handed', 'ambidextrous', 'unspecified']),
};

/** Year, month and day, of which zero is 'not known'. */
function date(w: ValueWalker, name: string): string {
  const two = (value: number) => (value === 0 ? '??' : String(value).padStart(2, '0'));
  const text = w.shown(name, 4, ([low = 0, high = 0, month = 0, day = 0]) => {
    const year = low | (high << 8);
    if (year === 0 && month === 0 && day === 0) return 'not known';
    return `${year === 0 ? '????' : String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  });
  return text ?? '';
}

const OPCODES: Readonly<Record<number, string>> = {
  1: 'register new user',
  2: 'consent',
  3: 'delete user data',
  4: 'list all users',
  5: 'delete users',
  32: 'response',
};

function userControlPoint(w: ValueWalker): string {
  const opcode = w.pick('Opcode', 'u8', OPCODES);
  const user = { codes: { 255: 'all or unknown' } };
  if (opcode?.raw === 1) return line(opcode, w.num('Consent code', 'u16'));
  if (opcode?.raw === 2) {
    const index = w.num('User index', 'u8', user);
    w.num('Consent code', 'u16');
    return line(opcode, index && `user ${index.text}`);
  }
  if (opcode?.raw === 5) return line(opcode, w.num('User index', 'u8', user));
  if (opcode?.raw !== 32) return line(opcode);
  const request = w.pick('Request opcode', 'u8', OPCODES);
  const result = w.pick('Response value', 'u8', {
    1: 'success',
    2: 'opcode not supported',
    3: 'invalid parameter',
    4: 'operation failed',
    5: 'user not authorised',
  });
  const index = request?.raw === 1 && w.remaining === 1 ? w.num('User index', 'u8', user) : null;
  if (w.problem === undefined) w.rest('Response parameter');
  return request !== null && result !== null
    ? line(`${request.text}: ${result.text}`, index && `user ${index.text}`)
    : '';
}
