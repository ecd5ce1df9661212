import {
  type BitSpec,
  line,
  type Names,
  NUMBER_SIZE,
  type NumberType,
  namesSet,
  type Scale,
  type ValueWalker,
} from './value-walker.js';

/** How one characteristic or descriptor is read. */
export interface ValueDecoder {
  /** Octets the format can have: exactly, or from and to. Absent when any length is right. */
  lengths?: number | readonly [number, number];
  /** Adds the fields to the walker; gives the one-line summary. */
  decode(w: ValueWalker): string;
}

/** By UUID in its shortest form, lower case. */
export type DecoderTable = Readonly<Record<string, ValueDecoder>>;

export const decoder = (
  lengths: number | readonly [number, number],
  decode: (w: ValueWalker) => string,
): ValueDecoder => ({ lengths, decode });

/** One number. */
export const quantity = (name: string, type: NumberType, scale: Scale = {}): ValueDecoder =>
  decoder(NUMBER_SIZE[type], (w) => line(w.num(name, type, scale)));

/** Several numbers, one after the other. */
export const quantities = (
  ...parts: readonly (readonly [name: string, type: NumberType, scale?: Scale])[]
): ValueDecoder =>
  decoder(
    parts.reduce((sum, [, type]) => sum + NUMBER_SIZE[type], 0),
    (w) => line(...parts.map(([name, type, scale]) => w.num(name, type, scale))),
  );

/** One number of which each value has a name. */
export const choice = (name: string, names: Names): ValueDecoder => decoder(1, (w) => line(w.pick(name, 'u8', names)));

/** A bit field; its summary names the bits that are set. */
export const features = (name: string, size: 1 | 2 | 3 | 4, bits: readonly BitSpec[]): ValueDecoder =>
  decoder(size, (w) => {
    const value = w.flags(name, size, bits);
    if (w.problem !== undefined) return '';
    return line(...namesSet(value, bits)) || 'none';
  });

/** UTF-8 to the end. */
export const string = (name: string): ValueDecoder => ({ decode: (w) => w.text(name) ?? '' });

/** Octets whose meaning lies outside the format. */
export const octets = (name: string): ValueDecoder => ({ decode: (w) => w.rest(name) ?? '' });

/** Codes many formats share. */
export const NOT_KNOWN_8 = { 255: 'not known' };
export const NOT_KNOWN_16 = { 65535: 'not known' };
export const NOT_KNOWN_24 = { 16777215: 'not known' };
