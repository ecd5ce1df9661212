import { expect, it } from 'vitest';
import { BoundedQueue } from './bounded-queue.js';

it('gives items oldest first and drops the oldest when full, counting', () => {
  const lost: number[] = [];
  const queue = new BoundedQueue<number>(2, (item) => lost.push(item));
  for (const n of [1, 2, 3]) queue.push(n);
  expect([queue.poll(), queue.poll(), queue.poll()]).toEqual([2, 3, undefined]);
  expect(queue.dropped).toBe(1);
  expect(lost).toEqual([1]);
});

it('a taker waits; one that is aborted takes nothing', async () => {
  const queue = new BoundedQueue<number>(2);
  const stop = new AbortController();
  const given = queue.take(new AbortController().signal);
  const refused = queue.take(stop.signal);
  stop.abort(new Error('left'));
  await expect(refused).rejects.toThrow('left');
  queue.push(1);
  queue.push(2);
  expect(await given).toBe(1);
  expect(queue.length).toBe(1);
});

it('a lower limit drops the oldest at once, and those who wait keep waiting', async () => {
  const queue = new BoundedQueue<number>(5);
  for (const n of [1, 2, 3]) queue.push(n);
  queue.limit = 1;
  expect([queue.poll(), queue.dropped]).toEqual([3, 2]);
  const given = queue.take(new AbortController().signal);
  queue.limit = 9;
  queue.push(4);
  expect(await given).toBe(4);
});
