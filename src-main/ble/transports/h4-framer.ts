import { hexNumber } from '../../../src-shared/bytes/hex.js';
import { BleError } from '../../../src-shared/model/ble-error.js';
import { H4 } from './transport.js';

/** Longest packet believed, header included. Controllers have ACL buffers of 27 to about 1,024 bytes; more is a stream out of step. */
export const H4_PACKET_LIMIT = 8192;

interface Header {
  /** Bytes before the payload, indicator included. */
  size: number;
  /** Where the payload's length stands, and how many bits of a little-endian number it has. */
  lengthAt: number;
  lengthMask: number;
}

/** Vol 4 Part A 2 and Vol 4 Part E 5.4.1-5.4.5. */
const HEADERS = new Map<number, Header>([
  [H4.command, { size: 4, lengthAt: 3, lengthMask: 0xff }],
  [H4.acl, { size: 5, lengthAt: 3, lengthMask: 0xffff }],
  [H4.sco, { size: 4, lengthAt: 3, lengthMask: 0xff }],
  [H4.event, { size: 3, lengthAt: 2, lengthMask: 0xff }],
  [H4.iso, { size: 5, lengthAt: 3, lengthMask: 0x3fff }],
]);

const EMPTY = new Uint8Array(0);

/**
 * Cuts a byte stream into whole H4 packets, however the stream is chunked (Core 5.4 Vol 4 Part A).
 * H4 has no way to find the next packet once an indicator is wrong, so the first unreadable byte ends it for good:
 * push() then throws BleError 'transport/framing-lost', and goes on throwing it.
 */
export class H4Framer {
  #rest: Uint8Array = EMPTY;
  #lost: BleError | null = null;

  constructor(private readonly limit: number = H4_PACKET_LIMIT) {}

  /** Bytes of a packet that has not ended yet. */
  get buffered(): number {
    return this.#rest.length;
  }

  /** Whole packets, indicator first, each in memory of its own. Throws BleError 'transport/framing-lost'. */
  push(chunk: Uint8Array): Uint8Array[] {
    if (this.#lost) throw this.#lost;
    const bytes = this.#rest.length === 0 ? chunk : join(this.#rest, chunk);
    const packets: Uint8Array[] = [];
    let at = 0;
    while (at < bytes.length) {
      const length = this.#packetLength(bytes, at);
      if (length === null || at + length > bytes.length) break;
      packets.push(copy(bytes, at, at + length));
      at += length;
    }
    this.#rest = at === bytes.length ? EMPTY : copy(bytes, at, bytes.length);
    return packets;
  }

  /** Length of the packet at `at`; null while its header is incomplete. */
  #packetLength(bytes: Uint8Array, at: number): number | null {
    const indicator = bytes[at] as number;
    const header = HEADERS.get(indicator);
    if (!header) return this.#lose(`${hexNumber(indicator, 2)} is no H4 packet indicator`);
    if (at + header.size > bytes.length) return null;
    const low = bytes[at + header.lengthAt] as number;
    const high = header.lengthMask > 0xff ? (bytes[at + header.lengthAt + 1] as number) : 0;
    const length = header.size + ((low | (high << 8)) & header.lengthMask);
    if (length > this.limit) return this.#lose(`a packet of ${length} bytes, ${this.limit} at most`);
    return length;
  }

  #lose(message: string): never {
    this.#rest = EMPTY;
    this.#lost = new BleError('transport/framing-lost', {
      layer: 'transport',
      operation: 'read H4 stream',
      message: `read H4 stream: ${message}`,
      origin: 'peer',
    });
    throw this.#lost;
  }
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/** A plain Uint8Array, also of a Buffer: the slice() of a Buffer would be a view into the socket's memory. */
function copy(bytes: Uint8Array, from: number, to: number): Uint8Array {
  return new Uint8Array(bytes.subarray(from, to));
}
