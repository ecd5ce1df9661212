import { hexNumber, toHex } from '../bytes/hex.js';

/** One field inside an AD structure, for a window that links it with its bytes. */
export interface AdField {
  name: string;
  value: string;
  unit?: string;
  /** Within the structure's data. */
  offset: number;
  length: number;
}

/**
 * Reads fields one after the other and keeps how to show each. It never throws: when bytes run out it notes the problem,
 * and from then on every read gives null. Numbers are little-endian unless the method says otherwise.
 */
export class FieldWalker {
  readonly fields: AdField[] = [];
  problem: string | undefined;
  at = 0;
  readonly #view: DataView;

  constructor(readonly data: Uint8Array) {
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  get remaining(): number {
    return this.data.length - this.at;
  }

  u8(name: string, show: (value: number) => string = String, unit?: string): number | null {
    return this.#number(name, 1, (at) => this.#view.getUint8(at), show, unit);
  }

  i8(name: string, show: (value: number) => string = String, unit?: string): number | null {
    return this.#number(name, 1, (at) => this.#view.getInt8(at), show, unit);
  }

  u16(name: string, show: (value: number) => string = String, unit?: string): number | null {
    return this.#number(name, 2, (at) => this.#view.getUint16(at, true), show, unit);
  }

  i16(name: string, show: (value: number) => string = String, unit?: string): number | null {
    return this.#number(name, 2, (at) => this.#view.getInt16(at, true), show, unit);
  }

  u16be(name: string, show: (value: number) => string = String, unit?: string): number | null {
    return this.#number(name, 2, (at) => this.#view.getUint16(at), show, unit);
  }

  i16be(name: string, show: (value: number) => string = String, unit?: string): number | null {
    return this.#number(name, 2, (at) => this.#view.getInt16(at), show, unit);
  }

  u24(name: string, show: (value: number) => string = String, unit?: string): number | null {
    return this.#number(
      name,
      3,
      (at) => this.#view.getUint16(at, true) | (this.#view.getUint8(at + 2) << 16),
      show,
      unit,
    );
  }

  u32(name: string, show: (value: number) => string = String, unit?: string): number | null {
    return this.#number(name, 4, (at) => this.#view.getUint32(at, true), show, unit);
  }

  i32(name: string, show: (value: number) => string = String, unit?: string): number | null {
    return this.#number(name, 4, (at) => this.#view.getInt32(at, true), show, unit);
  }

  u32be(name: string, show: (value: number) => string = String, unit?: string): number | null {
    return this.#number(name, 4, (at) => this.#view.getUint32(at), show, unit);
  }

  /** Bytes as they are on air, in hex. */
  hex(name: string, length: number, show: (bytes: Uint8Array) => string = (bytes) => toHex(bytes, ' ')): string | null {
    const bytes = this.#take(name, length);
    if (bytes === null) return null;
    const value = show(bytes);
    this.fields.push({ name, value, offset: this.at - length, length });
    return value;
  }

  /** A number sent least significant byte first, in hex with the most significant byte first. */
  value(name: string, length: number): string | null {
    return this.hex(name, length, (bytes) => toHex(bytes.slice().reverse()));
  }

  /** Everything left, when there is something. */
  rest(name: string, show?: (bytes: Uint8Array) => string): string | null {
    return this.remaining > 0 ? this.hex(name, this.remaining, show) : null;
  }

  /** A part of the byte or number read last, as a field of its own. */
  part(name: string, value: string, unit?: string): void {
    const last = this.fields.at(-1);
    if (last !== undefined) this.fields.push({ name, value, unit, offset: last.offset, length: last.length });
  }

  #number(
    name: string,
    length: number,
    read: (at: number) => number,
    show: (value: number) => string,
    unit?: string,
  ): number | null {
    if (this.#take(name, length) === null) return null;
    const offset = this.at - length;
    const value = read(offset);
    const field: AdField = { name, value: show(value), offset, length };
    if (unit !== undefined) field.unit = unit;
    this.fields.push(field);
    return value;
  }

  #take(name: string, length: number): Uint8Array | null {
    if (this.problem !== undefined) return null;
    if (length < 0 || length > this.remaining) {
      this.problem = `${name.toLowerCase()} wants ${length} ${length === 1 ? 'byte' : 'bytes'}, but ${this.remaining} left`;
      return null;
    }
    this.at += length;
    return this.data.subarray(this.at - length, this.at);
  }
}

/** 'fda50693-a4e2-4fb1-afcf-c6eb07647825' of 16 bytes, most significant first. */
export function uuidText(bytes: Uint8Array): string {
  const hex = toHex(bytes);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const hex8 = (value: number): string => hexNumber(value, 2);
export const hex16 = (value: number): string => hexNumber(value, 4);
export const hex32 = (value: number): string => hexNumber(value, 8);
export const yesNo = (value: number): string => (value === 0 ? 'no' : 'yes');
/** Names of a table, or the number in hex. */
export const oneOf =
  (names: Readonly<Record<number, string>>) =>
  (value: number): string =>
    names[value] ?? `${hex8(value)} (reserved)`;
