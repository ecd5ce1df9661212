import { ATT, ATT_ERROR, GATT_TYPE } from '../../../../src-shared/assigned-numbers/att.js';
import { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { PacketError } from '../../../../src-shared/bytes/packet-error.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import { Uuid } from '../../../../src-shared/model/uuid.js';
import { badResponse } from '../att/att-error.js';

/** Sends one ATT request of a discovery; rejects with the peer's error. */
export type Ask = (pdu: Uint8Array) => Promise<Uint8Array>;

export interface FoundService {
  uuid: Uuid;
  startHandle: number;
  endHandle: number;
}

export interface FoundCharacteristic {
  uuid: Uuid;
  properties: number;
  declarationHandle: number;
  valueHandle: number;
}

export interface FoundInclude extends FoundService {
  /** Of the include declaration. */
  handle: number;
}

export interface FoundDescriptor {
  handle: number;
  uuid: Uuid;
}

interface Row {
  handle: number;
  end: number;
  value: Uint8Array;
}

const LAST = 0xffff;
const NOT_FOUND: readonly number[] = [ATT_ERROR['attribute-not-found']];

/** All services of one kind in handle order, Core Vol 3 Part G 4.4.1; or those of one UUID, 4.4.2. */
export async function* discoverServices(
  ask: Ask,
  uuid: Uuid | null,
  kind: number = GATT_TYPE.primaryService,
): AsyncGenerator<FoundService> {
  if (uuid) return yield* servicesByUuid(ask, uuid);
  const request = (start: number) =>
    new ByteWriter().u8(ATT.readByGroupTypeRequest).u16(start).u16(LAST).u16(kind).finish();
  // A server without secondary services need not know their group.
  const ends = kind === GATT_TYPE.primaryService ? NOT_FOUND : [...NOT_FOUND, ATT_ERROR['unsupported-group-type']];
  for await (const { handle, end, value } of rows(ask, 'discover services', 1, LAST, request, groupRows, ends)) {
    yield { uuid: uuidOf(value, 'discover services'), startHandle: handle, endHandle: end };
  }
}

async function* servicesByUuid(ask: Ask, uuid: Uuid): AsyncGenerator<FoundService> {
  const wanted = uuid.toBytes(uuid.width === 16 ? 16 : 128);
  const request = (start: number) =>
    new ByteWriter()
      .u8(ATT.findByTypeValueRequest)
      .u16(start)
      .u16(LAST)
      .u16(GATT_TYPE.primaryService)
      .bytes(wanted)
      .finish();
  for await (const { handle, end } of rows(ask, `discover service ${uuid}`, 1, LAST, request, rangeRows)) {
    yield { uuid, startHandle: handle, endHandle: end };
  }
}

/** Characteristic declarations between two handles, 4.6.1. */
export async function* discoverCharacteristics(
  ask: Ask,
  from: number,
  to: number,
): AsyncGenerator<FoundCharacteristic> {
  const operation = 'discover characteristics';
  for await (const { handle, value } of rowsByType(ask, operation, from, to, GATT_TYPE.characteristic)) {
    if (value.length !== 5 && value.length !== 19)
      throw badResponse(operation, `a declaration of ${value.length} bytes`);
    const valueHandle = (value[1] as number) | ((value[2] as number) << 8);
    if (valueHandle <= handle || valueHandle > to)
      throw badResponse(operation, `value handle ${valueHandle} of declaration ${handle}`);
    yield {
      uuid: Uuid.fromBytes(value.subarray(3)),
      properties: value[0] as number,
      declarationHandle: handle,
      valueHandle,
    };
  }
}

/** Include declarations between two handles, 4.5.1; a 128-bit UUID is read from the included service itself. */
export async function* discoverIncludes(ask: Ask, from: number, to: number): AsyncGenerator<FoundInclude> {
  const operation = 'discover includes';
  for await (const { handle, value } of rowsByType(ask, operation, from, to, GATT_TYPE.include)) {
    if (value.length !== 4 && value.length !== 6) throw badResponse(operation, `an include of ${value.length} bytes`);
    const startHandle = (value[0] as number) | ((value[1] as number) << 8);
    const endHandle = (value[2] as number) | ((value[3] as number) << 8);
    if (startHandle === 0 || endHandle < startHandle)
      throw badResponse(operation, `included handles ${startHandle} to ${endHandle}`);
    const short = value.length === 6 ? Uuid.fromBytes(value.subarray(4)) : null;
    const uuid =
      short ??
      uuidOf((await ask(new ByteWriter().u8(ATT.readRequest).u16(startHandle).finish())).subarray(1), operation);
    yield { handle, uuid, startHandle, endHandle };
  }
}

/** Descriptors between two handles, 4.7.1. */
export async function* discoverDescriptors(ask: Ask, from: number, to: number): AsyncGenerator<FoundDescriptor> {
  if (from > to) return;
  const request = (start: number) => new ByteWriter().u8(ATT.findInformationRequest).u16(start).u16(to).finish();
  for await (const { handle, value } of rows(ask, 'discover descriptors', from, to, request, informationRows)) {
    yield { handle, uuid: Uuid.fromBytes(value) };
  }
}

function rowsByType(ask: Ask, operation: string, from: number, to: number, type: number): AsyncGenerator<Row> {
  const request = (start: number) => new ByteWriter().u8(ATT.readByTypeRequest).u16(start).u16(to).u16(type).finish();
  return rows(ask, operation, from, to, request, typeRows);
}

/**
 * Asks again from after the last row until nothing more is found. Every row must lie after the one before and within the range asked for:
 * a peer that repeats or goes back ends the discovery with an error, not a loop.
 */
async function* rows(
  ask: Ask,
  operation: string,
  from: number,
  to: number,
  request: (start: number) => Uint8Array,
  parse: (reader: ByteReader) => Row[],
  /** ATT errors that say there is no more. */
  ends: readonly number[] = NOT_FOUND,
): AsyncGenerator<Row> {
  for (let start = from; start <= to; ) {
    const response = await ask(request(start)).catch((error: unknown) => {
      if (error instanceof BleError && error.layer === 'att' && ends.includes(error.status ?? 0)) return null;
      throw error;
    });
    if (response === null) return;
    const found = parsed(response, operation, parse);
    if (found.length === 0) throw badResponse(operation, 'it lists nothing');
    for (const row of found) {
      if (row.handle < start || row.handle > to)
        throw badResponse(operation, `handle ${row.handle} after asking from ${start} to ${to}`);
      if (row.end < row.handle) throw badResponse(operation, `handles ${row.handle} to ${row.end}`);
      start = row.end + 1;
      yield row;
    }
  }
}

function parsed(response: Uint8Array, operation: string, parse: (reader: ByteReader) => Row[]): Row[] {
  try {
    const reader = new ByteReader(response, 'att');
    reader.skip(1, 'opcode');
    return parse(reader);
  } catch (error) {
    if (error instanceof PacketError) throw badResponse(operation, error.message);
    throw error;
  }
}

function groupRows(reader: ByteReader): Row[] {
  const length = reader.u8('length');
  if (length < 6) reader.fail('length', `${length} is too short for a service`);
  const found: Row[] = [];
  while (reader.remaining > 0)
    found.push({ handle: reader.u16('handle'), end: reader.u16('end'), value: reader.take(length - 4, 'value') });
  return found;
}

function rangeRows(reader: ByteReader): Row[] {
  const found: Row[] = [];
  while (reader.remaining > 0)
    found.push({ handle: reader.u16('handle'), end: reader.u16('end'), value: new Uint8Array(0) });
  return found;
}

function typeRows(reader: ByteReader): Row[] {
  const length = reader.u8('length');
  if (length < 2) reader.fail('length', `${length} is too short`);
  const found: Row[] = [];
  while (reader.remaining > 0) {
    const handle = reader.u16('handle');
    found.push({ handle, end: handle, value: reader.take(length - 2, 'value') });
  }
  return found;
}

function informationRows(reader: ByteReader): Row[] {
  const format = reader.u8('format');
  if (format !== 1 && format !== 2) reader.fail('format', `${format} is unknown`);
  const found: Row[] = [];
  while (reader.remaining > 0) {
    const handle = reader.u16('handle');
    found.push({ handle, end: handle, value: reader.take(format === 1 ? 2 : 16, 'uuid') });
  }
  return found;
}

function uuidOf(value: Uint8Array, operation: string): Uuid {
  if (value.length !== 2 && value.length !== 16) throw badResponse(operation, `a UUID of ${value.length} bytes`);
  return Uuid.fromBytes(value);
}
