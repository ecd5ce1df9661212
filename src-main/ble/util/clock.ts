export type TimerHandle = unknown;

/** Time as the core sees it. Injected everywhere, so that tests drive it. */
export interface Clock {
  /** Milliseconds since the epoch, with fractions; never goes backwards. */
  now(): number;
  setTimeout(run: () => void, ms: number): TimerHandle;
  clearTimeout(handle: TimerHandle): void;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

const { timeOrigin } = performance;

export const systemClock: Clock = {
  now: () => timeOrigin + performance.now(),
  setTimeout: (run, ms) => setTimeout(run, Math.min(ms, LONGEST_TIMER_MS)),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};
