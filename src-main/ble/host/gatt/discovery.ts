import { ATT, ATT_ERROR, GATT_TYPE } from '../../../../src-shared/assigned-numbers/att.js';
import { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { PacketError } from '../../../../src-shared/bytes/packet-error.js';
import { Uuid } from '../../../../src-shared/model/uuid.js';
import { badResponse } from '../att/att-error.js';

/** Sends one ATT request of a discovery; rejects with the peer's error, but for those that say there is no more: null. */
export type Ask = (pdu: Uint8Array, ends?: readonly number[]) => Promise<Uint8Array | null>;

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

interface Range {
  from: number;
  readonly to: number;
}

const LAST = 0xffff;
const NOTHING = new Uint8Array(0);
const NOT_FOUND: readonly number[] = [ATT_ERROR['attribute-not-found']];

/** One after another what comes in batches, a response of the peer each. */
export async function* each<T>(batches: AsyncIterable<T[]>): AsyncGenerator<T, void, void> {
  for await (const batch of batches) yield* batch;
}

/** All services of one kind in handle order, Core Vol 3 Part G 4.4.1; or those of one UUID, 4.4.2. */
export async function* discoverServices(
  ask: Ask,
  uuid: Uuid | null,
  kind: number = GATT_TYPE.primaryService,
): AsyncGenerator<FoundService[], void, void> {
  if (uuid) return yield* servicesByUuid(ask, uuid);
  const operation = 'discover services';
  const request = (start: number) =>
    new ByteWriter(7).u8(ATT.readByGroupTypeRequest).u16(start).u16(LAST).u16(kind).finish();
  // A server without secondary services need not know their group.
  const ends = kind === GATT_TYPE.primaryService ? NOT_FOUND : [...NOT_FOUND, ATT_ERROR['unsupported-group-type']];
  for await (const found of rows(ask, operation, { from: 1, to: LAST }, request, groupRows, ends)) {
    yield found.map(({ handle, end, value }) => ({
      uuid: uuidOf(value, operation),
      startHandle: handle,
      endHandle: end,
    }));
  }
}

async function* servicesByUuid(ask: Ask, uuid: Uuid): AsyncGenerator<FoundService[], void, void> {
  const wanted = uuid.toBytes(uuid.width === 16 ? 16 : 128);
  const request = (start: number) =>
    new ByteWriter()
      .u8(ATT.findByTypeValueRequest)
      .u16(start)
      .u16(LAST)
      .u16(GATT_TYPE.primaryService)
      .bytes(wanted)
      .finish();
  for await (const found of rows(ask, `discover service ${uuid}`, { from: 1, to: LAST }, request, rangeRows)) {
    yield found.map(({ handle, end }) => ({ uuid, startHandle: handle, endHandle: end }));
  }
}

/** Characteristic declarations between two handles, 4.6.1. */
export async function* discoverCharacteristics(
  ask: Ask,
  from: number,
  to: number,
): AsyncGenerator<FoundCharacteristic[], void, void> {
  const operation = 'discover characteristics';
  const declared = ({ handle, value }: Row): FoundCharacteristic => {
    if (value.length !== 5 && value.length !== 19)
      throw badResponse(operation, `a declaration of ${value.length} bytes`);
    const valueHandle = (value[1] as number) | ((value[2] as number) << 8);
    if (valueHandle <= handle || valueHandle > to)
      throw badResponse(operation, `value handle ${valueHandle} of declaration ${handle}`);
    return {
      uuid: Uuid.fromBytes(value.subarray(3)),
      properties: value[0] as number,
      declarationHandle: handle,
      valueHandle,
    };
  };
  // A declaration and its value take two handles: where there is one left, nobody need be asked.
  const after = (handle: number) => (handle + 2 > to ? LAST + 1 : handle + 1);
  const range = { from: after(from - 1), to };
  for await (const found of rowsByType(ask, operation, range, GATT_TYPE.characteristic)) {
    const characteristics = found.map(declared);
    range.from = after(characteristics.at(-1)?.valueHandle ?? to);
    yield characteristics;
  }
}

/** Include declarations between two handles, 4.5.1; a 128-bit UUID is read from the included service itself. */
export async function* discoverIncludes(
  ask: Ask,
  from: number,
  to: number,
): AsyncGenerator<FoundInclude[], void, void> {
  const operation = 'discover includes';
  for await (const found of rowsByType(ask, operation, { from, to }, GATT_TYPE.include)) {
    const includes: FoundInclude[] = [];
    for (const { handle, value } of found) {
      if (value.length !== 4 && value.length !== 6) throw badResponse(operation, `an include of ${value.length} bytes`);
      const startHandle = (value[0] as number) | ((value[1] as number) << 8);
      const endHandle = (value[2] as number) | ((value[3] as number) << 8);
      if (startHandle === 0 || endHandle < startHandle)
        throw badResponse(operation, `included handles ${startHandle} to ${endHandle}`);
      const read = new ByteWriter(3).u8(ATT.readRequest).u16(startHandle);
      const bytes = value.length === 6 ? value.subarray(4) : ((await ask(read.finish()))?.subarray(1) ?? NOTHING);
      includes.push({ handle, uuid: uuidOf(bytes, operation), startHandle, endHandle });
    }
    yield includes;
  }
}

/** Descriptors between two handles, 4.7.1. */
export async function* discoverDescriptors(
  ask: Ask,
  from: number,
  to: number,
): AsyncGenerator<FoundDescriptor[], void, void> {
  const request = (start: number) => new ByteWriter(5).u8(ATT.findInformationRequest).u16(start).u16(to).finish();
  for await (const found of rows(ask, 'discover descriptors', { from, to }, request, informationRows)) {
    yield found.map(({ handle, value }) => ({ handle, uuid: Uuid.fromBytes(value) }));
  }
}

function rowsByType(ask: Ask, operation: string, range: Range, type: number): AsyncGenerator<Row[], void, void> {
  const request = (start: number) =>
    new ByteWriter(7).u8(ATT.readByTypeRequest).u16(start).u16(range.to).u16(type).finish();
  return rows(ask, operation, range, request, typeRows);
}

/**
 * Asks again from after the last row until nothing more is found. Every row must lie after the one before and within the range asked for:
 * a peer that repeats or goes back ends the discovery with an error, not a loop. Who takes the rows may move the range's beginning on.
 */
async function* rows(
  ask: Ask,
  operation: string,
  range: Range,
  request: (start: number) => Uint8Array,
  parse: (reader: ByteReader) => Row[],
  /** ATT errors that say there is no more. */
  ends: readonly number[] = NOT_FOUND,
): AsyncGenerator<Row[], void, void> {
  while (range.from <= range.to) {
    const response = await ask(request(range.from), ends);
    if (response === null) return;
    const found = parsed(response, operation, parse);
    if (found.length === 0) throw badResponse(operation, 'it lists nothing');
    for (const row of found) {
      if (row.handle < range.from || row.handle > range.to)
        throw badResponse(operation, `handle ${row.handle} after asking from ${range.from} to ${range.to}`);
      if (row.end < row.handle) throw badResponse(operation, `handles ${row.handle} to ${row.end}`);
      range.from = row.end + 1;
    }
    yield found;
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
