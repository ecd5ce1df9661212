import { toHex } from '../bytes/hex.js';
import { requireBytes, show } from './arguments.js';
import { invalidArgument } from './ble-error.js';

/** 16-bit number, 32-bit number above 0xFFFF, text of 4, 8 or 32 hex digits or 36 characters with dashes, or a Uuid. */
export type UuidLike = number | string | Uuid;

/** 00000000-0000-1000-8000-00805f9b34fb, Core Vol 3 Part B 2.5.1, as it goes on air: least significant byte first. */
const BASE = [0xfb, 0x34, 0x9b, 0x5f, 0x80, 0x00, 0x00, 0x80, 0x00, 0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00];

/** A Bluetooth UUID. Two UUIDs that name the same thing are equal whatever width they were written in. */
export class Uuid {
  /** All 16 bytes, least significant first. */
  readonly #full: Uint8Array;
  readonly #text: string;

  private constructor(full: Uint8Array) {
    this.#full = full;
    const hex = toHex(full.slice().reverse());
    const isShort = BASE.every((byte, i) => i >= 12 || full[i] === byte);
    if (!isShort)
      this.#text = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    else this.#text = hex.startsWith('0000') ? hex.slice(4, 8) : hex.slice(0, 8);
  }

  /** Throws BleError 'invalid-argument' when the value is not a UUID. */
  static from(value: UuidLike): Uuid {
    if (value instanceof Uuid) return value;
    if (typeof value === 'number') {
      if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) throw notAUuid(value);
      return Uuid.#short(value);
    }
    if (typeof value !== 'string') throw notAUuid(value);
    if (/^([0-9a-f]{4}|[0-9a-f]{8})$/i.test(value)) return Uuid.#short(Number.parseInt(value, 16));
    const isLong =
      /^[0-9a-f]{32}$/i.test(value) || /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);
    if (!isLong) throw notAUuid(value);
    const hex = value.replaceAll('-', '');
    return new Uuid(Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(30 - 2 * i, 32 - 2 * i), 16)));
  }

  /** From 2, 4 or 16 bytes as they go on air, least significant first. Other lengths are 'invalid-argument'. */
  static fromBytes(bytes: Uint8Array): Uuid {
    requireBytes('uuid', 'the value', bytes);
    if (bytes.length === 16) return new Uuid(new Uint8Array(bytes));
    if (bytes.length !== 2 && bytes.length !== 4)
      throw invalidArgument('uuid', `${bytes.length} bytes are not a UUID; it has 2, 4 or 16`);
    return Uuid.#short(bytes.reduceRight((value, byte) => value * 256 + byte, 0));
  }

  static #short(value: number): Uuid {
    const full = Uint8Array.from(BASE);
    new DataView(full.buffer).setUint32(12, value, true);
    return new Uuid(full);
  }

  /** Width in bits of the shortest form. */
  get width(): 16 | 32 | 128 {
    return this.#text.length === 4 ? 16 : this.#text.length === 8 ? 32 : 128;
  }

  /** The 16- or 32-bit number, or null when it has none. */
  get short(): number | null {
    return this.width === 128 ? null : Number.parseInt(this.#text, 16);
  }

  /** On-air bytes, least significant first: the shortest form, or all 16. */
  toBytes(width: 16 | 32 | 128 = this.width): Uint8Array {
    if (width < this.width) throw invalidArgument('uuid', `${this} does not fit ${width} bits`);
    return width === 128 ? this.#full.slice() : this.#full.slice(12, 12 + width / 8);
  }

  equals(other: UuidLike): boolean {
    return this.#text === Uuid.from(other).#text;
  }

  /** The shortest form, lower case: '180f', '32314241', '6e400001-b5a3-f393-e0a9-e50e24dcca9e'. */
  toString(): string {
    return this.#text;
  }

  toJSON(): string {
    return this.#text;
  }
}

function notAUuid(value: unknown) {
  return invalidArgument(
    'uuid',
    `${show(value)} is not a UUID: use a number up to 32 bits, or 4, 8 or 32 hex digits, or 36 characters with dashes`,
  );
}
