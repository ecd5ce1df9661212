import { BoundedQueue } from '../util/bounded-queue.js';
import type { Connection } from './connection.js';

const QUEUE_LIMIT = 64;

/** Hands every central that connects to every accept() loop. Links that ended while they waited are left out. */
export class IncomingConnections {
  readonly #queues = new Set<BoundedQueue<Connection>>();

  constructor(private readonly closed: AbortSignal) {}

  /** Whether anybody takes connections. */
  push(connection: Connection): boolean {
    for (const queue of this.#queues) queue.push(connection);
    return this.#queues.size > 0;
  }

  /** Every connection from this call on; ends by the loop being left, rejects when the adapter closes. */
  accept(): AsyncIterableIterator<Connection, void, void> {
    const queue = new BoundedQueue<Connection>(QUEUE_LIMIT, (lost) => void lost.disconnect().catch(() => undefined));
    this.#queues.add(queue);
    const forget = () => this.#queues.delete(queue);
    this.closed.addEventListener('abort', forget, { once: true });
    const leave = () => {
      forget();
      this.closed.removeEventListener('abort', forget);
    };
    return {
      next: async () => {
        for (;;) {
          const value = await queue.take(this.closed);
          if (value.isConnected()) return { value, done: false };
        }
      },
      return: async () => {
        leave();
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}
