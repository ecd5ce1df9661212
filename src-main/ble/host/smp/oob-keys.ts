import { randomBytes } from 'node:crypto';
import type { OobData, OobHalf } from '../../api/security.js';
import { equalSecret } from '../../crypto/equal-secret.js';
import { KeyPair, type PublicKey } from '../../crypto/p256.js';
import type { OobInput } from './pairing-types.js';
import { secureConfirm, swap } from './toolbox.js';

const KEPT = 8;

/** The key pairs behind what this side told peers out of band, until a pairing uses them: Core Vol 3 Part H 2.3.5.6.4. */
export class OobKeys {
  #kept: { random: Uint8Array; keyPair: KeyPair }[] = [];

  create(): OobHalf {
    const keyPair = KeyPair.generate();
    const random = new Uint8Array(randomBytes(16));
    const x = swap(keyPair.publicKey.x);
    this.#kept = [...this.#kept, { random, keyPair }].slice(-KEPT);
    return { confirm: secureConfirm(x, x, random), random: random.slice() };
  }

  /** The data with the key pair of our half; without that half where it is not known, or has served already. */
  resolve(data: OobData | null): OobInput | null {
    if (!data) return null;
    const { local } = data;
    const known = local && this.#kept.find(({ random }) => equalSecret(random, local.random));
    return { tk: data.tk, peer: data.peer, local: known };
  }

  /** A pairing has shown this public key. */
  used(key: PublicKey): void {
    this.#kept = this.#kept.filter(({ keyPair }) => !equalSecret(keyPair.publicKey.x, key.x));
  }
}
