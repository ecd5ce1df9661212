import { AD_TYPE } from '../assigned-numbers/ad-types.js';
import { splitUri } from '../assigned-numbers/uri-schemes.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { requireBytes, requireInteger, requireList, requireObject, requireText } from '../model/arguments.js';
import { type BleError, invalidArgument } from '../model/ble-error.js';
import { Uuid, type UuidLike } from '../model/uuid.js';
import { encodeText, utf8Cut } from './utf8.js';

/** Bytes in legacy advertising data, and as many again in the scan response. Core Vol 6 Part B 2.3.1. */
export const LEGACY_CAPACITY = 31;

/** What a short name is at least given when service lists are cut too: enough to tell devices apart. */
const NAME_RESERVE = 8;

export interface AdvertisingFields {
  /** Text or its UTF-8 bytes; empty = no name. */
  name?: string | Uint8Array;
  /** A UUID given twice is sent once. */
  services?: readonly UuidLike[];
  /** 0 (unknown) is not sent. */
  appearance?: number;
  /** [company identifier, data after it] */
  manufacturer?: readonly [number, Uint8Array];
  serviceData?: readonly (readonly [UuidLike, Uint8Array])[];
  /** dBm, -127..127 */
  txPower?: number;
  uri?: string;
  /** Limited instead of general discoverable mode. */
  limitedDisc?: boolean;
  /** The controller also does BR/EDR, on the same address. */
  brEdr?: boolean;
}

export interface EncodedAdvertising {
  advData: Uint8Array;
  respData: Uint8Array;
  /** What did not fit, in words; empty when all of it did. */
  omitted: string[];
}

export interface EncodeOptions {
  /** Whether there is a scan response to put fields in. Default true; false: all of them share the advertising data. */
  scanResponse?: boolean;
}

/** A structure to place: whole, or in parts when it is a name or a list of UUIDs. */
interface Field {
  label: string;
  type: number;
  data: Uint8Array;
  uuids?: { list: Uuid[]; incomplete: number; size: 2 | 4 | 16 };
  isName?: true;
}

/**
 * Builds legacy advertising data and scan response from fields.
 * Flags come first, then 16-, 32- and 128-bit service lists, name, appearance, manufacturer data, service data, TX power, URI;
 * each goes whole into the advertising data when it fits there, else whole into the scan response.
 * A name that fits nowhere is shortened and service lists are split; `omitted` says so. When a field that can only go whole
 * finds no room, names and lists give way to it; when that is not enough it throws BleError 'invalid-argument' with sizes.
 */
export function encodeAdvertising(
  fields: AdvertisingFields,
  { scanResponse = true }: EncodeOptions = {},
): EncodedAdvertising {
  const list = collect(requireObject('advertise', 'the fields argument', fields));
  const inOrder = place(list, list, scanResponse);
  const placed =
    'packets' in inOrder
      ? inOrder
      : place(list, [...list.filter((f) => !isDivisible(f)), ...list.filter(isDivisible)], scanResponse);
  if (!('packets' in placed)) throw placed.error;
  const { packets, late } = placed;
  const omitted = [...splitServices(packets, list, late), ...shortenName(packets, late)];
  const [advData, respData] = packets.map((packet) => packet.finish());
  return { advData: advData as Uint8Array, respData: respData ?? new Uint8Array(0), omitted };
}

/** The advertising data, then the scan response where there is one. */
type Packets = ByteWriter[];

function collect(fields: AdvertisingFields): Field[] {
  const { name, services = [], appearance, manufacturer, serviceData = [], txPower, uri } = fields;
  const list: Field[] = [];
  const add = (label: string, type: number, write: (w: ByteWriter) => void) => {
    const w = new ByteWriter();
    write(w);
    list.push({ label, type, data: w.finish() });
  };
  const flags = (fields.limitedDisc ? 0x01 : 0x02) | (fields.brEdr ? 0x18 : 0x04);
  add('flags', AD_TYPE.flags, (w) => w.u8(flags));
  addServiceLists(list, requireList('advertise', 'services', services));
  const nameBytes =
    name instanceof Uint8Array || name === undefined ? name : encodeText(requireText('advertise', 'name', name));
  if (nameBytes !== undefined && nameBytes.length > 0)
    list.push({ label: 'name', type: AD_TYPE.completeName, data: nameBytes.slice(), isName: true });
  if (appearance !== undefined && requireInteger('advertise', 'appearance', appearance, [0, 0xffff]) !== 0)
    add('appearance', AD_TYPE.appearance, (w) => w.u16(appearance));
  if (manufacturer !== undefined) {
    const [company, data] = requireList('advertise', 'manufacturer', manufacturer);
    requireInteger('advertise', 'the company identifier of manufacturer', company, [0, 0xffff]);
    requireBytes('advertise', 'the data of manufacturer', data);
    add('manufacturer data', AD_TYPE.manufacturerData, (w) => w.u16(company).bytes(data));
  }
  for (const pair of requireList('advertise', 'serviceData', serviceData)) {
    const [service, data] = requireList('advertise', 'an item of serviceData', pair);
    const uuid = Uuid.from(service);
    requireBytes('advertise', `serviceData of ${uuid}`, data);
    const type = { 16: AD_TYPE.serviceData16, 32: AD_TYPE.serviceData32, 128: AD_TYPE.serviceData128 }[uuid.width];
    add(`service data of ${uuid}`, type, (w) => w.bytes(uuid.toBytes()).bytes(data));
  }
  if (txPower !== undefined) {
    requireInteger('advertise', 'txPower', txPower, [-127, 127], 'dBm');
    add('TX power', AD_TYPE.txPower, (w) => w.i8(txPower));
  }
  if (uri !== undefined && requireText('advertise', 'uri', uri) !== '') {
    const { codePoint, rest } = splitUri(uri);
    add('URI', AD_TYPE.uri, (w) => w.bytes(encodeText(String.fromCodePoint(codePoint) + rest)));
  }
  return list;
}

function addServiceLists(list: Field[], services: readonly UuidLike[]): void {
  const unique = new Map(services.map((service) => Uuid.from(service)).map((uuid) => [uuid.toString(), uuid]));
  const kinds = [
    { size: 2, complete: AD_TYPE.completeServices16, incomplete: AD_TYPE.incompleteServices16 },
    { size: 4, complete: AD_TYPE.completeServices32, incomplete: AD_TYPE.incompleteServices32 },
    { size: 16, complete: AD_TYPE.completeServices128, incomplete: AD_TYPE.incompleteServices128 },
  ] as const;
  for (const { size, complete, incomplete } of kinds) {
    const uuids = [...unique.values()].filter((uuid) => uuid.width === size * 8);
    if (uuids.length > 0)
      list.push({
        label: 'services',
        type: complete,
        data: concatUuids(uuids),
        uuids: { list: uuids, incomplete, size },
      });
  }
}

/** Places whole what fits whole. `late` are the names and lists that did not fit; an indivisible field that does not is the error. */
function place(
  all: Field[],
  order: Field[],
  scanResponse: boolean,
): { packets: Packets; late: Field[] } | { error: BleError } {
  const packets = Array.from({ length: scanResponse ? 2 : 1 }, () => new ByteWriter(LEGACY_CAPACITY));
  const late: Field[] = [];
  for (const field of order) {
    const target = packets.find((packet) => dataRoom(packet) >= field.data.length);
    if (target !== undefined) append(target, field.type, field.data);
    else if (isDivisible(field)) late.push(field);
    else return { error: noRoom(field.label, field.data.length + 2, packets) };
  }
  return { packets, late: all.filter((field) => late.includes(field)) };
}

/** Fills the room left with incomplete lists and tells which UUIDs found none. */
function splitServices(packets: Packets, all: Field[], late: Field[]): string[] {
  const left: Uuid[] = [];
  const name = late.find((field) => field.isName);
  const reserve = name === undefined ? 0 : 2 + Math.min(NAME_RESERVE, name.data.length);
  for (const { uuids } of late) {
    if (uuids === undefined) continue;
    let rest = uuids.list;
    for (const packet of packets) {
      const keep = packet === packets.at(-1) ? reserve : 0;
      const count = Math.min(rest.length, Math.max(0, Math.floor((dataRoom(packet) - keep) / uuids.size)));
      if (count > 0) append(packet, uuids.incomplete, concatUuids(rest.slice(0, count)));
      rest = rest.slice(count);
    }
    left.push(...rest);
  }
  if (left.length === 0) return [];
  const total = all.reduce((sum, field) => sum + (field.uuids?.list.length ?? 0), 0);
  if (left.length === total)
    throw noRoom('services', Math.min(...late.map((field) => (field.uuids?.size ?? 16) + 2)), packets);
  return [`services: ${left.length} of ${total} UUIDs left out: ${left.join(', ')}`];
}

function shortenName(packets: Packets, late: Field[]): string[] {
  const name = late.find((field) => field.isName);
  if (name === undefined) return [];
  const target = packets.reduce((most, packet) => (dataRoom(packet) > dataRoom(most) ? packet : most));
  const length = utf8Cut(name.data, dataRoom(target));
  if (length <= 0) throw noRoom('name', name.data.length + 2, packets);
  append(target, AD_TYPE.shortenedName, name.data.subarray(0, length));
  return [`name shortened to ${length} of ${name.data.length} bytes`];
}

function isDivisible(field: Field): boolean {
  return field.isName === true || field.uuids !== undefined;
}

/** Room for data after a length and a type byte. Negative when not even those fit. */
function dataRoom(packet: ByteWriter): number {
  return LEGACY_CAPACITY - packet.length - 2;
}

function append(packet: ByteWriter, type: number, data: Uint8Array): void {
  packet
    .u8(data.length + 1)
    .u8(type)
    .bytes(data);
}

function concatUuids(uuids: Uuid[]): Uint8Array {
  const w = new ByteWriter();
  for (const uuid of uuids) w.bytes(uuid.toBytes());
  return w.finish();
}

function noRoom(label: string, size: number, packets: Packets): BleError {
  const room = (packet: ByteWriter) => `${LEGACY_CAPACITY - packet.length} of ${LEGACY_CAPACITY}`;
  const [inAdv, inResp] = packets.map(room);
  const response = inResp === undefined ? 'no scan response is sent' : `${inResp} in the scan response`;
  return invalidArgument(
    'advertise',
    `${label} needs ${size} bytes with its header, but ${inAdv} are free in the advertising data and ${response}`,
  );
}
