import { timingSafeEqual } from 'node:crypto';

/** Equality that takes as long for a wrong first byte as for a wrong last one. Lengths are no secret. */
export function equalSecret(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether every byte is zero, in a time that does not tell which is not. */
export function isZero(bytes: Uint8Array): boolean {
  return equalSecret(bytes, new Uint8Array(bytes.length));
}
