const BUCKET_MS = 5_000;
const BUCKETS = 12;
const UNKNOWN_MIN = 127;
const UNKNOWN_MAX = -128;

/** Lowest and highest signal strength of the last minute, to 5 s. */
export class RssiWindow {
  readonly #min = new Int8Array(BUCKETS).fill(UNKNOWN_MIN);
  readonly #max = new Int8Array(BUCKETS).fill(UNKNOWN_MAX);
  #bucket = 0;

  /** `rssi` in dBm. */
  heard(at: number, rssi: number): void {
    const bucket = Math.floor(at / BUCKET_MS);
    this.#forget(bucket);
    const slot = bucket % BUCKETS;
    this.#min[slot] = Math.min(this.#min[slot] as number, rssi);
    this.#max[slot] = Math.max(this.#max[slot] as number, rssi);
  }

  range(now: number): { min: number | null; max: number | null } {
    this.#forget(Math.floor(now / BUCKET_MS));
    const min = Math.min(...this.#min);
    return min === UNKNOWN_MIN ? { min: null, max: null } : { min, max: Math.max(...this.#max) };
  }

  #forget(bucket: number): void {
    if (bucket <= this.#bucket) return;
    const from = Math.max(this.#bucket + 1, bucket - BUCKETS + 1);
    for (let passed = from; passed <= bucket; passed += 1) {
      this.#min[passed % BUCKETS] = UNKNOWN_MIN;
      this.#max[passed % BUCKETS] = UNKNOWN_MAX;
    }
    this.#bucket = bucket;
  }
}
