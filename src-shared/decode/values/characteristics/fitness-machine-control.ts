import { type DecoderTable, decoder, quantities } from '../value-decoder.js';
import { type BitSpec, has, line, type NumberType, namesSet, type Scale, type ValueWalker } from '../value-walker.js';

const MACHINE_FEATURES = [
  'Average speed',
  'Cadence',
  'Total distance',
  'Inclination',
  'Elevation gain',
  'Pace',
  'Step count',
  'Resistance level',
  'Stride count',
  'Expended energy',
  'Heart rate measurement',
  'Metabolic equivalent',
  'Elapsed time',
  'Remaining time',
  'Power measurement',
  'Force on belt and power output',
  'User data retention',
];
const TARGETS = [
  'Speed target',
  'Inclination target',
  'Resistance target',
  'Power target',
  'Heart rate target',
  'Expended energy target',
  'Step number target',
  'Stride number target',
  'Distance target',
  'Training time target',
  'Time in two heart rate zones target',
  'Time in three heart rate zones target',
  'Time in five heart rate zones target',
  'Indoor bike simulation',
  'Wheel circumference',
  'Spin down control',
  'Cadence target',
];
const TRAINING_STATUS = [
  'other',
  'idle',
  'warming up',
  'low intensity interval',
  'high intensity interval',
  'recovery interval',
  'isometric',
  'heart rate control',
  'fitness test',
  'speed too low for the control region',
  'speed too high for the control region',
  'cool down',
  'watt control',
  'manual mode (quick start)',
  'before the workout',
  'after the workout',
];

const SPEED: Scale = { unit: 'km/h', exponent: -2 };
const TENTH_PERCENT: Scale = { unit: '%', exponent: -1 };

/** Features, ranges, control point and status, Fitness Machine Service 1.0.1 section 4 and GATT Specification Supplement. */
export const FITNESS_MACHINE_CONTROL: DecoderTable = {
  '2acc': decoder(8, machineFeatures),
  '2ad3': { lengths: [2, 512], decode: trainingStatus },
  '2ad4': quantities(
    ['Minimum speed', 'u16', SPEED],
    ['Maximum speed', 'u16', SPEED],
    ['Minimum increment', 'u16', SPEED],
  ),
  '2ad5': quantities(
    ['Minimum inclination', 'i16', TENTH_PERCENT],
    ['Maximum inclination', 'i16', TENTH_PERCENT],
    ['Minimum increment', 'u16', TENTH_PERCENT],
  ),
  '2ad6': decoder([3, 6], resistanceRange),
  '2ad7': quantities(
    ['Minimum heart rate', 'u8', { unit: 'bpm' }],
    ['Maximum heart rate', 'u8', { unit: 'bpm' }],
    ['Minimum increment', 'u8', { unit: 'bpm' }],
  ),
  '2ad8': quantities(
    ['Minimum power', 'i16', { unit: 'W' }],
    ['Maximum power', 'i16', { unit: 'W' }],
    ['Minimum increment', 'u16', { unit: 'W' }],
  ),
  '2ad9': decoder([1, 20], controlPoint),
  '2ada': decoder([1, 11], status),
};

function machineFeatures(w: ValueWalker): string {
  const machine = w.flags('Fitness machine features', 4, MACHINE_FEATURES);
  const targets = w.flags('Target setting features', 4, TARGETS);
  return line(...namesSet(machine, MACHINE_FEATURES), ...namesSet(targets, TARGETS));
}

function trainingStatus(w: ValueWalker): string {
  const flags = w.flags('Flags', 1, ['Training status string present', 'Extended string present'] satisfies BitSpec[]);
  const state = w.pick('Training status', 'u8', TRAINING_STATUS);
  const text = has(flags, 0) || has(flags, 1) ? w.text('Training status string') : null;
  return line(state, text);
}

/** Three octets in tens by the GATT Specification Supplement; version 1.0 of the service had 16-bit tenths. */
function resistanceRange(w: ValueWalker): string {
  const isOlder = w.remaining >= 6;
  const [type, step, scale]: [NumberType, NumberType, Scale] = isOlder
    ? ['i16', 'u16', { exponent: -1 }]
    : ['u8', 'u8', { times: 10 }];
  const lowest = w.num('Minimum resistance level', type, scale);
  const highest = w.num('Maximum resistance level', type, scale);
  const increment = w.num('Minimum increment', step, scale);
  if (lowest === null || highest === null || increment === null) return '';
  return `${lowest.text} to ${highest.text}, step ${increment.text}`;
}

type Operand = readonly [name: string, type: NumberType, scale?: Scale];

const zones = (names: readonly string[]): readonly Operand[] =>
  names.map((name) => [`Time in ${name} zone`, 'u16', { unit: 's' }] as const);

/** Operands of the target settings, by opcode less 2 of the control point and less 5 of the status. */
const SETTINGS: readonly (readonly [string, readonly Operand[]])[] = [
  ['target speed', [['Target speed', 'u16', SPEED]]],
  ['target inclination', [['Target inclination', 'i16', TENTH_PERCENT]]],
  ['target resistance level', [['Target resistance level', 'u8', { exponent: -1 }]]],
  ['target power', [['Target power', 'i16', { unit: 'W' }]]],
  ['target heart rate', [['Target heart rate', 'u8', { unit: 'bpm' }]]],
];
const TRAINING: readonly (readonly [string, readonly Operand[]])[] = [
  ['targeted expended energy', [['Targeted expended energy', 'u16', { unit: 'kcal' }]]],
  ['targeted number of steps', [['Targeted number of steps', 'u16']]],
  ['targeted number of strides', [['Targeted number of strides', 'u16']]],
  ['targeted distance', [['Targeted distance', 'u24', { unit: 'm' }]]],
  ['targeted training time', [['Targeted training time', 'u16', { unit: 's' }]]],
  ['targeted time in two heart rate zones', zones(['fat burn', 'fitness'])],
  ['targeted time in three heart rate zones', zones(['light', 'moderate', 'hard'])],
  ['targeted time in five heart rate zones', zones(['very light', 'light', 'moderate', 'hard', 'maximum'])],
  [
    'indoor bike simulation',
    [
      ['Wind speed', 'i16', { unit: 'm/s', exponent: -3 }],
      ['Grade', 'i16', { unit: '%', exponent: -2 }],
      ['Rolling resistance coefficient', 'u8', { exponent: -4 }],
      ['Wind resistance coefficient', 'u8', { unit: 'kg/m', exponent: -2 }],
    ],
  ],
  ['wheel circumference', [['Wheel circumference', 'u16', { unit: 'mm', exponent: -1 }]]],
];
const CADENCE: Operand = ['Targeted cadence', 'u16', { unit: 'rpm', times: 5, exponent: -1 }];

const CONTROL_NAMES: Readonly<Record<number, string>> = {
  0: 'request control',
  1: 'reset',
  ...Object.fromEntries(SETTINGS.map(([name], i) => [2 + i, `set ${name}`])),
  7: 'start or resume',
  8: 'stop or pause',
  ...Object.fromEntries(TRAINING.map(([name], i) => [9 + i, `set ${name}`])),
  19: 'spin down control',
  20: 'set targeted cadence',
  128: 'response',
};
const STATUS_NAMES: Readonly<Record<number, string>> = {
  1: 'reset',
  2: 'stopped or paused by the user',
  3: 'stopped by the safety key',
  4: 'started or resumed by the user',
  ...Object.fromEntries(SETTINGS.map(([name], i) => [5 + i, `${name} changed`])),
  ...Object.fromEntries(TRAINING.map(([name], i) => [10 + i, `${name} changed`])),
  20: 'spin down status',
  21: 'targeted cadence changed',
  255: 'control permission lost',
};
const STOP_OR_PAUSE = { 1: 'stop', 2: 'pause' };

const operands = (w: ValueWalker, list: readonly Operand[] | undefined): string[] =>
  (list ?? []).flatMap(([name, type, scale]) => w.num(name, type, scale)?.text ?? []);

function controlPoint(w: ValueWalker): string {
  const opcode = w.pick('Opcode', 'u8', CONTROL_NAMES);
  if (opcode === null) return '';
  const { raw } = opcode;
  if (raw === 128) {
    const request = w.pick('Request opcode', 'u8', CONTROL_NAMES);
    const result = w.pick('Result', 'u8', {
      1: 'success',
      2: 'opcode not supported',
      3: 'invalid parameter',
      4: 'operation failed',
      5: 'control not permitted',
    });
    if (request?.raw === 19 && w.remaining === 4) {
      w.num('Target speed low', 'u16', SPEED);
      w.num('Target speed high', 'u16', SPEED);
    }
    return request !== null && result !== null ? `${request.text}: ${result.text}` : '';
  }
  if (raw === 8) return line(opcode, w.pick('Action', 'u8', STOP_OR_PAUSE));
  if (raw === 19) return line(opcode, w.pick('Action', 'u8', { 1: 'start', 2: 'ignore' }));
  const list = raw === 20 ? [CADENCE] : (SETTINGS[raw - 2] ?? TRAINING[raw - 9])?.[1];
  return line(opcode, ...operands(w, list));
}

function status(w: ValueWalker): string {
  const opcode = w.pick('Opcode', 'u8', STATUS_NAMES);
  if (opcode === null) return '';
  const { raw } = opcode;
  if (raw === 2) return line(opcode, w.pick('Action', 'u8', STOP_OR_PAUSE));
  if (raw === 20) {
    const names = { 1: 'requested', 2: 'success', 3: 'error', 4: 'stop pedalling' };
    return line(opcode, w.pick('Spin down status', 'u8', names));
  }
  const list = raw === 21 ? [CADENCE] : (SETTINGS[raw - 5] ?? TRAINING[raw - 10])?.[1];
  return line(opcode, ...operands(w, list));
}
