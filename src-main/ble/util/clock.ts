export type TimerHandle = unknown;

/** Time as the core sees it. Injected everywhere, so that tests drive it. */
export interface Clock {
  /** Milliseconds since the epoch, with fractions; never goes backwards. */
  now(): number;
  setTimeout(run: () => void, ms: number): TimerHandle;
  clearTimeout(handle: TimerHandle): void;
}

/** Beyond it Node's timers fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface SystemTimer {
  current: NodeJS.Timeout;
}

const { timeOrigin } = performance;

export const systemClock: Clock = {
  now: () => timeOrigin + performance.now(),
  setTimeout: (run, ms) => {
    const timer: Partial<SystemTimer> = {};
    const arm = (leftMs: number) => {
      const stepMs = Math.min(leftMs, LONGEST_TIMER_MS);
      timer.current = setTimeout(() => (leftMs > stepMs ? arm(leftMs - stepMs) : run()), stepMs);
    };
    arm(ms);
    return timer;
  },
  clearTimeout: (handle) => clearTimeout((handle as SystemTimer).current),
};
