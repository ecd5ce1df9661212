import type { CharacteristicValue } from '../../api/gatt-client.js';
import { Fifo } from '../../util/fifo.js';

interface Waiter {
  resolve(result: IteratorResult<CharacteristicValue, void>): void;
  reject(error: unknown): void;
}

const DONE: IteratorReturnResult<void> = { value: undefined, done: true };

/** One program's copy of a characteristic's values: bounded, the oldest go first. Ends by rejecting with the link's end, or by leaving the loop. */
export class ValueStream implements AsyncIterableIterator<CharacteristicValue, void, void> {
  readonly #values = new Fifo<CharacteristicValue>();
  #waiting: Waiter[] = [];
  #isLeft = false;
  #end: { reason: unknown } | null = null;

  constructor(
    /** How many values wait for their taker. */
    public limit: number,
    private readonly onDrop: () => void,
    private readonly onLeave: (stream: ValueStream) => void,
  ) {}

  push(value: CharacteristicValue): void {
    const waiter = this.#waiting.shift();
    if (waiter) return waiter.resolve({ value, done: false });
    this.#values.push(value);
    if (this.#values.length <= this.limit) return;
    this.#values.shift();
    this.onDrop();
  }

  /** The link is gone: what came before it is still given. */
  end(reason: unknown): void {
    this.#end ??= { reason };
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }

  next(): Promise<IteratorResult<CharacteristicValue, void>> {
    if (this.#isLeft) return Promise.resolve(DONE);
    const value = this.#values.shift();
    if (value !== undefined) return Promise.resolve({ value, done: false });
    if (this.#end) return Promise.reject(this.#end.reason);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<CharacteristicValue, void>> {
    this.#isLeft = true;
    this.#values.clear();
    this.onLeave(this);
    for (const { resolve } of this.#waiting.splice(0)) resolve(DONE);
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
