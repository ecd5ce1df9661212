import { HISTORY_KEPT, type HistoryView } from './explorer-history.js';

/** One number of every value of a history, taken out of each value once. */
export class FieldSeries {
  readonly #times = new Float64Array(HISTORY_KEPT);
  readonly #numbers = new Float64Array(HISTORY_KEPT);
  /** Number of the next entry to read. */
  #next = 0;
  #first = 0;

  /** @param extract gives null where a value does not have the field. */
  constructor(
    readonly key: string,
    private readonly extract: (data: Uint8Array) => number | null,
  ) {}

  /** Reads what is new in the history. */
  follow(history: HistoryView): void {
    if (history.end < this.#next) this.#next = 0;
    this.#next = Math.max(this.#next, history.first);
    this.#first = history.first;
    for (; this.#next < history.end; this.#next += 1) {
      const entry = history.entry(this.#next);
      if (entry === undefined) continue;
      const slot = this.#next % HISTORY_KEPT;
      this.#times[slot] = entry.at;
      this.#numbers[slot] = this.extract(entry.data) ?? Number.NaN;
    }
  }

  /** Points from a time on, and the one before it so that the line comes in from the left. Entries without the number are left out. */
  since(from: number): { times: Float64Array; numbers: Float64Array } {
    let begin = this.#next;
    while (begin > this.#first && (this.#times[(begin - 1) % HISTORY_KEPT] ?? 0) >= from) begin -= 1;
    begin = Math.max(this.#first, begin - 1);
    const times = new Float64Array(this.#next - begin);
    const numbers = new Float64Array(this.#next - begin);
    let length = 0;
    for (let number = begin; number < this.#next; number += 1) {
      const value = this.#numbers[number % HISTORY_KEPT] as number;
      if (Number.isNaN(value)) continue;
      times[length] = this.#times[number % HISTORY_KEPT] as number;
      numbers[length] = value;
      length += 1;
    }
    return { times: times.subarray(0, length), numbers: numbers.subarray(0, length) };
  }
}
