import { toHex } from '../../src-shared/bytes/hex.js';
import type { HistoryEntry } from '../../src-shared/model/link.js';

/** Values kept of the one that is looked at. The oldest make room and are counted. */
export const HISTORY_KEPT = 10_000;
const GAPS_KEPT = 200;
/** A silence is a gap when it is this many times the usual interval, and never below the shortest. */
const GAP_TIMES = 5;
const SHORTEST_GAP_MS = 500;
/** Intervals needed before one can be called unusual. */
const INTERVALS_NEEDED = 5;

/** A stretch without notifications that is longer than usual; milliseconds since the epoch. */
export interface HistoryGap {
  from: number;
  to: number;
}

/** What is shown: either the live history or a copy of it from when it was paused. Entries are numbered from 0 for ever. */
export interface HistoryView {
  /** Number of the oldest entry that is kept. */
  readonly first: number;
  /** Number behind the newest one. */
  readonly end: number;
  /** Values that made room for newer ones. */
  readonly dropped: number;
  readonly gaps: readonly HistoryGap[];
  entry(number: number): HistoryEntry | undefined;
}

/** The newest values of one attribute, oldest first, bounded. */
export class ValueHistory implements HistoryView {
  readonly #ring: HistoryEntry[] = [];
  #gaps: HistoryGap[] = [];
  #end = 0;
  /** What the main process had let go before this began. */
  readonly #droppedBefore: number;
  #lastAt: number | null = null;
  #usualMs = 0;
  #intervals = 0;

  constructor(droppedBefore = 0) {
    this.#droppedBefore = droppedBefore;
  }

  get first(): number {
    return this.#end - this.#ring.length;
  }

  get end(): number {
    return this.#end;
  }

  get dropped(): number {
    return this.#droppedBefore + this.first;
  }

  get gaps(): readonly HistoryGap[] {
    return this.#gaps;
  }

  entry(number: number): HistoryEntry | undefined {
    return number < this.first || number >= this.#end ? undefined : this.#ring[number % HISTORY_KEPT];
  }

  push(entries: readonly HistoryEntry[]): void {
    for (const entry of entries) {
      this.#ring[this.#end % HISTORY_KEPT] = entry;
      this.#end += 1;
      if (entry.kind === 'notification' || entry.kind === 'indication') this.#watchInterval(entry.at);
    }
    const oldest = this.entry(this.first)?.at ?? 0;
    if (this.#gaps.length > GAPS_KEPT || (this.#gaps[0]?.to ?? oldest) < oldest)
      this.#gaps = this.#gaps.filter((gap) => gap.to >= oldest).slice(-GAPS_KEPT);
  }

  /** A copy that stays as it is. */
  snapshot(): HistoryView {
    const { first, end, dropped } = this;
    const entries = Array.from({ length: end - first }, (_, i) => this.entry(first + i));
    return { first, end, dropped, gaps: [...this.#gaps], entry: (number) => entries[number - first] };
  }

  #watchInterval(at: number): void {
    const interval = this.#lastAt === null ? null : at - this.#lastAt;
    this.#lastAt = at;
    if (interval === null) return;
    const longest = Math.max(SHORTEST_GAP_MS, GAP_TIMES * this.#usualMs);
    if (this.#intervals >= INTERVALS_NEEDED && interval > longest) {
      this.#gaps.push({ from: at - interval, to: at });
      return;
    }
    this.#intervals += 1;
    this.#usualMs += (interval - this.#usualMs) / Math.min(this.#intervals, 16);
  }
}

/** Indexes of the bytes that differ from the value before; a byte more or less differs. */
export function changedBytes(data: Uint8Array, before: Uint8Array | undefined): number[] {
  if (before === undefined) return [];
  const changed: number[] = [];
  for (let i = 0; i < data.length; i += 1) if (data[i] !== before[i]) changed.push(i);
  return changed;
}

/** 'f····e·k': printable ASCII, a dot for the rest. */
export function asciiText(data: Uint8Array): string {
  let text = '';
  for (const byte of data) text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
  return text;
}

/** The first bytes in hex, with an ellipsis where there are more. */
export function hexHead(data: Uint8Array, most: number): string {
  return data.length <= most ? toHex(data, ' ') : `${toHex(data.subarray(0, most), ' ')}…`;
}
