import type { ErrorInfo } from '../../../src-shared/model/ble-error.js';
import type { AttributeValue, HistoryEntry, ValueKind } from '../../../src-shared/model/link.js';
import { RateMeter } from '../rate-meter.js';
import { ValueHistory } from './value-history.js';

/** Past values kept of one link. */
export const MAX_HISTORY_ENTRIES = 10_000;
export const MAX_HISTORY_BYTES = 4 << 20;
/** What a kept value costs besides its bytes. */
const ENTRY_OVERHEAD_BYTES = 128;

const EMPTY = new Uint8Array(0);

export interface HandleHistory {
  handle: number;
  entries: HistoryEntry[];
  dropped: number;
}

interface Attribute {
  value: AttributeValue;
  meter: RateMeter;
  history: ValueHistory;
  historyBytes: number;
}

/** Newest and past values of one link's attributes, and what of them the window has not been told. */
export class ValueStore {
  readonly #attributes = new Map<number, Attribute>();
  readonly #changed = new Set<Attribute>();
  /** Told a rate that has to come down again when no more values come. */
  readonly #settling = new Set<Attribute>();
  #entries = 0;
  #bytes = 0;
  /** Whose past gives way first. */
  #largest: Attribute | null = null;
  #watched: { handle: number; told: number } | null = null;

  get hasChanges(): boolean {
    return this.#changed.size > 0;
  }

  get isSettling(): boolean {
    return this.#settling.size > 0;
  }

  get handles(): number[] {
    return [...this.#attributes.keys()];
  }

  /** Past values kept, of all attributes. */
  get historyLength(): number {
    return this.#entries;
  }

  record(handle: number, kind: ValueKind, data: Uint8Array, at: number): void {
    const attribute = this.#attribute(handle, kind, at);
    const { value, meter, history } = attribute;
    // A view of a larger buffer would keep all of it, and cross IPC with all of it.
    const bytes = data.byteLength === data.buffer.byteLength ? data : Uint8Array.from(data);
    value.data = bytes;
    value.kind = kind;
    value.at = at;
    value.count += 1;
    if (kind === 'read' || kind === 'written') value.error = null;
    meter.heard(at);
    history.push({ at, kind, data: bytes });
    const cost = bytes.length + ENTRY_OVERHEAD_BYTES;
    attribute.historyBytes += cost;
    this.#bytes += cost;
    this.#entries += 1;
    if (!this.#largest || attribute.historyBytes > this.#largest.historyBytes) this.#largest = attribute;
    while (this.#entries > MAX_HISTORY_ENTRIES || this.#bytes > MAX_HISTORY_BYTES) this.#dropOldest();
    this.#changed.add(attribute);
  }

  /** Why the last read, write or subscription of an attribute failed. Its value stays. */
  fail(handle: number, error: ErrorInfo, at: number): void {
    const attribute = this.#attribute(handle, 'read', at);
    attribute.value.error = error;
    this.#changed.add(attribute);
  }

  clearError(handle: number): void {
    const attribute = this.#attributes.get(handle);
    if (!attribute?.value.error) return;
    attribute.value.error = null;
    this.#changed.add(attribute);
  }

  /** This handle is another attribute's now, or nobody's. */
  forget(handle: number): void {
    const attribute = this.#attributes.get(handle);
    if (!attribute) return;
    this.#attributes.delete(handle);
    this.#changed.delete(attribute);
    this.#settling.delete(attribute);
    this.#entries -= attribute.history.length;
    this.#bytes -= attribute.historyBytes;
    if (this.#largest === attribute) this.#largest = this.#findLargest();
    if (this.#watched?.handle === handle) this.#watched.told = 0;
  }

  /** Everything is told once more. */
  resend(): void {
    for (const attribute of this.#attributes.values()) this.#changed.add(attribute);
  }

  /** The newest value of every attribute that changed since the call before. */
  takeValues(now: number): AttributeValue[] {
    for (const attribute of this.#settling)
      if (rateOf(attribute, now) !== attribute.value.rate) this.#changed.add(attribute);
    const values: AttributeValue[] = [];
    for (const attribute of this.#changed) {
      attribute.value.rate = rateOf(attribute, now);
      if (attribute.value.rate > 0) this.#settling.add(attribute);
      else this.#settling.delete(attribute);
      values.push({ ...attribute.value });
    }
    this.#changed.clear();
    return values;
  }

  /** Whose history is told from now on; answers with all of it so far. */
  watch(handle: number | null): HandleHistory | null {
    this.#watched = null;
    if (handle === null) return null;
    const history = this.#attributes.get(handle)?.history;
    this.#watched = { handle, told: history?.next ?? 0 };
    return { handle, entries: history?.since(0) ?? [], dropped: history?.dropped ?? 0 };
  }

  /** Every value kept of a handle, oldest first. */
  history(handle: number): HistoryEntry[] {
    return this.#attributes.get(handle)?.history.since(0) ?? [];
  }

  /** What is new of the watched history since the call before; null when nothing is. */
  takeHistory(): HandleHistory | null {
    const watched = this.#watched;
    const history = watched && this.#attributes.get(watched.handle)?.history;
    if (!watched || !history || history.next === watched.told) return null;
    const entries = history.since(watched.told);
    watched.told = history.next;
    return { handle: watched.handle, entries, dropped: history.dropped };
  }

  #attribute(handle: number, kind: ValueKind, at: number): Attribute {
    const known = this.#attributes.get(handle);
    if (known) return known;
    const created: Attribute = {
      value: { handle, data: EMPTY, at, kind, count: 0, rate: 0, error: null },
      meter: new RateMeter(),
      history: new ValueHistory(),
      historyBytes: 0,
    };
    this.#attributes.set(handle, created);
    return created;
  }

  /** A busy attribute gives way before the few values of a quiet one do. */
  #dropOldest(): void {
    const largest = this.#largest;
    const oldest = largest?.history.shift();
    if (!largest || !oldest) return;
    const cost = oldest.data.length + ENTRY_OVERHEAD_BYTES;
    largest.historyBytes -= cost;
    this.#bytes -= cost;
    this.#entries -= 1;
    this.#largest = this.#findLargest();
  }

  #findLargest(): Attribute | null {
    let largest: Attribute | null = null;
    for (const attribute of this.#attributes.values())
      if (!largest || attribute.historyBytes > largest.historyBytes) largest = attribute;
    return largest;
  }
}

function rateOf({ meter }: Attribute, now: number): number {
  return Math.round(meter.perSecond(now) * 10) / 10;
}
