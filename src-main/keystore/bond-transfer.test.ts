import { describe, expect, test } from 'vitest';
import { KeyTable } from '../ble/keys/key-table.js';
import { makeBond } from '../ble/testing/bonds.js';
import { exportBonds, type ImportOptions, importBonds, mergeBonds } from './bond-transfer.js';

const identity = { irk: new Uint8Array(16).fill(0x77), staticAddress: 'c0:00:00:00:00:01' };

function tableOf(...bonds: ReturnType<typeof makeBond>[]): KeyTable {
  const table = new KeyTable();
  for (const bond of bonds) table.save('a', bond);
  return table;
}
/** Imports the bonds of another table. */
function importFrom(into: KeyTable, from: KeyTable, options: ImportOptions) {
  return importBonds(into, exportBonds(from, {}, 0), options);
}
const counts = (added: number, replaced: number, unchanged = 0) => ({ added, replaced, unchanged, refused: [] });

describe('an export', () => {
  test('holds every key, and comes back whole', () => {
    const table = tableOf(makeBond(1), makeBond(2));
    table.saveIdentity('a', identity);
    table.save('b', makeBond(3));
    const text = exportBonds(table, {}, Date.UTC(2026, 0, 2));
    expect(JSON.parse(text)).toMatchObject({
      format: 'ble-workbench-bonds',
      version: 1,
      exported: '2026-01-02T00:00:00.000Z',
      adapters: [{ adapter: 'a', identity: { irk: '77'.repeat(16) }, bonds: [{ ltk: '02'.repeat(16) }, {}] }, {}],
    });
    const other = new KeyTable();
    expect(importBonds(other, text, { overwrite: false })).toEqual(counts(3, 0));
    expect(other.document).toEqual(table.document);
  });

  test('holds what was chosen', () => {
    const table = tableOf(makeBond(1), makeBond(2));
    table.saveIdentity('a', identity);
    table.save('b', makeBond(3));
    const { adapters } = JSON.parse(exportBonds(table, { adapterId: 'a', ids: ['bond-2'] }, 0));
    expect(adapters).toEqual([{ adapter: 'a', bonds: [expect.objectContaining({ id: 'bond-2' })] }]);
  });
});

describe('an import', () => {
  test('leaves bonds with peers that have one, unless told to replace them', () => {
    const table = tableOf(makeBond(1), makeBond(2));
    // Another id and another private address: it is the identity that counts.
    const news = { id: 'new', peer: { address: '5e:aa:aa:aa:aa:aa', type: 'random' as const } };
    const from = tableOf(makeBond(1, news), makeBond(2), makeBond(3));
    expect(importFrom(table, from, { overwrite: false })).toEqual({
      ...counts(1, 0, 1),
      refused: [
        { what: 'the bond with Peer 1 (c2:00:00:00:00:01) of the adapter a', why: 'there is a bond with this peer' },
      ],
    });
    expect(importFrom(table, from, { overwrite: true })).toEqual(counts(0, 1, 2));
    expect(table.bonds('a').map(({ id }) => id)).toEqual(['bond-2', 'bond-3', 'new']);
  });

  test.each([
    ['not authenticated', { authenticated: false }],
    ['made without Secure Connections', { secureConnections: false }],
    ['a key of 7 bytes', { keySize: 7 }],
  ])('never replaces a stronger bond by one that is %s without the word for it', (why, weaker) => {
    const table = tableOf(makeBond(1));
    const from = tableOf(makeBond(1, weaker));
    expect(importFrom(table, from, { overwrite: true }).refused).toEqual([
      { what: expect.any(String), why: `it is weaker than the bond there is: ${why}` },
    ]);
    expect(table.bonds('a')).toEqual([makeBond(1)]);
    expect(importFrom(table, from, { overwrite: true, allowWeaker: true })).toEqual(counts(0, 1));
    expect(table.bonds('a')).toEqual([makeBond(1, weaker)]);
    // The other way it is an improvement.
    expect(importFrom(table, tableOf(makeBond(1)), { overwrite: true })).toEqual(counts(0, 1));
  });

  test('takes no id away from another peer', () => {
    const table = tableOf(makeBond(1));
    const { refused } = importFrom(table, tableOf(makeBond(2, { id: 'bond-1' })), { overwrite: true });
    expect(refused).toEqual([expect.objectContaining({ why: 'its id is that of a bond with another peer' })]);
    expect(table.bonds('a')).toEqual([makeBond(1)]);
  });

  test('replaces the identity of an adapter only when told', () => {
    const table = tableOf(makeBond(1));
    table.saveIdentity('a', { irk: new Uint8Array(16).fill(1) });
    const from = tableOf();
    from.saveIdentity('a', identity);
    expect(importFrom(table, from, { overwrite: false }).refused).toEqual([
      { what: 'the identity of the adapter a', why: 'it has one already' },
    ]);
    expect(importFrom(table, from, { overwrite: true })).toEqual(counts(0, 0));
    expect(table.identity('a')).toEqual(identity);
  });

  test('drops no bond to make room', () => {
    const table = new KeyTable({ bondsPerAdapter: 1, adapters: 1 });
    table.save('a', makeBond(1));
    const from = tableOf(makeBond(2));
    from.save('b', makeBond(3));
    from.saveIdentity('b', identity);
    const { refused } = importFrom(table, from, { overwrite: true });
    expect(refused.map(({ why }) => why)).toEqual(Array(3).fill('there is no room for it without dropping another'));
    expect(table.document.size).toBe(1);
    expect(table.bonds('a')).toEqual([makeBond(1)]);
  });

  test('of something else is refused whole, without quoting it', () => {
    const secret = '0badc0de'.repeat(4);
    for (const text of [secret, `{"ltk":"${secret}"`, `[{"ltk":"${secret}"}]`]) {
      let thrown: unknown;
      try {
        importBonds(new KeyTable(), text, { overwrite: true });
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({ code: 'keystore/not-an-export' });
      expect(`${(thrown as Error).message} ${(thrown as Error).cause}`).not.toContain('0bad');
    }
  });
});

test('bonds made while the file was locked join it, but for weaker ones; its own identity stays', () => {
  const file = tableOf(makeBond(1), makeBond(2));
  file.saveIdentity('a', identity);
  const meanwhile = tableOf(
    makeBond(1, { id: 'again', ltk: new Uint8Array(16).fill(9) }),
    makeBond(2, { id: 'weak', authenticated: false }),
    makeBond(3),
  );
  meanwhile.saveIdentity('a', { irk: new Uint8Array(16).fill(1) });
  meanwhile.saveIdentity('b', { irk: new Uint8Array(16).fill(2) });
  expect(mergeBonds(file, meanwhile)).toEqual([
    { what: 'Peer 2 (c2:00:00:00:00:02)', why: 'it is weaker than the bond there is: not authenticated' },
  ]);
  expect(file.bonds('a').map(({ id }) => id)).toEqual(['bond-2', 'again', 'bond-3']);
  expect(file.identity('a')).toEqual(identity);
  expect(file.identity('b')).toEqual({ irk: new Uint8Array(16).fill(2) });
});
