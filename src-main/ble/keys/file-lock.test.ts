import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFile, processIdentity } from './file-lock.js';

let directory: string;
const lock = () => join(directory, 'lock');
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A machine with these processes: number and start time. */
const machine = (running: Record<number, string | null>) => (pid: number) =>
  pid in running ? { pid, started: running[pid] ?? null } : null;

test('the second learns who holds it; after release it gets it', () => {
  const both = machine({ 10: 'a', 20: 'b' });
  const first = lockFile(lock(), 10, both);
  expect(lockFile(lock(), 20, both)).toEqual({ held: false, pid: 10 });
  if (first.held) first.release();
  expect(lockFile(lock(), 20, both).held).toBe(true);
  expect(readdirSync(directory)).toEqual(['lock']);
});

test('the lock of a process that is gone is taken over', () => {
  lockFile(lock(), 10, machine({ 10: 'a' }));
  expect(lockFile(lock(), 20, machine({ 20: 'b' })).held).toBe(true);
});

test('a later process with the same number does not hold it', () => {
  lockFile(lock(), 10, machine({ 10: 'before the restart' }));
  expect(lockFile(lock(), 20, machine({ 10: 'after it', 20: 'b' })).held).toBe(true);
});

test('where start times are unknown a living number counts', () => {
  lockFile(lock(), 10, machine({ 10: null }));
  expect(lockFile(lock(), 20, machine({ 10: null, 20: null }))).toEqual({ held: false, pid: 10 });
});

test.each(['', '{', 'null', '{"pid":-1}', '{"pid":"x"}', '\0'.repeat(20)])(
  'a damaged lock file %j keeps nobody out',
  (text) => {
    writeFileSync(lock(), text);
    expect(lockFile(lock(), 20, machine({ 20: 'b' })).held).toBe(true);
  },
);

test('who lost the lock does not release that of another', () => {
  const first = lockFile(lock(), 10, machine({ 10: 'a' }));
  lockFile(lock(), 20, machine({ 20: 'b' }));
  if (first.held) first.release();
  expect(lockFile(lock(), 30, machine({ 20: 'b', 30: 'c' }))).toEqual({ held: false, pid: 20 });
});

test('what a process left that was killed while it asked is removed, that of a living one is not', () => {
  const left = [
    '.lock.10.0123abcd',
    '.lock.10.0123abcd.dead',
    '.lock.30.0123abcd',
    '.lock.x.0123abcd',
    '.other.10.0123abcd',
  ];
  for (const name of left) writeFileSync(join(directory, name), '');
  lockFile(lock(), 20, machine({ 20: 'b', 30: 'c' }));
  expect(readdirSync(directory).sort()).toEqual(['lock', ...left.slice(2)].sort());
});

test('this process is found and a number that cannot be is not', () => {
  expect(processIdentity(process.pid)?.pid).toBe(process.pid);
  expect(processIdentity(2 ** 30)).toBeNull();
});
