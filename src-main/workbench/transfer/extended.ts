import { ByteReader } from '../../../src-shared/bytes/byte-reader.js';
import { ByteWriter } from '../../../src-shared/bytes/byte-writer.js';

/* Extensions of the file protocol, docs/FILE_TRANSFER.md: requests written to EXTENDED, answers notified by it. */

export const EXTENDED_VERSION = 1;
export const FEATURE = { hash: 1, offset: 2, upload: 4, delete: 8, rename: 16 } as const;

/** What a server says when EXTENDED is read. */
export interface ServerFeatures {
  version: number;
  /** Bits of FEATURE. */
  features: number;
  /** Of the channel that each transfer opens. */
  psm: number;
  mtu: number;
}

export const STATUS = {
  ok: 0,
  notSupported: 1,
  notFound: 2,
  badName: 3,
  exists: 4,
  noSpace: 5,
  changed: 6,
  hashDiffers: 7,
  notAllowed: 8,
  failed: 9,
  badRequest: 10,
  busy: 11,
} as const;
export type StatusName = keyof typeof STATUS;

export const statusName = (status: number): StatusName =>
  (Object.keys(STATUS) as StatusName[]).find((name) => STATUS[name] === status) ?? 'failed';

const OPCODE = { stat: 1, read: 2, write: 3, delete: 4, rename: 5 } as const;

export type Request =
  | { is: 'stat'; seq: number; name: string }
  /** From this byte to the end, over the channel that the client opens once it is told ok. */
  | { is: 'read'; seq: number; offset: number; name: string }
  /** The bytes come over the channel, from where the answer says. */
  | { is: 'write'; seq: number; size: number; sha256: Uint8Array; overwrite: boolean; name: string }
  | { is: 'delete'; seq: number; name: string }
  | { is: 'rename'; seq: number; name: string; to: string };

export type Answer =
  /** `sha256` null: the server does not tell. */
  | { is: 'stat'; seq: number; status: number; size: number; modifiedMs: number; sha256: Uint8Array | null }
  /** Of `write`: how many bytes the server has already. Of others 0. */
  | { is: 'begin'; seq: number; status: number; offset: number }
  /** The end of a transfer, and of what needs no channel. */
  | { is: 'done'; seq: number; status: number };

const ANSWER = { stat: 1, begin: 2, done: 3 } as const;
const HASH_BYTES = 32;
const OVERWRITE = 1;

export function encodeFeatures({ version, features, psm, mtu }: ServerFeatures): Uint8Array {
  return new ByteWriter().u8(version).u16(features).u16(psm).u16(mtu).finish();
}

/** Throws PacketError. A later version may say more than this reads. */
export function decodeFeatures(data: Uint8Array): ServerFeatures {
  const reader = new ByteReader(data, 'file transfer');
  return {
    version: reader.u8('version'),
    features: reader.u16('features'),
    psm: reader.u16('psm'),
    mtu: reader.u16('mtu'),
  };
}

export function encodeRequest(request: Request): Uint8Array {
  const w = new ByteWriter().u8(OPCODE[request.is]).u8(request.seq);
  if (request.is === 'read') size(w, request.offset);
  if (request.is === 'write')
    size(w, request.size)
      .bytes(request.sha256)
      .u8(request.overwrite ? OVERWRITE : 0);
  const name = new TextEncoder().encode(request.name);
  if (request.is !== 'rename') return w.bytes(name).finish();
  return w.u8(name.length).bytes(name).bytes(new TextEncoder().encode(request.to)).finish();
}

/** Throws PacketError. */
export function decodeRequest(data: Uint8Array): Request {
  const reader = new ByteReader(data, 'file transfer');
  const opcode = reader.u8('opcode');
  const seq = reader.u8('seq');
  switch (opcode) {
    case OPCODE.stat:
      return { is: 'stat', seq, name: text(reader.rest(), reader) };
    case OPCODE.read:
      return { is: 'read', seq, offset: readSize(reader, 'offset'), name: text(reader.rest(), reader) };
    case OPCODE.write:
      return {
        is: 'write',
        seq,
        size: readSize(reader, 'size'),
        sha256: reader.take(HASH_BYTES, 'sha256'),
        overwrite: (reader.u8('flags') & OVERWRITE) !== 0,
        name: text(reader.rest(), reader),
      };
    case OPCODE.delete:
      return { is: 'delete', seq, name: text(reader.rest(), reader) };
    case OPCODE.rename: {
      const name = text(reader.take(reader.u8('length'), 'name'), reader);
      return { is: 'rename', seq, name, to: text(reader.rest(), reader) };
    }
    default:
      return reader.fail('opcode', `${opcode} is no request`);
  }
}

export function encodeAnswer(answer: Answer): Uint8Array {
  const w = new ByteWriter().u8(ANSWER[answer.is]).u8(answer.seq).u8(answer.status);
  if (answer.is === 'begin') size(w, answer.offset);
  if (answer.is === 'stat') {
    size(size(w, answer.size), answer.modifiedMs);
    if (answer.sha256) w.bytes(answer.sha256);
  }
  return w.finish();
}

/** Throws PacketError. */
export function decodeAnswer(data: Uint8Array): Answer {
  const reader = new ByteReader(data, 'file transfer');
  const is = reader.u8('answer');
  const seq = reader.u8('seq');
  const status = reader.u8('status');
  if (is === ANSWER.done) return { is: 'done', seq, status };
  if (is === ANSWER.begin) return { is: 'begin', seq, status, offset: readSize(reader, 'offset') };
  if (is !== ANSWER.stat) return reader.fail('answer', `${is} is none`);
  const stat = {
    is: 'stat' as const,
    seq,
    status,
    size: readSize(reader, 'size'),
    modifiedMs: readSize(reader, 'modified'),
  };
  const hash = reader.rest();
  if (hash.length !== 0 && hash.length !== HASH_BYTES) reader.fail('sha256', `${hash.length} bytes`);
  return { ...stat, sha256: hash.length === 0 ? null : hash.slice() };
}

/** 48 bits: more than any file, and every value exact in a number. */
function size(w: ByteWriter, value: number): ByteWriter {
  return w.u32(value % 2 ** 32).u16(Math.floor(value / 2 ** 32));
}

function readSize(reader: ByteReader, field: string): number {
  return reader.u32(field) + reader.u16(field) * 2 ** 32;
}

function text(bytes: Uint8Array, reader: ByteReader): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return reader.fail('name', 'it is not UTF-8');
  }
}
