import { ByteReader } from '../../../src-shared/bytes/byte-reader.js';
import { ByteWriter } from '../../../src-shared/bytes/byte-writer.js';
import { PacketError } from '../../../src-shared/bytes/packet-error.js';

/*
 * The words that a file server and its client exchange: docs/FILE_TRANSFER.md. The base protocol is the one of aioble's file server; the
 * extensions have a characteristic of their own, so that a base peer never sees them.
 */

export const FILE_SERVICE = '0492fcec-7194-11eb-9439-0242ac130002';
/** Base commands and their answers. */
export const CONTROL = '0492fcec-7194-11eb-9439-0242ac130003';
/** Extensions: read what the server can do, write requests, hear answers. */
export const EXTENDED = '0492fcec-7194-11eb-9439-0242ac130004';

/** The channel of the base protocol. Its PSM is of the range that the SIG assigns. */
export const BASE_PSM = 22;
export const BASE_MTU = 128;

export const BASE_COMMAND = { send: 0, receive: 1, list: 2, size: 3, done: 4 } as const;
export const BASE_STATUS = { ok: 0, notImplemented: 1, notFound: 2 } as const;

export interface BaseCommand {
  command: number;
  seq: number;
  path: string;
}

/** The answer to `size`, and the end of a file or a listing, told apart by their length. */
export type BaseAnswer =
  | { is: 'size'; seq: number; status: number; size: number }
  | { is: 'done'; seq: number; status: number };

export function encodeBaseCommand({ command, seq, path }: BaseCommand): Uint8Array {
  return new ByteWriter().u8(command).u8(seq).bytes(new TextEncoder().encode(path)).finish();
}

/** Throws PacketError. */
export function decodeBaseCommand(data: Uint8Array): BaseCommand {
  const reader = new ByteReader(data, 'file transfer');
  return { command: reader.u8('command'), seq: reader.u8('seq'), path: text(reader, 'path') };
}

export function encodeBaseAnswer(answer: BaseAnswer): Uint8Array {
  const { seq, status } = answer;
  if (answer.is === 'done') return Uint8Array.of(BASE_COMMAND.done, seq, status);
  return new ByteWriter().u8(seq).u8(status).u32(answer.size).finish();
}

/** Throws PacketError. */
export function decodeBaseAnswer(data: Uint8Array): BaseAnswer {
  const reader = new ByteReader(data, 'file transfer');
  if (data.length === 6)
    return { is: 'size', seq: reader.u8('seq'), status: reader.u8('status'), size: reader.u32('size') };
  if (reader.u8('command') !== BASE_COMMAND.done) reader.fail('command', 'neither a size nor an end');
  const answer = { is: 'done' as const, seq: reader.u8('seq'), status: reader.u8('status') };
  reader.end();
  return answer;
}

export interface ListedFile {
  name: string;
  size: number;
}

/** One line a file, 'size:name'; an empty line ends the list. */
export function encodeListing(files: readonly ListedFile[]): Uint8Array {
  return new TextEncoder().encode(`${files.map(({ size, name }) => `${size}:${name}\n`).join('')}\n`);
}

/** Longest list believed, in bytes. */
const LONGEST_LISTING = 1 << 20;

/** Puts a listing together from however many pieces it comes in. */
export class ListingReader {
  readonly files: ListedFile[] = [];
  isDone = false;
  #rest: Uint8Array = new Uint8Array(0);
  #bytes = 0;

  /** Throws PacketError for what is no listing. */
  push(piece: Uint8Array): void {
    this.#bytes += piece.length;
    if (this.#bytes > LONGEST_LISTING)
      throw new PacketError('file transfer', 'listing', this.#bytes, 'it does not end');
    let bytes = this.#rest.length === 0 ? piece : Uint8Array.from([...this.#rest, ...piece]);
    for (let end = bytes.indexOf(NEWLINE); end >= 0 && !this.isDone; end = bytes.indexOf(NEWLINE)) {
      this.#line(new TextDecoder().decode(bytes.subarray(0, end)));
      bytes = bytes.subarray(end + 1);
    }
    this.#rest = bytes.slice();
  }

  #line(line: string): void {
    if (line === '') {
      this.isDone = true;
      return;
    }
    const match = /^(\d{1,15}):(.+)$/.exec(line);
    if (!match)
      throw new PacketError('file transfer', 'listing', this.#bytes, `${JSON.stringify(line)} is no line of it`);
    this.files.push({ size: Number(match[1]), name: match[2] as string });
  }
}
const NEWLINE = 0x0a;

function text(reader: ByteReader, field: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(reader.rest());
  } catch {
    return reader.fail(field, 'it is not UTF-8');
  }
}
