import type { Advertiser } from './advertiser.js';
import type { FaultHooks } from './faults.js';
import type { Initiator } from './initiator.js';
import { connectLink } from './link.js';
import { Random } from './random.js';
import type { Scanner } from './scanner.js';
import type { Scheduler } from './scheduler.js';

/** What every radio of one medium shares: time, chance, and who listens. */
export class Air {
  readonly scanners = new Set<Scanner>();
  readonly initiators = new Set<Initiator>();
  latencyMs = 0;
  lossRate = 0;
  #random: Random;

  constructor(
    readonly scheduler: Scheduler,
    readonly faults: FaultHooks,
    seed: number,
    /** True when a seed was asked for: then nothing at all is random. */
    readonly reproducible: boolean,
  ) {
    this.#random = new Random(seed);
  }

  /** Chance decides whether one receiver misses one advertising PDU. */
  loses(): boolean {
    return this.lossRate > 0 && this.#random.next() < this.lossRate;
  }

  /** Now, or after the latency of the air. */
  arrive(run: () => void): void {
    if (this.latencyMs > 0) this.scheduler.after(this.latencyMs, run);
    else this.scheduler.soon(run);
  }

  /** One advertising event: every scanner that listens hears it, at most one initiator answers it. */
  advertise(from: Advertiser): void {
    const now = this.scheduler.now();
    const rssi = from.core.nextRssi();
    for (const scanner of this.scanners) {
      if (scanner.core !== from.core && scanner.hears(now, from.channelMap) && !this.loses()) scanner.hear(from, rssi);
    }
    if (!from.connectable) return;
    for (const initiator of this.initiators) {
      if (initiator.core === from.core || !initiator.hears(now, from.channelMap)) continue;
      const request = initiator.answers(from);
      if (!request || this.loses()) continue;
      initiator.stop();
      from.stop();
      connectLink(this, initiator.core, from.core, request, from.own);
      return;
    }
  }
}
