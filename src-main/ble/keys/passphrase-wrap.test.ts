import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CHEAP } from '../testing/bonds.js';
import { DEFAULT_COST, passphraseWrap, WRAPPED_BYTES } from './passphrase-wrap.js';

const dataKey = Uint8Array.from({ length: 32 }, (_, i) => i);
const wrap = passphraseWrap('correct horse', CHEAP);

describe('passphraseWrap', () => {
  test('opens what it wrapped, at the cost everyone has', async () => {
    const real = passphraseWrap('correct horse');
    const wrapped = await real.wrap(dataKey);
    expect([...wrapped.subarray(0, 3)]).toEqual([DEFAULT_COST.log2N, DEFAULT_COST.r, DEFAULT_COST.p]);
    expect(wrapped).toHaveLength(WRAPPED_BYTES);
    expect((await real.unwrap(wrapped)).dataKey).toEqual(dataKey);
    // The cost is the file's, not the program's.
    expect((await wrap.unwrap(wrapped)).dataKey).toEqual(dataKey);
  });

  test('never wraps the same way twice, and shows neither key nor passphrase', async () => {
    const [a, b] = [await wrap.wrap(dataKey), await wrap.wrap(dataKey)];
    expect(a.subarray(3)).not.toEqual(b.subarray(3));
    expect(Buffer.from(a).includes(Buffer.from(dataKey.subarray(0, 8)))).toBe(false);
    expect(Buffer.from(a).includes('horse')).toBe(false);
  });

  test('is not opened by another passphrase', async () => {
    await expect(passphraseWrap('correct horsf', CHEAP).unwrap(await wrap.wrap(dataKey))).rejects.toMatchObject({
      code: 'keystore/wrong-passphrase',
    });
  });

  test('takes a passphrase as every keyboard types it', async () => {
    const composed = passphraseWrap('caf\u00e9', CHEAP);
    expect((await composed.unwrap(await passphraseWrap('cafe\u0301', CHEAP).wrap(dataKey))).dataKey).toEqual(dataKey);
  });

  test.each([
    ['no passphrase', '', CHEAP],
    ['N beyond the limit', 'x', { log2N: 21, r: 1, p: 1 }],
    ['half a parameter', 'x', { log2N: 2, r: 1.5, p: 1 }],
    ['too much memory', 'x', { log2N: 20, r: 8, p: 1 }],
  ])('refuses %s', (_, passphrase, cost) => {
    expect(() => passphraseWrap(passphrase, cost)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });

  test.each([
    ['512 MiB', [19, 8, 1]],
    ['a table of 2^63', [63, 1, 1]],
    ['255 rounds', [17, 8, 255]],
    ['no block', [10, 0, 1]],
    ['no table', [0, 8, 1]],
  ])('a file that asks for %s is refused before any work', async (_, parameters) => {
    const wrapped = Uint8Array.from([...parameters, ...randomBytes(WRAPPED_BYTES - 3)]);
    const started = performance.now();
    await expect(wrap.unwrap(wrapped)).rejects.toMatchObject({ code: 'keystore/damaged' });
    expect(performance.now() - started).toBeLessThan(50);
  });

  test('of another length it is refused', async () => {
    const wrapped = await wrap.wrap(dataKey);
    for (let length = 0; length < wrapped.length; length += 1)
      await expect(wrap.unwrap(wrapped.subarray(0, length))).rejects.toMatchObject({ code: 'keystore/damaged' });
    await expect(wrap.unwrap(Uint8Array.of(...wrapped, 0))).rejects.toMatchObject({ code: 'keystore/damaged' });
  });

  test('with any byte changed it does not open', async () => {
    const wrapped = await wrap.wrap(dataKey);
    for (let at = 0; at < wrapped.length; at += 1) {
      const changed = Uint8Array.from(wrapped);
      changed[at] = (changed[at] as number) ^ 1;
      await expect(wrap.unwrap(changed)).rejects.toMatchObject({ code: /^keystore\/(wrong-passphrase|damaged)$/ });
    }
  });
});
