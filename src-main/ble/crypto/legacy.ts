import { encryptBlock } from './ah.js';
import { concat } from './concat.js';

/** The two devices of a pairing, as c1 takes them: addresses 6 bytes, most significant byte first; type 1 = random. */
export interface C1Addresses {
  initiatorType: 0 | 1;
  initiator: Uint8Array;
  responderType: 0 | 1;
  responder: Uint8Array;
}

const xor = (a: Uint8Array, b: Uint8Array) => a.map((byte, i) => byte ^ (b[i] as number));

/**
 * Confirm value of LE legacy pairing, Core Vol 3 Part H 2.2.3: k and r 16 bytes, preq and pres 7 bytes, the whole Pairing Request and
 * Response. Everything most significant byte first.
 */
export function c1(k: Uint8Array, r: Uint8Array, preq: Uint8Array, pres: Uint8Array, of: C1Addresses): Uint8Array {
  const p1 = concat(pres, preq, [of.responderType], [of.initiatorType]);
  const p2 = concat(new Uint8Array(4), of.initiator, of.responder);
  return encryptBlock(k, xor(encryptBlock(k, xor(r, p1)), p2));
}

/** Short Term Key of LE legacy pairing, Core Vol 3 Part H 2.2.4: all 16 bytes, most significant first; r1 is the responder's. */
export function s1(k: Uint8Array, r1: Uint8Array, r2: Uint8Array): Uint8Array {
  return encryptBlock(k, concat(r1.subarray(8), r2.subarray(8)));
}
