import { parseAddress } from '../../../src-shared/model/address.js';
import {
  requireBoolean,
  requireInteger,
  requireList,
  requireNumber,
  requireObject,
  requireSignal,
  requireText,
} from '../../../src-shared/model/arguments.js';
import { Uuid } from '../../../src-shared/model/uuid.js';
import type { Clock, TimerHandle } from '../util/clock.js';
import { Emitter } from '../util/emitter.js';
import type { Device } from './device.js';
import { BleError, invalidArgument } from './errors.js';
import { ScanResultRecord } from './scan-result.js';
import type { AdvertisingReport, ScanFilter, Scanner, ScanOptions, ScanResult, ScanStats } from './scanner.js';

/** Devices one scan remembers; beyond it the one first seen goes. */
const RESULT_LIMIT = 16_384;
const TIMING_US = [2_500, 10_240_000] as const;

export interface ResolvedScanOptions {
  durationMs: number;
  intervalUs: number;
  windowUs: number;
  active: boolean;
}

/** Fills in defaults and checks ranges, Core Vol 4 Part E 7.8.10. */
export function resolveScanOptions(o: ScanOptions): ResolvedScanOptions {
  requireObject('scan', 'the options argument', o);
  const { durationMs = 0, intervalUs = 1_280_000, windowUs = Math.min(11_250, intervalUs), active = false } = o;
  requireNumber('scan', 'intervalUs', intervalUs, TIMING_US, 'microseconds');
  requireNumber('scan', 'windowUs', windowUs, TIMING_US, 'microseconds');
  if (windowUs > intervalUs)
    throw invalidArgument('scan', `windowUs ${windowUs} is longer than intervalUs ${intervalUs}`);
  requireNumber('scan', 'durationMs', durationMs, [0, Infinity], 'milliseconds');
  requireBoolean('scan', 'active', active);
  if (o.queue !== undefined && o.queue !== Infinity) requireInteger('scan', 'queue', o.queue, [1, Infinity]);
  if (o.signal !== undefined) requireSignal('scan', o.signal);
  return { durationMs, intervalUs, windowUs, active };
}

export interface ScanRadio {
  start(session: ScanSession, options: ResolvedScanOptions): Promise<void>;
  /** Does nothing when the radio scans for another session by now. */
  stop(session: ScanSession): Promise<void>;
}

/** A scan as its program holds it: merges reports by device, keeps what changed in order, ends once. Both engines drive one. */
export class ScanSession implements Scanner {
  readonly #stats = { received: 0, delivered: 0, dropped: 0 };
  readonly #results = new Map<string, ScanResultRecord>();
  readonly #emitter = new Emitter<{ report: AdvertisingReport }>();
  /** Changed and not yet taken, oldest change first. A result waits here once, however often it changes. */
  readonly #pending = new Set<ScanResultRecord>();
  readonly #queueLimit: number;
  readonly #matches: (result: ScanResult) => boolean;
  readonly #radio: ScanRadio;
  readonly #clock: Clock;
  readonly #device: (address: string, type: 'public' | 'random') => Device;
  #waiting: (() => void)[] = [];
  #state: 'starting' | 'running' | 'ended' = 'starting';
  #error: unknown = null;
  /** Why the radio would not stop after a scan that was well until then. */
  #stopError: unknown = null;
  #timer: TimerHandle | null = null;
  #ending: Promise<void> | null = null;
  #release: () => void = () => undefined;
  readonly #started: Promise<void>;
  /** Called once the radio has stopped. */
  onEnd: () => void = () => undefined;

  constructor(
    options: ScanOptions,
    clock: Clock,
    radio: ScanRadio,
    device: (address: string, type: 'public' | 'random') => Device,
  ) {
    const resolved = resolveScanOptions(options);
    this.#matches = compileFilter(options.filter);
    this.#queueLimit = options.queue ?? 1024;
    this.#radio = radio;
    this.#clock = clock;
    this.#device = device;
    this.#started = this.#start(resolved, options.signal);
    this.#started.catch(() => undefined); // told to whoever iterates or cancels
  }

  get stats(): Readonly<ScanStats> {
    return this.#stats;
  }

  get results(): ReadonlyMap<string, ScanResult> {
    return this.#results;
  }

  get running(): boolean {
    return this.#state === 'running';
  }

  /** Why the scan ended by itself, once it has; null after a normal end. */
  get error(): unknown {
    return this.#error ?? this.#stopError;
  }

  /** Resolves when the radio scans; rejects when it would not. */
  get started(): Promise<void> {
    return this.#started;
  }

  on(event: 'report', listener: (report: AdvertisingReport) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  onReport(report: AdvertisingReport): void {
    if (this.#state === 'ended') return;
    this.#stats.received += 1;
    this.#emitter.emit('report', report);
    const result = this.#record(report);
    const isNews = result.apply(report) || result.untold;
    if (!isNews || this.#pending.has(result) || !this.#matches(result)) return;
    result.untold = false;
    this.#pending.add(result);
    if (this.#pending.size > this.#queueLimit) {
      const lost = this.#takeOldest() as ScanResultRecord;
      lost.untold = true;
      this.#stats.dropped += 1;
    }
    this.#wake();
  }

  async cancel(): Promise<void> {
    await this.finish(null);
    if (this.#stopError !== null) throw this.#stopError;
  }

  /** Ends the scan; with an error, iterating it rejects with that error once what was found is taken. Never rejects itself. */
  finish(error: unknown): Promise<void> {
    this.#ending ??= this.#finish(error);
    return this.#ending;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<ScanResult, void, void> {
    const over = { done: true, value: undefined } as const;
    let isLeft = false;
    return {
      next: async () => {
        while (!isLeft) {
          const value = this.#takeOldest();
          if (value) {
            this.#stats.delivered += 1;
            return { done: false, value };
          }
          if (this.#state === 'ended') {
            isLeft = true;
            await this.finish(null); // the radio has stopped when the loop ends
            if (this.error !== null) throw this.error;
          } else {
            await new Promise<void>((resolve) => {
              this.#waiting.push(resolve);
            });
          }
        }
        return over;
      },
      // By hand rather than by a generator, whose return() waits for a next() that waits for a report.
      return: async () => {
        isLeft = true;
        this.#wake();
        await this.cancel();
        return over;
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cancel();
  }

  async #start(options: ResolvedScanOptions, signal: AbortSignal | undefined): Promise<void> {
    const onAbort = () => {
      void this.finish(new BleError('aborted', { layer: 'gap', operation: 'scan', cause: signal?.reason }));
    };
    if (signal?.aborted) {
      onAbort();
      throw this.#error;
    }
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#release = () => signal?.removeEventListener('abort', onAbort);
    try {
      await this.#radio.start(this, options);
    } catch (error) {
      void this.finish(error);
      throw error;
    }
    if (this.#state === 'ended') {
      if (this.#error !== null) throw this.#error;
      return;
    }
    this.#state = 'running';
    if (options.durationMs > 0 && options.durationMs !== Infinity) {
      this.#timer = this.#clock.setTimeout(() => void this.finish(null), options.durationMs);
    }
  }

  async #finish(error: unknown): Promise<void> {
    const hadStarted = this.#state === 'running' || error === null;
    this.#error = error;
    this.#state = 'ended';
    if (this.#timer !== null) this.#clock.clearTimeout(this.#timer);
    this.#release();
    this.#wake();
    try {
      if (hadStarted) await this.#started.catch(() => undefined);
      await this.#radio.stop(this);
    } catch (stopError) {
      if (this.#error === null) this.#stopError = stopError;
    } finally {
      this.onEnd();
    }
  }

  #takeOldest(): ScanResultRecord | undefined {
    const [oldest] = this.#pending;
    if (oldest) this.#pending.delete(oldest);
    return oldest;
  }

  #wake(): void {
    if (this.#waiting.length === 0) return;
    for (const resume of this.#waiting.splice(0)) resume();
  }

  #record(report: AdvertisingReport): ScanResultRecord {
    const key = `${report.address}/${report.addressType}`;
    const known = this.#results.get(key);
    if (known) return known;
    const created = new ScanResultRecord(this.#device(report.address, report.addressType), report.at);
    this.#results.set(key, created);
    if (this.#results.size > RESULT_LIMIT) {
      const [oldest] = this.#results.keys();
      this.#results.delete(oldest as string);
    }
    return created;
  }
}

function compileFilter(filter: ScanFilter = {}): (result: ScanResult) => boolean {
  requireObject('scan', 'filter', filter);
  const tests: ((result: ScanResult) => boolean)[] = [];
  const { address, name, services, manufacturer, minRssi, connectable } = filter;
  if (address !== undefined) {
    const wanted = parseAddress(requireText('scan', 'filter.address', address));
    tests.push((r) => r.device.address === wanted);
  }
  if (minRssi !== undefined) {
    requireNumber('scan', 'filter.minRssi', minRssi, [-Infinity, Infinity], 'dBm');
    tests.push((r) => r.rssi !== null && r.rssi >= minRssi);
  }
  if (connectable !== undefined) {
    requireBoolean('scan', 'filter.connectable', connectable);
    tests.push((r) => r.connectable === connectable);
  }
  if (name !== undefined) {
    if (!(name instanceof RegExp)) requireText('scan', 'filter.name', name);
    tests.push((r) => matchesName(r.name(), name));
  }
  if (manufacturer !== undefined) {
    requireInteger('scan', 'filter.manufacturer', manufacturer, [0, 0xffff]);
    tests.push((r) => r.manufacturer(manufacturer).length > 0);
  }
  if (services !== undefined) {
    const wanted = requireList('scan', 'filter.services', services).map((s) => String(Uuid.from(s)));
    tests.push((r) => {
      const found = new Set(r.services().map(String));
      return wanted.every((uuid) => found.has(uuid));
    });
  }
  return (result) => tests.every((test) => test(result));
}

function matchesName(name: string | null, wanted: string | RegExp): boolean {
  if (name === null) return false;
  return typeof wanted === 'string' ? name === wanted : name.search(wanted) >= 0;
}
