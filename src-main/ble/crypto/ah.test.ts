import { expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src-shared/bytes/hex.js';
import { ah } from './ah.js';

const hex = (text: string) => fromHex(text) as Uint8Array;

it('Core Vol 3 Part H D.7: ah of the sample key', () => {
  expect(toHex(ah(hex('ec0234a357c8ad05341010a60a397d9b'), hex('708194')))).toBe('0dfbaa');
});
