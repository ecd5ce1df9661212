import { cmac } from './cmac.js';

/** Link key conversion, Core Vol 3 Part H 2.2.10: w 16 bytes, keyId 4, most significant byte first. */
export function h6(w: Uint8Array, keyId: Uint8Array): Uint8Array {
  return cmac(w, keyId);
}

/** Link key conversion, Core Vol 3 Part H 2.2.11: both 16 bytes, most significant first. */
export function h7(salt: Uint8Array, w: Uint8Array): Uint8Array {
  return cmac(salt, w);
}
