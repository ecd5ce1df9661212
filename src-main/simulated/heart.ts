import { ByteWriter } from '../../src-shared/bytes/byte-writer.js';

const AT_REST_BPM = 72;
const LOWEST_BPM = 55;
const HIGHEST_BPM = 165;
const LARGEST_ENERGY_KJ = 0xffff;
const AWAY_SECONDS = 3;

/** A heart and the strap over it: a rate that wanders, beats that come a little early and late, and what it has burnt. */
export class Heart {
  #bpm = AT_REST_BPM;
  #energyKj = 12;
  #untilBeatMs = 0;
  /** Seconds for which the strap sits loose. */
  #away = 0;

  constructor(private readonly random: () => number) {}

  resetEnergy(): void {
    this.#energyKj = 0;
  }

  /** Lets time pass; gives the Heart Rate Measurement (2A37) that tells of it, Heart Rate Service 1.0 section 3.1. */
  measure(ms: number): Uint8Array {
    const { random } = this;
    const drift = (AT_REST_BPM - this.#bpm) * 0.01 + (random() - 0.5) * 4;
    this.#bpm = Math.min(HIGHEST_BPM, Math.max(LOWEST_BPM, this.#bpm + drift));
    const kjPerMinute = 1 + (this.#bpm - LOWEST_BPM) * 0.4;
    this.#energyKj = Math.min(LARGEST_ENERGY_KJ, this.#energyKj + (kjPerMinute * ms) / 60_000);
    if (this.#away > 0) this.#away -= 1;
    else if (random() < 0.005) this.#away = AWAY_SECONDS;

    const intervals = this.#beats(ms);
    const hasContact = this.#away === 0;
    const told = hasContact ? intervals : [];
    const flags = 0x04 | (hasContact ? 0x02 : 0) | 0x08 | (told.length > 0 ? 0x10 : 0);
    const measurement = new ByteWriter(12).u8(flags).u8(Math.round(this.#bpm)).u16(Math.floor(this.#energyKj));
    for (const intervalMs of told) measurement.u16(Math.round((intervalMs * 1_024) / 1_000));
    return measurement.finish();
  }

  /** Milliseconds between beats, for each beat within this time. */
  #beats(ms: number): number[] {
    const intervals: number[] = [];
    this.#untilBeatMs -= ms;
    while (this.#untilBeatMs <= 0) {
      const intervalMs = (60_000 / this.#bpm) * (0.96 + this.random() * 0.08);
      intervals.push(intervalMs);
      this.#untilBeatMs += intervalMs;
    }
    return intervals;
  }
}
