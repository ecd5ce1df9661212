const BUCKET_MS = 250;
/** One more than the 2 s hold: the newest has only begun. */
const BUCKETS = 9;
/** A device heard for less than this is not yet said to be fast. */
const MIN_SPAN_MS = 1_000;

/** Events a second over the last 2 s. */
export class RateMeter {
  readonly #counts = new Uint32Array(BUCKETS);
  #bucket = 0;
  #since: number | null = null;

  /** `at` in milliseconds, not going backwards by more than the 2 s it looks at. */
  heard(at: number, count = 1): void {
    this.#since ??= at;
    const bucket = Math.floor(at / BUCKET_MS);
    this.#forget(bucket);
    if (bucket > this.#bucket - BUCKETS) this.#counts[bucket % BUCKETS] = (this.#counts[bucket % BUCKETS] ?? 0) + count;
  }

  perSecond(now: number): number {
    if (this.#since === null) return 0;
    this.#forget(Math.floor(now / BUCKET_MS));
    let total = 0;
    for (const count of this.#counts) total += count;
    if (total === 0) return 0;
    const inView = (BUCKETS - 1) * BUCKET_MS + (now - this.#bucket * BUCKET_MS);
    const span = Math.min(Math.max(now - this.#since, MIN_SPAN_MS), inView);
    return (total * 1_000) / span;
  }

  #forget(bucket: number): void {
    if (bucket <= this.#bucket) return;
    if (bucket - this.#bucket >= BUCKETS) this.#counts.fill(0);
    else for (let passed = this.#bucket + 1; passed <= bucket; passed += 1) this.#counts[passed % BUCKETS] = 0;
    this.#bucket = bucket;
  }
}
