import { describe, expect, it } from 'vitest';
import { keysHeld, passkeyOf, spaced, usedWords, wishWords } from './pairing-words.js';

it.each([
  ['482915', '482915'],
  ['482 915', '482915'],
  [' 000-007 ', '000007'],
  ['48291', null],
  ['4829155', null],
  ['48291x', null],
  ['', null],
])('%j typed as a passkey is %j', (text, passkey) => expect(passkeyOf(text)).toBe(passkey));

it('six digits are shown in two groups', () => expect(spaced('000482')).toBe('000 482'));

it('keys of both sides are one kind', () => {
  expect(keysHeld(['ltk', 'ltkLocal', 'irk', 'csrkLocal'])).toBe('LTK IRK CSRK');
  expect(keysHeld(['ltkLocal'])).toBe('LTK');
  expect(keysHeld([])).toBe('');
});

it.each([
  [{ bond: true, secureConnections: true, mitm: true }, 'bonding, Secure Connections and MITM protection'],
  [{ bond: true, secureConnections: false, mitm: true }, 'bonding and MITM protection'],
  [{ bond: false, secureConnections: true, mitm: false }, 'Secure Connections'],
  [{ bond: false, secureConnections: false, mitm: false }, null],
])('%j in words', (wishes, words) => expect(wishWords(wishes)).toBe(words));

describe('when a bond was used', () => {
  const now = new Date(2026, 10, 27, 15, 0).getTime();
  const used = (lastUsed: number, isInUse = false) => usedWords({ lastUsed, isInUse }, now);
  it.each([
    ['in use', used(0, true), 'now'],
    ['a moment ago', used(now - 20_000), 'just now'],
    ['minutes ago', used(now - 8 * 60_000), '8 min'],
    ['hours ago', used(now - 2 * 3_600_000), '2 h'],
    ['before midnight', used(new Date(2026, 10, 26, 23, 59).getTime()), 'yesterday'],
    ['this year', used(new Date(2026, 10, 3).getTime()), '3 Nov'],
    ['another year', used(new Date(2025, 10, 3).getTime()), '3 Nov 2025'],
  ])('%s', (_when, words, expected) => expect(words).toBe(expected));
});
