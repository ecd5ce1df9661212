import { describe, expect, test } from 'vitest';
import { MAX_HISTORY_BYTES, MAX_HISTORY_ENTRIES, ValueStore } from './value-store.js';

const NOW = 1_000_000;

describe('history', () => {
  test('ten thousand values are kept, the oldest go first and are counted', () => {
    const store = new ValueStore();
    for (let i = 0; i < MAX_HISTORY_ENTRIES + 500; i += 1)
      store.record(3, 'notification', Uint8Array.of(i & 0xff), NOW + i);
    expect(store.historyLength).toBe(MAX_HISTORY_ENTRIES);
    const history = store.watch(3);
    expect(history?.dropped).toBe(500);
    expect(history?.entries).toHaveLength(MAX_HISTORY_ENTRIES);
    expect(history?.entries[0]?.at).toBe(NOW + 500);
    expect(history?.entries.at(-1)?.at).toBe(NOW + MAX_HISTORY_ENTRIES + 499);
  });

  test('large values are fewer: four megabytes are the limit of a link', () => {
    const store = new ValueStore();
    for (let i = 0; i < 9_000; i += 1) {
      store.record(3, 'notification', new Uint8Array(512), NOW + i);
      store.record(5, 'notification', new Uint8Array(512), NOW + i);
    }
    expect(store.historyLength * 512).toBeLessThanOrEqual(MAX_HISTORY_BYTES);
    expect(store.historyLength * 1_024).toBeGreaterThan(MAX_HISTORY_BYTES);
    const [a, b] = [store.watch(3), store.watch(5)];
    expect((a?.entries.length ?? 0) + (a?.dropped ?? 0)).toBe(9_000);
    expect((b?.entries.length ?? 0) + (b?.dropped ?? 0)).toBe(9_000);
  });

  test('a busy value does not push out the few of a quiet one', () => {
    const store = new ValueStore();
    store.record(11, 'read', Uint8Array.of(99), NOW);
    for (let i = 0; i < 2 * MAX_HISTORY_ENTRIES; i += 1) store.record(3, 'notification', Uint8Array.of(1), NOW + i);
    expect(store.watch(11)).toMatchObject({ entries: [{ data: Uint8Array.of(99) }], dropped: 0 });
  });

  test('what the watcher is told and what it is told afterwards have no gap and no overlap', () => {
    const store = new ValueStore();
    const all: number[] = [];
    for (let i = 0; i < 25_000; i += 1) {
      store.record(3, 'notification', Uint8Array.of(1), NOW + i);
      if (i === 7_777) all.push(...(store.watch(3)?.entries ?? []).map(({ at }) => at - NOW));
      if (i > 7_777 && i % 333 === 0) all.push(...(store.takeHistory()?.entries ?? []).map(({ at }) => at - NOW));
    }
    all.push(...(store.takeHistory()?.entries ?? []).map(({ at }) => at - NOW));
    expect(all).toEqual(Array.from({ length: 25_000 }, (_, i) => i));
    expect(store.takeHistory()).toBeNull();
  });

  test('forgetting makes room', () => {
    const store = new ValueStore();
    for (let i = 0; i < MAX_HISTORY_ENTRIES; i += 1) store.record(3, 'notification', Uint8Array.of(1), NOW);
    store.watch(3);
    store.forget(3);
    expect(store.historyLength).toBe(0);
    expect(store.takeHistory()).toBeNull();
    store.record(3, 'read', Uint8Array.of(2), NOW);
    expect(store.takeHistory()).toMatchObject({ entries: [{ data: Uint8Array.of(2) }], dropped: 0 });
  });
});

test('a view of a large buffer is kept as its own bytes', () => {
  const store = new ValueStore();
  const large = new Uint8Array(4_096).fill(7);
  store.record(3, 'notification', large.subarray(10, 12), NOW);
  const [value] = store.takeValues(NOW);
  expect(value?.data.buffer.byteLength).toBe(2);
});

test('a value is told once, and again when it changes', () => {
  const store = new ValueStore();
  store.record(3, 'read', Uint8Array.of(1), NOW);
  store.record(3, 'written', Uint8Array.of(2), NOW + 1);
  expect(store.takeValues(NOW + 1)).toMatchObject([{ handle: 3, data: Uint8Array.of(2), kind: 'written', count: 2 }]);
  expect(store.takeValues(NOW + 1)).toEqual([]);
  store.fail(3, { code: 'timeout', layer: 'att', message: 'x', origin: 'local', operation: 'read' }, NOW + 2);
  expect(store.takeValues(NOW + 2)).toMatchObject([{ data: Uint8Array.of(2), error: { code: 'timeout' } }]);
  store.clearError(3);
  expect(store.takeValues(NOW + 2)).toMatchObject([{ error: null }]);
});
