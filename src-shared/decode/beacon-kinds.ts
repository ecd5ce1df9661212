import { AD_TYPE } from '../assigned-numbers/ad-types.js';

/** Company identifiers of the formats known here. */
export const COMPANY = { microsoft: 0x0006, apple: 0x004c, ruuvi: 0x0499 } as const;

/** 16-bit UUIDs whose service data has a format known here. */
export const BEACON_SERVICE = {
  bthome: 0xfcd2,
  dult: 0xfcb2,
  exposure: 0xfd6f,
  smartTag: 0xfd5a,
  miBeacon: 0xfe95,
  fastPair: 0xfe2c,
  eddystone: 0xfeaa,
  tile: 0xfeed,
  tileActivation: 0xfeec,
  remoteId: 0xfffa,
  matter: 0xfff6,
} as const;

/** Bytes of an iBeacon's Apple structure: UUID, major, minor, measured power. */
const IBEACON_LENGTH = 0x15;

/** Apple's structure types as published by people who took them apart; Apple documents only iBeacon and Find My. */
const APPLE_KINDS: Readonly<Record<number, string>> = {
  2: 'iBeacon',
  3: 'Apple AirPrint',
  5: 'Apple AirDrop',
  6: 'Apple HomeKit',
  7: 'Apple AirPods',
  8: 'Apple Hey Siri',
  9: 'Apple AirPlay target',
  10: 'Apple AirPlay source',
  11: 'Apple Magic Switch',
  12: 'Apple Handoff',
  13: 'Apple Tethering target',
  14: 'Apple Tethering source',
  15: 'Apple Nearby Action',
  16: 'Apple Nearby Info',
  18: 'Apple Find My',
};

const EDDYSTONE_FRAMES: Readonly<Record<number, string>> = {
  0: 'Eddystone UID',
  16: 'Eddystone URL',
  32: 'Eddystone TLM',
  48: 'Eddystone EID',
  64: 'Google Find My Device',
  65: 'Google Find My Device',
};

const SERVICE_KINDS: Readonly<Record<number, string>> = {
  [BEACON_SERVICE.bthome]: 'BTHome',
  [BEACON_SERVICE.dult]: 'Tracker (unwanted tracking protection)',
  [BEACON_SERVICE.exposure]: 'Exposure Notification',
  [BEACON_SERVICE.smartTag]: 'Samsung SmartTag',
  [BEACON_SERVICE.miBeacon]: 'MiBeacon',
  [BEACON_SERVICE.fastPair]: 'Fast Pair',
  [BEACON_SERVICE.tile]: 'Tile',
  [BEACON_SERVICE.tileActivation]: 'Tile',
  [BEACON_SERVICE.remoteId]: 'Drone Remote ID',
  [BEACON_SERVICE.matter]: 'Matter',
  6183: 'Mesh Provisioning',
  6184: 'Mesh Proxy',
  6222: 'LE Audio (ASCS)',
  6226: 'Broadcast Audio',
  6230: 'Auracast',
};

/** One structure of Apple's manufacturer data. */
export interface AppleStructure {
  type: number;
  /** Of its type byte, from the start of the data after the company identifier. */
  offset: number;
  length: number;
  kind: string | null;
}

/** Apple packs several type-length-value structures into one field. `data` starts with the company identifier. */
export function appleStructures(data: Uint8Array): AppleStructure[] {
  const structures: AppleStructure[] = [];
  for (let at = 2; at < data.length; ) {
    const type = data[at] as number;
    // Structure 0x01 has no length byte: 16 bytes of an overflow area follow it.
    const length = type === 0x01 ? data.length - at - 2 : (data[at + 1] ?? 0);
    const isIBeacon = type === 0x02 && length === IBEACON_LENGTH && at + 2 + length <= data.length;
    const kind = type === 0x02 && !isIBeacon ? null : (APPLE_KINDS[type] ?? null);
    structures.push({ type, offset: at - 2, length, kind });
    at += 2 + length;
  }
  return structures;
}

/** Adds the kinds of advertiser that one AD structure gives away; `data` is without length and type. */
export function addKinds(type: number, data: Uint8Array, into: string[]): void {
  switch (type) {
    case AD_TYPE.manufacturerData:
      addManufacturerKinds(data, into);
      break;
    case AD_TYPE.serviceData16: {
      const kind = serviceDataKind(data);
      if (kind !== null) addOnce(into, kind);
      break;
    }
    case AD_TYPE.pbAdv:
      addOnce(into, 'Mesh PB-ADV');
      break;
    case AD_TYPE.meshMessage:
      addOnce(into, 'Mesh message');
      break;
    case AD_TYPE.meshBeacon:
      addOnce(into, 'Mesh beacon');
      break;
    case AD_TYPE.electronicShelfLabel:
      addOnce(into, 'Electronic shelf label');
      break;
    default:
  }
}

function addManufacturerKinds(data: Uint8Array, into: string[]): void {
  if (data.length < 4) return;
  const company = (data[0] as number) | ((data[1] as number) << 8);
  if (isAltBeacon(data)) addOnce(into, 'AltBeacon');
  else if (company === COMPANY.apple) {
    for (const { kind } of appleStructures(data)) if (kind !== null) addOnce(into, kind);
  } else if (company === COMPANY.microsoft) {
    if (data[2] === 0x03) addOnce(into, 'Swift Pair');
    else if (data[2] === 0x01) addOnce(into, 'Microsoft Connected Devices');
  } else if (company === COMPANY.ruuvi) {
    if (data[2] === 0x05) addOnce(into, 'Ruuvi RAWv2');
    else if (data[2] === 0x03) addOnce(into, 'Ruuvi RAWv1');
  }
}

/** AltBeacon 1.0: any company, beacon code BE AC, 24 bytes after it. `data` starts with the company identifier. */
export function isAltBeacon(data: Uint8Array): boolean {
  return data.length >= 26 && data[2] === 0xbe && data[3] === 0xac;
}

/** `data` starts with the 16-bit service UUID. */
export function serviceDataKind(data: Uint8Array): string | null {
  if (data.length < 2) return null;
  const uuid = (data[0] as number) | ((data[1] as number) << 8);
  if (uuid !== BEACON_SERVICE.eddystone) return SERVICE_KINDS[uuid] ?? null;
  const frame = data[2];
  if (frame === 0x20 && data[3] === 0x01) return 'Eddystone eTLM';
  return frame === undefined ? null : (EDDYSTONE_FRAMES[frame] ?? null);
}

function addOnce(into: string[], kind: string): void {
  if (!into.includes(kind)) into.push(kind);
}
