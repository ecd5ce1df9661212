import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/** The scripts are plain JavaScript, so a test says the types it relies on. */
const load = async <T>(name: string): Promise<T> =>
  (await import(new URL(`./lib/${name}.mjs`, import.meta.url).href)) as T;

interface ZipEntry {
  name: string;
  mode: number;
  data(): Buffer;
}
const { zipEntries } = await load<{ zipEntries(zip: Buffer): Iterable<ZipEntry> }>('zip');
const { FUSE, setFuses } = await load<{
  FUSE: Record<string, number>;
  setFuses(bytes: Buffer, settings: Record<number, boolean>): void;
}>('fuses');
const { hashTree } = await load<{ hashTree(base: string, paths: string[], skip?: (name: string) => boolean): string }>(
  'hash',
);
const { parseLdd, presentNames } = await load<{
  parseLdd(output: string): string[];
  presentNames(packages: string[], known: string): string[];
}>('system-packages');
type Lock = { packages: Record<string, { version?: string; optional?: boolean }> };
const { installedAsLocked } = await load<{ installedAsLocked(lock: Lock, hidden: Lock | null): boolean }>(
  'node-modules',
);

describe('zip archive', () => {
  const text = 'a text that packs well '.repeat(20);

  test('gives names, permissions and contents, packed or stored, and no folders', () => {
    const zip = makeZip([
      { name: 'app/', content: '', mode: 0o755, pack: false },
      { name: 'app/run', content: text, mode: 0o755, pack: true },
      { name: 'app/note.txt', content: 'stored', mode: 0o644, pack: false },
    ]);
    expect([...zipEntries(zip)].map((entry) => [entry.name, entry.mode, entry.data().toString()])).toEqual([
      ['app/run', 0o755, text],
      ['app/note.txt', 0o644, 'stored'],
    ]);
  });

  test('refuses what is no archive', () => {
    expect(() => [...zipEntries(Buffer.from(text))]).toThrow('not a zip archive');
  });

  test('refuses an entry of another size than the directory says', () => {
    const zip = makeZip([{ name: 'x', content: text, mode: 0, pack: true }]);
    const directory = zip.lastIndexOf(Buffer.from('PK\x01\x02'));
    zip.writeUInt32LE(7, directory + 24);
    expect(() => [...zipEntries(zip)].map((entry) => entry.data())).toThrow('x is broken');
  });
});

describe('fuses', () => {
  const executable = (version = 1) =>
    Buffer.concat([
      Buffer.from('code'),
      Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
      Buffer.from([version, 8]),
      Buffer.from('10101010more'),
    ]);

  test('sets the named ones and leaves the others', () => {
    const bytes = executable();
    setFuses(bytes, { [FUSE.nodeCliInspect ?? -1]: true, [FUSE.browserV8Snapshot ?? -1]: false });
    expect(bytes.toString('latin1').slice(-12)).toBe('10111000more');
  });

  test('refuses an unknown layout and a fuse that is not there', () => {
    expect(() => setFuses(executable(2), { 3: true })).toThrow('no known fuse wire');
    expect(() => setFuses(Buffer.from('nothing here'), { 3: true })).toThrow('no known fuse wire');
    expect(() => setFuses(executable(), { 8: true })).toThrow('no fuse 8');
  });
});

describe('system packages', () => {
  test('names the libraries the loader does not find', () => {
    const output =
      '\tlinux-vdso.so.1 (0x00007ffd)\n\tlibgtk-3.so.0 => not found\n\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)\n\tlibnss3.so => not found\n';
    expect(parseLdd(output)).toEqual(['libgtk-3.so.0', 'libnss3.so']);
  });

  test('takes the newer name of a library where the system has it', () => {
    expect(presentNames(['libgtk-3-0', 'libnss3'], 'libgtk-3-0t64\nlibnss3\nlibgtk-3-0\n')).toEqual([
      'libgtk-3-0t64',
      'libnss3',
    ]);
  });
});

describe('node modules', () => {
  const lock: Lock = { packages: { '': {}, a: { version: '1.0.0' }, other: { version: '2.0.0', optional: true } } };

  test('are as locked when every version is; what other platforms need may be absent', () => {
    expect(installedAsLocked(lock, { packages: { a: { version: '1.0.0' } } })).toBe(true);
  });

  test('are not when one is missing, of another version, or nothing is installed', () => {
    expect(installedAsLocked(lock, { packages: { other: { version: '2.0.0' } } })).toBe(false);
    expect(installedAsLocked(lock, { packages: { a: { version: '1.0.1' } } })).toBe(false);
    expect(installedAsLocked(lock, { packages: { a: { version: '1.0.0' }, other: { version: '2.0.1' } } })).toBe(false);
    expect(installedAsLocked(lock, null)).toBe(false);
  });
});

describe('hash of a tree', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hash-'));
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src', 'a.ts'), '1');
    writeFileSync(join(folder, 'src', 'a.test.ts'), '1');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const isTest = (name: string) => name.endsWith('.test.ts');
  const hash = () => hashTree(folder, ['src', 'missing'], isTest);

  test('changes with contents and names, not with what is skipped', () => {
    const before = hash();
    writeFileSync(join(folder, 'src', 'a.test.ts'), '2');
    expect(hash()).toBe(before);
    writeFileSync(join(folder, 'src', 'a.ts'), '2');
    const changed = hash();
    expect(changed).not.toBe(before);
    renameSync(join(folder, 'src', 'a.ts'), join(folder, 'src', 'b.ts'));
    expect(hash()).not.toBe(changed);
  });
});

function makeZip(files: { name: string; content: string; mode: number; pack: boolean }[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, mode, pack } of files) {
    const raw = Buffer.from(content);
    const data = pack ? deflateRawSync(raw) : raw;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(pack ? 8 : 0, 4);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(raw.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), common, tail, Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}
