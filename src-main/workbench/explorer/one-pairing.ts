import { ATT_ERROR } from '../../../src-shared/assigned-numbers/att.js';
import { BleError } from '../../../src-shared/model/ble-error.js';

/** Of many operations in a row: once a pairing came to nothing the user is not asked again. */
export class OnePairing {
  #isRefused = false;

  /** `pair` undefined: as the adapter does. */
  async run<T>(work: (pair: boolean | undefined) => Promise<T>): Promise<T> {
    try {
      return await work(this.#isRefused ? false : undefined);
    } catch (error) {
      this.#isRefused ||= error instanceof BleError && (error.layer === 'smp' || isForSecurity(error));
      throw error;
    }
  }
}

const WANTS_SECURITY: readonly (number | undefined)[] = [
  ATT_ERROR['insufficient-authentication'],
  ATT_ERROR['insufficient-encryption'],
];

/** Pairing was tried or cancelled, and the peer's word stands. */
const isForSecurity = ({ layer, status }: BleError): boolean => layer === 'att' && WANTS_SECURITY.includes(status);
