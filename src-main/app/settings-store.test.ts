import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src-shared/ipc/app.js';
import { openSettingsStore } from './settings-store.js';

let directory: string;
const file = () => join(directory, 'settings.json');
const damaged = async () => (await readdir(directory)).filter((name) => name.includes('damaged'));

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'settings-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('settings store', () => {
  test('without a file it holds the defaults and has nothing to complain of', async () => {
    const store = await openSettingsStore(directory);
    expect(store.get()).toEqual(DEFAULT_SETTINGS);
    expect(store.problem).toBeNull();
  });

  test('what was changed is there after a restart, and the version before is kept', async () => {
    const store = await openSettingsStore(directory);
    await store.update({ theme: 'dark' });
    await store.update({ filter: 'rssi>-70' });
    expect((await openSettingsStore(directory)).get()).toEqual({
      ...DEFAULT_SETTINGS,
      theme: 'dark',
      filter: 'rssi>-70',
    });
    expect(JSON.parse(await readFile(`${file()}.bak`, 'utf8'))).toMatchObject({ theme: 'dark', filter: '' });
    expect((await readdir(directory)).sort()).toEqual(['settings.json', 'settings.json.bak']);
  });

  test('of many changes at once the last state is on disk', async () => {
    const store = await openSettingsStore(directory);
    await Promise.all(Array.from({ length: 40 }, (_, i) => store.update({ filter: `name~${i}` })));
    expect((await openSettingsStore(directory)).get().filter).toBe('name~39');
  });

  test('listeners hear of a change with the state before', async () => {
    const store = await openSettingsStore(directory);
    const heard: string[] = [];
    const stop = store.onChange((now, before) => heard.push(`${before.theme}>${now.theme}`));
    await store.update({ theme: 'light' });
    stop();
    await store.update({ theme: 'dark' });
    expect(heard).toEqual(['system>light']);
  });

  test('a truncated file gives way to the copy from before, and is kept aside', async () => {
    const store = await openSettingsStore(directory);
    await store.update({ theme: 'dark' });
    await store.update({ theme: 'light' });
    const text = await readFile(file(), 'utf8');
    await writeFile(file(), text.slice(0, text.length / 2));
    const again = await openSettingsStore(directory);
    expect(again.get().theme).toBe('dark');
    expect(again.problem).toContain('damaged');
    const [kept] = await damaged();
    expect(await readFile(join(directory, kept ?? ''), 'utf8')).toBe(text.slice(0, text.length / 2));
  });

  test('with the copy damaged too it falls back to the defaults', async () => {
    await writeFile(file(), '\0\0\0');
    await writeFile(`${file()}.bak`, '[]');
    const store = await openSettingsStore(directory);
    expect(store.get()).toEqual(DEFAULT_SETTINGS);
    expect(store.problem).toContain('defaults');
    expect(await damaged()).toHaveLength(1);
  });

  test('one bad value costs only itself', async () => {
    await writeFile(file(), JSON.stringify({ ...DEFAULT_SETTINGS, theme: 'mauve', filter: 'name~x' }));
    const store = await openSettingsStore(directory);
    expect(store.get()).toEqual({ ...DEFAULT_SETTINGS, filter: 'name~x' });
    expect(store.problem).toContain('theme');
    expect(await damaged()).toHaveLength(1);
  });

  test('keys of a newer version are written back untouched', async () => {
    await writeFile(file(), JSON.stringify({ theme: 'dark', holograms: { depth: 3 } }));
    const store = await openSettingsStore(directory);
    expect(store.problem).toBeNull();
    await store.update({ filter: 'x' });
    expect(JSON.parse(await readFile(file(), 'utf8'))).toMatchObject({
      holograms: { depth: 3 },
      theme: 'dark',
      filter: 'x',
    });
  });

  test('a disk that refuses is told, and the change holds for this run', async () => {
    const store = await openSettingsStore(directory);
    await rm(directory, { recursive: true });
    await expect(store.update({ theme: 'dark' })).rejects.toMatchObject({ code: 'settings/not-saved' });
    expect(store.get().theme).toBe('dark');
  });

  test('whatever is in the file, opening gives valid settings', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.record({ theme: fc.anything(), scan: fc.anything() }).map((v) => JSON.stringify(v) ?? ''),
        ),
        async (text) => {
          await writeFile(file(), text);
          const store = await openSettingsStore(directory, () => 0);
          expect(['system', 'light', 'dark']).toContain(store.get().theme);
          expect(store.get().scan.windowMs).toBeLessThanOrEqual(store.get().scan.intervalMs);
        },
      ),
      { numRuns: 60 },
    );
  });
});
