import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockProfile, processIdentity } from './profile-lock.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A machine with these processes: number and start time. */
const machine = (running: Record<number, string | null>) => (pid: number) =>
  pid in running ? { pid, started: running[pid] ?? null } : null;

test('the second on one profile learns who holds it; after release it gets it', () => {
  const both = machine({ 10: 'a', 20: 'b' });
  const first = lockProfile(directory, 10, both);
  expect(lockProfile(directory, 20, both)).toEqual({ held: false, pid: 10 });
  if (first.held) first.release();
  expect(lockProfile(directory, 20, both).held).toBe(true);
  expect(readdirSync(directory)).toEqual(['lock']);
});

test('the lock of a process that is gone is taken over', () => {
  lockProfile(directory, 10, machine({ 10: 'a' }));
  expect(lockProfile(directory, 20, machine({ 20: 'b' })).held).toBe(true);
});

test('a later process with the same number does not hold it', () => {
  lockProfile(directory, 10, machine({ 10: 'before the restart' }));
  expect(lockProfile(directory, 20, machine({ 10: 'after it', 20: 'b' })).held).toBe(true);
});

test('where start times are unknown a living number counts', () => {
  lockProfile(directory, 10, machine({ 10: null }));
  expect(lockProfile(directory, 20, machine({ 10: null, 20: null }))).toEqual({ held: false, pid: 10 });
});

test.each(['', '{', 'null', '{"pid":-1}', '{"pid":"x"}', '\0'.repeat(20)])(
  'a damaged lock file %j keeps nobody out',
  (text) => {
    writeFileSync(join(directory, 'lock'), text);
    expect(lockProfile(directory, 20, machine({ 20: 'b' })).held).toBe(true);
  },
);

test('who lost the lock does not release that of another', () => {
  const first = lockProfile(directory, 10, machine({ 10: 'a' }));
  lockProfile(directory, 20, machine({ 20: 'b' }));
  if (first.held) first.release();
  expect(lockProfile(directory, 30, machine({ 20: 'b', 30: 'c' }))).toEqual({ held: false, pid: 20 });
});

test('this process is found and a number that cannot be is not', () => {
  expect(processIdentity(process.pid)?.pid).toBe(process.pid);
  expect(processIdentity(2 ** 30)).toBeNull();
});
