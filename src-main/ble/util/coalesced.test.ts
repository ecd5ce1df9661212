import { expect, test } from 'vitest';
import { Coalesced } from './coalesced.js';

/** Work that ends when told. */
function steps() {
  const ends: { resolve(): void; reject(error: Error): void }[] = [];
  const work = () => new Promise<void>((resolve, reject) => ends.push({ resolve, reject }));
  return { ends, work };
}
const tick = () => new Promise((resolve) => setImmediate(resolve));

test('who asks while it runs shares the one run that follows', async () => {
  const { ends, work } = steps();
  const coalesced = new Coalesced(work);
  const first = coalesced.run();
  const later = [coalesced.run(), coalesced.run(), coalesced.run()];
  await tick();
  expect(ends).toHaveLength(1);
  ends[0]?.resolve();
  await first;
  await tick();
  expect(ends).toHaveLength(2);
  // The second run has begun: it does not cover this one.
  const last = coalesced.run();
  ends[1]?.resolve();
  await Promise.all(later);
  await tick();
  expect(ends).toHaveLength(3);
  ends[2]?.resolve();
  await last;
});

test('a run that fails is told to those it was for; the next goes on', async () => {
  const { ends, work } = steps();
  const coalesced = new Coalesced(work);
  const first = coalesced.run();
  const second = coalesced.run();
  ends[0]?.reject(new Error('no'));
  await expect(first).rejects.toThrow('no');
  await tick();
  ends[1]?.resolve();
  await second;
});

test('idle waits for what runs and what waits, and never rejects', async () => {
  const { ends, work } = steps();
  const coalesced = new Coalesced(work);
  await coalesced.idle();
  const runs = [coalesced.run(), coalesced.run()];
  const settled = Promise.allSettled(runs);
  let idle = false;
  const waiting = coalesced.idle().then(() => {
    idle = true;
  });
  ends[0]?.reject(new Error('no'));
  await tick();
  expect(idle).toBe(false);
  ends[1]?.reject(new Error('no'));
  await waiting;
  await settled;
});
