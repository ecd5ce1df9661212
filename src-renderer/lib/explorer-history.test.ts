import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../src-shared/model/link.js';
import { changedBytes, HISTORY_KEPT, hexHead, ValueHistory } from './explorer-history.js';

const entry = (at: number, byte = 0, kind: HistoryEntry['kind'] = 'notification'): HistoryEntry => ({
  at,
  kind,
  data: Uint8Array.of(byte),
});
const every = (ms: number, count: number, from = 0) => Array.from({ length: count }, (_, i) => entry(from + i * ms, i));

describe('ValueHistory', () => {
  it('keeps the newest values and counts those that made room', () => {
    const history = new ValueHistory(7);
    history.push(every(1, HISTORY_KEPT + 5));
    expect(history.end - history.first).toBe(HISTORY_KEPT);
    expect(history.dropped).toBe(12);
    expect(history.entry(history.first)?.at).toBe(5);
    expect(history.entry(history.first - 1)).toBeUndefined();
    expect(history.entry(history.end)).toBeUndefined();
  });

  it('finds a silence that is long for this value', () => {
    const history = new ValueHistory();
    history.push(every(1_000, 20));
    history.push(every(1_000, 5, 19_000 + 8_000));
    expect(history.gaps).toEqual([{ from: 19_000, to: 27_000 }]);
  });

  it('calls nothing a gap that comes as seldom as always', () => {
    const history = new ValueHistory();
    history.push(every(60_000, 30));
    expect(history.gaps).toEqual([]);
  });

  it('leaves reads and writes out of the rhythm', () => {
    const history = new ValueHistory();
    history.push(every(1_000, 10).map((value) => ({ ...value, kind: 'read' })));
    history.push([entry(60_000, 0, 'read')]);
    expect(history.gaps).toEqual([]);
  });

  it('forgets gaps whose values are gone', () => {
    const history = new ValueHistory();
    history.push(every(10, 20));
    history.push([entry(5_000)]);
    expect(history.gaps).toHaveLength(1);
    history.push(every(10, HISTORY_KEPT, 6_000));
    expect(history.gaps.every((gap) => gap.to >= 6_000)).toBe(true);
  });

  it('gives a copy that stays as it is', () => {
    const history = new ValueHistory();
    history.push(every(1, 3));
    const copy = history.snapshot();
    history.push(every(1, HISTORY_KEPT, 10));
    expect(copy.end - copy.first).toBe(3);
    expect(copy.entry(0)?.at).toBe(0);
  });
});

describe('bytes', () => {
  it('tells which differ from the value before', () => {
    expect(changedBytes(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 9))).toEqual([1, 2]);
    expect(changedBytes(Uint8Array.of(1), undefined)).toEqual([]);
  });

  it('cuts long values', () => {
    expect(hexHead(Uint8Array.of(1, 2, 3), 2)).toBe('01 02…');
    expect(hexHead(Uint8Array.of(1, 2), 2)).toBe('01 02');
  });
});
