import { toHex } from '../../bytes/hex.js';
import { cutText, type DecodedValue } from './decoded-value.js';
import type { ValueDecoder } from './value-decoder.js';
import { ValueWalker } from './value-walker.js';

/** Runs a decoder on any bytes: what is too short, too long or left over becomes the problem, and no octet is lost. */
export function runDecoder(decoder: ValueDecoder, value: Uint8Array): DecodedValue {
  const walker = new ValueWalker(value);
  const summary = decoder.decode(walker);
  const problem = lengthProblem(value.length, decoder.lengths) ?? walker.problem ?? leftOver(walker.remaining);
  if (walker.remaining > 0) {
    const rest = new ValueWalker(value);
    rest.at = walker.at;
    rest.rest('Rest');
    walker.fields.push(...rest.fields);
  }
  const result: DecodedValue = {
    summary: cutText(summary === '' ? bytesSummary(value) : summary),
    fields: walker.fields,
  };
  if (problem !== undefined) result.problem = problem;
  return result;
}

function lengthProblem(length: number, lengths: ValueDecoder['lengths']): string | undefined {
  if (lengths === undefined) return undefined;
  const [from, to] = typeof lengths === 'number' ? [lengths, lengths] : lengths;
  if (length >= from && length <= to) return undefined;
  if (to >= 512 && length < from) return `length ${length}, the format has at least ${from}`;
  return `length ${length}, the format has ${from === to ? from : `${from} to ${to}`}`;
}

function leftOver(count: number): string | undefined {
  return count === 0 ? undefined : `${count} ${count === 1 ? 'byte' : 'bytes'} after the end of the format`;
}

/** The bytes themselves, for values nothing else can be said of. */
export function bytesSummary(value: Uint8Array): string {
  return value.length === 0 ? 'empty' : toHex(value.subarray(0, 64), ' ');
}
