import { beforeEach, expect, it } from 'vitest';
import { ManualClock } from '../../testing/manual-clock.js';
import { Deadline, Deadlines } from './deadlines.js';

let clock: ManualClock;
let deadlines: Deadlines;
let heard: string[];

beforeEach(() => {
  clock = new ManualClock();
  deadlines = new Deadlines(clock);
  heard = [];
});

class Named extends Deadline {
  constructor(
    readonly name: string,
    inMs: number,
    private readonly then: () => void = () => undefined,
  ) {
    super(clock.now() + inMs);
  }

  reached(): void {
    heard.push(`${this.name} at ${clock.now()}`);
    this.then();
  }
}

it('each is reached at its time, in whatever order they were added, on one timer', async () => {
  const start = clock.now();
  for (const [name, ms] of [
    ['late', 300],
    ['early', 100],
    ['middle', 200],
    ['early too', 100],
    ['never', Infinity],
  ] as const)
    deadlines.add(new Named(name, ms));
  expect(clock.pendingTimers).toBe(1);
  await clock.advance(1_000);
  expect(heard).toEqual([
    `early at ${start + 100}`,
    `early too at ${start + 100}`,
    `middle at ${start + 200}`,
    `late at ${start + 300}`,
  ]);
  expect(clock.pendingTimers).toBe(0);
  expect(deadlines.all()).toHaveLength(1);
});

it('what is taken back is not reached, and the last one takes the timer with it', async () => {
  const [first, second, third] = [new Named('first', 10), new Named('second', 10), new Named('third', 10)];
  for (const deadline of [first, second, third]) deadlines.add(deadline);
  deadlines.remove(second);
  deadlines.remove(second);
  expect(deadlines.all()).toEqual([first, third]);
  deadlines.remove(first);
  deadlines.remove(third);
  expect(clock.pendingTimers).toBe(0);
  deadlines.add(second);
  await clock.advance(20);
  expect(heard).toHaveLength(1);
});

it('one that is reached may take back others and add new ones', async () => {
  const gone = new Named('gone', 10);
  const next = () => {
    deadlines.remove(gone);
    deadlines.add(new Named('next', 5));
  };
  deadlines.add(new Named('first', 10, next));
  deadlines.add(gone);
  await clock.advance(100);
  expect(heard.map((line) => line.split(' ')[0])).toEqual(['first', 'next']);
  expect(clock.pendingTimers).toBe(0);
});
