import type { EventName, EventPayload } from '../../src-shared/ipc/contract.js';
import type { ScanSettings, ScanState } from '../../src-shared/ipc/scanner.js';
import { BleError, errorInfo } from '../../src-shared/model/ble-error.js';
import type { ScanDetail } from '../../src-shared/model/scan-row.js';
import type { Adapter, AdvertisingReport, Scanner } from '../ble/index.js';
import type { Clock, TimerHandle } from './clock.js';
import { RateMeter } from './rate-meter.js';
import { ReportRing } from './report-ring.js';
import { type ListedDevice, ScanTable } from './scan-table.js';

/** Reports that may wait to be looked at. */
export const RING_CAPACITY = 8_192;
const DRAIN_EVERY_MS = 20;
/** Reports looked at in one go, so that the window's calls are never kept waiting. */
const DRAIN_SLICE = 400;
const BATCH_EVERY_MS = 200;
/** While rows wait for the next batch. */
const BATCH_SOON_MS = 100;
const DETAIL_EVERY_MS = 200;

export interface ScannerDeps {
  clock: Clock;
  settings: ScanSettings;
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
}

interface Run {
  scanner: Scanner;
  virtual: boolean;
  stop: () => void;
}

/** The scan the user sees: one at a time, on whichever adapter is current, carried over when that changes. */
export class ScannerService {
  readonly #deps: ScannerDeps;
  readonly #ring = new ReportRing(RING_CAPACITY);
  readonly #table = new ScanTable();
  #total = new RateMeter();
  #received = 0;
  #adapter: Adapter | null = null;
  #run: Run | null = null;
  /** The user wants a scan, be there an adapter or not. */
  #wanted = false;
  #settings: ScanSettings;
  #startedAt: number | null = null;
  #error: unknown = null;
  #drainTimer: TimerHandle | null = null;
  #batchTimer: TimerHandle | null = null;
  #held = false;
  #lastStats = '';
  #detailAt = Number.NEGATIVE_INFINITY;
  #detailCount = -1;

  constructor(deps: ScannerDeps) {
    this.#deps = deps;
    this.#settings = deps.settings;
  }

  /** The state, with every row once more in batches. */
  state(): ScanState {
    this.#table.resend();
    this.#lastStats = '';
    this.#scheduleBatch(0);
    return this.#state();
  }

  /** Starts, or starts anew with other settings. Answers when the radio scans; rejects when there is no adapter or it would not. */
  async start(settings: ScanSettings): Promise<ScanState> {
    if (!this.#adapter) throw noAdapter();
    // The adapter ends a scan that is running when the next begins.
    this.#endRun();
    this.#wanted = true;
    this.#startedAt = this.#deps.clock.now();
    this.#settings = settings;
    this.#begin(settings);
    this.#tellState();
    if (this.#error !== null) throw this.#error;
    await this.#run?.scanner.started;
    return this.#state();
  }

  async stop(): Promise<ScanState> {
    this.#wanted = false;
    this.#error = null;
    const scanner = this.#endRun();
    const state = this.#tellState();
    await scanner?.cancel();
    return state;
  }

  /** Empties the list and the counters; a running scan goes on. */
  clear(): void {
    this.#ring.clear();
    this.#table.clear();
    this.#received = 0;
    this.#total = new RateMeter();
    this.#sendBatch();
  }

  watch(id: number | null): ScanDetail | null {
    this.#table.watch(id);
    const detail = this.#table.watchedDetail(this.#deps.clock.now());
    this.#detailCount = detail?.count ?? -1;
    this.#detailAt = this.#deps.clock.now();
    return detail;
  }

  setFavourites(keys: readonly string[]): void {
    this.#table.setFavourites(keys);
  }

  /**
   * The adapter to scan with from now on. A scan that was wanted goes on there, for the rest of its time.
   * `error` says why there is none: it is then why a running scan ended.
   */
  setAdapter(adapter: Adapter | null, error: unknown = null): void {
    const before = this.#endRun();
    if (before && error !== null) this.#error = error;
    before?.cancel().catch((error: unknown) => this.#tellProblem('The scan on the adapter before did not stop', error));
    this.#adapter = adapter;
    if (!adapter || !this.#wanted) {
      this.#tellState();
      return;
    }
    const left = this.#durationLeft();
    if (left === null) this.#wanted = false;
    else this.#begin({ ...this.#settings, durationMs: left });
    this.#tellState();
  }

  /** While the window does not answer nothing is sent; what it missed follows in one go. */
  setHeld(held: boolean): void {
    this.#held = held;
    if (!held) this.#scheduleBatch(0);
  }

  devices(): Iterable<ListedDevice> {
    return this.#table.devices();
  }

  async close(): Promise<void> {
    this.#wanted = false;
    const scanner = this.#endRun();
    for (const timer of [this.#drainTimer, this.#batchTimer]) if (timer !== null) this.#deps.clock.clearTimeout(timer);
    this.#held = true;
    await scanner?.cancel();
  }

  /** Scans, or keeps in #error why the adapter would not. */
  #begin(settings: ScanSettings): void {
    const adapter = this.#adapter;
    if (!adapter) return;
    this.#error = null;
    try {
      const scanner = adapter.scan({
        active: settings.active,
        durationMs: settings.durationMs,
        intervalUs: Math.round(settings.intervalMs * 1_000),
        windowUs: Math.round(settings.windowMs * 1_000),
        queue: 1,
      });
      const stop = scanner.on('report', (report) => this.#heard(report));
      this.#run = { scanner, virtual: adapter.info.kind === 'virtual', stop };
      void this.#follow(this.#run);
    } catch (error) {
      this.#wanted = false;
      this.#error = error;
    }
  }

  /** Waits for the end of a scan. Its merged results are of no use here: the list keeps its own books. */
  async #follow(run: Run): Promise<void> {
    let error: unknown = null;
    try {
      const results = run.scanner[Symbol.asyncIterator]();
      while (!(await results.next()).done);
    } catch (thrown) {
      error = thrown ?? new Error('the scan ended without a reason');
    }
    if (this.#run !== run) return;
    this.#endRun();
    this.#error = error;
    // A lost adapter is not the user's wish to stop: the scan goes on with the next one they choose.
    if (error === null) this.#wanted = false;
    this.#tellState();
  }

  #endRun(): Scanner | null {
    const run = this.#run;
    if (!run) return null;
    this.#run = null;
    run.stop();
    // What is still waiting was heard by this run.
    this.#drain(Number.POSITIVE_INFINITY, run.virtual);
    this.#table.pause();
    return run.scanner;
  }

  /** Milliseconds of a limited scan that are left, 0 for one without limit, null when its time is over. */
  #durationLeft(): number | null {
    const { durationMs } = this.#settings;
    if (durationMs === 0) return 0;
    const left = (this.#startedAt ?? 0) + durationMs - this.#deps.clock.now();
    return left > 0 ? left : null;
  }

  #heard(report: AdvertisingReport): void {
    this.#received += 1;
    this.#ring.push(report);
    this.#drainTimer ??= this.#deps.clock.setTimeout(() => this.#drainSlice(), DRAIN_EVERY_MS);
  }

  #drainSlice(): void {
    this.#drainTimer = null;
    this.#drain(DRAIN_SLICE, this.#run?.virtual ?? false);
    if (this.#ring.size > 0) this.#drainTimer = this.#deps.clock.setTimeout(() => this.#drainSlice(), 0);
  }

  #drain(most: number, virtual: boolean): void {
    for (let done = 0; done < most; done += 1) {
      const report = this.#ring.shift();
      if (!report) break;
      this.#total.heard(report.at);
      this.#table.apply(report, virtual);
    }
    this.#scheduleBatch(BATCH_EVERY_MS);
  }

  #scheduleBatch(inMs: number): void {
    if (this.#held) return;
    if (inMs === 0 && this.#batchTimer !== null) {
      this.#deps.clock.clearTimeout(this.#batchTimer);
      this.#batchTimer = null;
    }
    this.#batchTimer ??= this.#deps.clock.setTimeout(() => {
      this.#batchTimer = null;
      this.#sendBatch();
    }, inMs);
  }

  #sendBatch(): void {
    if (this.#held) return;
    const now = this.#deps.clock.now();
    const batch = this.#table.takeBatch(now);
    const stats = {
      received: this.#received,
      dropped: this.#ring.dropped,
      evicted: this.#table.evicted,
      rate: Math.round(this.#total.perSecond(now) * 10) / 10,
      identities: this.#table.size,
    };
    const statsText = Object.values(stats).join();
    if (batch || statsText !== this.#lastStats) {
      this.#lastStats = statsText;
      this.#deps.emit('scanner.batch', { at: now, ...(batch ?? { rows: [], ticks: EMPTY_TICKS, removed: [] }), stats });
    }
    this.#sendDetail(now);
    if (this.#table.rowsWaiting > 0) this.#scheduleBatch(BATCH_SOON_MS);
    else if (stats.rate > 0 || this.#table.isSettling) this.#scheduleBatch(BATCH_EVERY_MS);
  }

  #sendDetail(now: number): void {
    if (now - this.#detailAt < DETAIL_EVERY_MS) return;
    const detail = this.#table.watchedDetail(now);
    if (!detail || detail.count === this.#detailCount) return;
    this.#detailCount = detail.count;
    this.#detailAt = now;
    this.#deps.emit('scanner.detail', detail);
  }

  #state(): ScanState {
    const state: ScanState = { running: this.#run !== null, settings: this.#settings, startedAt: this.#startedAt };
    if (this.#error !== null) state.error = errorInfo(this.#error, 'scan');
    return state;
  }

  #tellState(): ScanState {
    const state = this.#state();
    this.#deps.emit('scanner.state', state);
    return state;
  }

  #tellProblem(title: string, error: unknown): void {
    this.#deps.emit('app.notice', { level: 'warning', title, text: errorInfo(error, 'scan').message });
  }
}

function noAdapter(): BleError {
  const message = 'scan: no adapter is open';
  return new BleError('adapter-closed', {
    layer: 'app',
    operation: 'scan',
    message,
    fix: 'Choose an adapter in the title bar.',
  });
}

const EMPTY_TICKS = {
  ids: new Uint32Array(0),
  rssi: new Int8Array(0),
  lastSeen: new Float64Array(0),
  count: new Uint32Array(0),
  intervalMs: new Float32Array(0),
  rate: new Float32Array(0),
};
