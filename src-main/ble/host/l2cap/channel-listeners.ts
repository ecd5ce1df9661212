import { hexNumber } from '../../../../src-shared/bytes/hex.js';
import { BleError } from '../../api/errors.js';
import type { L2capChannel, L2capListenOptions } from '../../api/l2cap.js';
import { checkListen } from '../../api/l2cap-arguments.js';
import { BoundedQueue } from '../../util/bounded-queue.js';
import { failureOf } from '../../util/deadline.js';

/** Channels that may wait for the program that listens; more are refused. */
const BACKLOG = 64;

/** One who takes the channels that peers open to a PSM. */
export interface Listener extends Required<L2capListenOptions> {
  /** How many more it takes now. */
  readonly room: number;
  take(channel: L2capChannel): void;
}

/** Who listens on which PSM, for all links of an adapter. */
export class ChannelListeners {
  readonly #byPsm = new Map<number, Listener>();

  constructor(private readonly closed: AbortSignal) {}

  find(psm: number): Listener | null {
    return this.#byPsm.get(psm) ?? null;
  }

  /** Every channel opened to this PSM from this call on. Leaving the loop ends that; throws 'busy' when somebody listens there already. */
  listen(psm: number, o: L2capListenOptions): AsyncIterableIterator<L2capChannel, void, void> {
    const operation = `listen on PSM ${typeof psm === 'number' ? hexNumber(psm, 4) : psm}`;
    const terms = checkListen(operation, psm, o);
    this.closed.throwIfAborted();
    if (this.#byPsm.has(psm)) {
      const message = `${operation}: somebody listens there already`;
      throw new BleError('busy', { layer: 'l2cap', operation, message });
    }
    const over = { done: true, value: undefined } as const;
    const queue = new BoundedQueue<L2capChannel>(BACKLOG);
    const end = new AbortController();
    let isLeft = false;
    const leave = (reason?: unknown) => {
      if (this.#byPsm.get(psm) === listener) this.#byPsm.delete(psm);
      this.closed.removeEventListener('abort', onClosed);
      end.abort(reason);
    };
    const onClosed = () => leave(failureOf(operation, this.closed.reason));
    this.closed.addEventListener('abort', onClosed, { once: true });
    const listener: Listener = {
      ...terms,
      get room() {
        return BACKLOG - queue.length;
      },
      take: (channel) => queue.push(channel),
    };
    this.#byPsm.set(psm, listener);
    return {
      next: async () => {
        if (isLeft) return over;
        const value = await queue.take(end.signal).catch((error) => {
          if (!isLeft) throw error;
          return null;
        });
        return value === null ? over : { value, done: false };
      },
      return: async () => {
        if (!isLeft) {
          isLeft = true;
          leave();
          // Nobody will read them.
          for (const channel of queue.clear()) void channel.disconnect().catch(() => undefined);
        }
        return over;
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}
