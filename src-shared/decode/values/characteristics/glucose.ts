import { type DecoderTable, decoder, features } from '../value-decoder.js';
import { type BitSpec, has, line, namesSet, type ValueWalker } from '../value-walker.js';

const FLUIDS: Readonly<Record<number, string>> = {
  1: 'capillary whole blood',
  2: 'capillary plasma',
  3: 'venous whole blood',
  4: 'venous plasma',
  5: 'arterial whole blood',
  6: 'arterial plasma',
  7: 'undetermined whole blood',
  8: 'undetermined plasma',
  9: 'interstitial fluid',
  10: 'control solution',
};
const SITES: Readonly<Record<number, string>> = {
  1: 'finger',
  2: 'alternate site',
  3: 'earlobe',
  4: 'control solution',
  15: 'not available',
};
const STATUS: readonly BitSpec[] = [
  'Device battery low',
  'Sensor malfunction',
  'Sample size insufficient',
  'Strip insertion error',
  'Strip type incorrect',
  'Result above what the device can process',
  'Result below what the device can process',
  'Sensor temperature too high',
  'Sensor temperature too low',
  'Sensor read interrupted',
  'General device fault',
  'Time fault',
];
const CARBOHYDRATES: Readonly<Record<number, string>> = {
  1: 'breakfast',
  2: 'lunch',
  3: 'dinner',
  4: 'snack',
  5: 'drink',
  6: 'supper',
  7: 'brunch',
};
const MEALS: Readonly<Record<number, string>> = {
  1: 'before a meal',
  2: 'after a meal',
  3: 'fasting',
  4: 'casual',
  5: 'bedtime',
};
const TESTERS: Readonly<Record<number, string>> = {
  1: 'self',
  2: 'health care professional',
  3: 'lab test',
  15: 'not available',
};
const HEALTH: Readonly<Record<number, string>> = {
  1: 'minor health issues',
  2: 'major health issues',
  3: 'during menses',
  4: 'under stress',
  5: 'no health issues',
  15: 'not available',
};
const MEDICATIONS: Readonly<Record<number, string>> = {
  1: 'rapid acting insulin',
  2: 'short acting insulin',
  3: 'intermediate acting insulin',
  4: 'long acting insulin',
  5: 'pre-mixed insulin',
};

/** Glucose Service formats and the Record Access Control Point, GATT Specification Supplement. */
export const GLUCOSE: DecoderTable = {
  '2a18': decoder([10, 17], measurement),
  '2a34': decoder([3, 17], context),
  '2a51': features('Glucose features', 2, [
    'Low battery detection',
    'Sensor malfunction detection',
    'Sample size detection',
    'Strip insertion error detection',
    'Strip type error detection',
    'Result high or low detection',
    'Temperature high or low detection',
    'Read interrupt detection',
    'General device fault',
    'Time fault',
    'Multiple bonds',
  ]),
  '2a52': { lengths: [2, 20], decode: recordAccess },
};

function measurement(w: ValueWalker): string {
  const flags = w.flags('Flags', 1, [
    'Time offset present',
    'Concentration, type and location present',
    { name: 'Concentration unit', bits: 1, names: ['kg/l', 'mol/l'] },
    'Sensor status present',
    'Context information follows',
  ]);
  const sequence = w.num('Sequence number', 'u16');
  const time = w.dateTime('Base time');
  if (has(flags, 0)) {
    w.num('Time offset', 'i16', {
      unit: 'min',
      codes: { 32767: 'too late to count', [-32_768]: 'too early to count' },
    });
  }
  let glucose = '';
  if (has(flags, 1)) {
    // kg/l and mol/l are what is sent; people read mg/dl and mmol/l.
    const isMolar = has(flags, 2);
    const reading = w.num('Glucose concentration', 'sfloat', { unit: isMolar ? 'mol/l' : 'kg/l' });
    if (reading?.number !== undefined) {
      const number = Number((reading.number * (isMolar ? 1000 : 100_000)).toPrecision(6));
      const unit = isMolar ? 'mmol/l' : 'mg/dl';
      w.part('In common units', String(number), 0, 15, { number, unit });
      glucose = `${number} ${unit}`;
    } else if (reading !== null) glucose = reading.text;
    w.flags('Type and sample location', 1, [
      { name: 'Type', bits: 4, names: FLUIDS },
      { name: 'Sample location', bits: 4, names: SITES },
    ]);
  }
  const status = has(flags, 3) ? w.flags('Sensor status', 2, STATUS) : 0;
  return line(glucose, ...namesSet(status, STATUS), sequence && `#${sequence.text}`, time);
}

function context(w: ValueWalker): string {
  const flags = w.flags('Flags', 1, [
    'Carbohydrate present',
    'Meal present',
    'Tester and health present',
    'Exercise present',
    'Medication present',
    { name: 'Medication unit', bits: 1, names: ['kg', 'l'] },
    'HbA1c present',
    'Extended flags present',
  ]);
  const sequence = w.num('Sequence number', 'u16');
  if (has(flags, 7)) w.code('Extended flags', 'u8');
  const food = has(flags, 0) ? w.pick('Carbohydrate ID', 'u8', CARBOHYDRATES) : null;
  const carbohydrate = has(flags, 0) ? w.num('Carbohydrate', 'sfloat', { unit: 'kg' }) : null;
  const meal = has(flags, 1) ? w.pick('Meal', 'u8', MEALS) : null;
  if (has(flags, 2)) {
    w.flags('Tester and health', 1, [
      { name: 'Tester', bits: 4, names: TESTERS },
      { name: 'Health', bits: 4, names: HEALTH },
    ]);
  }
  const exercise = has(flags, 3)
    ? w.num('Exercise duration', 'u16', { unit: 's', codes: { 65535: '65535 s or more' } })
    : null;
  if (has(flags, 3)) w.num('Exercise intensity', 'u8', { unit: '%' });
  const medicine = has(flags, 4) ? w.pick('Medication ID', 'u8', MEDICATIONS) : null;
  const dose = has(flags, 4) ? w.num('Medication', 'sfloat', { unit: has(flags, 5) ? 'l' : 'kg' }) : null;
  const hba1c = has(flags, 6) ? w.num('HbA1c', 'sfloat', { unit: '%' }) : null;
  return line(
    sequence && `#${sequence.text}`,
    food && carbohydrate && `${food.text} ${carbohydrate.text}`,
    meal,
    exercise && `exercise ${exercise.text}`,
    medicine && dose && `${medicine.text} ${dose.text}`,
    hba1c && `HbA1c ${hba1c.text}`,
  );
}

const OPCODES: Readonly<Record<number, string>> = {
  1: 'report stored records',
  2: 'delete stored records',
  3: 'abort operation',
  4: 'report number of stored records',
  5: 'number of stored records',
  6: 'response',
  7: 'combined report',
  8: 'combined report response',
};
const OPERATORS = [
  'null',
  'all records',
  'less than or equal to',
  'greater than or equal to',
  'within range of (inclusive)',
  'first record (oldest)',
  'last record (newest)',
];
const RESULTS: Readonly<Record<number, string>> = {
  1: 'success',
  2: 'opcode not supported',
  3: 'invalid operator',
  4: 'operator not supported',
  5: 'invalid operand',
  6: 'no records found',
  7: 'abort unsuccessful',
  8: 'procedure not completed',
  9: 'operand not supported',
  10: 'server busy',
};

function recordAccess(w: ValueWalker): string {
  const opcode = w.pick('Opcode', 'u8', OPCODES);
  const operator = w.pick('Operator', 'u8', OPERATORS);
  if (opcode === null || operator === null) return '';
  if (opcode.raw === 5 || opcode.raw === 8) {
    const count = w.num('Number of records', 'u16');
    return line(opcode.raw === 5 ? null : opcode, count && `${count.text} records`);
  }
  if (opcode.raw === 6) {
    const request = w.pick('Request opcode', 'u8', OPCODES);
    const result = w.pick('Response code', 'u8', RESULTS);
    return request !== null && result !== null ? `${request.text}: ${result.text}` : '';
  }
  if (w.remaining === 0) return line(opcode, operator.raw === 0 ? null : operator);
  const filter = w.pick('Filter type', 'u8', { 1: 'sequence number', 2: 'user facing time' });
  const operands: (string | null)[] = [];
  const count = operator.raw === 4 ? 2 : 1;
  for (let i = 0; i < count; i += 1) {
    const name = count === 1 ? 'Operand' : ['Minimum', 'Maximum'][i];
    if (filter?.raw === 1) operands.push(w.num(name ?? '', 'u16')?.text ?? null);
    else if (filter?.raw === 2) operands.push(w.dateTime(name ?? ''));
  }
  if (w.problem === undefined) w.rest('Operand');
  return line(opcode, filter && `${filter.text} ${operator.text} ${operands.join(' to ')}`.trim());
}
