import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock, settle } from '../testing/manual-clock.js';
import { systemClock } from '../util/clock.js';
import { Scheduler } from './scheduler.js';

describe('scheduler', () => {
  test('timed tasks run by time, and in order of asking when due together; one clock timer serves all', async () => {
    const delays = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 60 });
    const cancelled = fc.array(fc.boolean(), { minLength: 60, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(delays, cancelled, async (list, drop) => {
        const clock = new ManualClock(0);
        const scheduler = new Scheduler(clock);
        const ran: { ms: number; i: number }[] = [];
        const entries = list.map((ms, i) => scheduler.after(ms, () => ran.push({ ms: clock.now(), i })));
        entries.forEach((entry, i) => {
          if (drop[i]) scheduler.cancel(entry);
        });
        expect(clock.pendingTimers).toBeLessThanOrEqual(1);
        const expected = list
          .map((ms, i) => ({ ms, i }))
          .filter(({ i }) => !drop[i])
          .sort((a, b) => a.ms - b.ms || a.i - b.i);
        expect(scheduler.pending).toBe(expected.length);
        await clock.advance(31);
        expect(ran).toEqual(expected);
        expect(scheduler.pending).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test('thousands of cancelled tasks are let go of', () => {
    const scheduler = new Scheduler(new ManualClock());
    const kept: number[] = [];
    for (let i = 0; i < 5000; i += 1) {
      const entry = scheduler.after(i, () => kept.push(i));
      if (i % 100) scheduler.cancel(entry);
    }
    expect(scheduler.pending).toBe(50);
  });

  test('immediate tasks run after their caller, in order, also those they add', async () => {
    const scheduler = new Scheduler(new ManualClock());
    const ran: number[] = [];
    scheduler.soon(() => {
      ran.push(1);
      scheduler.soon(() => ran.push(3));
    });
    scheduler.soon(() => ran.push(2));
    expect(ran).toEqual([]);
    await settle();
    expect(ran).toEqual([1, 2, 3]);
  });

  test('a flood of immediate tasks does not starve timed ones', async () => {
    const clock = new ManualClock();
    const scheduler = new Scheduler(clock);
    let rounds = 0;
    let timedAt = -1;
    scheduler.after(0, () => {
      timedAt = rounds;
    });
    const flood = () => {
      rounds += 1;
      if (rounds < 1000) scheduler.soon(flood);
    };
    scheduler.soon(flood);
    await settle();
    expect(timedAt).toBeGreaterThan(0);
    expect(timedAt).toBeLessThan(100);
    expect(rounds).toBe(1000);
  });

  test('a task that throws does not stop the others', async () => {
    const scheduler = new Scheduler(new ManualClock());
    const uncaught: unknown[] = [];
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.once('uncaughtException', (error) => uncaught.push(error));
    try {
      let ran = false;
      scheduler.soon(() => {
        throw new Error('task');
      });
      scheduler.soon(() => {
        ran = true;
      });
      await settle();
      expect(ran).toBe(true);
      expect(uncaught).toHaveLength(1);
    } finally {
      for (const listener of listeners) process.on('uncaughtException', listener);
    }
  });

  test('on the system clock, endless work lets other tasks of the process in every few milliseconds', async () => {
    const scheduler = new Scheduler(systemClock);
    let stop = false;
    let rounds = 0;
    const work = () => {
      rounds += 1;
      if (!stop) scheduler.soon(work);
    };
    scheduler.soon(work);
    const gaps: number[] = [];
    let last = performance.now();
    for (let i = 0; i < 20; i += 1) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      gaps.push(performance.now() - last);
      last = performance.now();
    }
    stop = true;
    await settle();
    expect(rounds).toBeGreaterThan(1000);
    // The median, since the machine may be busy with something else.
    expect(gaps.sort((a, b) => a - b)[10]).toBeLessThan(9);
  });

  test('after close nothing runs', async () => {
    const clock = new ManualClock();
    const scheduler = new Scheduler(clock);
    let ran = 0;
    scheduler.after(1, () => ran++);
    scheduler.soon(() => ran++);
    scheduler.close();
    scheduler.soon(() => ran++);
    scheduler.after(1, () => ran++);
    await clock.advance(10);
    expect([ran, clock.pendingTimers]).toEqual([0, 0]);
  });
});
