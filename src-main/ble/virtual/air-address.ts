import { type AddressType, addressFromBytes } from '../../../src-shared/model/address.js';

/** A device address as it goes over the air: 6 bytes, least significant first, and the TxAdd / RxAdd bit. */
export interface AirAddress {
  readonly type: 0 | 1;
  readonly bytes: Uint8Array;
  /** Equal for equal addresses of the same type. */
  readonly key: string;
}

export function airAddress(type: 0 | 1, bytes: Uint8Array): AirAddress {
  let key = type === 1 ? 'r' : 'p';
  for (let i = 0; i < 6; i += 1) key += String.fromCharCode(bytes[i] as number);
  return { type, bytes, key };
}

export function describeAddress(address: AirAddress): { address: string; type: AddressType } {
  return { address: addressFromBytes(address.bytes), type: address.type === 1 ? 'random' : 'public' };
}
