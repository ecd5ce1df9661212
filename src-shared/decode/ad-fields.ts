import { AD_TYPE } from '../assigned-numbers/ad-types.js';
import { uriSchemeOf } from '../assigned-numbers/uri-schemes.js';
import { Uuid, type UuidLike } from '../model/uuid.js';
import type { AdStructure } from './ad-structure.js';
import { decodeText } from './utf8.js';

/** All functions take the structures of the advertising data first, then those of the scan response. None throws on what was received. */
export type AdLists = readonly (readonly AdStructure[])[];

/** Types of service UUID lists with their entry size in bytes, in the order services are reported. */
const SERVICE_LISTS = [
  { incomplete: AD_TYPE.incompleteServices16, complete: AD_TYPE.completeServices16, size: 2 },
  { incomplete: AD_TYPE.incompleteServices32, complete: AD_TYPE.completeServices32, size: 4 },
  { incomplete: AD_TYPE.incompleteServices128, complete: AD_TYPE.completeServices128, size: 16 },
] as const;

const SERVICE_DATA_SIZE: ReadonlyMap<number, number> = new Map([
  [AD_TYPE.serviceData16, 2],
  [AD_TYPE.serviceData32, 4],
  [AD_TYPE.serviceData128, 16],
]);

/** The first name found, complete or shortened; `list` is the index of the list it was in. Bytes that are not UTF-8 become U+FFFD. */
export function adName(...lists: AdLists): { name: string; complete: boolean; list: number } | null {
  for (const [list, structures] of lists.entries()) {
    for (const { type, data } of structures) {
      if (type === AD_TYPE.completeName || type === AD_TYPE.shortenedName) {
        return { name: decodeText(data), complete: type === AD_TYPE.completeName, list };
      }
    }
  }
  return null;
}

/**
 * Service UUIDs of complete and incomplete lists: 16-bit, then 32-bit, then 128-bit ones, each in the order of the lists.
 * A UUID sent twice is given once. Bytes left over after the last whole entry are ignored.
 */
export function adServices(...lists: AdLists): Uuid[] {
  const services = new Map<string, Uuid>();
  for (const { incomplete, complete, size } of SERVICE_LISTS) {
    for (const { type, data } of lists.flat()) {
      if (type !== incomplete && type !== complete) continue;
      for (const uuid of uuidEntries(data, size))
        if (!services.has(uuid.toString())) services.set(uuid.toString(), uuid);
    }
  }
  return [...services.values()];
}

/** [company identifier, data] of every manufacturer field of at least 2 bytes, or of one company only. */
export function adManufacturer(lists: AdLists, company?: number): [number, Uint8Array][] {
  const found: [number, Uint8Array][] = [];
  for (const { type, data } of lists.flat()) {
    if (type !== AD_TYPE.manufacturerData || data.length < 2) continue;
    const id = u16(data, 0);
    if (company === undefined || id === company) found.push([id, data.slice(2)]);
  }
  return found;
}

/** [UUID, data] of every service data field, or of one service only. Throws BleError 'invalid-argument' when `uuid` is not a UUID. */
export function adServiceData(lists: AdLists, uuid?: UuidLike): [Uuid, Uint8Array][] {
  const wanted = uuid === undefined ? null : Uuid.from(uuid);
  const found: [Uuid, Uint8Array][] = [];
  for (const { type, data } of lists.flat()) {
    const size = SERVICE_DATA_SIZE.get(type);
    if (size === undefined || data.length < size) continue;
    const service = Uuid.fromBytes(data.slice(0, size));
    if (wanted === null || service.equals(wanted)) found.push([service, data.slice(size)]);
  }
  return found;
}

/** The 16-bit appearance value. */
export function adAppearance(...lists: AdLists): number | null {
  const data = first(lists, AD_TYPE.appearance, 2);
  return data === null ? null : u16(data, 0);
}

/** The flags' first byte, CSS Part A 1.3. */
export function adFlags(...lists: AdLists): number | null {
  return first(lists, AD_TYPE.flags, 1)?.[0] ?? null;
}

/** dBm. */
export function adTxPower(...lists: AdLists): number | null {
  const byte = first(lists, AD_TYPE.txPower, 1)?.[0];
  return byte === undefined ? null : (byte << 24) >> 24;
}

/** The URI with its scheme written out. */
export function adUri(...lists: AdLists): string | null {
  const data = first(lists, AD_TYPE.uri, 1);
  return data === null ? null : decodeUri(data);
}

/** CSS Part A 1.18: the first UTF-8 character stands for the scheme. A character without a known scheme stays as it is. */
export function decodeUri(data: Uint8Array): string {
  const text = decodeText(data);
  const codePoint = text.codePointAt(0);
  if (codePoint === undefined) return '';
  const scheme = uriSchemeOf(codePoint);
  return scheme === null ? text : scheme + text.slice(codePoint > 0xffff ? 2 : 1);
}

/** The whole UUIDs of a list with entries of `size` bytes. */
export function uuidEntries(data: Uint8Array, size: 2 | 4 | 16): Uuid[] {
  const uuids: Uuid[] = [];
  for (let at = 0; at + size <= data.length; at += size) uuids.push(Uuid.fromBytes(data.slice(at, at + size)));
  return uuids;
}

function first(lists: AdLists, wanted: number, minLength: number): Uint8Array | null {
  for (const structures of lists) {
    for (const { type, data } of structures) if (type === wanted && data.length >= minLength) return data;
  }
  return null;
}

function u16(data: Uint8Array, at: number): number {
  return (data[at] as number) | ((data[at + 1] as number) << 8);
}
