import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, memo, useRef, useState } from 'react';
import styles from './virtual-grid.module.css';
import type { GridColumn, GridSort } from './virtual-grid-column.js';

interface GridHeaderProps {
  columns: readonly GridColumn[];
  sort: GridSort | null;
  onSort: ((column: string) => void) | undefined;
}

/** Column heads: one tab stop, Left and Right move among them, Enter or Space sorts. */
export const GridHeader = memo(function GridHeader({ columns, sort, onSort }: GridHeaderProps) {
  const head = useRef<HTMLDivElement>(null);
  const sortable = columns.filter((column) => column.sortable);
  const [stop, setStop] = useState<string | null>(null);
  const fallback = sortable.find((column) => column.id === sort?.column) ?? sortable[0];
  const tabStop = sortable.some((column) => column.id === stop) ? stop : fallback?.id;

  const move = (event: KeyboardEvent, column: string) => {
    // These press the button; commands of the rows must not take them.
    if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -sortable.length, End: sortable.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const from = sortable.findIndex((candidate) => candidate.id === column);
    const to = sortable[Math.min(sortable.length - 1, Math.max(0, from + step))];
    if (to === undefined) return;
    setStop(to.id);
    head.current?.querySelector<HTMLElement>(`[data-head="${to.id}"]`)?.focus();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: head of a grid made of roles.
    <div role="rowgroup" className={styles.headGroup} ref={head}>
      {/* biome-ignore lint/a11y/useFocusableInteractive: the buttons inside hold the focus. */}
      {/* biome-ignore lint/a11y/useSemanticElements: head of a grid made of roles. */}
      <div role="row" className={styles.head} aria-rowindex={1}>
        {columns.map((column, i) => {
          const sorted = sort?.column === column.id;
          const direction = sort?.descending ? 'descending' : 'ascending';
          const Arrow = sort?.descending ? ArrowDown : ArrowUp;
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the button inside holds the focus.
            // biome-ignore lint/a11y/useSemanticElements: head of a grid made of roles.
            <div
              key={column.id}
              role="columnheader"
              className={styles.headCell}
              aria-colindex={i + 1}
              aria-sort={column.sortable ? (sorted ? direction : 'none') : undefined}
              data-align={column.align}
              title={column.title}
            >
              {column.sortable && onSort !== undefined ? (
                <button
                  type="button"
                  className={styles.headButton}
                  data-head={column.id}
                  tabIndex={column.id === tabStop ? 0 : -1}
                  onClick={() => onSort(column.id)}
                  onFocus={() => setStop(column.id)}
                  onKeyDown={(event) => move(event, column.id)}
                >
                  <HeadText column={column} />
                  {sorted && <Arrow size={14} strokeWidth={2} aria-hidden="true" className={styles.arrow} />}
                </button>
              ) : (
                <HeadText column={column} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
});

function HeadText({ column }: { column: GridColumn }) {
  if (column.head === undefined) return <span>{column.label}</span>;
  return (
    <>
      <span className={styles.spoken}>{column.label}</span>
      <span aria-hidden="true">{column.head}</span>
    </>
  );
}
