import type { Clock, TimerHandle } from './clock.js';

/** Fires once nothing has moved for so long. What moves costs nothing: it only notes when. */
export class StallTimer {
  #handle: TimerHandle = null;
  readonly #since: number;

  constructor(
    private readonly clock: Clock,
    private readonly limitMs: number,
    private readonly movedAt: () => number,
    private readonly onStalled: () => void,
  ) {
    this.#since = clock.now();
    this.#arm();
  }

  clear(): void {
    this.clock.clearTimeout(this.#handle);
  }

  #arm(): void {
    const { clock, limitMs } = this;
    const dueMs = Math.max(this.#since, this.movedAt()) + limitMs - clock.now();
    this.#handle = clock.setTimeout(() => this.#check(), dueMs);
  }

  #check(): void {
    const { clock, limitMs } = this;
    if (clock.now() - Math.max(this.#since, this.movedAt()) >= limitMs) this.onStalled();
    else this.#arm();
  }
}
