import type { AdvertisingReport } from '../ble/index.js';

/** Reports between the radio and the list: a fixed number of places, and a count of those that found none. */
export class ReportRing {
  readonly #slots: (AdvertisingReport | null)[];
  #head = 0;
  #size = 0;
  #dropped = 0;

  constructor(readonly capacity: number) {
    this.#slots = new Array<AdvertisingReport | null>(capacity).fill(null);
  }

  get size(): number {
    return this.#size;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** A full ring keeps what it has: the newest report is the one dropped, since a newer of the same device soon follows. */
  push(report: AdvertisingReport): void {
    if (this.#size === this.capacity) {
      this.#dropped += 1;
      return;
    }
    this.#slots[(this.#head + this.#size) % this.capacity] = report;
    this.#size += 1;
  }

  shift(): AdvertisingReport | null {
    if (this.#size === 0) return null;
    const report = this.#slots[this.#head] ?? null;
    this.#slots[this.#head] = null;
    this.#head = (this.#head + 1) % this.capacity;
    this.#size -= 1;
    return report;
  }

  clear(): void {
    this.#slots.fill(null);
    this.#head = 0;
    this.#size = 0;
    this.#dropped = 0;
  }
}
