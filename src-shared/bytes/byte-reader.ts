import { PacketError } from './packet-error.js';

/**
 * Reads little-endian fields from a byte array, checking every length.
 * The only place that throws PacketError for bytes that run out. Slices are copies, so a result may outlive its packet.
 */
export class ByteReader {
  #view: DataView;
  #offset = 0;

  constructor(
    readonly bytes: Uint8Array,
    readonly layer: string,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get offset(): number {
    return this.#offset;
  }

  get remaining(): number {
    return this.bytes.length - this.#offset;
  }

  u8(field: string): number {
    return this.#view.getUint8(this.#take(1, field));
  }

  i8(field: string): number {
    return this.#view.getInt8(this.#take(1, field));
  }

  u16(field: string): number {
    return this.#view.getUint16(this.#take(2, field), true);
  }

  i16(field: string): number {
    return this.#view.getInt16(this.#take(2, field), true);
  }

  u24(field: string): number {
    const at = this.#take(3, field);
    return this.#view.getUint16(at, true) | (this.#view.getUint8(at + 2) << 16);
  }

  u32(field: string): number {
    return this.#view.getUint32(this.#take(4, field), true);
  }

  u64(field: string): bigint {
    return this.#view.getBigUint64(this.#take(8, field), true);
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

  #take(length: number, field: string): number {
    const at = this.#offset;
    if (length < 0 || at + length > this.bytes.length) {
      throw new PacketError(this.layer, field, at, `needs ${length} bytes, ${this.remaining} left`);
    }
    this.#offset = at + length;
    return at;
  }
}
