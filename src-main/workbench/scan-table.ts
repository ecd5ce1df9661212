import type { ScanBatch } from '../../src-shared/ipc/scanner.js';
import type { ScanDetail, ScanRow } from '../../src-shared/model/scan-row.js';
import type { AdvertisingReport } from '../ble/index.js';
import { identityKey, ScanIdentity } from './scan-identity.js';
import { SummaryCache } from './summary-cache.js';

/** Devices listed at once. */
export const MAX_IDENTITIES = 4_096;
/** When the list is full this many go at once, so that finding them costs little per device. */
const EVICTED_AT_ONCE = 256;
/** Full rows in one batch; further ones wait for the next. Numbers are not limited. */
export const MAX_ROWS_PER_BATCH = 128;

/** One device with its numbers, as an export wants it. */
export interface ListedDevice {
  row: ScanRow;
  /** dBm, null = unknown. */
  rssi: number | null;
  lastSeen: number;
  count: number;
  intervalMs: number;
  rate: number;
}

/** Everything heard, one entry a device, and what of it the window has not been told yet. */
export class ScanTable {
  readonly #identities = new Map<string, ScanIdentity>();
  readonly #byId = new Map<number, ScanIdentity>();
  readonly #summaries = new SummaryCache();
  /** Rows to send, longest waiting first. A row that changes again while it waits keeps its place. */
  readonly #rowsToSend = new Set<ScanIdentity>();
  #removed: number[] = [];
  #nextId = 1;
  #evicted = 0;
  #watched: ScanIdentity | null = null;
  #favourites: ReadonlySet<string> = new Set();

  get size(): number {
    return this.#identities.size;
  }

  get evicted(): number {
    return this.#evicted;
  }

  /** Rows that wait to be sent. */
  get rowsWaiting(): number {
    return this.#rowsToSend.size;
  }

  get watchedId(): number | null {
    return this.#watched?.id ?? null;
  }

  /** Keys '<address>/<type>' of devices that are never dropped from the list. */
  setFavourites(keys: readonly string[]): void {
    this.#favourites = new Set(keys);
  }

  apply(report: AdvertisingReport, virtual: boolean): void {
    const key = identityKey(report.address, report.addressType);
    let identity = this.#identities.get(key);
    if (!identity) {
      if (this.#identities.size >= MAX_IDENTITIES) this.#evict();
      identity = new ScanIdentity(this.#nextId, report);
      this.#nextId += 1;
      this.#identities.set(key, identity);
      this.#byId.set(identity.id, identity);
    }
    if (identity.apply(report, virtual)) this.#rowsToSend.add(identity);
  }

  /** Looks at one device more closely; false when there is none of this id. */
  watch(id: number | null): boolean {
    this.#watched?.setWatched(false);
    this.#watched = (id === null ? undefined : this.#byId.get(id)) ?? null;
    this.#watched?.setWatched(true);
    return this.#watched !== null;
  }

  watchedDetail(now: number): ScanDetail | null {
    return this.#watched?.detail(now) ?? null;
  }

  /** Takes what the window has to be told; null when there is nothing. */
  takeBatch(now: number): Pick<ScanBatch, 'rows' | 'ticks' | 'removed'> | null {
    const rows: ScanRow[] = [];
    for (const identity of this.#rowsToSend) {
      if (rows.length === MAX_ROWS_PER_BATCH) break;
      this.#rowsToSend.delete(identity);
      rows.push(identity.row(this.#summaries));
      identity.sent = true;
      identity.fresh = true;
    }
    const ticking: ScanIdentity[] = [];
    for (const identity of this.#identities.values()) {
      // A device that fell silent is told once more, when its rate has come to zero.
      if (identity.sent && (identity.fresh || (identity.sentRate > 0 && identity.rate.perSecond(now) === 0)))
        ticking.push(identity);
    }
    const removed = this.#removed;
    if (rows.length === 0 && ticking.length === 0 && removed.length === 0) return null;
    this.#removed = [];
    return { rows, ticks: ticks(ticking, now), removed };
  }

  /** Some device was heard lately enough that its rate has yet to come to zero in the window. */
  get isSettling(): boolean {
    for (const identity of this.#identities.values()) if (identity.sent && identity.sentRate > 0) return true;
    return false;
  }

  /** Listening stopped: the silence that follows is nobody's interval. */
  pause(): void {
    for (const identity of this.#identities.values()) identity.interval.pause();
  }

  /** Sends everything once more. */
  resend(): void {
    this.#removed = [];
    for (const identity of this.#identities.values()) {
      identity.sent = false;
      this.#rowsToSend.add(identity);
    }
  }

  clear(): void {
    for (const identity of this.#identities.values()) if (identity.sent) this.#removed.push(identity.id);
    this.#identities.clear();
    this.#byId.clear();
    this.#rowsToSend.clear();
    this.#watched = null;
    this.#evicted = 0;
  }

  *devices(): Generator<ListedDevice> {
    for (const identity of this.#identities.values()) {
      yield {
        row: identity.row(this.#summaries),
        rssi: identity.rssi === 127 ? null : identity.rssi,
        lastSeen: identity.lastSeen,
        count: identity.count,
        intervalMs: identity.interval.intervalMs,
        rate: identity.sentRate,
      };
    }
  }

  /** Makes room: the devices unheard for longest go, but not favourites nor the one being looked at. */
  #evict(): void {
    const candidates = [...this.#identities.values()].filter(
      (identity) => identity !== this.#watched && !this.#favourites.has(identity.key),
    );
    candidates.sort((a, b) => a.lastSeen - b.lastSeen);
    for (const identity of candidates.slice(0, EVICTED_AT_ONCE)) {
      this.#identities.delete(identity.key);
      this.#byId.delete(identity.id);
      this.#rowsToSend.delete(identity);
      if (identity.sent) this.#removed.push(identity.id);
      this.#evicted += 1;
    }
  }
}

function ticks(identities: readonly ScanIdentity[], now: number): ScanBatch['ticks'] {
  const length = identities.length;
  const columns = {
    ids: new Uint32Array(length),
    rssi: new Int8Array(length),
    lastSeen: new Float64Array(length),
    count: new Uint32Array(length),
    intervalMs: new Float32Array(length),
    rate: new Float32Array(length),
  };
  for (let i = 0; i < length; i += 1) {
    const identity = identities[i] as ScanIdentity;
    identity.fresh = false;
    identity.sentRate = identity.rate.perSecond(now);
    columns.ids[i] = identity.id;
    columns.rssi[i] = identity.rssi;
    columns.lastSeen[i] = identity.lastSeen;
    columns.count[i] = identity.count;
    columns.intervalMs[i] = identity.interval.intervalMs;
    columns.rate[i] = identity.sentRate;
  }
  return columns;
}
