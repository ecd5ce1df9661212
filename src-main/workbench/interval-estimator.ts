const GAPS = 16;
/** Shortest legal interval is 20 ms: two reports closer than this are one event heard on two channels. Core Vol 6 Part B 4.4.2.2. */
const SAME_EVENT_MS = 12;
/** A longer silence says nothing about the interval (the longest is 10.24 s). */
const SILENCE_MS = 45_000;
/** advDelay: up to 10 ms are added to every interval at random. */
const ADV_DELAY_MS = 10;
const RECALCULATE_EVERY = 4;
/** Share of the gaps that an interval must explain. */
const MOST = 0.75;

// Work space of all estimators: they run one after the other.
const sortSpace = new Float64Array(GAPS);
const timeSpace = new Float64Array(GAPS);
const candidates = new Float64Array(9);

/**
 * Finds how often a device advertises from when it was heard. Missed events make gaps that are multiples of the interval, and every
 * event comes 0 to 10 ms late at random; both are seen through. What is estimated is the interval the device was set to.
 */
export class IntervalEstimator {
  readonly #gaps = new Float32Array(GAPS);
  #count = 0;
  #next = 0;
  #lastAt: number | null = null;
  #pending = 0;
  #intervalMs = 0;
  #jitterMs: number | null = null;

  heard(at: number): void {
    const gap = this.#lastAt === null ? Number.NaN : at - this.#lastAt;
    if (gap < SAME_EVENT_MS) return;
    this.#lastAt = at;
    if (!(gap <= SILENCE_MS)) return;
    this.#gaps[this.#next] = gap;
    this.#next = (this.#next + 1) % GAPS;
    this.#count = Math.min(this.#count + 1, GAPS);
    this.#pending += 1;
    // Done here and not when asked, so that the work is spread out as reports are.
    if (this.#count <= RECALCULATE_EVERY || this.#pending >= RECALCULATE_EVERY) this.#update();
  }

  /** Listening stopped: the time until the next report is no gap. */
  pause(): void {
    this.#lastAt = null;
  }

  /** Milliseconds; 0 = not known yet. */
  get intervalMs(): number {
    return this.#intervalMs;
  }

  /** Standard deviation of the time between events, in milliseconds; null before the third gap. */
  get jitterMs(): number | null {
    return this.#jitterMs;
  }

  #update(): void {
    this.#pending = 0;
    const sorted = sortSpace.subarray(0, this.#count);
    sorted.set(this.#gaps.subarray(0, this.#count));
    sortFew(sorted);
    const perEvent = eventTimes(sorted);
    this.#intervalMs = withoutDelay(perEvent);
    this.#jitterMs = perEvent.length < 3 ? null : standardDeviation(perEvent);
  }
}

/**
 * The time from one event to the next, by each gap that is a whole number of events, shortest first.
 * Tried are intervals that some gap suggests, from long to short, until one explains most gaps: a device that was restarted
 * leaves a gap that is no multiple, and where events were missed even the shortest gap may be several.
 */
function eventTimes(sorted: Float64Array): Float64Array {
  let best = 0;
  let bestFits = -1;
  suggest(sorted);
  for (const interval of candidates) {
    let fits = 0;
    for (const gap of sorted) if (isMultiple(gap, interval)) fits += 1;
    if (fits > bestFits) {
      best = interval;
      bestFits = fits;
    }
    if (fits >= sorted.length * MOST) break;
  }
  let length = 0;
  for (const gap of sorted) {
    if (!isMultiple(gap, best)) continue;
    timeSpace[length] = gap / events(gap, best);
    length += 1;
  }
  return sortFew(timeSpace.subarray(0, length));
}

/** Fills `candidates` with three typical gaps, and each as two and as three events, longest first. */
function suggest(sorted: Float64Array): void {
  const last = sorted.length - 1;
  for (let i = 0; i < 3; i += 1) {
    const gap = sorted[(last * i) >> 2] as number;
    for (let parts = 1; parts <= 3; parts += 1) candidates[i * 3 + parts - 1] = gap / parts;
  }
  sortFew(candidates).reverse();
}

const events = (gap: number, interval: number): number => Math.max(1, Math.round(gap / interval));

function isMultiple(gap: number, interval: number): boolean {
  const count = events(gap, interval);
  return Math.abs(gap - count * interval) <= ADV_DELAY_MS * Math.sqrt(count) + gap * 0.02;
}

/** By insertion: quicker than the built-in sort for this few, and nothing is allocated. */
function sortFew(values: Float64Array): Float64Array {
  for (let i = 1; i < values.length; i += 1) {
    const value = values[i] as number;
    let at = i - 1;
    for (; at >= 0 && (values[at] as number) > value; at -= 1) values[at + 1] = values[at] as number;
    values[at + 1] = value;
  }
  return values;
}

/**
 * Of an even spread between a and b the mean of the lowest quarter lies at about a + 0.147 (b-a) and that of the highest at
 * a + 0.853 (b-a) for 16 values, so their distance tells how much to take off.
 */
function withoutDelay(sorted: Float64Array): number {
  const quarter = Math.max(1, sorted.length >> 2);
  let low = 0;
  let high = 0;
  for (let i = 0; i < quarter; i += 1) {
    low += sorted[i] as number;
    high += sorted[sorted.length - 1 - i] as number;
  }
  const spread = Math.min((high - low) / quarter, ADV_DELAY_MS);
  return low / quarter - spread * 0.208;
}

function standardDeviation(values: Float64Array): number {
  let mean = 0;
  for (const value of values) mean += value;
  mean /= values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / values.length);
}
