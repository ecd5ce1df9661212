import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equalBytes } from '../../../src-shared/bytes/hex.js';
import { BleError } from '../../../src-shared/model/ble-error.js';
import { CHEAP, makeBond } from '../testing/bonds.js';
import { memoryFiles } from '../testing/memory-files.js';
import { KeyDisk } from './key-disk.js';
import { KeyTable } from './key-table.js';
import { KeyVault, setKeyFilesAside } from './key-vault.js';
import type { KeyWrap } from './key-wrap.js';
import { passphraseWrap } from './passphrase-wrap.js';

const PATH = '/keys/bonds';
const pass = passphraseWrap('pass', CHEAP);
const diskOf = (content: Map<string, Uint8Array>) => new KeyDisk(PATH, { files: memoryFiles(content), now: () => 0 });
const ids = (table: KeyTable) => table.bonds('a').map(({ id }) => id);

/** A disk with bonds 1 and 2 in the file and bond 1 in its copy. */
async function savedTwice(wrap: KeyWrap = pass) {
  const content = new Map<string, Uint8Array>();
  const table = new KeyTable();
  const vault = await KeyVault.create(diskOf(content), wrap, table);
  for (const n of [1, 2]) {
    table.save('a', makeBond(n));
    await vault.save();
  }
  return { content, table, vault };
}

async function open(content: Map<string, Uint8Array>, wrap: KeyWrap = pass) {
  const table = new KeyTable();
  const opened = await KeyVault.open(diskOf(content), wrap, table);
  return { table, opened };
}

describe('a key vault', () => {
  test('without a file there is nothing to open', async () => {
    expect((await open(new Map())).opened).toBeNull();
    expect(await KeyVault.glance(diskOf(new Map()))).toBe('none');
  });

  test('tells at a glance what opens the file, also from its copy', async () => {
    const { content } = await savedTwice();
    expect(await KeyVault.glance(diskOf(content))).toEqual({ wrapId: 'passphrase', label: 'passphrase' });
    content.set(PATH, new Uint8Array(5));
    expect(await KeyVault.glance(diskOf(content))).toEqual({ wrapId: 'passphrase', label: 'passphrase' });
    content.set(`${PATH}.bak`, new Uint8Array());
    expect(await KeyVault.glance(diskOf(content))).toBe('damaged');
  });

  test('protected by something else is told, and by what', async () => {
    const { content } = await savedTwice({ ...pass, id: 'keyring', label: 'GNOME Keyring' });
    const before = new Map(content);
    await expect(open(content)).rejects.toMatchObject({
      code: 'keystore/other-protection',
      message: 'The key file is protected by GNOME Keyring.',
    });
    expect(content).toEqual(before);
  });

  test('wrapped anew is opened by the new passphrase alone, and so is its copy', async () => {
    const { content, vault } = await savedTwice();
    const next = passphraseWrap('next', CHEAP);
    await vault.verify(pass);
    await vault.rewrap(next);
    await vault.verify(next);
    await expect(vault.verify(pass)).rejects.toMatchObject({ code: 'keystore/wrong-passphrase' });
    for (const file of [PATH, `${PATH}.bak`]) {
      const alone = new Map([[PATH, content.get(file) as Uint8Array]]);
      await expect(open(alone)).rejects.toMatchObject({ code: 'keystore/wrong-passphrase' });
      expect(ids((await open(alone, next)).table)).toEqual(['bond-1', 'bond-2']);
    }
  });

  test('that cannot be wrapped anew stays as it was', async () => {
    const { content, table, vault } = await savedTwice();
    const refuses: KeyWrap = {
      ...pass,
      wrap: () => Promise.reject(new BleError('keystore/unavailable', { layer: 'app', operation: '' })),
    };
    await expect(vault.rewrap(refuses)).rejects.toMatchObject({ code: 'keystore/unavailable' });
    table.save('a', makeBond(3));
    await vault.save();
    expect(ids((await open(content)).table)).toEqual(['bond-1', 'bond-2', 'bond-3']);
  });

  test('whose protection says it is out of date is wrapped anew when opened, and keeps its bonds', async () => {
    let isStale = true;
    const keyring: KeyWrap = {
      ...pass,
      unwrap: async (wrapped) => ({ ...(await pass.unwrap(wrapped)), rewrap: isStale }),
    };
    const { content } = await savedTwice(keyring);
    const before = content.get(PATH);
    expect(ids((await open(content, keyring)).table)).toEqual(['bond-1', 'bond-2']);
    expect(content.get(PATH)).not.toEqual(before);
    isStale = false;
    const after = content.get(PATH);
    expect(ids((await open(content, keyring)).table)).toEqual(['bond-1', 'bond-2']);
    expect(content.get(PATH)).toEqual(after);
  });

  test('set aside leaves the way free for a new one', async () => {
    const { content } = await savedTwice();
    expect(await setKeyFilesAside(diskOf(content), 'locked')).toEqual([
      '/keys/bonds.locked-1970-01-01T00-00-00-000Z',
      '/keys/bonds.bak.locked-1970-01-01T00-00-00-000Z',
    ]);
    expect((await open(content)).opened).toBeNull();
  });

  test('what a save that was cut short left is removed; what is not ours stays', async () => {
    const { content } = await savedTwice();
    const left = ['/keys/.bonds.0123456789ab.tmp', '/keys/.bonds.tmp', '/keys/.other.0123456789ab.tmp'];
    for (const path of left) content.set(path, new Uint8Array(3));
    await open(content);
    expect(left.filter((path) => content.has(path))).toEqual(left.slice(1));
  });
});

/** Every byte flipped, every truncation, then edits of any kind; half of these by someone who corrects the checksum. */
function mutationsOf(whole: Uint8Array): { damaged: Uint8Array[]; edited: Uint8Array[] } {
  const edit = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }));
  const edited = fc
    .tuple(fc.array(edit, { minLength: 1, maxLength: 6 }), fc.boolean(), fc.nat(40))
    .map(([edits, corrects, cut]) => {
      const bytes = whole.slice(0, whole.length - (corrects ? 32 : 0) - (cut > 20 ? 0 : cut));
      for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value;
      return corrects ? Uint8Array.of(...bytes, ...createHash('sha256').update(bytes).digest()) : bytes;
    });
  const flipped = Array.from(whole, (byte, at) => Uint8Array.from(whole).fill(byte ^ (1 << (at % 8)), at, at + 1));
  const cut = Array.from(whole, (_, length) => whole.slice(0, length));
  const damaged = [...flipped, ...cut];
  return { damaged, edited: fc.sample(edited, 20_000 - damaged.length) };
}

test('of 20,000 mutated key files none is opened as another, and none is lost', async () => {
  const { content } = await savedTwice();
  const whole = content.get(PATH) as Uint8Array;
  const copy = content.get(`${PATH}.bak`) as Uint8Array;
  const outcomes: Record<string, number> = {};
  const { damaged, edited } = mutationsOf(whole);
  for (const [n, mutant] of [...damaged, ...edited].entries()) {
    const disk = new Map([
      [PATH, mutant],
      [`${PATH}.bak`, copy],
    ]);
    const outcome = await open(disk).then(
      ({ table, opened }) => {
        const found = ids(table);
        if (found.length === 2) expect(opened?.problem).toBeNull();
        else expect(found).toEqual(['bond-1']);
        return opened?.problem === null ? 'opened' : 'copy';
      },
      (error: unknown) => {
        if (!(error instanceof BleError)) throw error;
        expect(disk.get(PATH)).toBe(mutant);
        return error.code;
      },
    );
    const holds = (bytes: Uint8Array) => [...disk.values()].some((file) => equalBytes(file, bytes));
    if (!holds(mutant) || (outcome !== 'copy' && !holds(copy))) throw new Error(`lost: ${outcome}`);
    // Damage is never taken for a wrong passphrase.
    if (n < damaged.length) expect(outcome).toBe('copy');
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  // Edits of the wrapped key look like a wrong passphrase; an edit may change nothing.
  const expected = [
    'copy',
    'keystore/newer-version',
    'keystore/other-protection',
    'keystore/wrong-passphrase',
    'opened',
  ];
  expect(expected).toEqual(expect.arrayContaining(Object.keys(outcomes)));
  expect(outcomes.copy).toBeGreaterThan(10_000);
  expect(outcomes['keystore/wrong-passphrase']).toBeGreaterThan(100);
}, 60_000);
