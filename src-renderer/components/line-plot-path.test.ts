import { describe, expect, it } from 'vitest';
import { linePath, roundTicks } from './line-plot-path.js';

const BOX = { width: 100, height: 10, from: 0, to: 100, low: 0, high: 10 };

describe('line of a plot', () => {
  it('goes through the points', () => {
    expect(linePath([0, 50, 100], [0, 5, 10], BOX)).toBe('M0.0 10.0L50.0 5.0L100.0 0.0');
  });

  it('draws thousands of points with a few a column, and keeps the extremes', () => {
    const xs = Array.from({ length: 10_000 }, (_, i) => i / 100);
    const ys = xs.map((_, i) => (i === 5_123 ? 10 : i % 2));
    const path = linePath(xs, ys, BOX);
    expect(path.split('L').length).toBeLessThan(420);
    expect(path).toContain('51.2 0.0');
  });

  it('breaks at a gap', () => {
    const path = linePath([0, 10, 80, 90], [1, 1, 1, 1], BOX, [{ from: 10, to: 80 }]);
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path).toContain('M80.0');
  });

  it('breaks at two gaps in one column of pixels', () => {
    const wide = { ...BOX, to: 10_000 };
    const gaps = [
      { from: 10, to: 20 },
      { from: 30, to: 40 },
    ];
    expect(linePath([0, 10, 20, 30, 40], [1, 1, 1, 1, 1], wide, gaps).match(/M/g)).toHaveLength(3);
  });
});

describe('ticks', () => {
  it('are round and cover the range', () => {
    expect(roundTicks(20.93, 21.72, 3)).toEqual([20.5, 21, 21.5, 22]);
    expect(roundTicks(0, 100, 3)).toEqual([0, 50, 100]);
  });

  it('give a line that does not move some room', () => {
    const ticks = roundTicks(37, 37, 3);
    expect(ticks[0]).toBeLessThan(37);
    expect(ticks.at(-1)).toBeGreaterThan(37);
  });

  it('exist for no points at all', () => {
    expect(roundTicks(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3)).toEqual([0, 1]);
  });
});
