import type { Clock, TimerHandle } from '../../util/clock.js';

/** Something that ends at a time unless it is over before. It stands in its list itself: nothing is allocated to add it. */
export abstract class Deadline {
  /** For the list alone. */
  before: Deadline | null = null;
  after: Deadline | null = null;
  isListed = false;

  constructor(
    /** By the clock. Infinity: never. */
    public due: number,
  ) {}

  abstract reached(): void;
}

/** Many deadlines on one timer: nearly all are taken back before they are reached, and timers are dear. */
export class Deadlines {
  #first: Deadline | null = null;
  #last: Deadline | null = null;
  #timer: { handle: TimerHandle; due: number } | null = null;

  constructor(private readonly clock: Clock) {}

  now(): number {
    return this.clock.now();
  }

  add(deadline: Deadline): void {
    if (deadline.isListed) return;
    deadline.isListed = true;
    deadline.before = this.#last;
    if (this.#last) this.#last.after = deadline;
    else this.#first = deadline;
    this.#last = deadline;
    if (deadline.due < this.#armedFor()) this.#arm(deadline.due);
  }

  remove(deadline: Deadline): void {
    if (!deadline.isListed) return;
    const { before, after } = deadline;
    deadline.isListed = false;
    deadline.before = null;
    deadline.after = null;
    if (before) before.after = after;
    else this.#first = after;
    if (after) after.before = before;
    else this.#last = before;
    if (this.#first === null) this.#disarm();
  }

  /** All there are, the oldest first. */
  all(): Deadline[] {
    const all: Deadline[] = [];
    for (let deadline = this.#first; deadline; deadline = deadline.after) all.push(deadline);
    return all;
  }

  #armedFor(): number {
    return this.#timer?.due ?? Infinity;
  }

  #arm(due: number): void {
    this.#disarm();
    this.#timer = { handle: this.clock.setTimeout(() => this.#fire(due), due - this.clock.now()), due };
  }

  #disarm(): void {
    if (this.#timer !== null) this.clock.clearTimeout(this.#timer.handle);
    this.#timer = null;
  }

  #fire(due: number): void {
    this.#timer = null;
    for (const deadline of this.all()) {
      if (deadline.due > due || !deadline.isListed) continue;
      this.remove(deadline);
      deadline.reached();
    }
    const next = this.all().reduce((least, deadline) => Math.min(least, deadline.due), Infinity);
    if (next < this.#armedFor()) this.#arm(next);
  }
}
