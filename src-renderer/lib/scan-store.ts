import type { ScanBatch, ScanState } from '../../src-shared/ipc/scanner.js';
import type { ScanDetail, ScanRow, ScanStats } from '../../src-shared/model/scan-row.js';
import { FrameStore } from './frame-store.js';

/** Seconds of signal strength kept a row, one sample a second. The table draws the last 60. */
export const HISTORY_SECONDS = 300;
/** In a history: nothing was heard in that second. In a report: the radio did not say. */
export const NOT_HEARD = 127;

const FRAME_MS = 200;
const DETAILS_KEPT = 8;
const NO_STATS: ScanStats = { received: 0, dropped: 0, evicted: 0, rate: 0, identities: 0 };

/** What changes with every report, of one row. Times in milliseconds since the epoch, strength in dBm. */
export interface RowNumbers {
  /** null: the radio did not say. */
  rssi: number | null;
  lastSeen: number;
  count: number;
  /** null: not known yet. */
  intervalMs: number | null;
  /** Advertising events a second. */
  rate: number;
}

/**
 * Everything the scanner heard, outside React: rows by id, their numbers in typed arrays.
 * Components subscribe to `revision`, which moves at most five times a second, and once a second
 * while nothing is heard so that ages go on.
 */
export class ScanStore extends FrameStore {
  readonly #rows = new Map<number, ScanRow>();
  readonly #slots = new Map<number, number>();
  readonly #details = new Map<number, ScanDetail>();
  #free: number[] = [];
  #capacity = 0;
  #rssi = new Int8Array(0);
  #lastSeen = new Float64Array(0);
  #count = new Uint32Array(0);
  #intervalMs = new Float32Array(0);
  #rate = new Float32Array(0);
  #history = new Int8Array(0);
  /** The second the newest sample of a row belongs to. */
  #second = new Float64Array(0);
  #stats: ScanStats = NO_STATS;
  #state: ScanState | null = null;
  #rowsRevision = 0;
  #clockOffset = 0;

  constructor(private readonly wallClock: () => number = Date.now) {
    super(FRAME_MS);
  }

  /** Moves when rows come, go or change their payload; not with ticks. */
  get rowsRevision(): number {
    return this.#rowsRevision;
  }

  get size(): number {
    return this.#rows.size;
  }

  get stats(): ScanStats {
    return this.#stats;
  }

  /** null until the main process has answered once. */
  get state(): ScanState | null {
    return this.#state;
  }

  /** Time of the main process, which stamps what is heard. After a suspend the two clocks can differ. */
  now(): number {
    return this.wallClock() + this.#clockOffset;
  }

  ids(): IterableIterator<number> {
    return this.#rows.keys();
  }

  row(id: number): ScanRow | undefined {
    return this.#rows.get(id);
  }

  rssi(id: number): number | null {
    const slot = this.#slots.get(id);
    const value = slot === undefined ? NOT_HEARD : (this.#rssi[slot] ?? NOT_HEARD);
    return value === NOT_HEARD ? null : value;
  }

  lastSeen(id: number): number {
    const slot = this.#slots.get(id);
    return slot === undefined ? 0 : (this.#lastSeen[slot] ?? 0);
  }

  numbers(id: number): RowNumbers {
    const slot = this.#slots.get(id);
    if (slot === undefined) return { rssi: null, lastSeen: 0, count: 0, intervalMs: null, rate: 0 };
    const interval = this.#intervalMs[slot] ?? 0;
    return {
      rssi: this.rssi(id),
      lastSeen: this.#lastSeen[slot] ?? 0,
      count: this.#count[slot] ?? 0,
      intervalMs: interval > 0 ? interval : null,
      rate: this.#rate[slot] ?? 0,
    };
  }

  /** Samples of the last `seconds`, oldest first, ending with the current second; NOT_HEARD where nothing was heard. */
  history(id: number, seconds: number): Int8Array {
    const samples = new Int8Array(seconds).fill(NOT_HEARD);
    const slot = this.#slots.get(id);
    if (slot === undefined) return samples;
    const newest = this.#second[slot] ?? 0;
    const last = Math.max(Math.floor(this.now() / 1_000), newest);
    for (let i = 0; i < seconds; i += 1) {
      const second = last - (seconds - 1) + i;
      if (second > newest || second <= newest - HISTORY_SECONDS) continue;
      samples[i] = this.#history[slot * HISTORY_SECONDS + ringIndex(second)] ?? NOT_HEARD;
    }
    return samples;
  }

  detail(id: number): ScanDetail | undefined {
    return this.#details.get(id);
  }

  apply(batch: ScanBatch): void {
    this.#clockOffset = batch.at - this.wallClock();
    for (const id of batch.removed) this.#remove(id);
    for (const row of batch.rows) {
      this.#rows.set(row.id, row);
      this.#slotFor(row.id, row.firstSeen);
    }
    if (batch.rows.length > 0 || batch.removed.length > 0) this.#rowsRevision += 1;
    this.#applyTicks(batch.ticks);
    this.#stats = batch.stats;
    this.changed();
  }

  applyDetail(detail: ScanDetail): void {
    this.#details.delete(detail.id);
    this.#details.set(detail.id, detail);
    for (const id of this.#details.keys()) {
      if (this.#details.size <= DETAILS_KEPT) break;
      this.#details.delete(id);
    }
    this.changed();
  }

  applyState(state: ScanState): void {
    this.#state = state;
    this.changedByUser();
  }

  clear(): void {
    for (const id of [...this.#rows.keys()]) this.#remove(id);
    this.#stats = NO_STATS;
    this.#rowsRevision += 1;
    this.changedByUser();
  }

  #applyTicks(ticks: ScanBatch['ticks']): void {
    const { ids } = ticks;
    for (let i = 0; i < ids.length; i += 1) {
      const slot = this.#slots.get(ids[i] as number);
      if (slot === undefined) continue;
      const rssi = ticks.rssi[i] ?? NOT_HEARD;
      const lastSeen = ticks.lastSeen[i] ?? 0;
      this.#rssi[slot] = rssi;
      this.#lastSeen[slot] = lastSeen;
      this.#count[slot] = ticks.count[i] ?? 0;
      this.#intervalMs[slot] = ticks.intervalMs[i] ?? 0;
      this.#rate[slot] = ticks.rate[i] ?? 0;
      this.#sample(slot, Math.floor(lastSeen / 1_000), rssi);
    }
  }

  #sample(slot: number, second: number, rssi: number): void {
    const newest = this.#second[slot] as number;
    if (second < newest) return;
    const base = slot * HISTORY_SECONDS;
    const firstMissed = Math.max(newest + 1, second - HISTORY_SECONDS + 1);
    for (let missed = firstMissed; missed < second; missed += 1) this.#history[base + ringIndex(missed)] = NOT_HEARD;
    this.#history[base + ringIndex(second)] = rssi;
    this.#second[slot] = second;
  }

  #slotFor(id: number, firstSeen: number): void {
    if (this.#slots.has(id)) return;
    const slot = this.#free.pop() ?? this.#grow();
    this.#slots.set(id, slot);
    this.#rssi[slot] = NOT_HEARD;
    this.#lastSeen[slot] = firstSeen;
    this.#count[slot] = 0;
    this.#intervalMs[slot] = 0;
    this.#rate[slot] = 0;
    this.#second[slot] = Math.floor(firstSeen / 1_000) - 1;
    this.#history.fill(NOT_HEARD, slot * HISTORY_SECONDS, (slot + 1) * HISTORY_SECONDS);
  }

  #remove(id: number): void {
    const slot = this.#slots.get(id);
    if (slot !== undefined) this.#free.push(slot);
    this.#slots.delete(id);
    this.#rows.delete(id);
    this.#details.delete(id);
  }

  #grow(): number {
    const first = this.#capacity;
    const capacity = Math.max(64, first * 2);
    this.#rssi = grown(this.#rssi, new Int8Array(capacity));
    this.#lastSeen = grown(this.#lastSeen, new Float64Array(capacity));
    this.#count = grown(this.#count, new Uint32Array(capacity));
    this.#intervalMs = grown(this.#intervalMs, new Float32Array(capacity));
    this.#rate = grown(this.#rate, new Float32Array(capacity));
    this.#history = grown(this.#history, new Int8Array(capacity * HISTORY_SECONDS));
    this.#second = grown(this.#second, new Float64Array(capacity));
    this.#capacity = capacity;
    for (let slot = capacity - 1; slot > first; slot -= 1) this.#free.push(slot);
    return first;
  }
}

const ringIndex = (second: number) => ((second % HISTORY_SECONDS) + HISTORY_SECONDS) % HISTORY_SECONDS;

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** The one list of the app. */
export const scanStore = new ScanStore();
