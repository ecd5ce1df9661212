import type { Address } from '../../../../src-shared/model/address.js';
import type { Bond } from '../../api/key-store.js';
import type { PairingResult } from './smp-link.js';

/** The bond to keep of a pairing; null when it is not one to be kept. `now` in milliseconds since the epoch. */
export function bondOf({ outcome, keys }: PairingResult, id: string, peer: Address, now: number): Bond | null {
  if (!outcome.bonded) return null;
  const { method, keySize, authenticated, secureConnections } = outcome;
  return {
    id,
    peer,
    ...keys,
    method,
    keySize,
    authenticated,
    secureConnections,
    cccd: {},
    signCounters: { local: 0, remote: 0 },
    created: now,
    lastUsed: now,
  };
}
