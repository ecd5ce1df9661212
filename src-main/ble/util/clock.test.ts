import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from './clock.js';

const DAY_MS = 24 * 60 * 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a timer beyond what Node can hold fires when it is due, not before', () => {
  const run = vi.fn();
  systemClock.setTimeout(run, 60 * DAY_MS);
  vi.advanceTimersByTime(60 * DAY_MS - 1);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledOnce();
});

it('such a timer can be cleared at any time', () => {
  const run = vi.fn();
  const timer = systemClock.setTimeout(run, 60 * DAY_MS);
  vi.advanceTimersByTime(30 * DAY_MS);
  systemClock.clearTimeout(timer);
  vi.advanceTimersByTime(60 * DAY_MS);
  expect(run).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});
