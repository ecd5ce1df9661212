export type SortKey = string | number | null;

/** What decides the list: asked of each row when the list is made anew. */
export interface OrderRules {
  ids(): Iterable<number>;
  /** Still known to the store. */
  has(id: number): boolean;
  /** Hidden by the baseline, whatever the filter says. */
  inBaseline(id: number): boolean;
  passes(id: number): boolean;
  /** null sorts last in either direction. */
  key(id: number): SortKey;
  descending: boolean;
}

export interface OrderCounts {
  total: number;
  inBaseline: number;
  shown: number;
  /** Appended since the order is held. */
  added: number;
}

const EVERY_MS = 1_000;

/**
 * The order of the rows. It is made anew at most once a second, and not at all while held: then new rows come to the end,
 * and rows that no longer pass the filter stay where they are until the hold ends.
 */
export class ScanOrder {
  #order: number[] = [];
  #shown = new Set<number>();
  #counts: OrderCounts = { total: 0, inBaseline: 0, shown: 0, added: 0 };
  #dueAt = Number.NEGATIVE_INFINITY;
  #added = 0;
  #forced = true;

  /** Replaced, never changed in place. */
  get order(): readonly number[] {
    return this.#order;
  }

  get counts(): OrderCounts {
    return this.#counts;
  }

  has(id: number): boolean {
    return this.#shown.has(id);
  }

  /** The next update makes the order anew, held or not: the user changed filter or sorting, or asked for it. */
  force(): void {
    this.#dueAt = Number.NEGATIVE_INFINITY;
    this.#forced = true;
  }

  /** @returns whether anything changed. `now` in milliseconds of any clock that does not go backwards. */
  update(rules: OrderRules, now: number, held: boolean): boolean {
    if (now < this.#dueAt) return false;
    this.#dueAt = now + EVERY_MS;
    const before = this.#order;
    const beforeCounts = this.#counts;
    if (held && !this.#forced) this.#append(rules);
    else this.#sort(rules);
    this.#forced = false;
    if (before !== this.#order) this.#shown = new Set(this.#order);
    const { total, inBaseline, shown, added } = this.#counts;
    return (
      before !== this.#order ||
      total !== beforeCounts.total ||
      inBaseline !== beforeCounts.inBaseline ||
      shown !== beforeCounts.shown ||
      added !== beforeCounts.added
    );
  }

  #sort(rules: OrderRules): void {
    const keyed: { id: number; key: SortKey }[] = [];
    let total = 0;
    let inBaseline = 0;
    for (const id of rules.ids()) {
      total += 1;
      if (rules.inBaseline(id)) inBaseline += 1;
      else if (rules.passes(id)) keyed.push({ id, key: rules.key(id) });
    }
    const sign = rules.descending ? -1 : 1;
    keyed.sort((a, b) => compareKeys(a.key, b.key, sign) || a.id - b.id);
    const order = keyed.map((entry) => entry.id);
    if (!sameOrder(order, this.#order)) this.#order = order;
    this.#added = 0;
    this.#counts = { total, inBaseline, shown: order.length, added: 0 };
  }

  #append(rules: OrderRules): void {
    const kept = this.#order.filter((id) => rules.has(id));
    const fresh: number[] = [];
    let total = 0;
    let inBaseline = 0;
    for (const id of rules.ids()) {
      total += 1;
      if (rules.inBaseline(id)) inBaseline += 1;
      else if (!this.#shown.has(id) && rules.passes(id)) fresh.push(id);
    }
    if (fresh.length > 0 || kept.length !== this.#order.length) this.#order = [...kept, ...fresh];
    this.#added += fresh.length;
    this.#counts = { total, inBaseline, shown: this.#order.length, added: this.#added };
  }
}

function compareKeys(a: SortKey, b: SortKey, sign: number): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * compareText(String(a), String(b));
}

// Far quicker than localeCompare, and names of devices are not prose.
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sameOrder(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}

/** Why the order stands still. */
export interface HoldReasons {
  /** The pointer is over the list. */
  pointer: boolean;
  /** The focus is in the list. */
  focus: boolean;
  /** A menu about a row is open. */
  menu: boolean;
  /** The user said so. */
  pinned: boolean;
}

export const isHeld = (reasons: HoldReasons) => reasons.pointer || reasons.focus || reasons.menu || reasons.pinned;

/** In words, for a tooltip. */
export function holdReason(reasons: HoldReasons): string {
  if (reasons.pinned) return 'Held by you: Space in the list lets go';
  if (reasons.menu) return 'Held while the menu is open';
  if (reasons.focus) return 'Held while the focus is in the list';
  return 'Held while the pointer is over the list';
}
