import { FrameThrottle } from './scan-throttle.js';

/** So that ages go on while nothing comes. */
const AGE_MS = 1_000;

/**
 * Data outside React that changes more often than anybody can see. Components subscribe to `revision`, which moves at most
 * every `shortestMs`, and once a second while nothing comes.
 */
export abstract class FrameStore {
  readonly #listeners = new Set<() => void>();
  readonly #frames: FrameThrottle;
  #revision = 0;

  constructor(shortestMs: number) {
    this.#frames = new FrameThrottle({ shortestMs, longestMs: AGE_MS }, () => {
      this.#revision += 1;
      for (const listener of this.#listeners) listener();
    });
  }

  /** For useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#frames.start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#frames.stop();
    };
  };

  readonly revision = (): number => this.#revision;

  /** Something came. */
  protected changed(): void {
    this.#frames.request();
  }

  /** The user did something: it shows at once. */
  protected changedByUser(): void {
    this.#frames.requestNow();
  }
}
