import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyBond, makeBond } from '../testing/bonds.js';
import { bondToJson, readBond, readIdentity } from './bond-json.js';

const viaJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a bond as JSON', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(anyBond(), (bond) => {
        expect(readBond(viaJson(bondToJson(bond)))).toEqual({ value: bond, ignored: [] });
      }),
    );
  });

  test('has its keys in hex, as they go over the air', () => {
    const ltk = Uint8Array.from({ length: 16 }, (_, i) => i);
    expect(bondToJson(makeBond(1, { ltk })).ltk).toBe('000102030405060708090a0b0c0d0e0f');
  });

  test('read from a program is a copy', () => {
    const bond = makeBond(1);
    const read = readBond(bond);
    bond.ltk?.fill(9);
    bond.cccd[18] = 0;
    expect(read).toEqual({ value: makeBond(1), ignored: [] });
  });

  test.each<[string, object]>([
    ['id is not a text', { id: '' }],
    ['id is not a text', { id: 'a\nb' }],
    ['id is not a text', { id: 'x'.repeat(129) }],
    ['peer is not an address', { peer: undefined }],
    ['peer.type is neither', { peer: { address: 'c2:00:00:00:00:01', type: 'static' } }],
    ['identity.address is not an address', { identity: { address: 'c2:00', type: 'random' } }],
    ['ltk is not 16 bytes', { ltk: 'ab'.repeat(15) }],
    ['ltk is not 16 bytes', { ltk: 'zz'.repeat(16) }],
    ['ltk is not 16 bytes', { ltk: 7 }],
    ['ltkLocal is all zeros', { ltkLocal: '00'.repeat(16) }],
    ['rand is not 8 bytes', { rand: 'ab'.repeat(9) }],
    ['ediv is not a whole number from 0 to 65535', { ediv: 65536 }],
    ['keySize is not a whole number from 7 to 16', { keySize: 6 }],
    ['keySize is not a whole number from 7 to 16', { keySize: 16.5 }],
    ['authenticated is neither true nor false', { authenticated: 1 }],
    ['method is none of', { method: 'guessing' }],
    ['name is not a text', { name: 5 }],
    ['cccd is not an object', { cccd: [1] }],
    ['a handle in cccd', { cccd: { 0: 1 } }],
    ['a handle in cccd', { cccd: { '0x10': 1 } }],
    ['a handle in cccd', { cccd: JSON.parse('{"__proto__": 1}') }],
    ['a value in cccd', { cccd: { 18: -1 } }],
    ['cccd has more than 1024', { cccd: Object.fromEntries(Array.from({ length: 1_025 }, (_, i) => [i + 1, 1])) }],
    ['signCounters.remote is not a whole number', { signCounters: { local: 0 } }],
    ['created is not in milliseconds', { created: 'now' }],
    ['lastUsed is not in milliseconds', { lastUsed: Number.NaN }],
  ])('is refused: %s (%j)', (why, change) => {
    expect(readBond({ ...bondToJson(makeBond(1)), ...change })).toEqual({ why: expect.stringContaining(why) });
  });

  test('leaves out what nobody knows, and names it', () => {
    expect(readBond({ ...bondToJson(makeBond(1)), colour: 'red' })).toEqual({
      value: makeBond(1),
      ignored: ['colour'],
    });
  });

  test('clips a name that is too long', () => {
    const read = readBond({ ...bondToJson(makeBond(1)), name: 'n'.repeat(1000) });
    expect(read).toMatchObject({ value: { name: 'n'.repeat(248) } });
  });

  test('of anything at all is a bond or a reason', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
        expect(readBond(value)).toHaveProperty('why');
        expect(readIdentity(value)).toHaveProperty('why');
      }),
    );
  });

  test('with any one field replaced by anything is a bond or a reason', () => {
    const fields = Object.keys(bondToJson(makeBond(1)));
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.anything(), (field, value) => {
        const read = readBond({ ...bondToJson(makeBond(1)), [field]: value });
        if ('value' in read)
          expect(readBond(viaJson(bondToJson(read.value)))).toEqual({ value: read.value, ignored: [] });
      }),
      { numRuns: 2_000 },
    );
  });
});

test('an identity needs its key', () => {
  expect(readIdentity({ irk: '11'.repeat(16), staticAddress: 'C2:00:00:00:00:01' })).toEqual({
    value: { irk: new Uint8Array(16).fill(0x11), staticAddress: 'c2:00:00:00:00:01' },
    ignored: [],
  });
  expect(readIdentity({})).toEqual({ why: 'irk is missing' });
});
