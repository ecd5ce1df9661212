import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src-shared/ipc/app.js';
import type { ScanRow } from '../../../src-shared/model/scan-row.js';
import { useApp } from '../../app/app-store.js';
import { ScanStore } from '../../lib/scan-store.js';
import { ScanView } from './scan-view.js';
import { setFocusHold, setHold, useScanner } from './scanner-state.js';

const START = 1_700_000_000_000;

const row = (id: number, name: string, firstSeen = START): ScanRow => ({
  id,
  address: `c2:00:00:00:00:0${id}`,
  addressType: 'random',
  addressKind: 'static',
  name,
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
  firstSeen,
  virtual: true,
});

describe('the list as it is drawn', () => {
  let store: ScanStore;
  let view: ScanView;
  let clock: number;

  const hear = (rows: ScanRow[], rssi: Record<number, number>, at = START) => {
    const ids = Object.keys(rssi).map(Number);
    store.apply({
      at,
      rows,
      removed: [],
      ticks: {
        ids: Uint32Array.from(ids),
        rssi: Int8Array.from(ids, (id) => rssi[id] ?? 127),
        lastSeen: Float64Array.from(ids, () => at),
        count: Uint32Array.from(ids, () => 1),
        intervalMs: Float32Array.from(ids, () => 100),
        rate: Float32Array.from(ids, () => 10),
      },
      stats: { received: ids.length, dropped: 0, evicted: 0, rate: 0, identities: ids.length },
    });
  };
  /** One frame later. */
  const frame = (ms: number) => {
    clock += ms;
    vi.advanceTimersByTime(ms);
  };
  const names = () => view.snapshot().order.map((id) => store.row(id)?.name);
  const change = (settings: Partial<typeof DEFAULT_SETTINGS>) =>
    useApp.setState({ settings: { ...useApp.getState().settings, ...settings } });

  beforeEach(() => {
    vi.useFakeTimers({ now: START });
    useApp.setState({ settings: DEFAULT_SETTINGS });
    useScanner.setState(useScanner.getInitialState(), true);
    clock = 0;
    store = new ScanStore();
    view = new ScanView(store, () => clock);
    hear([row(1, 'lock'), row(2, 'lamp'), row(3, 'scale')], { 1: -50, 2: -40, 3: -60 });
    const stop = view.subscribe(() => undefined);
    return () => {
      stop();
      vi.useRealTimers();
    };
  });

  it('is sorted as the settings say, and at once when they change', () => {
    expect(names()).toEqual(['lamp', 'lock', 'scale']);
    change({ sort: { column: 'name', descending: true } });
    expect(names()).toEqual(['scale', 'lock', 'lamp']);
  });

  it('shows what passes chips and what is being typed, at once', () => {
    change({ filter: 'rssi>-55' });
    expect(names()).toEqual(['lamp', 'lock']);
    useScanner.setState({ draft: 'lock' });
    expect(names()).toEqual(['lock']);
    expect(view.snapshot().counts).toMatchObject({ shown: 1, total: 3 });
  });

  it('sorts again by itself after a second, not while the focus is in it', () => {
    hear([], { 3: -10 });
    frame(500);
    expect(names()).toEqual(['lamp', 'lock', 'scale']);
    frame(1_000);
    expect(names()).toEqual(['scale', 'lamp', 'lock']);
    setHold('focus', true);
    hear([row(4, 'new')], { 1: -5, 4: -1 });
    frame(2_000);
    expect(names()).toEqual(['scale', 'lamp', 'lock', 'new']);
    expect(view.snapshot()).toMatchObject({ held: true, counts: { added: 1 } });
    view.sortNow();
    expect(names()).toEqual(['new', 'lock', 'scale', 'lamp']);
  });

  it('stays held while the focus goes from the list to a control about its order', () => {
    setFocusHold(true);
    setFocusHold(false);
    expect(view.snapshot().held).toBe(true);
    setFocusHold(true);
    vi.advanceTimersByTime(10);
    expect(view.snapshot().held).toBe(true);
    setFocusHold(false);
    vi.advanceTimersByTime(10);
    expect(view.snapshot().held).toBe(false);
  });

  it('hides what was seen before the baseline', () => {
    useScanner.setState({ baselineAt: START + 1 });
    hear([row(4, 'new', START + 5)], { 4: -70 });
    frame(1_000);
    expect(names()).toEqual(['new']);
    expect(view.snapshot().counts.inBaseline).toBe(3);
  });

  it('names the term that empties it, and none when it is not empty', () => {
    change({ filter: 'connectable rssi>-30' });
    expect(view.snapshot().blocked).toMatchObject({ term: { text: 'rssi>-30' }, rest: 3 });
    change({ filter: 'connectable' });
    expect(view.snapshot().blocked).toBeNull();
  });

  it('knows favourites by address', () => {
    change({ favourites: ['c2:00:00:00:00:02/random'], filter: 'favourite' });
    expect(names()).toEqual(['lamp']);
  });

  it('keeps its order object while nothing moves, so that rows are not drawn for nothing', () => {
    const { order } = view.snapshot();
    frame(1_200);
    frame(1_200);
    expect(view.snapshot().order).toBe(order);
  });
});
