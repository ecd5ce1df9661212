import { describe, expect, it } from 'vitest';
import { HISTORY_KEPT, ValueHistory } from './explorer-history.js';
import { FieldSeries } from './explorer-series.js';

const values = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    at: from + i,
    kind: 'notification' as const,
    data: Uint8Array.of((from + i) & 0xff),
  }));

describe('FieldSeries', () => {
  it('reads each value once', () => {
    let read = 0;
    const series = new FieldSeries('n', (data) => {
      read += 1;
      return data[0] ?? null;
    });
    const history = new ValueHistory();
    history.push(values(0, 5));
    series.follow(history);
    series.follow(history);
    history.push(values(5, 2));
    series.follow(history);
    expect(read).toBe(7);
    expect([...series.since(0).numbers]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('gives the point before the window too, so that the line comes in from its edge', () => {
    const series = new FieldSeries('n', (data) => data[0] ?? null);
    const history = new ValueHistory();
    history.push(values(0, 10));
    series.follow(history);
    expect([...series.since(7).times]).toEqual([6, 7, 8, 9]);
  });

  it('leaves out values without the field', () => {
    const series = new FieldSeries('n', (data) => ((data[0] ?? 0) % 2 === 0 ? (data[0] ?? 0) : null));
    const history = new ValueHistory();
    history.push(values(0, 6));
    series.follow(history);
    expect([...series.since(0).numbers]).toEqual([0, 2, 4]);
  });

  it('goes on when the oldest values make room', () => {
    const series = new FieldSeries('n', (data) => data[0] ?? null);
    const history = new ValueHistory();
    history.push(values(0, HISTORY_KEPT + 300));
    series.follow(history);
    const { times } = series.since(0);
    expect(times.length).toBe(HISTORY_KEPT);
    expect(times[0]).toBe(300);
  });
});
