import type { Clock, TimerHandle } from '../../util/clock.js';

/** Something that ends at a time unless it is over before. */
export interface Deadline {
  /** By the clock. Infinity: never. */
  readonly due: number;
  reached(): void;
}

/** Many deadlines on one timer: nearly all are taken back before they are reached, and timers are dear. */
export class Deadlines {
  readonly #waiting = new Set<Deadline>();
  #timer: { handle: TimerHandle; due: number } | null = null;

  constructor(private readonly clock: Clock) {}

  now(): number {
    return this.clock.now();
  }

  add(deadline: Deadline): void {
    if (deadline.due === Infinity) return;
    this.#waiting.add(deadline);
    if (this.#timer === null || deadline.due < this.#timer.due) this.#arm(deadline.due);
  }

  remove(deadline: Deadline): void {
    if (this.#waiting.delete(deadline) && this.#waiting.size === 0) this.#disarm();
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
    for (const deadline of [...this.#waiting]) {
      if (deadline.due > due || !this.#waiting.delete(deadline)) continue;
      deadline.reached();
    }
    const next = [...this.#waiting].reduce((least, deadline) => Math.min(least, deadline.due), Infinity);
    if (next !== Infinity && this.#timer === null) this.#arm(next);
  }
}
