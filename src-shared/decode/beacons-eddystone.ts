import { toHex } from '../bytes/hex.js';
import { type FieldWalker, hex8 } from './field-walker.js';

const SCHEMES = ['http://www.', 'https://www.', 'http://', 'https://'];
const EXPANSIONS = [
  '.com/',
  '.org/',
  '.edu/',
  '.net/',
  '.info/',
  '.biz/',
  '.gov/',
  '.com',
  '.org',
  '.edu',
  '.net',
  '.info',
  '.biz',
  '.gov',
];

/** Eddystone protocol specification; the service's UUID is read already. */
export function describeEddystone(w: FieldWalker): string[] {
  const frame = w.u8('Frame type', (value) => `${hex8(value)} ${frameName(value)}`);
  switch (frame) {
    case null:
      return [];
    case 0x00:
      return uid(w);
    case 0x10:
      return url(w);
    case 0x20:
      return telemetry(w);
    case 0x30:
      return ephemeralId(w);
    case 0x40:
    case 0x41: {
      const size = w.remaining >= 32 ? 32 : 20;
      w.hex('Ephemeral identifier', size, toHex);
      if (w.remaining > 0) w.u8('Hashed flags', hex8);
      return [frame === 0x41 ? 'Unwanted tracking protection on' : 'Find My Device network'];
    }
    default:
      w.rest('Data');
      return [`Frame type ${hex8(frame)}`];
  }
}

function frameName(frame: number): string {
  return { 0: 'UID', 16: 'URL', 32: 'TLM', 48: 'EID', 64: 'Find My Device', 65: 'Find My Device' }[frame] ?? 'reserved';
}

function uid(w: FieldWalker): string[] {
  const power = w.i8('TX power at 0 m', String, 'dBm');
  const namespace = w.hex('Namespace', 10, toHex);
  const instance = w.hex('Instance', 6, toHex);
  // Two reserved bytes end the frame; many beacons leave them out.
  if (w.remaining >= 2) w.hex('Reserved', 2);
  if (namespace === null || instance === null) return [];
  return [`Namespace ${namespace}, instance ${instance}`, `${power} dBm at 0 m`];
}

function url(w: FieldWalker): string[] {
  const power = w.i8('TX power at 0 m', String, 'dBm');
  const scheme = w.u8('Scheme', (value) => SCHEMES[value] ?? `${hex8(value)} (reserved)`);
  if (power === null || scheme === null) return [];
  const rest = w.rest('Encoded URL', expandUrl) ?? '';
  if (SCHEMES[scheme] === undefined) w.problem = `URL scheme ${hex8(scheme)} is reserved`;
  return [(SCHEMES[scheme] ?? '') + rest, `${power} dBm at 0 m`];
}

function expandUrl(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes)
    text +=
      EXPANSIONS[byte] ?? (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `%${toHex(Uint8Array.of(byte))}`);
  return text;
}

function telemetry(w: FieldWalker): string[] {
  const version = w.u8('Version', (value) =>
    value === 0 ? 'plain' : value === 1 ? 'encrypted' : `${value} (reserved)`,
  );
  if (version === 1) {
    w.hex('Encrypted telemetry', 12);
    w.hex('Salt', 2);
    w.hex('Integrity check', 2);
    return ['Encrypted telemetry'];
  }
  if (version !== 0) {
    w.rest('Data');
    return [];
  }
  const battery = w.u16be('Battery', (value) => (value === 0 ? 'not measured' : String(value)), 'mV');
  const temperature = w.i16be(
    'Temperature',
    (value) => (value === -0x8000 ? 'not measured' : (value / 256).toFixed(2)),
    '°C',
  );
  const count = w.u32be('Advertising PDUs since start');
  const uptime = w.u32be('Time since start', (value) => (value / 10).toFixed(1), 's');
  const line = [
    battery === null || battery === 0 ? '' : `${battery} mV`,
    temperature === null || temperature === -0x8000 ? '' : `${(temperature / 256).toFixed(2)} °C`,
    count === null ? '' : `${count} PDUs`,
    uptime === null ? '' : `up ${(uptime / 10).toFixed(1)} s`,
  ].filter((part) => part !== '');
  return line.length > 0 ? [line.join(', ')] : [];
}

function ephemeralId(w: FieldWalker): string[] {
  const power = w.i8('TX power at 0 m', String, 'dBm');
  const id = w.hex('Ephemeral identifier', 8, toHex);
  return id === null ? [] : [`Identifier ${id}`, `${power} dBm at 0 m`];
}
