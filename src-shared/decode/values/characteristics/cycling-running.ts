import { choice, type DecoderTable, decoder, features } from '../value-decoder.js';
import { bitsOf, has, line, type Reading, type ValueWalker } from '../value-walker.js';

const SENSOR_LOCATIONS = [
  'other',
  'top of shoe',
  'in shoe',
  'hip',
  'front wheel',
  'left crank',
  'right crank',
  'left pedal',
  'right pedal',
  'front hub',
  'rear dropout',
  'chainstay',
  'rear wheel',
  'rear hub',
  'chest',
  'spider',
  'chain ring',
];

/** Cycling Speed and Cadence, Running Speed and Cadence and Cycling Power formats, GATT Specification Supplement. */
export const CYCLING_RUNNING: DecoderTable = {
  '2a5b': decoder([1, 11], cyclingSpeed),
  '2a5c': features('CSC features', 2, ['Wheel revolution data', 'Crank revolution data', 'Multiple sensor locations']),
  '2a53': decoder([4, 10], runningSpeed),
  '2a54': features('RSC features', 2, [
    'Instantaneous stride length',
    'Total distance',
    'Walking or running status',
    'Calibration procedure',
    'Multiple sensor locations',
  ]),
  '2a5d': choice('Sensor location', SENSOR_LOCATIONS),
  '2a55': { lengths: [1, 20], decode: controlPoint },
  '2a63': decoder([4, 34], cyclingPower),
  '2a64': { lengths: [1, 512], decode: powerVector },
  '2a65': features('Cycling power features', 4, [
    'Pedal power balance',
    'Accumulated torque',
    'Wheel revolution data',
    'Crank revolution data',
    'Extreme magnitudes',
    'Extreme angles',
    'Top and bottom dead spot angles',
    'Accumulated energy',
    'Offset compensation indicator',
    'Offset compensation',
    'Measurement content masking',
    'Multiple sensor locations',
    'Crank length adjustment',
    'Chain length adjustment',
    'Chain weight adjustment',
    'Span length adjustment',
    { name: 'Sensor measurement context', bits: 1, names: ['force', 'torque'] },
    'Instantaneous measurement direction',
    'Factory calibration date',
    'Enhanced offset compensation',
    {
      name: 'Distributed system',
      bits: 2,
      names: ['not specified', 'not for use in one', 'for use in one', '3 (reserved)'],
    },
  ]),
};

function wheel(w: ValueWalker, over: 1024 | 2048): Reading | null {
  const turns = w.num('Cumulative wheel revolutions', 'u32');
  w.num('Last wheel event time', 'u16', { unit: 's', over });
  return turns;
}

function crank(w: ValueWalker): Reading | null {
  const turns = w.num('Cumulative crank revolutions', 'u16');
  w.num('Last crank event time', 'u16', { unit: 's', over: 1024 });
  return turns;
}

function cyclingSpeed(w: ValueWalker): string {
  const flags = w.flags('Flags', 1, ['Wheel revolution data present', 'Crank revolution data present']);
  const wheelTurns = has(flags, 0) ? wheel(w, 1024) : null;
  const crankTurns = has(flags, 1) ? crank(w) : null;
  return line(wheelTurns && `wheel ${wheelTurns.text} turns`, crankTurns && `crank ${crankTurns.text} turns`);
}

function runningSpeed(w: ValueWalker): string {
  const flags = w.flags('Flags', 1, [
    'Stride length present',
    'Total distance present',
    { name: 'Status', bits: 1, names: ['walking', 'running'] },
  ]);
  const speed = w.num('Instantaneous speed', 'u16', { unit: 'm/s', over: 256, decimals: 2 });
  const cadence = w.num('Instantaneous cadence', 'u8', { unit: '1/min' });
  const stride = has(flags, 0) ? w.num('Instantaneous stride length', 'u16', { unit: 'm', exponent: -2 }) : null;
  const distance = has(flags, 1) ? w.num('Total distance', 'u32', { unit: 'm', exponent: -1 }) : null;
  return line(
    speed && (has(flags, 2) ? 'running' : 'walking'),
    speed,
    cadence,
    stride && `stride ${stride.text}`,
    distance,
  );
}

const CONTROL_OPCODES: Readonly<Record<number, string>> = {
  1: 'set cumulative value',
  2: 'start sensor calibration',
  3: 'update sensor location',
  4: 'request supported sensor locations',
  16: 'response',
};

/** SC Control Point of both speed and cadence services. */
function controlPoint(w: ValueWalker): string {
  const opcode = w.pick('Opcode', 'u8', CONTROL_OPCODES);
  if (opcode?.raw === 1) return line(opcode, w.num('Cumulative value', 'u32'));
  if (opcode?.raw === 3) return line(opcode, w.pick('Sensor location', 'u8', SENSOR_LOCATIONS));
  if (opcode?.raw !== 16) return line(opcode);
  const request = w.pick('Request opcode', 'u8', CONTROL_OPCODES);
  const result = w.pick('Response value', 'u8', {
    1: 'success',
    2: 'opcode not supported',
    3: 'invalid operand',
    4: 'operation failed',
  });
  while (request?.raw === 4 && w.remaining > 0 && w.problem === undefined) {
    w.pick('Sensor location', 'u8', SENSOR_LOCATIONS);
  }
  return request !== null && result !== null ? `${request.text}: ${result.text}` : '';
}

function cyclingPower(w: ValueWalker): string {
  const flags = w.flags('Flags', 2, [
    'Pedal power balance present',
    { name: 'Pedal power balance reference', bits: 1, names: ['not known', 'left'] },
    'Accumulated torque present',
    { name: 'Accumulated torque source', bits: 1, names: ['wheel', 'crank'] },
    'Wheel revolution data present',
    'Crank revolution data present',
    'Extreme force magnitudes present',
    'Extreme torque magnitudes present',
    'Extreme angles present',
    'Top dead spot angle present',
    'Bottom dead spot angle present',
    'Accumulated energy present',
    'Offset compensation indicator',
  ]);
  const torque = { unit: 'N m', over: 32 };
  const power = w.num('Instantaneous power', 'i16', { unit: 'W' });
  const balance = has(flags, 0) ? w.num('Pedal power balance', 'u8', { unit: '%', times: 5, exponent: -1 }) : null;
  if (has(flags, 2)) w.num('Accumulated torque', 'u16', torque);
  const wheelTurns = has(flags, 4) ? wheel(w, 2048) : null;
  const crankTurns = has(flags, 5) ? crank(w) : null;
  if (has(flags, 6)) {
    w.num('Maximum force magnitude', 'i16', { unit: 'N' });
    w.num('Minimum force magnitude', 'i16', { unit: 'N' });
  }
  if (has(flags, 7)) {
    w.num('Maximum torque magnitude', 'i16', torque);
    w.num('Minimum torque magnitude', 'i16', torque);
  }
  if (has(flags, 8)) {
    const angles = w.code('Extreme angles', 'u24');
    if (angles !== null) {
      const [highest, lowest] = [bitsOf(angles, 0, 12), bitsOf(angles, 12, 12)];
      w.part('Maximum angle', String(highest), 0, 11, { number: highest, unit: '°' });
      w.part('Minimum angle', String(lowest), 12, 23, { number: lowest, unit: '°' });
    }
  }
  if (has(flags, 9)) w.num('Top dead spot angle', 'u16', { unit: '°' });
  if (has(flags, 10)) w.num('Bottom dead spot angle', 'u16', { unit: '°' });
  const energy = has(flags, 11) ? w.num('Accumulated energy', 'u16', { unit: 'kJ' }) : null;
  return line(
    power,
    balance && `balance ${balance.text}${has(flags, 1) ? ' left' : ''}`,
    wheelTurns && `wheel ${wheelTurns.text} turns`,
    crankTurns && `crank ${crankTurns.text} turns`,
    energy,
  );
}

function powerVector(w: ValueWalker): string {
  const flags = w.flags('Flags', 1, [
    'Crank revolution data present',
    'First crank angle present',
    'Force magnitudes present',
    'Torque magnitudes present',
    { name: 'Measurement direction', bits: 2, names: ['not known', 'tangential', 'radial', 'lateral'] },
  ]);
  const turns = has(flags, 0) ? crank(w) : null;
  if (has(flags, 1)) w.num('First crank measurement angle', 'u16', { unit: '°' });
  let count = 0;
  const isTorque = has(flags, 3);
  while ((has(flags, 2) || isTorque) && w.remaining > 0 && w.problem === undefined) {
    if (isTorque) w.num('Torque magnitude', 'i16', { unit: 'N m', over: 32 });
    else w.num('Force magnitude', 'i16', { unit: 'N' });
    count += 1;
  }
  return line(turns && `crank ${turns.text} turns`, count > 0 && `${count} magnitudes`);
}
