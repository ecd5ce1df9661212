import type { LinkSecurity } from './connection.js';
import type { SecurityLevel } from './gatt-server.js';

export type Lack = 'insufficient-authentication' | 'insufficient-encryption' | 'encryption-key-size-too-short';

/** Key bytes of the level 'secure-connections', Core Vol 3 Part C 10.2.1. */
const LONGEST_KEY = 16;

/** What a link lacks for an attribute or channel of this level, by the name that ATT and L2CAP have for it: Core Vol 3 Part C 10.3.1. */
export function lackOf(link: LinkSecurity, level: SecurityLevel, minKeySize = 0): Lack | null {
  if (level === 'none' && minKeySize === 0) return null;
  const { encrypted, authenticated, secureConnections, keySize, bonded } = link;
  if (!encrypted) return bonded ? 'insufficient-encryption' : 'insufficient-authentication';
  const needsMitm = level === 'authenticated' || level === 'secure-connections';
  if (needsMitm && !authenticated) return 'insufficient-authentication';
  if (level === 'secure-connections' && !secureConnections) return 'insufficient-authentication';
  const least = level === 'secure-connections' ? LONGEST_KEY : minKeySize;
  return keySize < least ? 'encryption-key-size-too-short' : null;
}
