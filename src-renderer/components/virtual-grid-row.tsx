import { memo, type ReactNode } from 'react';
import styles from './virtual-grid.module.css';
import type { GridColumn } from './virtual-grid-column.js';

/** What a row shows besides its cells. Primitives only: the row is drawn again when one of them changes. */
export interface GridRowState {
  /** Changes when the cells must be drawn again. */
  revision: number | string;
  /** Of the past: drawn in the faint text colour. */
  faded?: boolean;
  /** Of a treegrid. */
  level?: number;
  expanded?: boolean;
  posInSet?: number;
  setSize?: number;
}

interface GridRowProps extends GridRowState {
  id: string;
  index: number;
  /** Pixels from the top of the body. */
  top: number;
  columns: readonly GridColumn[];
  renderCell: (row: number, column: string) => ReactNode;
  active: boolean;
  activeColumn: number;
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { id, index, top, columns, renderCell, active, activeColumn, faded, level, expanded, posInSet, setSize } =
    props;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus and points here.
    // biome-ignore lint/a11y/useSemanticElements: rows are placed one by one, which table rows cannot be.
    <div
      id={id}
      role="row"
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
      aria-rowindex={index + 2}
      aria-selected={active}
      aria-level={level}
      aria-expanded={expanded}
      aria-posinset={posInSet}
      aria-setsize={setSize}
      data-row={index}
      data-faded={faded ? '' : undefined}
      data-ring={active && activeColumn < 0 ? '' : undefined}
    >
      {columns.map((column, i) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus and points here.
        // biome-ignore lint/a11y/useSemanticElements: cells of the rows above.
        <div
          key={column.id}
          id={`${id}c${i}`}
          role="gridcell"
          className={styles.cell}
          aria-colindex={i + 1}
          data-column={i}
          data-align={column.align}
          data-ring={activeColumn === i ? '' : undefined}
        >
          {renderCell(index, column.id)}
        </div>
      ))}
    </div>
  );
});
