import type { Clock, TimerHandle } from './clock.js';

/** Resolves with the promise or after ms, whichever is first; for leaving, when nobody may keep us waiting. */
export async function atMost(clock: Clock, ms: number, promise: Promise<unknown>): Promise<void> {
  let timer: TimerHandle = null;
  const limit = new Promise<void>((resolve) => {
    timer = clock.setTimeout(resolve, ms);
  });
  try {
    await Promise.race([promise, limit]);
  } finally {
    clock.clearTimeout(timer);
  }
}
