import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { fromHex } from '../../../src-shared/bytes/hex.js';
import { checkCrypto } from '../testing/check-crypto.js';
import { BAD_POINTS, P256_VECTORS } from '../testing/crypto-vectors.js';
import { equalSecret, isZero } from './equal-secret.js';
import { isDebugKey, isOnCurve, KeyPair } from './p256.js';

const hex = (text: string) => fromHex(text) as Uint8Array;
const [set1] = P256_VECTORS;

it('Core Vol 3 Part H 2.2 and Appendix D, Vol 2 Part G 7.1.2, RFC 4493: every sample', () => {
  expect(checkCrypto()).toEqual([]);
});

it.each(BAD_POINTS)('CVE-2018-5383 invalid curve: no secret is computed with $name', ({ x, y }) => {
  const point = { x: hex(x), y: hex(y) };
  expect(isOnCurve(point)).toBe(false);
  expect(() => KeyPair.generate().dhKey(point)).toThrow(RangeError);
});

it('the debug key is known by its X, whatever the sign of Y', () => {
  const p = 0xffffffff_00000001_00000000_00000000_00000000_ffffffff_ffffffff_ffffffffn;
  const mirrored = hex((p - BigInt(`0x${set1.publicA.y}`)).toString(16).padStart(64, '0'));
  const point = { x: hex(set1.publicA.x), y: mirrored };
  expect(isOnCurve(point)).toBe(true);
  expect(isDebugKey(point)).toBe(true);
});

it('a key pair shows its private key to nobody', () => {
  const pair = KeyPair.of(hex(set1.privateB));
  const shown = [JSON.stringify(pair), inspect(pair, { depth: 9, showHidden: true }), String(pair)].join();
  expect(shown.replaceAll(/[^0-9a-f]/g, '')).not.toContain(set1.privateB.slice(0, 16));
  expect(Object.keys(pair)).toEqual(['publicKey']);
});

it('secrets are compared whole, and lengths that differ are unequal', () => {
  expect(equalSecret(hex('0102'), hex('0102'))).toBe(true);
  expect(equalSecret(hex('0102'), hex('0103'))).toBe(false);
  expect(equalSecret(hex('0102'), hex('01'))).toBe(false);
  expect(isZero(new Uint8Array(16))).toBe(true);
  expect(isZero(hex('00000001'))).toBe(false);
});
