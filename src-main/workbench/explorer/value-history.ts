import type { HistoryEntry } from '../../../src-shared/model/link.js';

const COMPACT_AT = 1_024;

/** The values of one attribute, oldest first. Each has a number in the order of arrival that stays its own. */
export class ValueHistory {
  #entries: (HistoryEntry | undefined)[] = [];
  #head = 0;
  #dropped = 0;

  get length(): number {
    return this.#entries.length - this.#head;
  }

  /** Values that made room for newer ones. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Number the next value will have. */
  get next(): number {
    return this.#dropped + this.length;
  }

  push(entry: HistoryEntry): void {
    this.#entries.push(entry);
  }

  /** Drops the oldest value and gives it back. */
  shift(): HistoryEntry | undefined {
    const oldest = this.#entries[this.#head];
    if (!oldest) return undefined;
    this.#entries[this.#head] = undefined;
    this.#head += 1;
    this.#dropped += 1;
    // Array.shift would move thousands of entries for every value.
    if (this.#head >= COMPACT_AT && this.#head * 2 >= this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return oldest;
  }

  /** Values from this number on, as far as they are still there. */
  since(number: number): HistoryEntry[] {
    const from = this.#head + Math.max(0, number - this.#dropped);
    return this.#entries.slice(from) as HistoryEntry[];
  }
}
