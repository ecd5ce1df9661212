import { randomBytes, randomInt } from 'node:crypto';
import { DEBUG_KEY_PAIR, KeyPair } from '../../crypto/p256.js';
import type { Materials } from './pairing-types.js';

const random = (length: number) => new Uint8Array(randomBytes(length));

/** New for every pairing, as a passkey or key pair that is used twice can be learnt: Core Vol 3 Part H 2.3.5.3 and 2.3.6. */
export function newMaterials(usesDebugKey: boolean): Materials {
  return {
    keyPair: usesDebugKey ? DEBUG_KEY_PAIR : KeyPair.generate(),
    nonces: Array.from({ length: 20 }, () => random(16)),
    passkey: randomInt(1_000_000),
    ltk: random(16),
    rand: random(8),
    ediv: randomInt(1, 0x1_0000), // zero names the key of a pairing under way
    csrk: random(16),
  };
}
