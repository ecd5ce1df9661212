import { BoundedQueue } from '../util/bounded-queue.js';
import { failureOf } from '../util/deadline.js';
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

  /** Every connection from this call on; ends by the loop being left, also while it waits; rejects when the adapter closes. */
  accept(): AsyncIterableIterator<Connection, void, void> {
    const over = { done: true, value: undefined } as const;
    const queue = new BoundedQueue<Connection>(QUEUE_LIMIT, (lost) => void lost.disconnect().catch(() => undefined));
    const end = new AbortController();
    let isLeft = false;
    const leave = (reason?: unknown) => {
      this.#queues.delete(queue);
      this.closed.removeEventListener('abort', onClosed);
      end.abort(reason);
    };
    const onClosed = () => leave(failureOf('accept', this.closed.reason));
    this.#queues.add(queue);
    if (this.closed.aborted) onClosed();
    else this.closed.addEventListener('abort', onClosed, { once: true });
    return {
      next: async () => {
        while (!isLeft) {
          const value = await queue.take(end.signal).catch((error) => {
            if (!isLeft) throw error;
            return null;
          });
          if (value?.isConnected()) return { value, done: false };
        }
        return over;
      },
      return: async () => {
        isLeft = true;
        leave();
        return over;
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}
