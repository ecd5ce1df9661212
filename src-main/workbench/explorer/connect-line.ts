/**
 * One connection attempt after the other: a controller makes one link at a time (Core Vol 4 Part E 7.8.12), and an attempt's
 * time should begin when the radio turns to it.
 */
export class ConnectLine {
  #tail: Promise<unknown> = Promise.resolve();

  /** Rejects with the signal's reason when it aborted before the turn came. */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const turn = this.#tail.then(() => {
      signal.throwIfAborted();
      return work();
    });
    this.#tail = turn.catch(() => undefined); // its failure is the caller's; the line goes on
    return turn;
  }
}
