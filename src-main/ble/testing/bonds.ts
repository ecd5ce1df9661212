import fc from 'fast-check';
import { toHex } from '../../../src-shared/bytes/hex.js';
import type { Bond } from '../api/key-store.js';
import type { ScryptCost } from '../keys/passphrase-wrap.js';

/** scrypt at next to no cost. */
export const CHEAP: ScryptCost = { log2N: 1, r: 1, p: 1 };

/** The n-th bond: every field differs from those of the others. */
export function makeBond(n: number, change: Partial<Bond> = {}): Bond {
  const address = (top: string) => `${top}:00:00:00:${toHex(Uint8Array.of(n >> 8, n), ':')}`;
  return {
    id: `bond-${n}`,
    peer: { address: address('5e'), type: 'random' },
    identity: { address: address('c2'), type: 'random' },
    ltk: new Uint8Array(16).fill(1 + (n % 200)),
    irk: new Uint8Array(16).fill(2 + (n % 200)),
    keySize: 16,
    authenticated: true,
    secureConnections: true,
    method: 'passkey',
    name: `Peer ${n}`,
    cccd: { 18: 1 },
    signCounters: { local: n, remote: 0 },
    created: 1_700_000_000_000 + n,
    lastUsed: 1_700_000_000_000 + n,
    ...change,
  };
}

/** Every bond there can be. */
export function anyBond(): fc.Arbitrary<Bond> {
  const key = fc.uint8Array({ minLength: 16, maxLength: 16 }).filter((bytes) => bytes.some((byte) => byte !== 0));
  const address = fc.record({
    address: fc.uint8Array({ minLength: 6, maxLength: 6 }).map((bytes) => toHex(bytes, ':')),
    type: fc.constantFrom('public' as const, 'random' as const),
  });
  const moment = fc.double({ min: 0, max: 8.64e15, noNaN: true }).map((ms) => ms + 0);
  return fc.record(
    {
      id: fc.stringMatching(/^[\x21-\x7e]{1,40}$/),
      peer: address,
      identity: address,
      ltk: key,
      ltkLocal: key,
      irk: key,
      csrk: key,
      ediv: fc.integer({ min: 0, max: 0xffff }),
      rand: fc.uint8Array({ minLength: 8, maxLength: 8 }),
      keySize: fc.integer({ min: 7, max: 16 }),
      authenticated: fc.boolean(),
      secureConnections: fc.boolean(),
      method: fc.constantFrom('just-works', 'passkey', 'numeric-comparison', 'oob'),
      name: fc.string({ unit: 'grapheme', maxLength: 20 }),
      cccd: fc
        .array(fc.tuple(fc.integer({ min: 1, max: 0xffff }), fc.integer({ min: 0, max: 3 })), { maxLength: 8 })
        .map((entries) => Object.fromEntries(entries)),
      signCounters: fc.record({ local: fc.nat(), remote: fc.nat() }),
      created: moment,
      lastUsed: moment,
    },
    {
      requiredKeys: [
        'id',
        'peer',
        'keySize',
        'authenticated',
        'secureConnections',
        'cccd',
        'signCounters',
        'created',
        'lastUsed',
      ],
    },
  ) as fc.Arbitrary<Bond>;
}
