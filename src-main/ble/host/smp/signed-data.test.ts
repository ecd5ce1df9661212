import { expect, it } from 'vitest';
import { fromHex } from '../../../../src-shared/bytes/hex.js';
import { cmac } from '../../crypto/cmac.js';
import { signatureOf, verifiedCounter } from './signed-data.js';

const CSRK = fromHex('3c4fcf098815f7aba6d2ae2816157e2b') as Uint8Array;
const PDU = Uint8Array.of(0xd2, 0x21, 0x00, 1, 2, 3);
const signed = (counter: number) => new Uint8Array([...PDU, ...signatureOf(CSRK, PDU, counter)]);

it('Core Vol 3 Part H 2.4.5: counter, then the first half of the CMAC over PDU and counter, least significant byte first', () => {
  const mac = cmac(CSRK.slice().reverse(), Uint8Array.of(0, 0, 1, 2, 3, 2, 1, 0, 0x21, 0xd2));
  expect(signatureOf(CSRK, PDU, 0x0102)).toEqual(Uint8Array.of(2, 1, 0, 0, ...mac.slice(0, 8).reverse()));
});

it('every changed byte is found out', () => {
  expect(verifiedCounter(CSRK, signed(7))).toBe(7);
  for (let at = 0; at < signed(7).length; at += 1) {
    const changed = signed(7);
    changed[at] = (changed[at] as number) ^ 1;
    expect(verifiedCounter(CSRK, changed)).toBeNull();
  }
  expect(verifiedCounter(CSRK, new Uint8Array(11))).toBeNull();
});
