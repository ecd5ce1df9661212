import { encryptBlock } from './ah.js';

const ZERO = new Uint8Array(16);

/** One bit to the left over the whole block, and 0x87 into the last byte if a bit fell out: RFC 4493 2.3. */
function double(block: Uint8Array): Uint8Array {
  const shifted = new Uint8Array(16);
  for (let i = 0; i < 16; i += 1) shifted[i] = (((block[i] as number) << 1) | ((block[i + 1] ?? 0) >> 7)) & 0xff;
  if ((block[0] as number) & 0x80) shifted[15] = (shifted[15] as number) ^ 0x87;
  return shifted;
}

const xor = (a: Uint8Array, b: Uint8Array) => a.map((byte, i) => byte ^ (b[i] as number));

/** AES-CMAC, RFC 4493 and Core Vol 3 Part H 2.2.5: key and result 16 bytes, all most significant byte first. */
export function cmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const k1 = double(encryptBlock(key, ZERO));
  const blocks = Math.max(1, Math.ceil(message.length / 16));
  let state: Uint8Array = ZERO;
  for (let i = 0; i < blocks - 1; i += 1) state = encryptBlock(key, xor(state, message.subarray(16 * i, 16 * i + 16)));
  const tail = message.subarray(16 * (blocks - 1));
  const last = new Uint8Array(16);
  last.set(tail);
  if (tail.length < 16) last[tail.length] = 0x80;
  return encryptBlock(key, xor(state, xor(last, tail.length === 16 ? k1 : double(k1))));
}
