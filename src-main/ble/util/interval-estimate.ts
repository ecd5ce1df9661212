const GAPS = 9;

/** Estimates how often something regular happens from when it was heard: the median of the last gaps, so that single misses do not count. */
export class IntervalEstimate {
  #gaps: number[] = [];
  #next = 0;
  #last: number | null = null;

  heard(at: number): void {
    const gap = this.#last === null ? 0 : at - this.#last;
    this.#last = at;
    if (gap <= 0) return;
    this.#gaps[this.#next] = gap;
    this.#next = (this.#next + 1) % GAPS;
  }

  /** Milliseconds; null before the second time. */
  get medianMs(): number | null {
    if (this.#gaps.length === 0) return null;
    const sorted = this.#gaps.slice().sort((a, b) => a - b);
    return sorted[sorted.length >> 1] as number;
  }
}
