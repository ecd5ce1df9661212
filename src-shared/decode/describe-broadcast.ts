import { AD_TYPE } from '../assigned-numbers/ad-types.js';
import { toHex } from '../bytes/hex.js';
import type { Describer } from './describer.js';
import { type FieldWalker, hex8, hex16, hex32, uuidText, yesNo } from './field-walker.js';
import { decodeText } from './utf8.js';

/** Mesh, isochronous broadcasts, encrypted data and the rest of the newer AD types. */
export const BROADCAST_DESCRIBERS: readonly (readonly [number, Describer])[] = [
  [AD_TYPE.pbAdv, pbAdv],
  [AD_TYPE.meshMessage, meshMessage],
  [AD_TYPE.meshBeacon, meshBeacon],
  [AD_TYPE.bigInfo, bigInfo],
  [AD_TYPE.broadcastCode, broadcastCode],
  [AD_TYPE.encryptedData, encryptedData],
  [AD_TYPE.periodicResponseTiming, periodicResponseTiming],
  [AD_TYPE.electronicShelfLabel, electronicShelfLabel],
  [AD_TYPE.information3d, information3d],
];

const PB_ADV_PDUS = [
  'Transaction Start',
  'Transaction Acknowledgment',
  'Transaction Continuation',
  'Provisioning Bearer Control',
];

/** Mesh Protocol 5.2.1 and 5.3. */
function pbAdv(w: FieldWalker): string[] {
  const link = w.u32be('Link ID', hex32);
  w.u8('Transaction number');
  const control = w.u8('Generic provisioning PDU', (value) => PB_ADV_PDUS[value & 3] ?? '');
  w.rest('Payload');
  if (link === null || control === null) return [];
  return [`Link ${hex32(link)}: ${PB_ADV_PDUS[control & 3]}`];
}

/** Mesh Protocol 3.4.4: all but the first byte is obfuscated or encrypted. */
function meshMessage(w: FieldWalker): string[] {
  const first = w.u8('IVI and NID', hex8);
  if (first === null) return [];
  w.part('IVI', String(first >> 7));
  w.part('NID', hex8(first & 0x7f));
  w.hex('Obfuscated header', 6);
  w.rest('Encrypted payload and MIC');
  return [`Network PDU, NID ${hex8(first & 0x7f)}`];
}

/** Mesh Protocol 3.10. */
function meshBeacon(w: FieldWalker): string[] {
  const type = w.u8(
    'Beacon type',
    (value) => ['Unprovisioned device', 'Secure network', 'Mesh private'][value] ?? `${hex8(value)} (reserved)`,
  );
  switch (type) {
    case null:
      return [];
    case 0: {
      const uuid = w.hex('Device UUID', 16, uuidText);
      w.u16be('OOB information', hex16);
      if (w.remaining >= 4) w.hex('URI hash', 4);
      return ['Unprovisioned device', ...(uuid === null ? [] : [uuid])];
    }
    case 1: {
      const bits = w.u8('Flags', hex8);
      if (bits !== null) {
        w.part('Key refresh', yesNo(bits & 1));
        w.part('IV update', yesNo(bits & 2));
      }
      const network = w.hex('Network ID', 8, toHex);
      const ivIndex = w.u32be('IV index');
      w.hex('Authentication value', 8);
      return [
        'Secure network',
        ...(network === null || ivIndex === null ? [] : [`Network ${network}, IV index ${ivIndex}`]),
      ];
    }
    case 2:
      w.hex('Random', 13);
      w.hex('Obfuscated data', 5);
      w.hex('Authentication tag', 8);
      return ['Mesh private beacon'];
    default:
      w.rest('Data');
      return ['Reserved beacon type'];
  }
}

/** Core Vol 6 Part B 4.4.6.11: bit fields packed from the least significant bit on; 33 bytes, or 57 when encrypted. */
function bigInfo(w: FieldWalker): string[] {
  if (w.data.length !== 33 && w.data.length !== 57) {
    const { length } = w.data;
    w.rest('Data');
    w.problem = `BIGInfo has 33 or 57 bytes, not ${length}`;
    return [];
  }
  const first = w.u32('Offset, interval and number of BISes', hex32) ?? 0;
  const numBis = first >>> 27;
  const intervalMs = ((first >>> 15) & 0xfff) * 1.25;
  w.part('BIG offset', String((first & 0x3fff) * (first & 0x4000 ? 300 : 30)), 'µs');
  w.part('ISO interval', String(intervalMs), 'ms');
  w.part('BISes', String(numBis));
  const second = w.u32('Subevents', hex32) ?? 0;
  w.part('Subevents an event (NSE)', String(second & 0x1f));
  w.part('Burst number (BN)', String((second >>> 5) & 7));
  w.part('Subinterval', String((second >>> 8) & 0xfffff), 'µs');
  w.part('Pre-transmission offset (PTO)', String(second >>> 28));
  const third = w.u32('Spacing and size', hex32) ?? 0;
  w.part('BIS spacing', String(third & 0xfffff), 'µs');
  w.part('Immediate repetitions (IRC)', String((third >>> 20) & 0xf));
  w.part('Largest PDU', String(third >>> 24), 'bytes');
  w.hex('Reserved', 1);
  w.value('Seed access address', 4);
  const sdu = w.u32('SDU', hex32) ?? 0;
  w.part('SDU interval', String(sdu & 0xfffff), 'µs');
  w.part('Largest SDU', String(sdu >>> 20), 'bytes');
  w.u16('Base of CRC initial value', hex16);
  w.hex('Channel map and PHY', 5);
  w.part('PHY', ['1M', '2M', 'Coded'][(w.data[w.at - 1] ?? 0) >> 5] ?? 'reserved');
  w.hex('Payload counter and framing', 5);
  w.part('Framing', (w.data[w.at - 1] ?? 0) & 0x80 ? 'framed' : 'unframed');
  const encrypted = w.remaining === 24;
  if (encrypted) {
    w.hex('Group IV (GIV)', 8);
    w.hex('Group session key diversifier (GSKD)', 16);
  }
  return [
    `${numBis} ${numBis === 1 ? 'BIS' : 'BISes'} every ${intervalMs} ms, ${encrypted ? 'encrypted' : 'not encrypted'}`,
  ];
}

function broadcastCode(w: FieldWalker): string[] {
  const { length } = w.data;
  if (length < 4 || length > 16) {
    w.rest('Broadcast code');
    w.problem = `a broadcast code has 4 to 16 bytes, not ${length}`;
    return [];
  }
  const code = w.rest('Broadcast code', (bytes) => {
    const text = decodeText(bytes);
    return /^[\x20-\x7e]+$/.test(text) ? text : toHex(bytes, ' ');
  });
  return [code ?? ''];
}

/** CSS Part A 1.23. */
function encryptedData(w: FieldWalker): string[] {
  if (w.data.length < 9) {
    w.rest('Data');
    w.problem = `encrypted data has at least 9 bytes, not ${w.data.length}`;
    return [];
  }
  w.hex('Randomizer', 5);
  const size = w.remaining - 4;
  if (size > 0) w.hex('Encrypted payload', size);
  w.hex('MIC', 4);
  return [`${size} ${size === 1 ? 'byte' : 'bytes'} encrypted`];
}

/** CSS Part A 1.24. */
function periodicResponseTiming(w: FieldWalker): string[] {
  w.value('Response access address', 4);
  const subevents = w.u8('Subevents');
  const interval = w.u8('Subevent interval', (value) => String(value * 1.25), 'ms');
  w.u8('Response slot delay', (value) => String(value * 1.25), 'ms');
  const spacing = w.u8('Response slot spacing', (value) => String(value * 0.125), 'ms');
  if (subevents === null || interval === null || spacing === null) return [];
  return [`${subevents} subevents, one every ${interval * 1.25} ms; a response slot every ${spacing * 0.125} ms`];
}

/** Electronic Shelf Label Profile 5.3: sent encrypted, so in the open only its size can be told. */
function electronicShelfLabel(w: FieldWalker): string[] {
  const group = w.u8('Group', (value) => String(value & 0x7f));
  w.rest('Commands or responses');
  return group === null ? [] : [`Group ${group & 0x7f}`];
}

/** 3D Synchronization Profile 5.1. */
function information3d(w: FieldWalker): string[] {
  const bits = w.u8('Flags', hex8);
  if (bits !== null) {
    w.part('Association notification', yesNo(bits & 1));
    w.part('Battery level reporting', yesNo(bits & 2));
    w.part('Battery level on start-up', yesNo(bits & 4));
    w.part('Factory test mode', yesNo(bits & 0x80));
  }
  const threshold = w.u8('Path loss threshold', String, 'dB');
  return threshold === null ? [] : [`3D display, path loss threshold ${threshold} dB`];
}
