import { useSyncExternalStore } from 'react';
import { type FilterSubject, type ParsedFilter, parseFilter } from '../../../src-shared/filter/filter.js';
import type { Settings } from '../../../src-shared/ipc/app.js';
import type { ScanState } from '../../../src-shared/ipc/scanner.js';
import type { ScanRow } from '../../../src-shared/model/scan-row.js';
import { useApp } from '../../app/app-store.js';
import { deviceKey } from '../../lib/scan-format.js';
import { type ScanStore, scanStore } from '../../lib/scan-store.js';
import { type BlockedBy, blockedBy } from './scan-blocked.js';
import { isHeld, type OrderCounts, type OrderRules, ScanOrder } from './scan-order.js';
import { subjectOf } from './scan-subject.js';
import { columnById } from './scanner-columns.js';
import { type ScannerState, useScanner } from './scanner-state.js';

/** The list as it is to be drawn. A new object at every frame, at most five a second while nobody acts. */
export interface ScanViewSnapshot {
  frame: number;
  /** Row ids from top to bottom. Keeps its identity while nothing moves. */
  order: readonly number[];
  counts: OrderCounts;
  held: boolean;
  /** Main process time of this frame, for ages. */
  now: number;
  /** Why nothing is shown although something was heard. */
  blocked: BlockedBy | null;
}

type Inputs = Pick<Settings, 'filter' | 'sort' | 'favourites'> & Pick<ScannerState, 'baselineAt' | 'draft'>;

/** Chips and what is being typed, as one filter. */
export const wholeFilter = (filter: string, draft: string) => `${filter} ${draft}`.trim();

/** Applies filter, baseline, sorting and hold to the store. */
export class ScanView {
  readonly #order = new ScanOrder();
  readonly #listeners = new Set<() => void>();
  #stops: (() => void)[] = [];
  #inputs: Inputs | null = null;
  #filter: ParsedFilter = parseFilter('');
  #favourites: ReadonlySet<string> = new Set();
  #snapshot: ScanViewSnapshot = { frame: 0, order: [], counts: this.#order.counts, held: false, now: 0, blocked: null };

  constructor(
    private readonly store: ScanStore,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  readonly snapshot = (): ScanViewSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
      const update = () => this.#update();
      this.#stops = [this.store.subscribe(update), useScanner.subscribe(update), useApp.subscribe(update)];
      this.#update();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      for (const stop of this.#stops) stop();
      this.#stops = [];
    };
  };

  isFavourite(row: ScanRow): boolean {
    return this.#favourites.size > 0 && this.#favourites.has(deviceKey(row));
  }

  /** Makes the order anew although it is held. */
  sortNow(): void {
    this.#order.force();
    this.#update();
  }

  #update(): void {
    this.#readInputs();
    const held = isHeld(useScanner.getState().hold);
    const now = this.store.now();
    const changed = this.#order.update(this.#rules(now), this.clock(), held);
    const { counts } = this.#order;
    const isEmpty = counts.shown === 0 && counts.total > counts.inBaseline;
    const blocked = isEmpty
      ? changed || this.#snapshot.blocked === null
        ? this.#blocked(now)
        : this.#snapshot.blocked
      : null;
    this.#snapshot = { frame: this.#snapshot.frame + 1, order: this.#order.order, counts, held, now, blocked };
    for (const listener of this.#listeners) listener();
  }

  /** What the user changed is seen at once. */
  #readInputs(): void {
    const { filter, sort, favourites } = useApp.getState().settings;
    const { baselineAt, draft } = useScanner.getState();
    const before = this.#inputs;
    this.#inputs = { filter, sort, favourites, baselineAt, draft };
    const refilter = before === null || before.filter !== filter || before.draft !== draft;
    if (refilter) this.#filter = parseFilter(wholeFilter(filter, draft));
    if (before === null || before.favourites !== favourites) this.#favourites = new Set(favourites);
    const sorted = before !== null && before.sort.column === sort.column && before.sort.descending === sort.descending;
    if (refilter || !sorted || before.baselineAt !== baselineAt) {
      this.#order.force();
      if (refilter) this.#snapshot = { ...this.#snapshot, blocked: null };
    }
  }

  #rules(now: number): OrderRules {
    const { store } = this;
    const { sort } = useApp.getState().settings;
    const { baselineAt } = useScanner.getState();
    const column = columnById(sort.column) ?? columnById('rssi');
    return {
      ids: () => store.ids(),
      has: (id) => store.row(id) !== undefined,
      inBaseline: (id) => baselineAt !== null && (store.row(id)?.firstSeen ?? 0) <= baselineAt,
      passes: (id) => {
        const row = store.row(id);
        return row !== undefined && this.#filter.matches(subjectOf(store, row, this.isFavourite(row)), now);
      },
      key: (id) => {
        const row = store.row(id);
        return row === undefined || column === undefined
          ? null
          : column.sortKey(row, store.numbers(id), { favourite: this.isFavourite(row), now });
      },
      descending: sort.descending,
    };
  }

  #blocked(now: number): BlockedBy | null {
    const { baselineAt, draft } = useScanner.getState();
    const subjects: FilterSubject[] = [];
    for (const id of this.store.ids()) {
      const row = this.store.row(id);
      if (row === undefined || (baselineAt !== null && row.firstSeen <= baselineAt)) continue;
      subjects.push(subjectOf(this.store, row, this.isFavourite(row)));
    }
    return blockedBy(wholeFilter(useApp.getState().settings.filter, draft), subjects, now);
  }
}

export const scanView = new ScanView(scanStore);

/** The list, drawn anew at every frame of it. */
export function useScanView(): ScanViewSnapshot {
  return useSyncExternalStore(scanView.subscribe, scanView.snapshot);
}

/** What the radio is doing; drawn anew only when that changes. */
export function useScanState(): ScanState | null {
  return useSyncExternalStore(scanStore.subscribe, () => scanStore.state);
}

/** For parts that show single rows or counters: drawn anew at every frame of the store. */
export function useScanStore(): ScanStore {
  useSyncExternalStore(scanStore.subscribe, scanStore.revision);
  return scanStore;
}
