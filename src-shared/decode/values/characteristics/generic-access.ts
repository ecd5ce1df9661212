import { appearanceName } from '../../../assigned-numbers/appearances.js';
import { choice, type DecoderTable, decoder, features, string } from '../value-decoder.js';
import { line, type ValueWalker } from '../value-walker.js';

/** GAP and GATT services: Core Vol 3 Part C 12 and Part G 7. */
export const GENERIC_ACCESS: DecoderTable = {
  '2a00': string('Device name'),
  '2a01': decoder(2, appearance),
  '2a02': choice('Peripheral privacy', ['disabled', 'enabled']),
  '2a04': decoder(8, preferredParameters),
  '2a05': decoder(4, serviceChanged),
  '2aa6': choice('Central address resolution', ['not supported', 'supported']),
  '2ac9': choice('Resolvable private address only', ['only resolvable private addresses after bonding']),
  '2b29': { decode: clientFeatures },
  '2b2a': decoder(16, (w) => w.reversed('Database hash', 16) ?? ''),
  '2b3a': { decode: serverFeatures },
  '2bf5': { decode: securityLevels },
};

function appearance(w: ValueWalker): string {
  const value = w.code('Appearance', 'u16');
  if (value === null) return '';
  const name = appearanceName(value) ?? 'unknown category';
  w.part('Meaning', name, 0, 15);
  w.part('Category', String(value >> 6), 6, 15);
  w.part('Subcategory', String(value & 0x3f), 0, 5);
  return name;
}

function preferredParameters(w: ValueWalker): string {
  const interval = { unit: 'ms', times: 125, exponent: -2, codes: { 65535: 'no preference' } };
  const shortest = w.num('Minimum connection interval', 'u16', interval);
  const longest = w.num('Maximum connection interval', 'u16', interval);
  const latency = w.num('Peripheral latency', 'u16');
  const timeout = w.num('Supervision timeout', 'u16', { unit: 'ms', times: 10, codes: { 65535: 'no preference' } });
  if (shortest === null || longest === null || latency === null || timeout === null) return '';
  return `${shortest.text} to ${longest.text}, latency ${latency.text}, timeout ${timeout.text}`;
}

function serviceChanged(w: ValueWalker): string {
  const start = w.code('Start of affected handles', 'u16');
  const end = w.code('End of affected handles', 'u16');
  if (start === null || end === null) return '';
  const hex = (handle: number) => `0x${handle.toString(16).padStart(4, '0')}`;
  return `handles ${hex(start)} to ${hex(end)}`;
}

const CLIENT_FEATURES = ['Robust caching', 'Enhanced ATT bearer', 'Multiple handle value notifications'];

/** One octet today; a peer of a later version may send more (Core Vol 3 Part G 7.2). */
function clientFeatures(w: ValueWalker): string {
  const summary = features('Client supported features', 1, CLIENT_FEATURES).decode(w);
  w.rest('Later features');
  return summary;
}

function serverFeatures(w: ValueWalker): string {
  const summary = features('Server supported features', 1, ['Enhanced ATT bearer']).decode(w);
  w.rest('Later features');
  return summary;
}

/** Pairs of mode and level, Core Vol 3 Part C 12.7. */
function securityLevels(w: ValueWalker): string {
  const lines: string[] = [];
  while (w.remaining > 0 && w.problem === undefined) {
    const mode = w.num('Security mode', 'u8');
    const level = w.num('Security level', 'u8');
    if (mode !== null && level !== null) lines.push(`mode ${mode.text} level ${level.text}`);
  }
  return line(...lines);
}
