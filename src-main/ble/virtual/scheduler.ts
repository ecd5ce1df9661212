import { type Clock, systemClock, type TimerHandle } from '../util/clock.js';

/** Longest stretch of work before other tasks of the process get their turn. */
const SLICE_MS = 4;
/** Tasks between two looks at the time. */
const LOOK_EVERY = 16;
/** With a clock that is not the system's, slices are counted instead of timed, so that every run is the same. */
const COUNTED_SLICE = 4096;
/** Under a flood of immediate tasks, timed ones still get a look this often. */
const TIMED_EVERY = 64;
/** Rounding of due times, in ms. */
const EPSILON = 1e-6;

export interface Scheduled {
  readonly due: number;
  readonly order: number;
  run: (() => void) | null;
}

/**
 * All that happens on a medium, in one order: immediate tasks first come first served, timed tasks by time.
 * One clock timer, a binary heap, and slices that yield to the event loop.
 */
export class Scheduler {
  #soon: (() => void)[] = [];
  #head = 0;
  #heap: Scheduled[] = [];
  #cancelled = 0;
  #order = 0;
  #kicked = false;
  #running = false;
  #closed = false;
  #timer: { handle: TimerHandle; due: number } | null = null;
  #sliceStart = Number.NEGATIVE_INFINITY;
  #budget = COUNTED_SLICE;
  #sinceTimed = 0;
  readonly #timedSlices: boolean;

  constructor(readonly clock: Clock) {
    this.#timedSlices = clock === systemClock;
  }

  now(): number {
    return this.clock.now();
  }

  /** Runs after everything already waiting, never inside the caller. */
  soon(run: () => void): void {
    if (this.#closed) return;
    this.#soon.push(run);
    this.#kick();
  }

  after(ms: number, run: () => void): Scheduled {
    return this.at(this.clock.now() + ms, run);
  }

  at(due: number, run: () => void): Scheduled {
    this.#order += 1;
    const entry: Scheduled = { due, order: this.#order, run };
    if (this.#closed) return entry;
    this.#heap.push(entry);
    this.#up(this.#heap.length - 1);
    if (!this.#running && !this.#kicked) this.#arm();
    return entry;
  }

  cancel(entry: Scheduled | null): void {
    if (!entry?.run) return;
    entry.run = null;
    this.#cancelled += 1;
    if (this.#cancelled > 256 && this.#cancelled > this.#heap.length / 2) this.#compact();
  }

  /** Timed tasks that will run; for tests and statistics. */
  get pending(): number {
    return this.#heap.length - this.#cancelled;
  }

  close(): void {
    this.#closed = true;
    this.#soon = [];
    this.#head = 0;
    this.#heap = [];
    this.#cancelled = 0;
    this.#disarm();
  }

  #kick(): void {
    if (this.#kicked || this.#running) return;
    this.#kicked = true;
    if (this.#sliceLeft()) queueMicrotask(() => this.#drain());
    else setImmediate(() => this.#newSlice());
  }

  #sliceLeft(): boolean {
    return this.#timedSlices ? performance.now() - this.#sliceStart < SLICE_MS : this.#budget > 0;
  }

  #newSlice(): void {
    if (this.#timedSlices) this.#sliceStart = performance.now();
    this.#budget = COUNTED_SLICE;
    this.#drain();
  }

  #drain(): void {
    this.#kicked = false;
    if (this.#closed) return;
    this.#running = true;
    let done = 0;
    let yielded = false;
    try {
      for (let run = this.#next(); run; run = this.#next()) {
        this.#budget -= 1;
        run();
        done += 1;
        if ((this.#timedSlices ? done % LOOK_EVERY === 0 : this.#budget <= 0) && !this.#sliceLeft()) {
          yielded = true;
          break;
        }
      }
    } finally {
      this.#running = false;
      // After a break or a throw there may be more to do.
      if (yielded || this.#head < this.#soon.length) this.#kick();
      else this.#arm();
    }
  }

  #next(): (() => void) | null {
    if (this.#head < this.#soon.length && this.#sinceTimed < TIMED_EVERY) {
      this.#sinceTimed += 1;
      return this.#takeSoon();
    }
    this.#sinceTimed = 0;
    return this.#takeTimed() ?? this.#takeSoon();
  }

  #takeSoon(): (() => void) | null {
    const run = this.#soon[this.#head];
    if (!run) return null;
    this.#head += 1;
    if (this.#head === this.#soon.length) {
      this.#soon = [];
      this.#head = 0;
    } else if (this.#head >= 1024) {
      this.#soon = this.#soon.slice(this.#head);
      this.#head = 0;
    }
    return run;
  }

  #takeTimed(): (() => void) | null {
    for (let top = this.#heap[0]; top; top = this.#heap[0]) {
      if (top.run && top.due > this.clock.now() + EPSILON) return null;
      this.#pop();
      if (top.run) {
        const run = top.run;
        top.run = null;
        return run;
      }
      this.#cancelled -= 1;
    }
    return null;
  }

  #arm(): void {
    while (this.#heap[0] && !this.#heap[0].run) {
      this.#pop();
      this.#cancelled -= 1;
    }
    const first = this.#heap[0];
    if (!first) {
      this.#disarm();
      return;
    }
    if (this.#timer && this.#timer.due <= first.due) return;
    this.#disarm();
    const fire = () => {
      this.#timer = null;
      if (!this.#running) this.#newSlice();
    };
    const handle = this.clock.setTimeout(fire, Math.max(0, first.due - this.clock.now()));
    this.#timer = { handle, due: first.due };
  }

  #disarm(): void {
    if (this.#timer) this.clock.clearTimeout(this.#timer.handle);
    this.#timer = null;
  }

  #compact(): void {
    const live = this.#heap.filter((entry) => entry.run);
    this.#heap = live.sort(before);
    this.#cancelled = 0;
  }

  #up(from: number): void {
    const heap = this.#heap;
    let at = from;
    const entry = heap[at] as Scheduled;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (before(heap[parent] as Scheduled, entry) <= 0) break;
      heap[at] = heap[parent] as Scheduled;
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Scheduled, heap[child] as Scheduled) < 0) child += 1;
      if (before(last, heap[child] as Scheduled) <= 0) break;
      heap[at] = heap[child] as Scheduled;
      at = child;
    }
    heap[at] = last;
  }
}

function before(a: Scheduled, b: Scheduled): number {
  return a.due - b.due || a.order - b.order;
}
