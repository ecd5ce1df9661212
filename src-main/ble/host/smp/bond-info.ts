import type { Address } from '../../../../src-shared/model/address.js';
import type { Bond } from '../../api/key-store.js';
import type { BondInfo } from '../../api/security.js';

const KEYS = ['ltk', 'ltkLocal', 'irk', 'csrk', 'csrkLocal'] as const;

/** A bond without its keys. */
export function bondInfo(bond: Bond): BondInfo {
  const { id, peer, identity, keySize, authenticated, secureConnections, method, name, created, lastUsed } = bond;
  return {
    id,
    peer: { ...peer },
    ...(identity && { identity: { ...identity } }),
    ...(method && { method }),
    ...(name && { name }),
    keys: KEYS.filter((key) => bond[key] !== undefined),
    keySize,
    authenticated,
    secureConnections,
    created,
    lastUsed,
    toString() {
      const who = (identity ?? peer).address;
      const how = secureConnections ? 'Secure Connections' : 'legacy pairing';
      return `bond with ${who}, ${how}, ${authenticated ? 'authenticated' : 'not authenticated'}, ${keySize} byte key`;
    },
  };
}

export function sameAddress(a: Address, b: Address): boolean {
  return a.address === b.address && a.type === b.type;
}
