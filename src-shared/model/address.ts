import { BYTE_HEX } from '../bytes/hex.js';
import { invalidArgument } from './ble-error.js';

export type AddressType = 'public' | 'random';

/** `address` is 'aa:bb:cc:dd:ee:ff', most significant byte first, lower case. */
export interface Address {
  address: string;
  type: AddressType;
}

/** What an address tells of itself, Core Vol 6 Part B 1.3. */
export type AddressKind = 'public' | 'static' | 'resolvable' | 'non-resolvable' | 'reserved';

/** Normalises 'AA:BB:CC:DD:EE:FF' (or '-' or nothing between bytes). Throws BleError 'invalid-argument'. */
export function parseAddress(text: string): string {
  const match = typeof text === 'string' && /^[0-9a-f]{2}([:-]?[0-9a-f]{2}){5}$/i.test(text);
  if (!match)
    throw invalidArgument(
      'address',
      `${JSON.stringify(text)} is not a Bluetooth address: six bytes in hex, like c2:00:00:00:00:01`,
    );
  const hex = text.replaceAll(/[:-]/g, '').toLowerCase();
  return (hex.match(/../g) as string[]).join(':');
}

/** From the 6 bytes on air, least significant first, that begin at `at`. */
export function addressFromBytes(bytes: Uint8Array, at = 0): string {
  let text = BYTE_HEX[bytes[at + 5] as number] as string;
  for (let i = 4; i >= 0; i -= 1) text += `:${BYTE_HEX[bytes[at + i] as number]}`;
  return text;
}

/** The 6 bytes on air, least significant first. */
export function addressToBytes(address: string): Uint8Array {
  const hex = parseAddress(address).replaceAll(':', '');
  return Uint8Array.from({ length: 6 }, (_, i) => Number.parseInt(hex.slice(10 - 2 * i, 12 - 2 * i), 16));
}

export function addressKind({ address, type }: Address): AddressKind {
  if (type === 'public') return 'public';
  const top = Number.parseInt(address.slice(0, 2), 16) >> 6;
  return (['non-resolvable', 'resolvable', 'reserved', 'static'] as const)[top] as AddressKind;
}
