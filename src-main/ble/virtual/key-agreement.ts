import type { ECDH } from 'node:crypto';
import { HCI_ERROR, HCI_LE_EVENT } from '../../../src-shared/assigned-numbers/hci.js';
import type { ControllerCore } from './core.js';
import { generateDhKeyComplete, readLocalP256PublicKeyComplete } from './events.js';
import { COORDINATE_LENGTH, debugPair, isOnCurve, newPair } from './p256.js';

/** Which of the own keys: the pair of the last Read Local P-256 Public Key, or the specification's debug pair. */
export type OwnKey = 'generated' | 'debug';

const NO_KEY = new Uint8Array(COORDINATE_LENGTH).fill(0xff);

/**
 * The P-256 pair of one controller and Diffie-Hellman with it, Core 5.4 Vol 4 Part E 7.8.36 and 7.8.37.
 * HCI has X, Y and the DHKey least significant byte first.
 */
export class KeyAgreement {
  #pair: ECDH | null = null;
  #busy = false;

  constructor(private readonly core: ControllerCore) {}

  /** A pair or a DHKey is being made. */
  get busy(): boolean {
    return this.#busy;
  }

  get hasPair(): boolean {
    return this.#pair !== null;
  }

  /** A new pair each time; with the one before no key can be made any more. */
  generatePair(): void {
    this.#work(() => {
      const { random, air } = this.core;
      this.#pair = newPair(air.reproducible ? random : null);
      const [, ...point] = this.#pair.getPublicKey();
      const event = readLocalP256PublicKeyComplete(0, turned(Uint8Array.from(point)));
      this.core.leEvent(HCI_LE_EVENT.readLocalP256PublicKeyComplete, event);
    });
  }

  /** `remote`: X and Y, 64 bytes, in HCI byte order. A point that is not on the curve gets an error and no key. */
  generateKey(remote: Uint8Array, own: OwnKey): void {
    this.#work(() => {
      const key = this.#agree(turned(remote), own);
      const status = key ? 0 : HCI_ERROR['invalid-hci-command-parameters'];
      this.core.leEvent(HCI_LE_EVENT.generateDhKeyComplete, generateDhKeyComplete(status, key ?? NO_KEY));
      key?.fill(0);
    });
  }

  #agree(point: Uint8Array, own: OwnKey): Uint8Array | null {
    const pair = own === 'debug' ? debugPair() : this.#pair;
    if (!pair || !isOnCurve(point)) return null;
    return pair.computeSecret(Uint8Array.of(UNCOMPRESSED, ...point)).reverse();
  }

  /** Done after the Command Status, and not for a host that has reset the controller meanwhile. */
  #work(run: () => void): void {
    this.#busy = true;
    this.core.air.scheduler.soon(() => {
      if (this.core.keyAgreement !== this) return;
      this.#busy = false;
      run();
    });
  }
}

/** First byte of a point with both coordinates, SEC 1 2.3.3. */
const UNCOMPRESSED = 0x04;

/** Both coordinates, each the other way round. */
function turned(point: Uint8Array): Uint8Array {
  const x = point.slice(0, COORDINATE_LENGTH).reverse();
  const y = point.slice(COORDINATE_LENGTH).reverse();
  return Uint8Array.of(...x, ...y);
}
