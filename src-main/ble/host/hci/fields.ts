import { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { toHex } from '../../../../src-shared/bytes/hex.js';
import { addressFromBytes, addressToBytes } from '../../../../src-shared/model/address.js';

/** One field of a packet: how it is read, written and shown. */
export interface Field<T> {
  read(reader: ByteReader, name: string): T;
  write(writer: ByteWriter, value: T): void;
  show(value: T): string | number | boolean;
}

export type Shape = Record<string, Field<unknown>>;
export type Values<S extends Shape> = { [K in keyof S]: S[K] extends Field<infer T> ? T : never };

const plain = (value: number) => value;

export const u8: Field<number> = { read: (r, n) => r.u8(n), write: (w, v) => w.u8(v), show: plain };
export const i8: Field<number> = { read: (r, n) => r.i8(n), write: (w, v) => w.i8(v), show: plain };
export const u16: Field<number> = { read: (r, n) => r.u16(n), write: (w, v) => w.u16(v), show: plain };
export const u24: Field<number> = { read: (r, n) => r.u24(n), write: (w, v) => w.u24(v), show: plain };
export const u64: Field<bigint> = {
  read: (r, n) => r.u64(n),
  write: (w, v) => w.u64(v),
  show: (v) => `0x${v.toString(16).padStart(16, '0')}`,
};
export const bool: Field<boolean> = { read: (r, n) => r.u8(n) !== 0, write: (w, v) => w.u8(v ? 1 : 0), show: (v) => v };

/** A connection handle: 12 bits, upper bits reserved. */
export const handle: Field<number> = {
  read: (r, n) => r.u16(n) & 0x0fff,
  write: (w, v) => w.u16(v),
  show: (v) => `0x${v.toString(16).padStart(4, '0')}`,
};

/** 'aa:bb:cc:dd:ee:ff'. */
export const address: Field<string> = {
  read: (r, n) => addressFromBytes(r.take(6, n)),
  write: (w, v) => w.bytes(addressToBytes(v)),
  show: (v) => v,
};

export const bytes = (length: number): Field<Uint8Array> => ({
  read: (r, n) => r.take(length, n),
  write: (w, v) => {
    if (v.length !== length) throw new RangeError(`${v.length} bytes for a field of ${length}`);
    w.bytes(v);
  },
  show: (v) => toHex(v),
});

/** A length byte and a fixed area of `size` bytes, zero padded: legacy advertising data, Vol 4 Part E 7.8.7. */
export const padded = (size: number): Field<Uint8Array> => ({
  read: (r, n) => {
    const length = Math.min(r.u8(n), size);
    return r.take(size, n).slice(0, length);
  },
  write: (w, v) => {
    if (v.length > size) throw new RangeError(`${v.length} bytes for a field of ${size}`);
    w.u8(v.length)
      .bytes(v)
      .bytes(new Uint8Array(size - v.length));
  },
  show: (v) => toHex(v),
});

export const rest: Field<Uint8Array> = { read: (r) => r.rest(), write: (w, v) => w.bytes(v), show: (v) => toHex(v) };

/** A value with names for its numbers. */
export const named = (base: Field<number>, names: Record<number, string>): Field<number> => ({
  read: base.read,
  write: base.write,
  show: (v) => names[v] ?? v,
});

export function encode<S extends Shape>(shape: S, values: Values<S>): Uint8Array {
  const writer = new ByteWriter();
  for (const [name, field] of Object.entries(shape)) field.write(writer, values[name]);
  return writer.finish();
}

/** Throws PacketError when bytes run out; bytes too many are left alone, as later versions of the specification may add fields. */
export function decode<S extends Shape>(shape: S, data: Uint8Array): Values<S> {
  const reader = new ByteReader(data, 'hci');
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(shape)) values[name] = field.read(reader, name);
  return values as Values<S>;
}

export function show<S extends Shape>(shape: S, values: Values<S>): Record<string, string | number | boolean> {
  const shown: Record<string, string | number | boolean> = {};
  for (const [name, field] of Object.entries(shape)) shown[name] = field.show(values[name]);
  return shown;
}
