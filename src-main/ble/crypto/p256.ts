import { createECDH, type ECDH } from 'node:crypto';
import { fromHex, toHex } from '../../../src-shared/bytes/hex.js';
import { concat } from './concat.js';
import { equalSecret } from './equal-secret.js';

/** A point of P-256: 32 bytes each, most significant first. */
export interface PublicKey {
  readonly x: Uint8Array;
  readonly y: Uint8Array;
}

/** FIPS 186-4 D.1.2.3: y² = x³ - 3x + b modulo p. */
const P = 0xffffffff_00000001_00000000_00000000_00000000_ffffffff_ffffffff_ffffffffn;
const B = 0x5ac635d8_aa3a93e7_b3ebbd55_769886bc_651d06b0_cc53b0f6_3bce3c3e_27d2604bn;

const bytes = (text: string) => fromHex(text) as Uint8Array;
const toNumber = (coordinate: Uint8Array) => BigInt(`0x${toHex(coordinate) || '0'}`);

/** A private key and its public key. The private key does not leave it. */
export class KeyPair {
  readonly #ecdh: ECDH;
  readonly publicKey: PublicKey;

  private constructor(ecdh: ECDH) {
    this.#ecdh = ecdh;
    const point = new Uint8Array(ecdh.getPublicKey()); // 0x04, X, Y
    this.publicKey = { x: point.slice(1, 33), y: point.slice(33) };
  }

  static generate(): KeyPair {
    const ecdh = createECDH('prime256v1');
    ecdh.generateKeys();
    return new KeyPair(ecdh);
  }

  /** privateKey: 32 bytes, most significant first. */
  static of(privateKey: Uint8Array): KeyPair {
    const ecdh = createECDH('prime256v1');
    ecdh.setPrivateKey(privateKey);
    return new KeyPair(ecdh);
  }

  /** The X coordinate of the shared point, 32 bytes, most significant first. Throws RangeError when the peer's key is no point of the curve. */
  dhKey(peer: PublicKey): Uint8Array {
    if (!isOnCurve(peer)) throw new RangeError('the public key is not a point of P-256');
    return new Uint8Array(this.#ecdh.computeSecret(concat([4], peer.x, peer.y)));
  }
}

/**
 * Whether this is a point of P-256, Core Vol 3 Part H 2.3.5.6.1: both coordinates below p and the equation of the curve. Without it
 * a peer could choose points of a small order and learn the private key bit by bit (CVE-2018-5383).
 */
export function isOnCurve({ x, y }: PublicKey): boolean {
  if (x.length !== 32 || y.length !== 32) return false;
  const [px, py] = [toNumber(x), toNumber(y)];
  // No point of the curve has y = 0, the all-zero key included; said by itself, as that is what the fixed-coordinate attack sends.
  if (px >= P || py >= P || py === 0n) return false;
  return (py * py - (px * px * px - 3n * px + B)) % P === 0n;
}

/** Core Vol 3 Part H 2.3.5.6.1: known to everybody, so that sniffers can read along. */
export const DEBUG_KEY_PAIR = KeyPair.of(bytes('3f49f6d4a3c55f3874c9b3e3d2103f504aff607beb40b7995899b8a6cd3c1abd'));

/** Whether this is the specification's debug key, or its mirror image with the same X and so the same secrets. */
export function isDebugKey({ x }: PublicKey): boolean {
  return equalSecret(x, DEBUG_KEY_PAIR.publicKey.x);
}
