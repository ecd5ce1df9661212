/**
 * Runs work that covers everything asked for before it began, one at a time: who asks while it runs waits for the one run that follows.
 */
export class Coalesced {
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(private readonly work: () => Promise<void>) {}

  /** Settles as the run does that began after this call. */
  run(): Promise<void> {
    if (this.#next) return this.#next;
    if (!this.#running) return this.#start();
    this.#next = settled(this.#running).then(() => {
      this.#next = null;
      return this.#start();
    });
    return this.#next;
  }

  /** Resolves when nothing runs or waits, however that ended. */
  async idle(): Promise<void> {
    while (this.#next ?? this.#running) await settled(this.#next ?? this.#running);
  }

  #start(): Promise<void> {
    const run = this.work().finally(() => {
      if (this.#running === run) this.#running = null;
    });
    this.#running = run;
    return run;
  }
}

function settled(promise: Promise<void> | null): Promise<void> {
  return Promise.resolve(promise).then(
    () => undefined,
    () => undefined,
  );
}
