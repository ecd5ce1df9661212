import { createCipheriv } from 'node:crypto';

/** AES-128 of one block, most significant byte first, as the specification's function e (Core Vol 3 Part H 2.2.1). */
export function encryptBlock(key: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return new Uint8Array(cipher.update(plaintext));
}

/** Random address hash function ah, Core Vol 3 Part H 2.2.2: irk 16 bytes, prand 3 bytes, result 3 bytes, all most significant byte first. */
export function ah(irk: Uint8Array, prand: Uint8Array): Uint8Array {
  const block = new Uint8Array(16);
  block.set(prand, 13);
  return encryptBlock(irk, block).slice(13);
}
