import { Fifo } from './fifo.js';

/** First in, first out, with a limit: when full, the oldest item goes and is counted. One consumer waits at a time or many; each item goes to one. */
export class BoundedQueue<T> {
  readonly #items = new Fifo<T>();
  #waiting: ((item: T) => void)[] = [];
  #dropped = 0;

  #limit: number;

  constructor(
    limit: number,
    private readonly onDrop?: (item: T) => void,
  ) {
    this.#limit = limit;
  }

  get limit(): number {
    return this.#limit;
  }

  /** A lower limit drops the oldest at once. */
  set limit(limit: number) {
    this.#limit = limit;
    this.#trim();
  }

  get length(): number {
    return this.#items.length;
  }

  get dropped(): number {
    return this.#dropped;
  }

  push(item: T): void {
    const waiter = this.#waiting.shift();
    if (waiter) return waiter(item);
    this.#items.push(item);
    this.#trim();
  }

  /** The oldest item, or undefined when there is none. */
  poll(): T | undefined {
    return this.#items.shift();
  }

  /** The oldest item, waiting for one; rejects with the signal's reason. Items already here come before an abort. */
  take(signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const ready = this.#items.shift();
      if (ready !== undefined) return resolve(ready);
      if (signal.aborted) return reject(signal.reason);
      const onItem = (item: T) => {
        signal.removeEventListener('abort', onAbort);
        resolve(item);
      };
      const onAbort = () => {
        this.#waiting = this.#waiting.filter((waiter) => waiter !== onItem);
        reject(signal.reason);
      };
      this.#waiting.push(onItem);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  #trim(): void {
    while (this.#items.length > this.#limit) {
      const lost = this.#items.shift() as T;
      this.#dropped += 1;
      this.onDrop?.(lost);
    }
  }

  clear(): T[] {
    return this.#items.clear();
  }
}
