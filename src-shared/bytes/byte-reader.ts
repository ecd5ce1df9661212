import { PacketError } from './packet-error.js';

/**
 * Reads little-endian fields from a byte array, checking every length.
 * The only place that throws PacketError for bytes that run out. Slices are copies, so a result may outlive its packet.
 */
export class ByteReader {
  #offset = 0;

  constructor(
    readonly bytes: Uint8Array,
    readonly layer: string,
  ) {}

  get offset(): number {
    return this.#offset;
  }

  get remaining(): number {
    return this.bytes.length - this.#offset;
  }

  u8(field: string): number {
    return this.bytes[this.#take(1, field)] as number;
  }

  i8(field: string): number {
    return (this.u8(field) << 24) >> 24;
  }

  u16(field: string): number {
    return this.#u16(this.#take(2, field));
  }

  i16(field: string): number {
    return (this.u16(field) << 16) >> 16;
  }

  u24(field: string): number {
    const at = this.#take(3, field);
    return this.#u16(at) | ((this.bytes[at + 2] as number) << 16);
  }

  u32(field: string): number {
    const at = this.#take(4, field);
    return (this.#u16(at) | (this.#u16(at + 2) << 16)) >>> 0;
  }

  u64(field: string): bigint {
    const at = this.#take(8, field);
    const { buffer, byteOffset } = this.bytes;
    return new DataView(buffer, byteOffset).getBigUint64(at, true);
  }

  take(length: number, field: string): Uint8Array {
    const at = this.#take(length, field);
    return this.bytes.slice(at, at + length);
  }

  /** Everything left. */
  rest(): Uint8Array {
    const at = this.#offset;
    this.#offset = this.bytes.length;
    return this.bytes.slice(at);
  }

  skip(length: number, field: string): void {
    this.#take(length, field);
  }

  /** Fails unless every byte was read. */
  end(): void {
    if (this.remaining > 0) throw new PacketError(this.layer, 'end', this.#offset, `${this.remaining} bytes too many`);
  }

  fail(field: string, reason: string): never {
    throw new PacketError(this.layer, field, this.#offset, reason);
  }

  #u16(at: number): number {
    return (this.bytes[at] as number) | ((this.bytes[at + 1] as number) << 8);
  }

  #take(length: number, field: string): number {
    const at = this.#offset;
    if (length < 0 || at + length > this.bytes.length) {
      throw new PacketError(this.layer, field, at, `needs ${length} bytes, ${this.remaining} left`);
    }
    this.#offset = at + length;
    return at;
  }
}
