import { expect, it } from 'vitest';
import { fromHex, toHex } from '../../../../src-shared/bytes/hex.js';
import type { Address } from '../../../../src-shared/model/address.js';
import { C1_VECTOR, F5_VECTOR, F6_VECTOR, G2_VECTOR, S1_VECTOR } from '../../testing/crypto-vectors.js';
import {
  comparisonValue,
  dhKeyCheck,
  type Ends,
  legacyConfirm,
  passkeyBytes,
  secureKeys,
  shortenKey,
  shortTermKey,
  swap,
} from './toolbox.js';

const hex = (text: string) => fromHex(text) as Uint8Array;
/** As on air. */
const air = (text: string) => swap(hex(text));
const address = (text: string, type: Address['type']): Address => ({
  address: (text.match(/../g) as string[]).join(':'),
  type,
});

it('SM/CEN/JW/BV-01 the confirm value of the specification, of bytes as on air', () => {
  const ends = { initiator: address(C1_VECTOR.initiator, 'random'), responder: address(C1_VECTOR.responder, 'public') };
  const confirm = legacyConfirm(air(C1_VECTOR.k), air(C1_VECTOR.r), air(C1_VECTOR.preq), air(C1_VECTOR.pres), ends);
  expect(toHex(swap(confirm))).toBe(C1_VECTOR.confirm);
  expect(toHex(swap(shortTermKey(air(S1_VECTOR.k), air(S1_VECTOR.r1), air(S1_VECTOR.r2))))).toBe(S1_VECTOR.stk);
});

it('SM/CEN/SCJW/BV-01 keys, check and comparison of the specification, of bytes as on air', () => {
  const ends: Ends = {
    initiator: address(F5_VECTOR.a1.slice(2), 'public'),
    responder: address(F5_VECTOR.a2.slice(2), 'public'),
  };
  const nonces = { initiator: air(F5_VECTOR.n1), responder: air(F5_VECTOR.n2) };
  const { macKey, ltk } = secureKeys(hex(F5_VECTOR.w), nonces, ends);
  expect([toHex(swap(macKey)), toHex(swap(ltk))]).toEqual([F5_VECTOR.macKey, F5_VECTOR.ltk]);
  const check = dhKeyCheck(macKey, 'initiator', nonces, ends, air(F6_VECTOR.r), air(F6_VECTOR.ioCap));
  expect(toHex(swap(check))).toBe(F6_VECTOR.check);
  expect(comparisonValue(air(G2_VECTOR.u), air(G2_VECTOR.v), nonces)).toBe(G2_VECTOR.digits);
});

it('a passkey is a number of 128 bits, and a short key keeps its least significant bytes', () => {
  expect(toHex(passkeyBytes(19_655))).toBe('c74c0000000000000000000000000000');
  expect(toHex(passkeyBytes(999_999))).toBe('3f420f00000000000000000000000000');
  expect(toHex(shortenKey(hex('00112233445566778899aabbccddeeff'), 7))).toBe('00112233445566000000000000000000');
});
