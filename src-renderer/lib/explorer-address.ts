import { type AddressKind, type AddressType, addressKind, parseAddress } from '../../src-shared/model/address.js';
import { BleError } from '../../src-shared/model/ble-error.js';

export interface AddressCheck {
  /** Normal form; null while it is none. */
  address: string | null;
  error: string | null;
  /** Something to know before connecting. */
  hint: string | null;
}

const KIND_HINTS: Partial<Record<AddressKind, string>> = {
  resolvable: 'A resolvable private address changes about every 15 minutes: an old one leads nowhere.',
  'non-resolvable': 'A non-resolvable private address changes, and few devices accept connections to it.',
  reserved: 'The two top bits 10 are reserved: no device should have this address.',
};

/** Checks an address as it is typed. */
export function checkAddress(text: string, type: AddressType): AddressCheck {
  const trimmed = text.trim();
  if (trimmed === '') return { address: null, error: null, hint: null };
  try {
    const address = parseAddress(trimmed);
    if (/^(00:){5}00$|^(ff:){5}ff$/.test(address))
      return { address: null, error: 'All zeros or all ones is no device', hint: null };
    return { address, error: null, hint: KIND_HINTS[addressKind({ address, type })] ?? null };
  } catch (error) {
    if (!(error instanceof BleError)) throw error;
    return { address: null, error: 'Six bytes in hex, like c2:00:00:00:00:01', hint: null };
  }
}
