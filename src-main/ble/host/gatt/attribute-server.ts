import { ATT, ATT_ERROR, PROPERTY, SIGNATURE_LENGTH } from '../../../../src-shared/assigned-numbers/att.js';
import { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { equalBytes } from '../../../../src-shared/bytes/hex.js';
import { PacketError } from '../../../../src-shared/bytes/packet-error.js';
import { scratch } from '../../../../src-shared/bytes/scratch.js';
import { Uuid } from '../../../../src-shared/model/uuid.js';
import type { Connection } from '../../api/connection.js';
import { type Attribute, type HandlerAnswer, MAX_VALUE_LENGTH, type SecurityLevel } from '../../api/gatt-server.js';
import { lackOf } from '../../api/security-level.js';
import type { AttAnswer } from '../att/att-bearer.js';
import type { ClientState, Prepared } from './client-state.js';
import type { Database, Entry } from './database.js';

/** An ATT error to answer with. No Error: nobody reads where it came from, and every discovery ends with some. */
export class AttRefusal {
  constructor(
    readonly code: number,
    readonly handle: number,
  ) {}
}

const refuse = (name: keyof typeof ATT_ERROR, handle: number): never => {
  throw new AttRefusal(ATT_ERROR[name], handle);
};

/** Group types that may be asked for, Vol 3 Part G 2.5.3. */
const GROUPS = [0x2800, 0x2801];

export interface RequestContext {
  connection: Connection;
  database: Database;
  client: ClientState;
  mtu: number;
  /** Answers Exchange MTU; gives the MTU this side can take. */
  onMtuRequest: (clientMtu: number) => number;
  /** Whether the client's key signed this PDU, with a counter that is new. */
  verify: (signed: Uint8Array) => boolean;
  onHandlerError: (error: unknown, attribute: Attribute) => void;
}

type Request = (reader: ByteReader, context: RequestContext, pdu: Uint8Array) => AttAnswer;

/** Serves one PDU of a client, Core Vol 3 Part F 3.4. Never throws: a malformed request is answered, a malformed command is not. */
export function serveAtt(pdu: Uint8Array, context: RequestContext): AttAnswer {
  const opcode = pdu[0] as number;
  const isCommand = (opcode & 0x40) !== 0;
  const failed = (error: unknown): Uint8Array | null => {
    if (isCommand) return null;
    if (error instanceof AttRefusal) return errorResponse(opcode, error.handle, error.code);
    if (error instanceof PacketError) return errorResponse(opcode, 0, ATT_ERROR['invalid-pdu']);
    throw error;
  };
  try {
    const serve = REQUESTS.get(opcode);
    if (!serve) return isCommand ? null : errorResponse(opcode, 0, ATT_ERROR['request-not-supported']);
    const reader = new ByteReader(pdu, 'att');
    reader.skip(1, 'opcode');
    const answer = serve(reader, context, pdu);
    return answer instanceof Promise ? answer.catch(failed) : answer;
  } catch (error) {
    return failed(error);
  }
}

function errorResponse(opcode: number, handle: number, code: number): Uint8Array {
  return Uint8Array.of(ATT.errorResponse, opcode, handle & 0xff, handle >> 8, code);
}

const REQUESTS = new Map<number, Request>([
  [ATT.exchangeMtuRequest, exchangeMtu],
  [ATT.findInformationRequest, findInformation],
  [ATT.findByTypeValueRequest, findByTypeValue],
  [ATT.readByTypeRequest, readByType],
  [ATT.readByGroupTypeRequest, readByGroupType],
  [ATT.readRequest, (r, c) => read(r.u16('handle'), 0, ATT.readResponse, r, c)],
  [ATT.readBlobRequest, (r, c) => read(r.u16('handle'), r.u16('offset'), ATT.readBlobResponse, r, c)],
  [ATT.readMultipleRequest, (r, c) => readMultiple(r, c, false)],
  [ATT.readMultipleVariableRequest, (r, c) => readMultiple(r, c, true)],
  [ATT.writeRequest, (r, c) => write(r, c, Uint8Array.of(ATT.writeResponse))],
  [ATT.writeCommand, (r, c) => write(r, c, null)],
  [ATT.signedWriteCommand, signedWrite],
  [ATT.prepareWriteRequest, prepareWrite],
  [ATT.executeWriteRequest, executeWrite],
]);

function exchangeMtu(reader: ByteReader, context: RequestContext): Uint8Array {
  const clientMtu = reader.u16('client MTU');
  reader.end();
  const ours = context.onMtuRequest(clientMtu);
  return Uint8Array.of(ATT.exchangeMtuResponse, ours & 0xff, ours >> 8);
}

function range(reader: ByteReader): { start: number; end: number } {
  const start = reader.u16('start');
  const end = reader.u16('end');
  if (start === 0 || start > end) refuse('invalid-handle', start);
  return { start, end };
}

/** 3.4.3.1: handles and types, as many of one width as fit. */
function findInformation(reader: ByteReader, { database, mtu }: RequestContext): Uint8Array {
  const { start, end } = range(reader);
  reader.end();
  const first = database.entry(start);
  if (!first) return refuse('attribute-not-found', start);
  const width = first.type.width === 16 ? 16 : 128;
  const writer = new ByteWriter(mtu).u8(ATT.findInformationResponse).u8(width === 16 ? 1 : 2);
  for (let handle = start; handle <= end; handle += 1) {
    const entry = database.entry(handle);
    if (!entry || (entry.type.width === 16 ? 16 : 128) !== width || writer.length + 2 + width / 8 > mtu) break;
    writer.u16(handle).bytes(entry.type.toBytes(width));
  }
  return writer.finish();
}

/** 3.4.3.3: services with this UUID. */
function findByTypeValue(reader: ByteReader, { database, mtu }: RequestContext): Uint8Array {
  const { start, end } = range(reader);
  const type = Uuid.from(reader.u16('type'));
  const value = reader.rest();
  const writer = new ByteWriter(mtu).u8(ATT.findByTypeValueResponse);
  for (const entry of within(database, start, end)) {
    if (entry.kind !== 'declaration' || !entry.type.equals(type) || !sameValue(entry.value, value)) continue;
    if (writer.length + 4 > mtu) break;
    writer.u16(entry.handle).u16(database.groupEnd(entry.handle));
  }
  return writer.length > 1 ? writer.finish() : refuse('attribute-not-found', start);
}

/** A UUID may be asked for in its long form. */
function sameValue(value: Uint8Array, wanted: Uint8Array): boolean {
  if (equalBytes(value, wanted)) return true;
  return value.length === 2 && wanted.length === 16 && Uuid.fromBytes(value).equals(Uuid.fromBytes(wanted));
}

function* within(database: Database, start: number, end: number): Generator<Entry> {
  for (let handle = start; handle <= Math.min(end, database.entries.length); handle += 1)
    yield database.entry(handle) as Entry;
}

function typeField(reader: ByteReader): Uuid {
  if (reader.remaining !== 2 && reader.remaining !== 16) reader.fail('type', `${reader.remaining} bytes are no UUID`);
  return Uuid.fromBytes(reader.rest());
}

/** 3.4.4.1: values of one type and one length, as many as fit. */
async function readByTypeSlow(start: number, matches: Entry[], context: RequestContext): Promise<Uint8Array> {
  const { mtu } = context;
  const writer = new ByteWriter(mtu).u8(ATT.readByTypeResponse);
  let length = -1;
  for (const entry of matches) {
    let value: Uint8Array;
    try {
      value = await currentValue(entry, context);
    } catch (error) {
      if (length < 0) throw error;
      break; // what was found before stands
    }
    const shown = value.subarray(0, Math.min(mtu - 4, 253));
    if (length < 0) {
      length = shown.length;
      writer.u8(2 + length);
    }
    if (shown.length !== length || writer.length + 2 + length > mtu) break;
    writer.u16(entry.handle).bytes(shown);
  }
  return length < 0 ? refuse('attribute-not-found', start) : writer.finish();
}

function readByType(reader: ByteReader, context: RequestContext): AttAnswer {
  const { start, end } = range(reader);
  const type = typeField(reader);
  const matches: Entry[] = [];
  // 255 bytes hold at most 127 of the shortest.
  for (const entry of within(context.database, start, end)) {
    if (entry.type.equals(type) && matches.push(entry) === 128) break;
  }
  return readByTypeSlow(start, matches, context);
}

/** 3.4.4.9: services with where they end. */
function readByGroupType(reader: ByteReader, { database, mtu }: RequestContext): Uint8Array {
  const { start, end } = range(reader);
  const type = typeField(reader);
  if (!GROUPS.includes(type.short ?? 0)) return refuse('unsupported-group-type', start);
  const writer = new ByteWriter(mtu).u8(ATT.readByGroupTypeResponse);
  let length = -1;
  for (const entry of within(database, start, end)) {
    if (entry.kind !== 'declaration' || !entry.type.equals(type)) continue;
    if (length < 0) {
      length = entry.value.length;
      writer.u8(4 + length);
    }
    if (entry.value.length !== length || writer.length + 4 + length > mtu) break;
    writer.u16(entry.handle).u16(database.groupEnd(entry.handle)).bytes(entry.value);
  }
  return length < 0 ? refuse('attribute-not-found', start) : writer.finish();
}

function read(handle: number, offset: number, opcode: number, reader: ByteReader, context: RequestContext): AttAnswer {
  reader.end();
  const answer = (value: Uint8Array): Uint8Array => {
    if (offset > value.length) refuse('invalid-offset', handle);
    const part = value.subarray(offset, offset + context.mtu - 1);
    // The parts that follow are of this value, even if the program changes it meanwhile.
    const hasMore = offset + part.length < value.length;
    context.client.longRead = hasMore ? { handle, value: offset === 0 ? value.slice() : value } : null;
    const pdu = scratch(1 + part.length);
    pdu[0] = opcode;
    pdu.set(part, 1);
    return pdu;
  };
  const { longRead } = context.client;
  if (offset > 0 && longRead?.handle === handle) return answer(longRead.value);
  const value = currentValue(existing(handle, context), context);
  return value instanceof Promise ? value.then(answer) : answer(value);
}

/** 3.4.4.7 and, with lengths, 3.4.4.11. */
async function readMultiple(reader: ByteReader, context: RequestContext, hasLengths: boolean): Promise<Uint8Array> {
  const handles: number[] = [];
  while (reader.remaining > 0) handles.push(reader.u16('handle'));
  if (handles.length < 2) reader.fail('handles', 'two or more are asked for');
  const writer = new ByteWriter(context.mtu).u8(
    hasLengths ? ATT.readMultipleVariableResponse : ATT.readMultipleResponse,
  );
  for (const handle of handles) {
    const value = await currentValue(existing(handle, context), context);
    if (hasLengths) writer.u16(value.length);
    writer.bytes(value);
  }
  return writer.finish().slice(0, context.mtu);
}

function existing(handle: number, { database }: RequestContext): Entry {
  return database.entry(handle) ?? refuse('invalid-handle', handle);
}

/** The value a client may read, after permissions and the program's own handler. */
function currentValue(entry: Entry, context: RequestContext): Uint8Array | Promise<Uint8Array> {
  if (entry.kind === 'declaration') return entry.value;
  if (entry.kind === 'configuration') return Uint8Array.of(context.client.configuration(entry.characteristic), 0);
  const { attribute, handle } = entry;
  if (!attribute.readable) refuse('read-not-permitted', handle);
  checkSecurity(attribute.readSecurity, handle, context.connection);
  const asked = ask(() => attribute.onRead?.(context.connection), attribute, handle, context);
  return asked ? asked.then(() => attribute.valueForClient()) : attribute.valueForClient();
}

/** Calls a program's handler; a number refuses, a throw is Unlikely Error. A promise only where the handler gave one. */
function ask(
  call: () => HandlerAnswer | undefined,
  attribute: Attribute,
  handle: number,
  context: RequestContext,
): Promise<void> | undefined {
  const failed = (error: unknown): never => {
    context.onHandlerError(error, attribute);
    return refuse('unlikely-error', handle);
  };
  const judge = (answer: unknown): void => {
    if (typeof answer === 'number' && answer !== 0) throw new AttRefusal(answer & 0xff, handle);
  };
  let answer: ReturnType<typeof call>;
  try {
    answer = call();
  } catch (error) {
    return failed(error);
  }
  if (answer instanceof Promise) return answer.then(judge, failed);
  judge(answer);
  return undefined;
}

/** Vol 3 Part C 10.3.1 and Part F 3.2.5. */
function checkSecurity(level: SecurityLevel, handle: number, connection: Connection): void {
  const lack = lackOf(connection, level);
  if (lack) refuse(lack, handle);
}

function write(reader: ByteReader, context: RequestContext, response: Uint8Array | null): AttAnswer {
  const handle = reader.u16('handle');
  const done = writeValue(existing(handle, context), reader.rest(), context);
  return done ? done.then(() => response) : response;
}

/** 3.4.5.4. No answer either way: a client that may not is not told. */
function signedWrite(reader: ByteReader, context: RequestContext, pdu: Uint8Array): AttAnswer {
  const handle = reader.u16('handle');
  const data = reader.take(reader.remaining - SIGNATURE_LENGTH, 'value');
  const entry = existing(handle, context);
  if (entry.kind !== 'value' || !entry.characteristic || !(entry.characteristic.properties & PROPERTY.signedWrite))
    return null;
  if (!context.verify(pdu)) return null;
  const done = writeValue(entry, data, context);
  return done ? done.then(() => null) : null;
}

function writeValue(entry: Entry, data: Uint8Array, context: RequestContext): Promise<void> | undefined {
  const { handle } = entry;
  if (entry.kind === 'declaration') return refuse('write-not-permitted', handle);
  if (entry.kind === 'configuration') {
    configure(entry, data, context);
    return undefined;
  }
  const { attribute } = entry;
  checkWritable(attribute, handle, context);
  if (data.length > attribute.maxLength) refuse('invalid-attribute-value-length', handle);
  // A handler gets a copy: what it does to it later must not change the stored value.
  const asked = ask(() => attribute.onWrite?.(context.connection, data.slice()), attribute, handle, context);
  const store = () => attribute.clientWrote(context.connection, data);
  if (asked) return asked.then(store);
  store();
  return undefined;
}

function checkWritable(attribute: Attribute, handle: number, context: RequestContext): void {
  if (!attribute.writable) refuse('write-not-permitted', handle);
  checkSecurity(attribute.writeSecurity, handle, context.connection);
}

/** Vol 3 Part G 3.3.3.3. Whoever may not read a value may not have it sent either. */
function configure(
  entry: Extract<Entry, { kind: 'configuration' }>,
  data: Uint8Array,
  { client, connection }: RequestContext,
): void {
  const { characteristic, handle } = entry;
  checkSecurity(characteristic.readSecurity, handle, connection);
  if (data.length !== 2) refuse('invalid-attribute-value-length', handle);
  const offered = (characteristic.properties >> 4) & 3; // notify and indicate stand at bits 4 and 5
  const bits = (data[0] as number) | ((data[1] as number) << 8);
  if ((bits & ~offered) !== 0) refuse('value-not-allowed', handle);
  client.configure(characteristic, bits);
}

/** 3.4.6.1. */
function prepareWrite(reader: ByteReader, context: RequestContext): Uint8Array {
  const handle = reader.u16('handle');
  const offset = reader.u16('offset');
  const data = reader.rest();
  const entry = existing(handle, context);
  if (entry.kind !== 'value') return refuse('write-not-permitted', handle);
  checkWritable(entry.attribute, handle, context);
  if (!context.client.prepare({ handle, offset, data })) refuse('prepare-queue-full', handle);
  const response = new ByteWriter(5 + data.length).u8(ATT.prepareWriteResponse).u16(handle).u16(offset).bytes(data);
  return response.finish();
}

/** 3.4.6.3: all of them or none; nothing is written before every part has been found in order. */
async function executeWrite(reader: ByteReader, context: RequestContext): Promise<Uint8Array> {
  const flags = reader.u8('flags');
  reader.end();
  const prepared = context.client.takePrepared();
  if (flags === 1) {
    const whole = assemble(prepared, context);
    for (const [handle, data] of whole) {
      const entry = existing(handle, context);
      if (entry.kind === 'value' && data.length > entry.attribute.maxLength)
        refuse('invalid-attribute-value-length', handle);
    }
    for (const [handle, data] of whole) await writeValue(existing(handle, context), data, context);
  } else if (flags !== 0) refuse('invalid-pdu', 0);
  return Uint8Array.of(ATT.executeWriteResponse);
}

/** The value of each attribute that the parts make, in the order they were first named. */
function assemble(prepared: Prepared[], context: RequestContext): Map<number, Uint8Array> {
  const whole = new Map<number, Uint8Array>();
  for (const { handle, offset, data } of prepared) {
    existing(handle, context);
    const before = whole.get(handle) ?? new Uint8Array(0);
    if (offset > before.length) refuse('invalid-offset', handle);
    const length = Math.max(before.length, offset + data.length);
    if (length > MAX_VALUE_LENGTH) refuse('invalid-attribute-value-length', handle);
    const joined = new Uint8Array(length);
    joined.set(before);
    joined.set(data, offset);
    whole.set(handle, joined);
  }
  return whole;
}
