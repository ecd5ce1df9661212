import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { makeBond } from '../testing/bonds.js';
import type { DroppedBond } from './key-table.js';
import { memoryKeyStore } from './memory-key-store.js';

describe('memoryKeyStore', () => {
  test('keeps bonds by adapter and id, and the identity', async () => {
    const store = memoryKeyStore();
    await store.save('a', makeBond(1));
    await store.save('a', makeBond(2));
    await store.save('b', makeBond(1, { name: 'of b' }));
    await store.save('a', makeBond(1, { name: 'again' }));
    await store.remove('a', 'bond-2');
    await store.remove('nobody', 'bond-2');
    await store.saveIdentity('a', { irk: new Uint8Array(16).fill(5) });
    expect(await store.load('a')).toEqual([makeBond(1, { name: 'again' })]);
    expect(await store.load('b')).toEqual([makeBond(1, { name: 'of b' })]);
    expect(await store.load('c')).toEqual([]);
    expect(await store.loadIdentity('a')).toEqual({ irk: new Uint8Array(16).fill(5) });
    expect(await store.loadIdentity('b')).toBeNull();
  });

  test('what it gives and takes is a copy', async () => {
    const store = memoryKeyStore();
    const bond = makeBond(1);
    await store.save('a', bond);
    bond.ltk?.fill(0xee);
    (await store.load('a'))[0]?.ltk?.fill(0xff);
    expect(await store.load('a')).toEqual([makeBond(1)]);
  });

  test('refuses what is no bond, by the field', async () => {
    const store = memoryKeyStore();
    await expect(store.save('a', makeBond(1, { keySize: 3 }))).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(store.save('', makeBond(1))).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(store.save('a', null as never)).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(await store.load('a')).toEqual([]);
  });

  test('at the limit the least recently used bond that no link uses is dropped, and told', async () => {
    const dropped: DroppedBond[] = [];
    const store = memoryKeyStore({
      bondsPerAdapter: 3,
      inUse: (_, bond) => bond.id === 'bond-1',
      onDropped: (bond) => dropped.push(bond),
    });
    await store.save('a', makeBond(1, { lastUsed: 1 }));
    await store.save('a', makeBond(2, { lastUsed: 3 }));
    await store.save('a', makeBond(3, { lastUsed: 2 }));
    // One that is there already needs no room.
    await store.save('a', makeBond(2, { lastUsed: 4 }));
    await store.save('b', makeBond(9, { lastUsed: 0 }));
    expect(dropped).toEqual([]);
    await store.save('a', makeBond(4, { lastUsed: 0 }));
    expect((await store.load('a')).map(({ id }) => id)).toEqual(['bond-1', 'bond-2', 'bond-4']);
    expect(dropped).toEqual([{ adapterId: 'a', id: 'bond-3', peer: makeBond(3).peer, name: 'Peer 3', lastUsed: 2 }]);
  });

  test('when every bond is in use the new one is refused and the others stay', async () => {
    const store = memoryKeyStore({ bondsPerAdapter: 2, inUse: () => true });
    await store.save('a', makeBond(1));
    await store.save('a', makeBond(2));
    await expect(store.save('a', makeBond(3))).rejects.toMatchObject({ code: 'keystore/full' });
    expect((await store.load('a')).map(({ id }) => id)).toEqual(['bond-1', 'bond-2']);
  });

  test('one adapter too many takes the place of the one unused the longest', async () => {
    const dropped: DroppedBond[] = [];
    const store = memoryKeyStore({ adapters: 2, onDropped: (bond) => dropped.push(bond) });
    await store.save('a', makeBond(1, { lastUsed: 5 }));
    await store.save('b', makeBond(2, { lastUsed: 4 }));
    await store.save('c', makeBond(3));
    expect(dropped).toMatchObject([{ adapterId: 'b', id: 'bond-2' }]);
    expect(await store.load('a')).toHaveLength(1);
  });

  test('shows no keys when it is printed', async () => {
    const store = memoryKeyStore();
    await store.save('a', makeBond(1));
    expect(inspect(store, { depth: 9, showHidden: true })).not.toMatch(/Uint8Array|02, 2|2, 2/);
  });
});
