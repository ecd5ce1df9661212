import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ScanBatch } from '../../src-shared/ipc/scanner.js';
import type { ScanRow } from '../../src-shared/model/scan-row.js';
import { HISTORY_SECONDS, NOT_HEARD, ScanStore } from './scan-store.js';

const START = 1_700_000_000_000;

function row(id: number, more: Partial<ScanRow> = {}): ScanRow {
  return {
    id,
    address: `c2:00:00:00:00:${id.toString(16).padStart(2, '0')}`,
    addressType: 'random',
    addressKind: 'static',
    name: `device ${id}`,
    nameSource: 'complete',
    nameFrom: 'advertising',
    connectable: true,
    scannable: true,
    directed: false,
    pdu: 'ADV_IND',
    kinds: [],
    companies: [],
    services: [],
    appearance: null,
    flags: null,
    txPower: null,
    uri: null,
    advData: new Uint8Array(),
    respData: null,
    firstSeen: START,
    virtual: true,
    ...more,
  };
}

interface Tick {
  id: number;
  rssi: number;
  at: number;
}

function batch({ at = START, rows = [] as ScanRow[], ticks = [] as Tick[], removed = [] as number[] } = {}): ScanBatch {
  return {
    at,
    rows,
    removed,
    ticks: {
      ids: Uint32Array.from(ticks, (tick) => tick.id),
      rssi: Int8Array.from(ticks, (tick) => tick.rssi),
      lastSeen: Float64Array.from(ticks, (tick) => tick.at),
      count: Uint32Array.from(ticks, () => 3),
      intervalMs: Float32Array.from(ticks, () => 100),
      rate: Float32Array.from(ticks, () => 9.5),
    },
    stats: { received: ticks.length, dropped: 0, evicted: 0, rate: 0, identities: rows.length },
  };
}

describe('scan store', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: START });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('keeps rows and the numbers of their newest tick', () => {
    const store = new ScanStore();
    store.apply(batch({ rows: [row(7)], ticks: [{ id: 7, rssi: -48, at: START + 20 }] }));
    expect(store.row(7)?.name).toBe('device 7');
    expect(store.numbers(7)).toEqual({ rssi: -48, lastSeen: START + 20, count: 3, intervalMs: 100, rate: 9.5 });
  });

  it('says the strength is unknown, not 127 dBm, when the radio did not say', () => {
    const store = new ScanStore();
    store.apply(batch({ rows: [row(1)], ticks: [{ id: 1, rssi: 127, at: START }] }));
    expect(store.rssi(1)).toBeNull();
  });

  it('ignores ticks of rows it does not know, as after clearing', () => {
    const store = new ScanStore();
    store.apply(batch({ ticks: [{ id: 9, rssi: -50, at: START }] }));
    expect(store.size).toBe(0);
    expect(store.numbers(9).rssi).toBeNull();
  });

  it('draws one sample a second and leaves gaps where nothing was heard', () => {
    const store = new ScanStore();
    store.apply(batch({ rows: [row(1)], ticks: [{ id: 1, rssi: -40, at: START }] }));
    store.apply(batch({ at: START + 500, ticks: [{ id: 1, rssi: -41, at: START + 500 }] }));
    vi.setSystemTime(START + 4_000);
    store.apply(batch({ at: START + 4_000, ticks: [{ id: 1, rssi: -44, at: START + 3_900 }] }));
    expect([...store.history(1, 6)]).toEqual([NOT_HEARD, -41, NOT_HEARD, NOT_HEARD, -44, NOT_HEARD]);
  });

  it('does not show samples of a full turn of the ring ago', () => {
    const store = new ScanStore();
    store.apply(batch({ rows: [row(1)], ticks: [{ id: 1, rssi: -40, at: START }] }));
    const later = START + HISTORY_SECONDS * 1_000;
    vi.setSystemTime(later);
    expect([...store.history(1, 3)]).toEqual([NOT_HEARD, NOT_HEARD, NOT_HEARD]);
    store.apply(batch({ at: later, ticks: [{ id: 1, rssi: -70, at: later }] }));
    const samples = store.history(1, HISTORY_SECONDS);
    expect([...samples].filter((value) => value !== NOT_HEARD)).toEqual([-70]);
  });

  it('does not take old samples for those of silent seconds one turn later', () => {
    const store = new ScanStore();
    store.apply(batch({ rows: [row(1)] }));
    for (const second of [0, 1, 2, HISTORY_SECONDS + 2]) {
      const at = START + second * 1_000;
      vi.setSystemTime(at);
      store.apply(batch({ at, ticks: [{ id: 1, rssi: -50 - second / 10, at }] }));
    }
    expect([...store.history(1, 4)]).toEqual([NOT_HEARD, NOT_HEARD, NOT_HEARD, -80]);
  });

  it('gives a removed row’s place to another without its past', () => {
    const store = new ScanStore();
    store.apply(batch({ rows: [row(1)], ticks: [{ id: 1, rssi: -40, at: START }] }));
    store.apply(batch({ removed: [1], rows: [row(2)] }));
    expect(store.row(1)).toBeUndefined();
    expect([...store.history(2, 2)]).toEqual([NOT_HEARD, NOT_HEARD]);
    expect(store.rssi(2)).toBeNull();
  });

  it('keeps every row apart while it grows', () => {
    const store = new ScanStore();
    const ids = Array.from({ length: 500 }, (_, i) => i + 1);
    store.apply(
      batch({ rows: ids.map((id) => row(id)), ticks: ids.map((id) => ({ id, rssi: -(id % 90) - 1, at: START })) }),
    );
    expect(ids.every((id) => store.rssi(id) === -(id % 90) - 1)).toBe(true);
  });

  it('follows the clock of the main process', () => {
    const store = new ScanStore();
    store.apply(batch({ at: START + 3_600_000 }));
    vi.setSystemTime(START + 1_000);
    expect(store.now()).toBe(START + 3_601_000);
  });

  it('tells its listeners at most five times a second, and once a second when all is quiet', () => {
    const store = new ScanStore();
    let told = 0;
    const stop = store.subscribe(() => {
      told += 1;
    });
    for (let i = 0; i < 40; i += 1) {
      store.apply(batch({ at: START + i * 25 }));
      vi.advanceTimersByTime(25);
    }
    expect(told).toBeGreaterThanOrEqual(4);
    expect(told).toBeLessThanOrEqual(6);
    told = 0;
    vi.advanceTimersByTime(10_000);
    expect(told).toBeGreaterThanOrEqual(9);
    expect(told).toBeLessThanOrEqual(11);
    stop();
    told = 0;
    store.apply(batch());
    vi.advanceTimersByTime(5_000);
    expect(told).toBe(0);
  });

  it('is empty after clearing, with its counters', () => {
    const store = new ScanStore();
    store.apply(batch({ rows: [row(1)], ticks: [{ id: 1, rssi: -40, at: START }] }));
    store.clear();
    expect(store.size).toBe(0);
    expect(store.stats.received).toBe(0);
  });

  it('keeps few details', () => {
    const store = new ScanStore();
    const detail = (id: number) => ({
      id,
      rssiMin: null,
      rssiMax: null,
      jitterMs: null,
      count: 0,
      history: [],
      advChanged: [],
      respChanged: [],
    });
    for (let id = 1; id <= 20; id += 1) store.applyDetail(detail(id));
    expect(store.detail(20)).toBeDefined();
    expect(store.detail(1)).toBeUndefined();
  });
});
