import { type Adapter, Medium, type OpenAdapterOptions, openAdapter } from '../index.js';
import { ManualClock } from './manual-clock.js';

/** A virtual radio whose time the test drives, and adapters on it. */
export class VirtualWorld {
  readonly clock = new ManualClock();
  readonly medium: Medium;
  readonly #adapters: Adapter[] = [];

  constructor(options: { latencyMs?: number; seed?: number } = {}) {
    this.medium = new Medium({ seed: 7, ...options, clock: this.clock });
  }

  async adapter(spec = 'virtual:', options: OpenAdapterOptions = {}): Promise<Adapter> {
    const adapter = await this.run(openAdapter(spec, { medium: this.medium, ...options }));
    this.#adapters.push(adapter);
    return adapter;
  }

  /** Lets time pass until the promise settles; fails after `limitMs` of the radio's time. */
  async run<T>(promise: Promise<T>, limitMs = 120_000): Promise<T> {
    let isSettled = false;
    const settled = promise.finally(() => {
      isSettled = true;
    });
    settled.catch(() => undefined); // its outcome is the caller's
    const start = this.clock.now();
    for (let stepMs = 0; !isSettled; stepMs = 5) {
      if (this.clock.now() - start > limitMs)
        throw new Error(`nothing came of it within ${limitMs} ms of the radio's time`);
      await this.clock.advance(stepMs);
    }
    return settled;
  }

  async close(): Promise<void> {
    for (const adapter of this.#adapters) await this.run(adapter.close());
    await this.medium.close();
  }
}
