export interface FrameLimits {
  /** Least time between two frames, ms. */
  shortestMs: number;
  /** A frame comes after this long even if nobody asked, ms. */
  longestMs: number;
}

/** Joins many requests into frames that are never closer together than `shortestMs`. */
export class FrameThrottle {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #dueAt = 0;
  #lastAt = Number.NEGATIVE_INFINITY;
  #running = false;

  constructor(
    private readonly limits: FrameLimits,
    private readonly run: () => void,
  ) {}

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#schedule(this.limits.longestMs);
  }

  /** Requests are remembered by nobody while stopped: a new subscriber reads the state anyway. */
  stop(): void {
    this.#running = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  request(): void {
    if (this.#running) this.#schedule(Math.max(0, this.#lastAt + this.limits.shortestMs - performance.now()));
  }

  /** For what the user did: not held back. */
  requestNow(): void {
    if (this.#running) this.#schedule(0);
  }

  #schedule(delayMs: number): void {
    const dueAt = performance.now() + delayMs;
    if (this.#timer !== null && this.#dueAt <= dueAt) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#lastAt = performance.now();
      this.#schedule(this.limits.longestMs);
      this.run();
    }, delayMs);
  }
}
