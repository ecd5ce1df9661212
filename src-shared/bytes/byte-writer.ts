/** Builds little-endian packets. Numbers outside their field's range are a programming error and throw RangeError. */
export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;

  constructor(capacity = 32) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    const at = this.#grow(1, value, 0, 0xff);
    this.#view.setUint8(at, value);
    return this;
  }

  i8(value: number): this {
    const at = this.#grow(1, value, -0x80, 0x7f);
    this.#view.setInt8(at, value);
    return this;
  }

  u16(value: number): this {
    const at = this.#grow(2, value, 0, 0xffff);
    this.#view.setUint16(at, value, true);
    return this;
  }

  i16(value: number): this {
    const at = this.#grow(2, value, -0x8000, 0x7fff);
    this.#view.setInt16(at, value, true);
    return this;
  }

  u24(value: number): this {
    const at = this.#grow(3, value, 0, 0xffffff);
    this.#view.setUint16(at, value & 0xffff, true);
    this.#view.setUint8(at + 2, value >>> 16);
    return this;
  }

  u32(value: number): this {
    const at = this.#grow(4, value, 0, 0xffffffff);
    this.#view.setUint32(at, value, true);
    return this;
  }

  u64(value: bigint): this {
    if (value < 0n || value > 0xffff_ffff_ffff_ffffn) throw new RangeError(`${value} does not fit 64 bits`);
    const at = this.#grow(8, 0, 0, 0);
    this.#view.setBigUint64(at, value, true);
    return this;
  }

  bytes(data: ArrayLike<number>): this {
    const at = this.#grow(data.length, 0, 0, 0);
    this.#bytes.set(data, at);
    return this;
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #grow(size: number, value: number, min: number, max: number): number {
    if (!(value >= min && value <= max) || !Number.isInteger(value))
      throw new RangeError(`${value} is not within ${min}..${max}`);
    const at = this.#length;
    const needed = at + size;
    if (needed > this.#bytes.length) {
      const bigger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      bigger.set(this.#bytes.subarray(0, at));
      this.#bytes = bigger;
      this.#view = new DataView(bigger.buffer);
    }
    this.#length = needed;
    return at;
  }
}
