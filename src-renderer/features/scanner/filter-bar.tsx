import { CircleX, ListFilter } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { type FilterProblem, type FilterTerm, parseFilter, removeTerm } from '../../../src-shared/filter/filter.js';
import { useApp } from '../../app/app-store.js';
import { Bar } from '../../components/pane.js';
import { Chip } from '../../components/tag.js';
import styles from './filter-bar.module.css';
import { FilterEntry } from './filter-entry.js';
import { SavedFilters } from './saved-filters.js';
import { setFilter } from './scanner-actions.js';
import { focusFilter } from './scanner-focus.js';
import { useScanner } from './scanner-state.js';

/** The filter: a chip a term, an entry for the next, and the saved ones. */
export function FilterBar() {
  const filter = useApp((app) => app.settings.filter);
  const { terms, problems } = useMemo(() => parseFilter(filter), [filter]);
  const box = useRef<HTMLDivElement>(null);

  const remove = (index: number) => {
    void setFilter(removeTerm(filter, index));
    focusFilter();
  };
  const edit = (index: number) => {
    const term = terms[index];
    if (term === undefined) return;
    useScanner.setState({ draft: term.text });
    void setFilter(removeTerm(filter, index));
    focusFilter();
  };

  return (
    <Bar label="Filter" className={styles.bar}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the chips means the entry, which has keys of its own. */}
      <div
        ref={box}
        className={styles.box}
        onMouseDown={(event) => {
          if (event.target !== box.current) return;
          event.preventDefault();
          focusFilter();
        }}
      >
        <ListFilter size={14} strokeWidth={2} className="faint" aria-hidden="true" />
        {terms.map((term, index) => {
          const problem = problemOf(term, problems);
          return (
            <Chip
              key={`${term.text} ${term.from}`}
              removeLabel={`Remove ${term.text}`}
              onRemove={() => remove(index)}
              bad={problem !== undefined}
              title={problem?.message}
            >
              <button
                type="button"
                className={styles.chipText}
                onClick={() => edit(index)}
                title={problem?.message ?? 'Edit'}
              >
                {problem !== undefined && <CircleX size={14} strokeWidth={2} aria-hidden="true" />}
                <TermText term={term} />
                {problem !== undefined && <span className="sr">, not understood: {problem.message}</span>}
              </button>
            </Chip>
          );
        })}
        <FilterEntry onBackOverChips={() => edit(terms.length - 1)} />
      </div>
      <SavedFilters />
    </Bar>
  );
}

const problemOf = (term: FilterTerm, problems: readonly FilterProblem[]) =>
  problems.find((problem) => problem.from < term.to && problem.to > term.from);

/** The key in the quiet colour, so that the value stands out. */
function TermText({ term }: { term: FilterTerm }) {
  const head = /^((?:not\s+|[-!])?[a-z]+)([:<>=~!^].*)$/is.exec(term.text);
  const shown = (text: string) => text.replaceAll('-', '−');
  const isNumber = term.key === 'rssi' || term.key === 'tx';
  if (head === null) return <span>{term.text}</span>;
  return (
    <span>
      <span className="dim">{head[1]}</span>
      {isNumber ? shown(head[2] ?? '') : head[2]}
    </span>
  );
}
