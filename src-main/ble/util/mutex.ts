/** One at a time, in order of arrival. */
export class Mutex {
  #isTaken = false;
  #line: (() => void)[] = [];

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#line.length;
  }

  /** Runs work alone. A waiter whose signal aborts leaves the line at once, with the signal's reason. */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#turn(signal);
    try {
      signal?.throwIfAborted();
      return await work();
    } finally {
      const next = this.#line.shift();
      if (next) next();
      else this.#isTaken = false;
    }
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (!this.#isTaken) {
        this.#isTaken = true;
        return resolve();
      }
      const onTurn = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        this.#line = this.#line.filter((waiter) => waiter !== onTurn);
        reject(signal?.reason);
      };
      this.#line.push(onTurn);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }
}
