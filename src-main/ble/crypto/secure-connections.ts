import { cmac } from './cmac.js';
import { concat } from './concat.js';

/*
 * Functions of LE Secure Connections. Everything is most significant byte first: coordinates and DHKey 32 bytes, nonces and keys 16,
 * addresses 7, of which the first is the type (1 = random).
 */

const SALT = Uint8Array.of(
  ...[0x6c, 0x88, 0x83, 0x91, 0xaa, 0xf5, 0xa5, 0x38],
  ...[0x60, 0x37, 0x0b, 0xdb, 0x5a, 0x60, 0x83, 0xbe],
);
const BTLE = Uint8Array.of(0x62, 0x74, 0x6c, 0x65);
/** 256 bits of key. */
const LENGTH = Uint8Array.of(0x01, 0x00);

/** Confirm value, Core Vol 3 Part H 2.2.6: X coordinates u and v, nonce x, z 0 or 0x80 and a bit of the passkey. */
export function f4(u: Uint8Array, v: Uint8Array, x: Uint8Array, z: number): Uint8Array {
  return cmac(x, concat(u, v, [z]));
}

/** MacKey and LTK, Core Vol 3 Part H 2.2.7: w is the DHKey, n1 and a1 are the initiator's. */
export function f5(
  w: Uint8Array,
  n1: Uint8Array,
  n2: Uint8Array,
  a1: Uint8Array,
  a2: Uint8Array,
): { macKey: Uint8Array; ltk: Uint8Array } {
  const t = cmac(SALT, w);
  const derive = (counter: number) => cmac(t, concat([counter], BTLE, n1, n2, a1, a2, LENGTH));
  return { macKey: derive(0), ltk: derive(1) };
}

/** What f6 checks: n1, ioCap (3 bytes: AuthReq, OOB flag, IO capability) and a1 are the sender's, n2 and a2 the other one's. */
export interface F6Input {
  n1: Uint8Array;
  n2: Uint8Array;
  /** What was told out of band or the passkey, 16 bytes; zero with the other models. */
  r: Uint8Array;
  ioCap: Uint8Array;
  a1: Uint8Array;
  a2: Uint8Array;
}

/** DHKey check value, Core Vol 3 Part H 2.2.8: w is the MacKey. */
export function f6(w: Uint8Array, { n1, n2, r, ioCap, a1, a2 }: F6Input): Uint8Array {
  return cmac(w, concat(n1, n2, r, ioCap, a1, a2));
}

/** Numeric comparison, Core Vol 3 Part H 2.2.9: 32 bits. People compare the last six of its decimal digits. */
export function g2(u: Uint8Array, v: Uint8Array, x: Uint8Array, y: Uint8Array): number {
  const tag = cmac(x, concat(u, v, y));
  return new DataView(tag.buffer, tag.byteOffset).getUint32(12);
}
