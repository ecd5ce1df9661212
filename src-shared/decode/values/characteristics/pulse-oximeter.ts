import { type DecoderTable, decoder } from '../value-decoder.js';
import { type BitSpec, has, line, namesSet, type Reading, type ValueWalker } from '../value-walker.js';

const MEASUREMENT_STATUS: readonly BitSpec[] = [
  { name: null, bits: 5 },
  'Measurement ongoing',
  'Early estimate data',
  'Validated data',
  'Fully qualified data',
  'Data from measurement storage',
  'Data for demonstration',
  'Data for testing',
  'Calibration ongoing',
  'Measurement unavailable',
  'Questionable measurement detected',
  'Invalid measurement detected',
];
const DEVICE_STATUS: readonly BitSpec[] = [
  'Extended display update ongoing',
  'Equipment malfunction detected',
  'Signal processing irregularity detected',
  'Inadequate signal detected',
  'Poor signal detected',
  'Low perfusion detected',
  'Erratic signal detected',
  'Non-pulsatile signal detected',
  'Questionable pulse detected',
  'Signal analysis ongoing',
  'Sensor interference detected',
  'Sensor unconnected to user',
  'Unknown sensor connected',
  'Sensor displaced',
  'Sensor malfunctioning',
  'Sensor disconnected',
];
const FEATURES: readonly BitSpec[] = [
  'Measurement status support',
  'Device and sensor status support',
  'Measurement storage for spot-check',
  'Time stamp for spot-check',
  'SpO2PR-Fast',
  'SpO2PR-Slow',
  'Pulse amplitude index',
  'Multiple bonds',
];

/** Pulse Oximeter Service formats, GATT Specification Supplement. */
export const PULSE_OXIMETER: DecoderTable = {
  '2a5e': decoder([5, 19], spotCheck),
  '2a5f': decoder([5, 20], continuous),
  '2a60': decoder([2, 7], plxFeatures),
};

function oxygenAndPulse(w: ValueWalker, name = ''): string {
  const oxygen = w.num(`SpO2${name}`, 'sfloat', { unit: '%' });
  const pulse = w.num(`Pulse rate${name}`, 'sfloat', { unit: 'bpm' });
  return line(oxygen && `SpO2 ${oxygen.text}`, pulse);
}

function statusAndIndex(w: ValueWalker, flags: number, firstBit: number): (string | Reading | null)[] {
  const measured = has(flags, firstBit) ? w.flags('Measurement status', 2, MEASUREMENT_STATUS) : 0;
  const device = has(flags, firstBit + 1) ? w.flags('Device and sensor status', 3, DEVICE_STATUS) : 0;
  const index = has(flags, firstBit + 2) ? w.num('Pulse amplitude index', 'sfloat', { unit: '%' }) : null;
  return [...namesSet(measured, MEASUREMENT_STATUS), ...namesSet(device, DEVICE_STATUS), index && `PAI ${index.text}`];
}

function spotCheck(w: ValueWalker): string {
  const flags = w.flags('Flags', 1, [
    'Time stamp present',
    'Measurement status present',
    'Device and sensor status present',
    'Pulse amplitude index present',
    'Device clock is not set',
  ]);
  const reading = oxygenAndPulse(w);
  const time = has(flags, 0) ? w.dateTime('Time stamp') : null;
  return line(reading, ...statusAndIndex(w, flags, 1), time);
}

function continuous(w: ValueWalker): string {
  const flags = w.flags('Flags', 1, [
    'SpO2PR-Fast present',
    'SpO2PR-Slow present',
    'Measurement status present',
    'Device and sensor status present',
    'Pulse amplitude index present',
  ]);
  const reading = oxygenAndPulse(w);
  if (has(flags, 0)) oxygenAndPulse(w, ' (fast)');
  if (has(flags, 1)) oxygenAndPulse(w, ' (slow)');
  return line(reading, ...statusAndIndex(w, flags, 2));
}

function plxFeatures(w: ValueWalker): string {
  const value = w.flags('Supported features', 2, FEATURES);
  if (has(value, 0)) w.flags('Measurement status support', 2, MEASUREMENT_STATUS);
  if (has(value, 1)) w.flags('Device and sensor status support', 3, DEVICE_STATUS);
  return line(...namesSet(value, FEATURES)) || (w.problem === undefined ? 'none' : '');
}
