import { beforeEach, describe, expect, it } from 'vitest';
import { isHeld, type OrderRules, ScanOrder, type SortKey } from './scan-order.js';

describe('order of the scan list', () => {
  let keys: Map<number, SortKey>;
  let refused: Set<number>;
  let baseline: Set<number>;
  let rules: OrderRules;
  let order: ScanOrder;

  beforeEach(() => {
    keys = new Map<number, SortKey>([
      [1, -50],
      [2, -40],
      [3, -60],
    ]);
    refused = new Set();
    baseline = new Set();
    rules = {
      ids: () => keys.keys(),
      has: (id) => keys.has(id),
      inBaseline: (id) => baseline.has(id),
      passes: (id) => !refused.has(id),
      key: (id) => keys.get(id) ?? null,
      descending: true,
    };
    order = new ScanOrder();
  });

  it('sorts at once, then at most once a second', () => {
    order.update(rules, 0, false);
    expect(order.order).toEqual([2, 1, 3]);
    keys.set(3, -10);
    order.update(rules, 400, false);
    expect(order.order).toEqual([2, 1, 3]);
    order.update(rules, 1_000, false);
    expect(order.order).toEqual([3, 2, 1]);
  });

  it('does not move while held, and appends what is new', () => {
    order.update(rules, 0, false);
    keys.set(3, -10);
    keys.set(4, -1);
    order.update(rules, 1_000, true);
    expect(order.order).toEqual([2, 1, 3, 4]);
    expect(order.counts).toMatchObject({ shown: 4, total: 4, added: 1 });
    keys.set(5, -90);
    order.update(rules, 2_000, true);
    expect(order.counts.added).toBe(2);
  });

  it('keeps rows that no longer pass the filter in place while held', () => {
    order.update(rules, 0, false);
    refused.add(2);
    order.update(rules, 1_000, true);
    expect(order.order).toEqual([2, 1, 3]);
    order.update(rules, 2_000, false);
    expect(order.order).toEqual([1, 3]);
  });

  it('sorts when asked to, although held, and counts new rows from there', () => {
    order.update(rules, 0, false);
    keys.set(4, -1);
    order.update(rules, 1_000, true);
    order.force();
    order.update(rules, 1_001, true);
    expect(order.order).toEqual([4, 2, 1, 3]);
    expect(order.counts.added).toBe(0);
    keys.set(4, -99);
    order.update(rules, 2_001, true);
    expect(order.order).toEqual([4, 2, 1, 3]);
  });

  it('drops rows that left the list, held or not', () => {
    order.update(rules, 0, false);
    keys.delete(1);
    order.update(rules, 1_000, true);
    expect(order.order).toEqual([2, 3]);
  });

  it('counts what the baseline hides apart from what the filter hides', () => {
    baseline.add(1);
    refused.add(2);
    order.update(rules, 0, false);
    expect(order.order).toEqual([3]);
    expect(order.counts).toEqual({ total: 3, inBaseline: 1, shown: 1, added: 0 });
  });

  it('puts unknown values last in both directions and breaks ties by age of the row', () => {
    keys = new Map<number, SortKey>([
      [1, null],
      [2, 'b'],
      [4, 'a'],
      [3, 'a'],
    ]);
    order.update({ ...rules, descending: false }, 0, false);
    expect(order.order).toEqual([3, 4, 2, 1]);
    order.force();
    order.update({ ...rules, descending: true }, 1, false);
    expect(order.order).toEqual([2, 3, 4, 1]);
  });

  it('says whether anything changed, so that nothing is drawn for nothing', () => {
    expect(order.update(rules, 0, false)).toBe(true);
    const before = order.order;
    expect(order.update(rules, 1_000, false)).toBe(false);
    expect(order.order).toBe(before);
  });
});

describe('hold', () => {
  const none = { pointer: false, focus: false, menu: false, pinned: false };
  it('lasts as long as any reason does', () => {
    expect(isHeld(none)).toBe(false);
    for (const reason of ['pointer', 'focus', 'menu', 'pinned'] as const)
      expect(isHeld({ ...none, [reason]: true })).toBe(true);
  });
});
