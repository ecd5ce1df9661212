import { expect, it } from 'vitest';
import { settle } from '../testing/manual-clock.js';
import { Mutex } from './mutex.js';

it('runs one at a time, in order of arrival, also after a failure', async () => {
  const mutex = new Mutex();
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} in`);
    await settle();
    log.push(`${name} out`);
    if (name === 'b') throw new Error('b failed');
  };
  const all = ['a', 'b', 'c'].map((name) => mutex.run(work(name)));
  expect(mutex.waiting).toBe(2);
  await Promise.allSettled(all);
  await expect(all[1]).rejects.toThrow('b failed');
  expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  expect(mutex.waiting).toBe(0);
});

it('a waiter whose signal aborts leaves at once, though the one before it never ends; the others keep their places', async () => {
  const mutex = new Mutex();
  let release: () => void = () => undefined;
  const first = mutex.run(() => new Promise<void>((resolve) => (release = resolve)));
  const stop = new AbortController();
  const second = mutex.run(async () => 'second', stop.signal);
  const third = mutex.run(async () => 'third');
  stop.abort(new Error('left'));
  await expect(second).rejects.toThrow('left');
  expect(mutex.waiting).toBe(1);
  release();
  await first;
  expect(await third).toBe('third');
  await expect(mutex.run(async () => 'late', stop.signal)).rejects.toThrow('left');
});
