/** Builds little-endian packets. Numbers outside their field's range are a programming error and throw RangeError. */
export class ByteWriter {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 32) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    const at = this.#grow(1, value, 0, 0xff);
    this.#bytes[at] = value;
    return this;
  }

  i8(value: number): this {
    const at = this.#grow(1, value, -0x80, 0x7f);
    this.#bytes[at] = value & 0xff;
    return this;
  }

  u16(value: number): this {
    const at = this.#grow(2, value, 0, 0xffff);
    this.#put(at, 2, value);
    return this;
  }

  i16(value: number): this {
    const at = this.#grow(2, value, -0x8000, 0x7fff);
    this.#put(at, 2, value);
    return this;
  }

  u24(value: number): this {
    const at = this.#grow(3, value, 0, 0xffffff);
    this.#put(at, 3, value);
    return this;
  }

  u32(value: number): this {
    const at = this.#grow(4, value, 0, 0xffffffff);
    this.#put(at, 4, value);
    return this;
  }

  u64(value: bigint): this {
    if (value < 0n || value > 0xffff_ffff_ffff_ffffn) throw new RangeError(`${value} does not fit 64 bits`);
    const at = this.#grow(8, 0, 0, 0);
    new DataView(this.#bytes.buffer).setBigUint64(at, value, true);
    return this;
  }

  bytes(data: ArrayLike<number>): this {
    const at = this.#grow(data.length, 0, 0, 0);
    this.#bytes.set(data, at);
    return this;
  }

  /** What was written. Writing on does not change it. */
  finish(): Uint8Array {
    // Full, it is not written to any more: what follows needs a bigger one.
    return this.#length === this.#bytes.length ? this.#bytes : this.#bytes.slice(0, this.#length);
  }

  #put(at: number, size: number, value: number): void {
    for (let i = 0; i < size; i += 1) this.#bytes[at + i] = (value >>> (8 * i)) & 0xff;
  }

  #grow(size: number, value: number, min: number, max: number): number {
    if (!(value >= min && value <= max) || !Number.isInteger(value))
      throw new RangeError(`${value} is not within ${min}..${max}`);
    const at = this.#length;
    const needed = at + size;
    if (needed > this.#bytes.length) {
      const bigger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      bigger.set(this.#bytes);
      this.#bytes = bigger;
    }
    this.#length = needed;
    return at;
  }
}
