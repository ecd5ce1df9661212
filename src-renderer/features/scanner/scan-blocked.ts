import type { FilterSubject, FilterTerm } from '../../../src-shared/filter/filter.js';
import { parseFilter, removeTerm } from '../../../src-shared/filter/filter.js';

/** Why a filter leaves nothing: the one term without which most would be left. */
export interface BlockedBy {
  term: FilterTerm;
  index: number;
  /** Rows that match the rest. */
  rest: number;
}

/** null when no single term is to blame: several of them leave nothing, or there is none. */
export function blockedBy(filter: string, subjects: readonly FilterSubject[], now: number): BlockedBy | null {
  let best: BlockedBy | null = null;
  for (const [index, term] of parseFilter(filter).terms.entries()) {
    const rest = parseFilter(removeTerm(filter, index));
    let count = 0;
    for (const subject of subjects) if (rest.matches(subject, now)) count += 1;
    if (count > (best?.rest ?? 0)) best = { term, index, rest: count };
  }
  return best;
}
