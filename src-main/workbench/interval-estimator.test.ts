import { describe, expect, test } from 'vitest';
import { IntervalEstimator } from './interval-estimator.js';

/** Even numbers from 0 to below 1, the same every time. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What a device set to `intervalMs` makes a listener estimate. `miss` is the share of events not heard. */
function listen(intervalMs: number, { events = 60, delayMs = 10, miss = 0, seed = 1 } = {}): IntervalEstimator {
  const random = generator(seed);
  const estimator = new IntervalEstimator();
  let at = 1_000;
  for (let i = 0; i < events; i += 1) {
    at += intervalMs + random() * delayMs;
    if (random() >= miss) estimator.heard(at);
  }
  return estimator;
}

const within = (value: number, of: number, share: number) => Math.abs(value - of) <= of * share;

describe('interval estimate', () => {
  test.each([20, 30, 100, 152.5, 250, 1_000, 10_240])('%d ms without delay is found exactly', (intervalMs) => {
    expect(listen(intervalMs, { delayMs: 0 }).intervalMs).toBeCloseTo(intervalMs, 2);
  });

  test.each([60, 100, 152.5, 250, 500, 1_000, 2_000])(
    '%d ms with the delay of the specification is within 5 %%',
    (intervalMs) => {
      for (let seed = 1; seed <= 50; seed += 1) {
        const estimate = listen(intervalMs, { seed }).intervalMs;
        expect(within(estimate, intervalMs, 0.05), `${estimate} for ${intervalMs}, seed ${seed}`).toBe(true);
      }
    },
  );

  test.each([100, 250, 1_000])('%d ms with a third of the events missed is within 5 %%', (intervalMs) => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const estimate = listen(intervalMs, { miss: 0.33, seed }).intervalMs;
      expect(within(estimate, intervalMs, 0.05), `${estimate} for ${intervalMs}, seed ${seed}`).toBe(true);
    }
  });

  test('two reports of one event are one', () => {
    const estimator = new IntervalEstimator();
    for (let i = 0; i < 20; i += 1) {
      estimator.heard(i * 100);
      estimator.heard(i * 100 + 0.8);
      estimator.heard(i * 100 + 1.6);
    }
    expect(estimator.intervalMs).toBeCloseTo(100, 2);
  });

  test('a restart in between does not count', () => {
    const estimator = new IntervalEstimator();
    for (const start of [0, 3_040, 6_125]) for (let i = 0; i < 15; i += 1) estimator.heard(start + i * 200);
    expect(estimator.intervalMs).toBeCloseTo(200, 1);
  });

  test('a pause in listening is no gap', () => {
    const estimator = new IntervalEstimator();
    estimator.heard(0);
    estimator.pause();
    estimator.heard(5_000);
    expect(estimator.intervalMs).toBe(0);
    estimator.heard(5_100);
    expect(estimator.intervalMs).toBeCloseTo(100, 3);
  });

  test('nothing is said before the second event, jitter not before the fourth', () => {
    const estimator = new IntervalEstimator();
    estimator.heard(0);
    expect([estimator.intervalMs, estimator.jitterMs]).toEqual([0, null]);
    estimator.heard(100);
    expect([estimator.intervalMs, estimator.jitterMs]).toEqual([100, null]);
    estimator.heard(203);
    estimator.heard(300);
    expect(estimator.jitterMs).toBeGreaterThan(1);
    expect(estimator.jitterMs).toBeLessThan(5);
  });

  test('it follows a device that changes its interval', () => {
    const estimator = new IntervalEstimator();
    for (let i = 0; i < 30; i += 1) estimator.heard(i * 1_000);
    for (let i = 1; i < 30; i += 1) estimator.heard(29_000 + i * 100);
    expect(estimator.intervalMs).toBeCloseTo(100, 1);
  });
});
