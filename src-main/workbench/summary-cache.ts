import { type AdvertisingSummary, summariseAdvertising } from '../../src-shared/decode/summarise-advertising.js';

/** Summaries of payloads seen lately. Beacons send a few payloads in turn, and many devices the same. Bounded: the oldest half goes. */
export class SummaryCache {
  #young = new Map<string, AdvertisingSummary>();
  #old = new Map<string, AdvertisingSummary>();

  constructor(readonly limit = 4_096) {}

  get(key: string, advData: Uint8Array, respData: Uint8Array | null): AdvertisingSummary {
    const young = this.#young.get(key);
    if (young) return young;
    const summary = this.#old.get(key) ?? summariseAdvertising(advData, respData);
    this.#young.set(key, summary);
    if (this.#young.size >= this.limit / 2) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    return summary;
  }
}
