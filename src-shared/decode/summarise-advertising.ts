import { AD_TYPE } from '../assigned-numbers/ad-types.js';
import { companyName } from '../assigned-numbers/companies.js';
import { toHex } from '../bytes/hex.js';
import { decodeUri } from './ad-fields.js';
import { addKinds } from './beacon-kinds.js';
import { decodeText } from './utf8.js';

/** The payload part of ScanRow. */
export interface AdvertisingSummary {
  name: string | null;
  nameSource: 'complete' | 'shortened' | null;
  nameFrom: 'advertising' | 'scan response' | null;
  /** Shortest forms; 16-bit, then 32-bit, then 128-bit ones, as adServices gives them. */
  services: string[];
  companies: { id: number; name: string | null }[];
  /** 'iBeacon', 'Eddystone URL', … */
  kinds: string[];
  appearance: number | null;
  flags: number | null;
  /** dBm */
  txPower: number | null;
  uri: string | null;
}

/** 00000000-0000-1000-8000-00805f9b34fb without its first 8 digits: the end of every UUID that has a short form. */
const BASE_END = '00001000800000805f9b34fb';

/**
 * What the scanner's list shows of an advertiser's payloads. Never throws.
 * It runs for every changed payload, thousands of times a second, so it walks the bytes once and makes no structures.
 */
export function summariseAdvertising(advData: Uint8Array, respData: Uint8Array | null): AdvertisingSummary {
  const summary: AdvertisingSummary = {
    name: null,
    nameSource: null,
    nameFrom: null,
    services: [],
    companies: [],
    kinds: [],
    appearance: null,
    flags: null,
    txPower: null,
    uri: null,
  };
  const long: Lists = { services32: [], services128: [] };
  walk(summary, long, advData, 'advertising');
  if (respData !== null) walk(summary, long, respData, 'scan response');
  for (const uuid of long.services32) addOnce(summary.services, uuid);
  for (const uuid of long.services128) addOnce(summary.services, uuid);
  return summary;
}

interface Lists {
  services32: string[];
  services128: string[];
}

function walk(
  summary: AdvertisingSummary,
  long: Lists,
  bytes: Uint8Array,
  from: 'advertising' | 'scan response',
): void {
  let at = 0;
  while (at + 1 < bytes.length) {
    const length = bytes[at] as number;
    if (length > 0) take(summary, long, bytes[at + 1] as number, bytes.subarray(at + 2, at + 1 + length), from);
    at += 1 + length;
  }
}

function take(
  summary: AdvertisingSummary,
  long: Lists,
  type: number,
  data: Uint8Array,
  from: 'advertising' | 'scan response',
): void {
  switch (type) {
    case AD_TYPE.flags:
      if (summary.flags === null && data.length >= 1) summary.flags = data[0] as number;
      break;
    case AD_TYPE.incompleteServices16:
    case AD_TYPE.completeServices16:
      addUuids(summary.services, data, 2);
      break;
    case AD_TYPE.incompleteServices32:
    case AD_TYPE.completeServices32:
      addUuids(long.services32, data, 4);
      break;
    case AD_TYPE.incompleteServices128:
    case AD_TYPE.completeServices128:
      addUuids(long.services128, data, 16);
      break;
    case AD_TYPE.shortenedName:
    case AD_TYPE.completeName:
      if (summary.nameFrom !== null) break;
      summary.name = decodeText(data);
      summary.nameSource = type === AD_TYPE.completeName ? 'complete' : 'shortened';
      summary.nameFrom = from;
      break;
    case AD_TYPE.txPower:
      if (summary.txPower === null && data.length >= 1) summary.txPower = ((data[0] as number) << 24) >> 24;
      break;
    case AD_TYPE.appearance:
      if (summary.appearance === null && data.length >= 2) summary.appearance = u16(data);
      break;
    case AD_TYPE.uri:
      if (summary.uri === null && data.length >= 1) summary.uri = decodeUri(data);
      break;
    case AD_TYPE.manufacturerData:
      if (data.length >= 2) addCompany(summary, u16(data));
      break;
    default:
  }
  addKinds(type, data, summary.kinds);
}

function addCompany(summary: AdvertisingSummary, id: number): void {
  for (const company of summary.companies) if (company.id === id) return;
  summary.companies.push({ id, name: companyName(id) });
}

function addUuids(into: string[], data: Uint8Array, size: 2 | 4 | 16): void {
  for (let at = 0; at + size <= data.length; at += size) addOnce(into, uuidText(data, at, size));
}

/** The shortest form of the UUID at `at`, as Uuid's toString gives it. */
function uuidText(data: Uint8Array, at: number, size: 2 | 4 | 16): string {
  const hex = toHex(data.slice(at, at + size).reverse());
  if (size === 2) return hex;
  if (size === 16 && !hex.endsWith(BASE_END)) {
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
  return hex.startsWith('0000') ? hex.slice(4, 8) : hex.slice(0, 8);
}

function addOnce(into: string[], text: string): void {
  if (!into.includes(text)) into.push(text);
}

function u16(data: Uint8Array): number {
  return (data[0] as number) | ((data[1] as number) << 8);
}
