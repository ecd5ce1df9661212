import { type DecoderTable, decoder } from '../value-decoder.js';
import {
  type BitSpec,
  has,
  line,
  NUMBER_SIZE,
  type NumberType,
  type Scale,
  type ValueWalker,
} from '../value-walker.js';

/** A field, and whether its value stands in the one-line summary. */
type Part = readonly [name: string, type: NumberType, scale?: Scale, inSummary?: 'in summary'];

interface Group {
  /** What the flag announces. */
  name: string;
  parts: readonly Part[];
  /** Fields as Fitness Machine Service 1.0 had them: chosen when the length fits only these. */
  older?: readonly Part[];
}

const NO_16 = { 65535: 'not available' };
const NO_8 = { 255: 'not available' };
const NO_I16 = { 32767: 'not available' };
const SPEED: Scale = { unit: 'km/h', exponent: -2 };
const PACE: Scale = { unit: 's/500 m' };
const WATT: Scale = { unit: 'W' };

const energy: Group = {
  name: 'Expended energy',
  parts: [
    ['Total energy', 'u16', { unit: 'kcal', codes: NO_16 }],
    ['Energy per hour', 'u16', { unit: 'kcal', codes: NO_16 }],
    ['Energy per minute', 'u8', { unit: 'kcal', codes: NO_8 }],
  ],
};
const heartRate: Group = { name: 'Heart rate', parts: [['Heart rate', 'u8', { unit: 'bpm' }, 'in summary']] };
const metabolic: Group = {
  name: 'Metabolic equivalent',
  parts: [['Metabolic equivalent', 'u8', { unit: 'MET', exponent: -1 }]],
};
const elapsed: Group = { name: 'Elapsed time', parts: [['Elapsed time', 'u16', { unit: 's' }, 'in summary']] };
const remaining: Group = { name: 'Remaining time', parts: [['Remaining time', 'u16', { unit: 's' }]] };
const TAIL = [energy, heartRate, metabolic, elapsed, remaining];

const distance: Group = { name: 'Total distance', parts: [['Total distance', 'u24', { unit: 'm' }, 'in summary']] };
const averageSpeed: Group = { name: 'Average speed', parts: [['Average speed', 'u16', SPEED]] };
const speed: Group = { name: 'Instantaneous speed', parts: [['Instantaneous speed', 'u16', SPEED, 'in summary']] };
const inclination: Group = {
  name: 'Inclination and ramp angle',
  parts: [
    ['Inclination', 'i16', { unit: '%', exponent: -1, codes: NO_I16 }],
    ['Ramp angle setting', 'i16', { unit: '°', exponent: -1, codes: NO_I16 }],
  ],
};
const resistance: Group = {
  name: 'Resistance level',
  parts: [['Resistance level', 'u8', { times: 10 }]],
  older: [['Resistance level', 'i16']],
};
const power: readonly Group[] = [
  { name: 'Instantaneous power', parts: [['Instantaneous power', 'i16', WATT, 'in summary']] },
  { name: 'Average power', parts: [['Average power', 'i16', WATT]] },
];
const one = (name: string, type: NumberType, scale?: Scale, older?: readonly Part[]): Group => ({
  name,
  parts: [[name, type, scale]],
  ...(older === undefined ? {} : { older }),
});
const OLD_PACE: Scale = { unit: 'km/min', exponent: -1 };

const TREADMILL: readonly Group[] = [
  speed,
  averageSpeed,
  distance,
  inclination,
  {
    name: 'Elevation gain',
    parts: [
      ['Positive elevation gain', 'u16', { unit: 'm', exponent: -1 }],
      ['Negative elevation gain', 'u16', { unit: 'm', exponent: -1 }],
    ],
  },
  one('Instantaneous pace', 'u16', PACE, [['Instantaneous pace', 'u8', OLD_PACE]]),
  one('Average pace', 'u16', PACE, [['Average pace', 'u8', OLD_PACE]]),
  ...TAIL,
  {
    name: 'Force on belt and power output',
    parts: [
      ['Force on belt', 'i16', { unit: 'N', codes: NO_I16 }],
      ['Power output', 'i16', { unit: 'W', codes: NO_I16 }],
    ],
  },
];

const CROSS_TRAINER: readonly Group[] = [
  speed,
  averageSpeed,
  distance,
  {
    name: 'Step count',
    parts: [
      ['Steps per minute', 'u16', { unit: '1/min', codes: NO_16 }],
      ['Average step rate', 'u16', { unit: '1/min', codes: NO_16 }],
    ],
  },
  one('Stride count', 'u16', { exponent: -1 }),
  {
    name: 'Elevation gain',
    parts: [
      ['Positive elevation gain', 'u16', { unit: 'm' }],
      ['Negative elevation gain', 'u16', { unit: 'm' }],
    ],
  },
  inclination,
  resistance,
  ...power,
  ...TAIL,
];

const STEP_RATES: readonly Group[] = [
  one('Steps per minute', 'u16', { unit: '1/min' }),
  one('Average step rate', 'u16', { unit: '1/min' }),
  one('Positive elevation gain', 'u16', { unit: 'm' }),
];
const STEP_CLIMBER: readonly Group[] = [
  {
    name: 'Floors and step count',
    parts: [
      ['Floors', 'u16', {}, 'in summary'],
      ['Step count', 'u16', {}, 'in summary'],
    ],
  },
  ...STEP_RATES,
  ...TAIL,
];
const STAIR_CLIMBER: readonly Group[] = [
  { name: 'Floors', parts: [['Floors', 'u16', {}, 'in summary']] },
  ...STEP_RATES,
  one('Stride count', 'u16'),
  ...TAIL,
];

const STROKES: Scale = { unit: '1/min', times: 5, exponent: -1 };
const ROWER: readonly Group[] = [
  {
    name: 'Stroke rate and count',
    parts: [
      ['Stroke rate', 'u8', STROKES, 'in summary'],
      ['Stroke count', 'u16'],
    ],
  },
  one('Average stroke rate', 'u8', STROKES),
  distance,
  one('Instantaneous pace', 'u16', { ...PACE, codes: NO_16 }),
  one('Average pace', 'u16', PACE),
  ...power,
  resistance,
  ...TAIL,
];

const CADENCE: Scale = { unit: 'rpm', times: 5, exponent: -1 };
const INDOOR_BIKE: readonly Group[] = [
  speed,
  averageSpeed,
  { name: 'Instantaneous cadence', parts: [['Instantaneous cadence', 'u16', CADENCE, 'in summary']] },
  one('Average cadence', 'u16', CADENCE),
  distance,
  resistance,
  ...power,
  ...TAIL,
];

/** Data of the machines, Fitness Machine Service 1.0.1 section 4 and GATT Specification Supplement. */
export const FITNESS_MACHINE: DecoderTable = {
  '2acd': machine(2, TREADMILL),
  '2ace': machine(3, CROSS_TRAINER, [{ name: 'Movement direction', bits: 1, names: ['forward', 'backward'] }]),
  '2acf': machine(2, STEP_CLIMBER),
  '2ad0': machine(2, STAIR_CLIMBER),
  '2ad1': machine(2, ROWER),
  '2ad2': machine(2, INDOOR_BIKE),
};

function sizeOf(parts: readonly Part[]): number {
  return parts.reduce((sum, [, type]) => sum + NUMBER_SIZE[type], 0);
}

function machine(flagsSize: 2 | 3, groups: readonly Group[], lastBits: readonly BitSpec[] = []) {
  // Bit 0 is 'more data': its fields are there when it is clear, because only the last of several packets has them.
  const bits: BitSpec[] = groups.map(({ name }, bit) =>
    bit === 0
      ? { name: 'More data', bits: 1, names: [`no (${name.toLowerCase()} present)`, 'yes'] }
      : `${name} present`,
  );
  const most = groups.reduce<number>(
    (sum, { parts, older }) => sum + Math.max(sizeOf(parts), sizeOf(older ?? [])),
    flagsSize,
  );
  return decoder([flagsSize, most], (w: ValueWalker) => {
    const flags = w.flags('Flags', flagsSize, [...bits, ...lastBits]);
    const present = groups.filter((_, bit) => has(flags, bit) !== (bit === 0));
    const length = (older: boolean) =>
      present.reduce((sum, group) => sum + sizeOf((older ? group.older : undefined) ?? group.parts), 0);
    const isOlder = length(false) !== w.remaining && length(true) === w.remaining;
    const said: string[] = [];
    for (const group of present) {
      for (const [name, type, scale, inSummary] of (isOlder ? group.older : undefined) ?? group.parts) {
        const reading = w.num(name, type, scale);
        if (reading === null || inSummary === undefined) continue;
        const needsName = scale?.unit === undefined || scale.unit === '1/min';
        said.push(needsName ? `${name.toLowerCase()} ${reading.text}` : reading.text);
      }
    }
    return line(...said);
  });
}
