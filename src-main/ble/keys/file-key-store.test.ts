import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '../../../src-shared/bytes/hex.js';
import { CHEAP, makeBond } from '../testing/bonds.js';
import { watchedFiles } from '../testing/failing-files.js';
import { type FileKeyStore, type FileKeyStoreOptions, fileKeyStore, fileKeyStoreOn } from './file-key-store.js';
import type { KeyDiskOptions } from './key-disk.js';

let directory: string;
let stores: FileKeyStore[] = [];
let problems: string[] = [];
const path = () => join(directory, 'keys', 'bonds.keys');
const names = async () => (await readdir(join(directory, 'keys'))).sort();
const bytes = async (suffix = '') => new Uint8Array(await readFile(path() + suffix));

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'key-store-'));
  stores = [];
  problems = [];
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await rm(directory, { recursive: true, force: true });
});

function open(disk: KeyDiskOptions = {}, options: Partial<FileKeyStoreOptions> = {}): FileKeyStore {
  const onProblem = (problem: string) => problems.push(problem);
  const store = fileKeyStoreOn(path(), { passphrase: 'pass', cost: CHEAP, onProblem, ...options }, disk);
  stores.push(store);
  return store;
}

/** Opens the file, gives the bonds of an adapter, and closes it. */
async function bondsOf(adapterId: string, options: Partial<FileKeyStoreOptions> = {}) {
  await using store = open({}, options);
  return await store.load(adapterId);
}

/** Two saves, so that there is a copy: with bond 1 alone. */
async function saveTwo(): Promise<void> {
  await using store = open();
  await store.save('a', makeBond(1));
  await store.save('a', makeBond(2));
}

async function damage(suffix = ''): Promise<Uint8Array> {
  const damaged = await bytes(suffix);
  damaged[40] = (damaged[40] as number) ^ 1;
  await writeFile(path() + suffix, damaged);
  return damaged;
}

describe('fileKeyStore', () => {
  test('by its public name: what was saved is there after a restart', async () => {
    await using store = fileKeyStore(path(), { passphrase: 'a passphrase', cost: CHEAP });
    await store.save('a', makeBond(1));
    await store.save('b', makeBond(2));
    await store.saveIdentity('a', { irk: new Uint8Array(16).fill(9), staticAddress: 'c0:00:00:00:00:01' });
    await store.save('a', makeBond(3));
    await store.remove('a', 'bond-1');
    await store.close();
    await using again = fileKeyStore(path(), { passphrase: 'a passphrase' });
    expect(await again.load('a')).toEqual([makeBond(3)]);
    expect(await again.load('b')).toEqual([makeBond(2)]);
    expect(await again.loadIdentity('a')).toEqual({
      irk: new Uint8Array(16).fill(9),
      staticAddress: 'c0:00:00:00:00:01',
    });
  });

  test.each<[string, unknown]>([
    ['', { passphrase: 'x' }],
    ['x', { passphrase: '' }],
    ['x', { passphrase: undefined }],
  ])('path %j with %j is refused at once', (at, options) => {
    expect(() => fileKeyStore(at, options as FileKeyStoreOptions)).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
  });

  test('nobody else may read the folder or the files, and they hold no key', async () => {
    const ltk = Uint8Array.from({ length: 16 }, (_, i) => 0xa0 + i);
    const store = open();
    await store.save('a', makeBond(1, { ltk }));
    await store.save('a', makeBond(1, { ltk }));
    expect((await stat(join(directory, 'keys'))).mode & 0o777).toBe(0o700);
    expect(await names()).toEqual(['bonds.keys', 'bonds.keys.bak', 'bonds.keys.lock']);
    for (const suffix of ['', '.bak']) {
      expect((await stat(path() + suffix)).mode & 0o777).toBe(0o600);
      const content = Buffer.from(await bytes(suffix));
      for (const form of [Buffer.from(ltk), toHex(ltk), Buffer.from(ltk).toString('base64'), 'Peer 1'])
        expect(content.includes(form)).toBe(false);
    }
  });

  test('a wrong passphrase is told, the file stays untouched, and the right one opens it', async () => {
    await saveTwo();
    const before = [await bytes(), await bytes('.bak')];
    const wrong = open({}, { passphrase: 'wrong' });
    for (let n = 0; n < 2; n += 1)
      await expect(wrong.load('a')).rejects.toMatchObject({ code: 'keystore/wrong-passphrase' });
    await expect(wrong.save('a', makeBond(3))).rejects.toMatchObject({ code: 'keystore/wrong-passphrase' });
    await wrong.close();
    expect([await bytes(), await bytes('.bak')]).toEqual(before);
    expect(await bondsOf('a')).toEqual([makeBond(1), makeBond(2)]);
  });

  test('a second store on the file is refused until the first is closed', async () => {
    const first = open();
    await first.save('a', makeBond(1));
    const second = open();
    await expect(second.load('a')).rejects.toMatchObject({
      code: 'keystore/in-use',
      message: expect.stringContaining('another key store of this process'),
    });
    await first.close();
    await first.close();
    expect(await second.load('a')).toEqual([makeBond(1)]);
    await expect(first.load('a')).rejects.toMatchObject({ code: 'keystore/closed' });
    await second.close();
    // A living process of another number: the one that started this one.
    await writeFile(`${path()}.lock`, JSON.stringify({ pid: process.ppid, started: null }));
    await expect(open().load('a')).rejects.toMatchObject({
      code: 'keystore/in-use',
      message: expect.stringContaining(`the process ${process.ppid}`),
    });
    // One that is gone holds nothing.
    await writeFile(`${path()}.lock`, JSON.stringify({ pid: 2 ** 30, started: null }));
    expect(await bondsOf('a')).toEqual([makeBond(1)]);
  });

  test('closing waits for what is being saved', async () => {
    const store = open();
    const saves = [store.save('a', makeBond(1)), store.save('a', makeBond(2))];
    await store.load('a');
    await store.close();
    await Promise.allSettled(saves);
    expect(await bondsOf('a')).toEqual([makeBond(1), makeBond(2)]);
  });

  test('a bond that made room is told', async () => {
    const dropped: string[] = [];
    const store = open({}, { onDropped: ({ id }) => dropped.push(id), inUse: (_, { id }) => id === 'bond-0' });
    await Promise.all(Array.from({ length: 513 }, (_, n) => store.save('a', makeBond(n))));
    expect(dropped).toEqual(['bond-1']);
    expect(await store.load('a')).toHaveLength(512);
  });
});

describe('saves', () => {
  test('many at once share few writes, and each has its bond on disk when it resolves', async () => {
    const { files, steps } = watchedFiles(() => null);
    const store = open({ files });
    await store.save('a', makeBond(0));
    steps.length = 0;
    await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        await store.save('a', makeBond(n));
      }),
    );
    expect(steps.filter((step) => step === 'write')).toHaveLength(2);
    await store.close();
    expect(await bondsOf('a')).toHaveLength(40);
  });

  test.each([
    ['ENOSPC', 'keystore/disk-full', 'there is no room'],
    ['EDQUOT', 'keystore/disk-full', 'there is no room'],
    ['EACCES', 'keystore/not-saved', 'EACCES'],
    ['EIO', 'keystore/not-saved', 'EIO'],
  ])(
    '%s: every save rejects %s, the file stays as it was, and the next save writes it all',
    async (errno, code, says) => {
      await saveTwo();
      const before = await bytes();
      let failing = true;
      const { files } = watchedFiles((step) => (failing && step === 'write' ? errno : null), true);
      const store = open({ files });
      const results = await Promise.allSettled([3, 4, 5].map((n) => store.save('a', makeBond(n))));
      for (const result of results)
        expect(result).toMatchObject({ reason: { code, message: expect.stringContaining(says) } });
      expect(await bytes()).toEqual(before);
      expect(await names()).toEqual(['bonds.keys', 'bonds.keys.bak', 'bonds.keys.lock']);
      // It holds in memory.
      expect(await store.load('a')).toHaveLength(5);
      failing = false;
      await store.save('a', makeBond(6));
      await store.close();
      expect(await bondsOf('a')).toHaveLength(6);
    },
  );

  test('where there are no hard links the copy is kept all the same', async () => {
    await saveTwo();
    const { files } = watchedFiles((step) => (step === 'link' ? 'EPERM' : null));
    await using store = open({ files });
    await store.save('a', makeBond(3));
    await store.close();
    await rm(path());
    expect(await bondsOf('a')).toEqual([makeBond(1), makeBond(2)]);
  });

  test('where a folder cannot be made it is said', async () => {
    await writeFile(join(directory, 'keys'), 'a file');
    await expect(open().load('a')).rejects.toMatchObject({ code: 'keystore/not-saved' });
  });

  test('a process that ends before any step of a save leaves the old state or the new', async () => {
    await saveTwo();
    const { steps } = await runSave(() => null);
    expect(steps.slice(-9)).toEqual(['open', 'write', 'sync', 'link', 'rename', 'rm', 'rename', 'open', 'sync']);
    const found: number[] = [];
    for (let last = 0; last <= steps.length; last += 1) {
      await rm(join(directory, 'keys'), { recursive: true });
      await saveTwo();
      // From this step on nothing happens any more.
      await runSave((_, n) => (n >= last ? 'EIO' : null));
      const bonds = await bondsOf('a');
      expect(bonds.slice(0, 2)).toEqual([makeBond(1), makeBond(2)]);
      expect(problems).toEqual([]);
      expect((await names()).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      found.push(bonds.length);
    }
    // The old ones, then the new ones.
    expect(found).toEqual([...found].sort());
    expect(new Set(found)).toEqual(new Set([2, 3]));
  });

  async function runSave(fail: (step: string, n: number) => string | null) {
    const watched = watchedFiles(fail, true);
    const store = open({ files: watched.files });
    await store.save('a', makeBond(3)).catch(() => undefined);
    await store.close();
    return watched;
  }
});

describe('a damaged key file', () => {
  const now = () => Date.UTC(2026, 0, 2, 3, 4, 5);

  test('gives way to the copy, is kept aside under a dated name, and is told', async () => {
    await saveTwo();
    const damaged = await damage();
    expect(
      await (async () => {
        await using store = open({ now });
        return store.load('a');
      })(),
    ).toEqual([makeBond(1)]);
    const kept = `${path()}.damaged-2026-01-02T03-04-05-000Z`;
    expect(problems).toEqual([
      expect.stringMatching(
        /^The key file was damaged; the copy of \d{4}-\d\d-\d\d \d\d:\d\d is in use\. Kept aside: /,
      ),
    ]);
    expect(problems[0]).toContain(kept);
    expect(new Uint8Array(await readFile(kept))).toEqual(damaged);
    // It is whole again, so nothing is told the next time.
    expect(await bondsOf('a')).toEqual([makeBond(1)]);
    expect(problems).toHaveLength(1);
  });

  test('with a damaged copy begins anew; both are kept, and so are those of the next time', async () => {
    for (let time = 0; time < 2; time += 1) {
      await saveTwo();
      await damage();
      await damage('.bak');
      await using store = open({ now });
      expect(await store.load('a')).toEqual([]);
    }
    const date = '2026-01-02T03-04-05-000Z';
    expect(await names()).toEqual([
      `bonds.keys.bak.damaged-${date}`,
      `bonds.keys.bak.damaged-${date}-2`,
      `bonds.keys.damaged-${date}`,
      `bonds.keys.damaged-${date}-2`,
    ]);
    expect(problems[0]).toContain('The key file was damaged, and there was no copy. Kept aside: ');
  });

  test('that is missing beside its copy is restored from it', async () => {
    await saveTwo();
    await rm(path());
    expect(await bondsOf('a')).toEqual([makeBond(1)]);
    expect(problems).toEqual([expect.stringContaining('The key file was missing; the copy of ')]);
  });

  test('under a wrong passphrase nothing is moved', async () => {
    await saveTwo();
    await damage();
    const before = await names();
    await expect(bondsOf('a', { passphrase: 'wrong' })).rejects.toMatchObject({ code: 'keystore/wrong-passphrase' });
    expect(await names()).toEqual(before);
  });

  test('that is none at all, a folder, is told and stays', async () => {
    await mkdir(path(), { recursive: true });
    await expect(bondsOf('a')).rejects.toMatchObject({ code: 'keystore/not-readable' });
  });

  test('flipped or cut loses nothing: the copy is used and the file kept', async () => {
    await saveTwo();
    const whole = await bytes();
    const copy = await bytes('.bak');
    // All of them, and 20,000 more, are in key-vault.test.ts: here for the disk.
    const mutants = [0, 1, 100, whole.length - 40, whole.length - 1].flatMap((at) => [
      Uint8Array.from(whole).fill((whole[at] as number) ^ 1, at, at + 1),
      whole.slice(0, at),
    ]);
    for (const mutant of mutants) {
      await rm(join(directory, 'keys'), { recursive: true });
      await mkdir(join(directory, 'keys'));
      await writeFile(path(), mutant);
      await writeFile(`${path()}.bak`, copy);
      expect(await bondsOf('a')).toEqual([makeBond(1)]);
      const kept = (await names()).filter((name) => name.startsWith('bonds.keys.damaged-'));
      expect(kept).toHaveLength(1);
      expect(new Uint8Array(await readFile(join(directory, 'keys', kept[0] as string)))).toEqual(mutant);
    }
  });
});
