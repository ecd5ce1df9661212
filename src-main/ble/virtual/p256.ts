import { createECDH, type ECDH } from 'node:crypto';
import type { Random } from './random.js';

const CURVE = 'prime256v1';
/** Bytes of a coordinate, and of a private key. */
export const COORDINATE_LENGTH = 32;

/** P-256, FIPS 186-4 D.1.2.3: y² = x³ - 3x + b modulo p, with n points. */
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Core Vol 3 Part H 2.3.5.6.1: everyone knows it, so that everyone can read what it protects. */
const DEBUG_PRIVATE_KEY = '3f49f6d4a3c55f3874c9b3e3d2103f504aff607beb40b7995899b8a6cd3c1abd';

/** `point`: X and Y, most significant byte first. Core Vol 3 Part H 2.3.5.6.1 wants both coordinates checked. */
export function isOnCurve(point: Uint8Array): boolean {
  const x = toNumber(point.subarray(0, COORDINATE_LENGTH));
  const y = toNumber(point.subarray(COORDINATE_LENGTH));
  return x < P && y < P && (y * y - (x * x * x - 3n * x + B)) % P === 0n;
}

/** From `random` where a radio is reproducible, else truly random. */
export function newPair(random: Random | null): ECDH {
  const pair = createECDH(CURVE);
  if (random) pair.setPrivateKey(privateKey(random));
  else pair.generateKeys();
  return pair;
}

export function debugPair(): ECDH {
  const pair = createECDH(CURVE);
  pair.setPrivateKey(DEBUG_PRIVATE_KEY, 'hex');
  return pair;
}

function privateKey(random: Random): Uint8Array {
  for (;;) {
    const key = random.bytes(COORDINATE_LENGTH);
    const value = toNumber(key);
    if (value > 0n && value < N) return key;
  }
}

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}
