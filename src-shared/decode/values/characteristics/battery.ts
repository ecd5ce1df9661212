import { locationName } from '../descriptions.js';
import { type DecoderTable, decoder, features } from '../value-decoder.js';
import { type BitSpec, has, line, namesSet, type Scale, type ValueWalker } from '../value-walker.js';
import { calendarDay } from './date-parts.js';

const PERCENT: Scale = { unit: '%' };
const LEVEL: Scale = { unit: '%' };
const TEMPERATURE: Scale = { unit: '°C', codes: { 127: 'above 126 °C', [-128]: 'below -127 °C' } };
const MINUTES: Scale = { unit: 'min', codes: { 16777215: 'not known', 16777214: 'more than 16777213 min' } };

/** Battery Service 1.1 section 3. */
export const BATTERY: DecoderTable = {
  '2a19': decoder(1, level),
  '2be9': features('Critical status', 1, ['Critical power state', 'Immediate service required']),
  '2bea': decoder([1, 7], healthStatus),
  '2beb': decoder([1, 5], healthInformation),
  '2bec': decoder([3, 19], information),
  '2bed': decoder([3, 7], levelStatus),
  '2bee': decoder([4, 10], timeStatus),
  '2bef': decoder(3, (w) => calendarDay(w, 'Estimated service date')),
  '2bf0': decoder([1, 13], energyStatus),
  '2a1a': decoder(1, powerState),
};

function level(w: ValueWalker): string {
  const percent = w.num('Battery level', 'u8', LEVEL);
  if (percent !== null && percent.raw > 100) w.problem = `${percent.raw} % is above 100`;
  return line(percent);
}

const CONNECTED = ['no', 'yes', 'not known', '3 (reserved)'];
const CHARGE_STATES = ['not known', 'charging', 'discharging', 'not charging'];
const POWER_STATE: readonly BitSpec[] = [
  'Battery present',
  { name: 'Wired external power', bits: 2, names: CONNECTED },
  { name: 'Wireless external power', bits: 2, names: CONNECTED },
  { name: 'Charge state', bits: 2, names: ['not known', 'charging', 'discharging: active', 'discharging: inactive'] },
  { name: 'Charge level', bits: 2, names: ['not known', 'good', 'low', 'critical'] },
  {
    name: 'Charging type',
    bits: 3,
    names: ['not known or not charging', 'constant current', 'constant voltage', 'trickle', 'float'],
  },
  'Fault of the battery',
  'Fault of the external power source',
  'Other fault',
];

function levelStatus(w: ValueWalker): string {
  const flags = w.flags('Flags', 1, ['Identifier present', 'Battery level present', 'Additional status present']);
  const state = w.flags('Power state', 2, POWER_STATE);
  if (w.problem !== undefined) return '';
  const charge = CHARGE_STATES[(state >> 5) & 3];
  const size = ['', 'level good', 'level low', 'level critical'][(state >> 7) & 3];
  const external = ((state >> 1) & 3) === 1 || ((state >> 3) & 3) === 1 ? 'external power' : '';
  if (has(flags, 0)) {
    const place = w.code('Identifier', 'u16');
    if (place !== null) w.part('Battery', locationName(1, place), 0, 15);
  }
  const percent = has(flags, 1) ? w.num('Battery level', 'u8', LEVEL) : null;
  const extra = has(flags, 2)
    ? w.flags('Additional status', 1, [
        { name: 'Service required', bits: 2, names: ['no', 'yes', 'not known', '3 (reserved)'] },
        'Battery fault',
      ])
    : 0;
  const faults = [
    ...namesSet(state, POWER_STATE).filter((name) => name.includes('ault')),
    has(extra, 2) ? 'Battery fault' : '',
  ];
  return line(
    percent,
    has(state, 0) ? charge : 'no battery',
    size,
    external,
    ...faults.map((fault) => fault.toLowerCase()),
  );
}

function timeStatus(w: ValueWalker): string {
  const flags = w.flags('Flags', 1, ['Time until discharged on standby present', 'Time until recharged present']);
  const discharged = w.num('Time until discharged', 'u24', MINUTES);
  if (has(flags, 0)) w.num('Time until discharged on standby', 'u24', MINUTES);
  const recharged = has(flags, 1) ? w.num('Time until recharged', 'u24', MINUTES) : null;
  return line(discharged && `empty in ${discharged.text}`, recharged && `full in ${recharged.text}`);
}

function healthStatus(w: ValueWalker): string {
  const flags = w.flags('Flags', 1, [
    'Health summary present',
    'Cycle count present',
    'Current temperature present',
    'Deep discharge count present',
  ]);
  const health = has(flags, 0) ? w.num('Health summary', 'u8', PERCENT) : null;
  const cycles = has(flags, 1) ? w.num('Cycle count', 'u16') : null;
  const temperature = has(flags, 2) ? w.num('Current temperature', 'i8', TEMPERATURE) : null;
  const deep = has(flags, 3) ? w.num('Deep discharge count', 'u16') : null;
  return line(
    health && `health ${health.text}`,
    cycles && `${cycles.text} cycles`,
    temperature,
    deep && `${deep.text} deep discharges`,
  );
}

function healthInformation(w: ValueWalker): string {
  const flags = w.flags('Flags', 1, [
    'Cycle count designed lifetime present',
    'Designed operating temperature present',
  ]);
  const cycles = has(flags, 0) ? w.num('Cycle count designed lifetime', 'u16') : null;
  const lowest = has(flags, 1) ? w.num('Minimum designed operating temperature', 'i8', TEMPERATURE) : null;
  const highest = has(flags, 1) ? w.num('Maximum designed operating temperature', 'i8', TEMPERATURE) : null;
  return line(cycles && `${cycles.text} cycles`, lowest && highest && `${lowest.text} to ${highest.text}`);
}

const CHEMISTRIES: Readonly<Record<number, string>> = {
  0: 'not known',
  1: 'alkaline',
  2: 'lead acid',
  3: 'lithium iron disulfide',
  4: 'lithium manganese dioxide',
  5: 'lithium ion',
  6: 'lithium polymer',
  7: 'nickel oxyhydroxide',
  8: 'nickel cadmium',
  9: 'nickel metal hydride',
  10: 'silver oxide',
  11: 'zinc chloride',
  12: 'zinc air',
  13: 'zinc carbon',
  255: 'other',
};

function information(w: ValueWalker): string {
  const flags = w.flags('Flags', 2, [
    'Manufacture date present',
    'Expiration date present',
    'Designed capacity present',
    'Low energy present',
    'Critical energy present',
    'Chemistry present',
    'Nominal voltage present',
    'Aggregation group present',
  ]);
  w.flags('Battery features', 1, ['Replaceable', 'Rechargeable']);
  if (has(flags, 0)) calendarDay(w, 'Manufacture date');
  if (has(flags, 1)) calendarDay(w, 'Expiration date');
  const capacity = has(flags, 2) ? w.num('Designed capacity', 'sfloat', { unit: 'kWh' }) : null;
  if (has(flags, 3)) w.num('Low energy', 'sfloat', { unit: 'kWh' });
  if (has(flags, 4)) w.num('Critical energy', 'sfloat', { unit: 'kWh' });
  const chemistry = has(flags, 5) ? w.pick('Chemistry', 'u8', CHEMISTRIES) : null;
  const voltage = has(flags, 6) ? w.num('Nominal voltage', 'sfloat', { unit: 'V' }) : null;
  if (has(flags, 7)) w.num('Aggregation group', 'u8', { codes: { 0: 'not in a group', 255: 'reserved' } });
  return line(chemistry, voltage, capacity);
}

function energyStatus(w: ValueWalker): string {
  const parts = [
    ['External source power', 'W'],
    ['Present voltage', 'V'],
    ['Available energy', 'kWh'],
    ['Available battery capacity', 'kWh'],
    ['Charge rate', 'W'],
    ['Available energy at last charge', 'kWh'],
  ] as const;
  const flags = w.flags(
    'Flags',
    1,
    parts.map(([name]) => `${name} present`),
  );
  const read = parts.map(([name, unit], bit) => (has(flags, bit) ? w.num(name, 'sfloat', { unit }) : null));
  return line(...read);
}

/** Battery Power State, withdrawn from the GATT Specification Supplement but still sent by old devices. */
function powerState(w: ValueWalker): string {
  const names = (first: string, second: string) => ['not known', 'not supported', first, second];
  const value = w.flags('Battery power state', 1, [
    { name: 'Present', bits: 2, names: names('not present', 'present') },
    { name: 'Discharging', bits: 2, names: names('not discharging', 'discharging') },
    { name: 'Charging', bits: 2, names: ['not known', 'not chargeable', 'not charging', 'charging'] },
    { name: 'Level', bits: 2, names: names('good', 'critically low') },
  ]);
  if (w.problem !== undefined) return '';
  return line(
    ['', 'not chargeable', 'not charging', 'charging'][(value >> 4) & 3],
    ['', '', 'good level', 'critically low'][value >> 6],
  );
}
