import type { IoCapability, PairingMethod } from '../../../src-shared/model/association.js';
import type {
  BondKey,
  BondRow,
  PairingAttemptState,
  PairingFeatures,
  PairingPrompt,
} from '../../../src-shared/model/pairing.js';

export const IO_WORDS: Record<IoCapability, string> = {
  'display-only': 'Display only',
  'display-yes-no': 'Display yes/no',
  'keyboard-only': 'Keyboard only',
  'no-input-no-output': 'No input, no output',
  'keyboard-display': 'Keyboard and display',
};

export const METHOD_WORDS: Record<PairingMethod, string> = {
  'just-works': 'Just Works',
  passkey: 'Passkey',
  'numeric-comparison': 'Numeric comparison',
  oob: 'Out of band',
};

export const methodWords = (method: PairingMethod | null): string =>
  method === null ? 'not known' : METHOD_WORDS[method];

/** A bond's keys, each once: what both sides gave is one kind. */
export function keysHeld(keys: readonly BondKey[]): string {
  const kinds: string[] = [];
  if (keys.includes('ltk') || keys.includes('ltkLocal')) kinds.push('LTK');
  if (keys.includes('irk')) kinds.push('IRK');
  if (keys.includes('csrk') || keys.includes('csrkLocal')) kinds.push('CSRK');
  return kinds.join(' ');
}

export const KEY_WORDS: Record<BondKey, { name: string; long: string }> = {
  ltk: { name: 'LTK', long: 'Long Term Key: encrypts the link when we are central' },
  ltkLocal: { name: 'LTK, given', long: 'Long Term Key that we gave: encrypts the link when we are peripheral' },
  irk: { name: 'IRK', long: 'Identity Resolving Key: tells whose a private address is' },
  csrk: { name: 'CSRK', long: 'Connection Signature Resolving Key: checks writes that the peer signed' },
  csrkLocal: { name: 'CSRK, given', long: 'Connection Signature Resolving Key that we gave: signs our writes' },
};

export interface Protection {
  level: 'encrypted' | 'authenticated' | 'broken';
  text: string;
}

export function protectionOf({ authenticated, isLostByPeer }: BondRow): Protection {
  if (isLostByPeer) return { level: 'broken', text: 'peer lost its key' };
  return authenticated
    ? { level: 'authenticated', text: 'authenticated' }
    : { level: 'encrypted', text: 'not authenticated' };
}

export const bondName = ({ name, address }: Pick<BondRow, 'name' | 'address'>): string => name ?? address;
export const peerName = ({ name, address }: PairingAttemptState['peer']): string => name ?? address;

/** 'bonding, Secure Connections and MITM protection'; null for nothing. */
export function wishWords({
  bond,
  secureConnections,
  mitm,
}: Pick<PairingFeatures, 'bond' | 'secureConnections' | 'mitm'>) {
  const wishes = [bond && 'bonding', secureConnections && 'Secure Connections', mitm && 'MITM protection'].filter(
    (wish): wish is string => wish !== false,
  );
  if (wishes.length === 0) return null;
  const last = wishes.pop();
  return wishes.length === 0 ? (last ?? null) : `${wishes.join(', ')} and ${last}`;
}

/** What a pairing waits for, for the status bar. */
export function attemptWords(attempt: PairingAttemptState, prompts: readonly PairingPrompt[]): string {
  switch (prompts.find((prompt) => prompt.attempt === attempt.id)?.kind) {
    case 'enter-passkey':
      return 'Pairing, passkey to be typed';
    case 'display-passkey':
      return 'Pairing, passkey shown';
    case 'compare-numbers':
      return 'Pairing, comparing numbers';
    case 'confirm':
      return 'Pairing, waiting for a yes';
    default:
      return 'Pairing';
  }
}

/** '482 915' */
export const spaced = (digits: string): string => `${digits.slice(0, 3)} ${digits.slice(3)}`;

/** Six digits out of what was typed or pasted: '482 915', '482-915'; null while it is not that. */
export function passkeyOf(text: string): string | null {
  const digits = text.replaceAll(/[\s-]/g, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}

/** When a bond was used: 'now', '8 min', '2 h', 'yesterday', '3 Nov', '3 Nov 2025'. */
export function usedWords({ isInUse, lastUsed }: Pick<BondRow, 'isInUse' | 'lastUsed'>, now: number): string {
  if (isInUse) return 'now';
  const minutes = Math.floor((now - lastUsed) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min`;
  const then = new Date(lastUsed);
  const today = new Date(now);
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate()).getTime();
  if (lastUsed >= midnight) return `${Math.floor(minutes / 60)} h`;
  if (lastUsed >= midnight - 86_400_000) return 'yesterday';
  const sameYear = then.getFullYear() === today.getFullYear();
  return then.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...(!sameYear && { year: 'numeric' }) });
}
