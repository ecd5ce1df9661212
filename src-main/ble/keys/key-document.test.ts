import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BleError } from '../../../src-shared/model/ble-error.js';
import { anyBond, makeBond } from '../testing/bonds.js';
import { bondToJson } from './bond-json.js';
import { decodeDocument, encodeDocument, type KeyDocument } from './key-document.js';

const bonds = (...list: ReturnType<typeof makeBond>[]) => new Map(list.map((bond) => [bond.id, bond]));
const some: KeyDocument = new Map([
  [
    'public/00:00:00:00:00:01',
    { identity: { irk: new Uint8Array(16).fill(7) }, bonds: bonds(makeBond(1), makeBond(2)) },
  ],
  ['two', { identity: null, bonds: bonds() }],
]);
const changed = (change: (json: ReturnType<typeof JSON.parse>) => void) => {
  const json = JSON.parse(encodeDocument(some));
  change(json);
  return JSON.stringify(json);
};

describe('a document of keys', () => {
  test('comes back as it was', () => {
    expect(decodeDocument(encodeDocument(some))).toEqual({ document: some, refused: [] });
  });

  test('comes back with any bonds', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyBond(), { selector: (bond) => bond.id, maxLength: 5 }), (list) => {
        const document = new Map([['a', { identity: null, bonds: bonds(...list) }]]);
        expect(decodeDocument(encodeDocument(document))).toEqual({ document, refused: [] });
      }),
    );
  });

  test('of format 0 goes through the migrations', () => {
    // A format that never was: bonds in one list, each naming its adapter.
    const old = { format: 'ble-workbench-bonds', version: 0, bonds: [{ of: 'a', ...bondToJson(makeBond(3)) }] };
    const migrations = {
      0: ({ bonds }: Record<string, unknown>) => ({
        adapters: (bonds as { of: string }[]).map(({ of, ...bond }) => ({ adapter: of, bonds: [bond] })),
      }),
    };
    const { document, refused } = decodeDocument(JSON.stringify(old), 'damaged', migrations);
    expect(refused).toEqual([]);
    expect(document).toEqual(new Map([['a', { identity: null, bonds: bonds(makeBond(3)) }]]));
    expect(() => decodeDocument(JSON.stringify(old))).toThrow('Nothing reads format 0');
  });

  test('of a later format is not touched', () => {
    const text = changed((json) => {
      json.version = 2;
    });
    expect(() => decodeDocument(text)).toThrow(expect.objectContaining({ code: 'keystore/newer-version' }));
  });

  test('leaves out what is wrong and says which and why', () => {
    const text = changed((json) => {
      json.adapters[0].bonds[0].ltk = 'ab';
      json.adapters[0].bonds[1].extra = 1;
      json.adapters[0].identity = {};
      json.adapters.push({ adapter: 'two', bonds: [] }, { adapter: 'three' }, 5);
    });
    const { document, refused } = decodeDocument(text);
    const name = 'adapter public/00:00:00:00:00:01';
    expect([...document.keys()]).toEqual([...some.keys()]);
    expect(refused).toEqual([
      { what: `${name}, identity`, why: 'irk is missing' },
      { what: `${name}, bond 1`, why: 'ltk is not 16 bytes in hex' },
      { what: `${name}, bond 2, field "extra"`, why: 'it is not known' },
      { what: 'adapter 3', why: 'it is listed twice' },
      { what: 'adapter 4', why: 'it has no list of bonds' },
      { what: 'adapter 5', why: 'it has no id' },
    ]);
  });

  test('takes 512 bonds of an adapter and 64 adapters', () => {
    const text = changed((json) => {
      json.adapters[1].bonds = Array.from({ length: 600 }, (_, n) => bondToJson(makeBond(n)));
      for (let n = 0; n < 70; n += 1) json.adapters.push({ adapter: `more ${n}`, bonds: [] });
    });
    const { document, refused } = decodeDocument(text);
    expect(document.get('two')?.bonds.size).toBe(512);
    expect(document.size).toBe(64);
    expect(refused[0]).toEqual({ what: 'adapter two, bond 513 and those after it', why: 'there are more than 512' });
  });

  test.each(['', '{', 'null', '[]', '{}', '{"format":"other"}', '{"format":"ble-workbench-bonds","version":"1"}'])(
    '%j is none',
    (text) => {
      expect(() => decodeDocument(text)).toThrow(expect.objectContaining({ code: 'keystore/damaged' }));
      expect(() => decodeDocument(text, 'not-an-export')).toThrow(
        expect.objectContaining({ code: 'keystore/not-an-export' }),
      );
    },
  );

  test('that is cut anywhere, or changed anywhere, is read or refused, and no error quotes it', () => {
    const text = encodeDocument(some);
    const attempt = (broken: string) => {
      try {
        decodeDocument(broken);
      } catch (error) {
        if (!(error instanceof BleError)) throw error;
        expect(`${error.message} ${error.cause}`).not.toMatch(/0202|0303|0707/);
      }
    };
    for (let end = 0; end < text.length; end += 1) attempt(text.slice(0, end));
    for (let at = 0; at < text.length; at += 1) attempt(`${text.slice(0, at)}\\${text.slice(at + 1)}`);
    attempt('['.repeat(1_000_000));
  });
});
