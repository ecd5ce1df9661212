import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import styles from './virtual-grid.module.css';
import type { GridColumn, GridSort } from './virtual-grid-column.js';
import { GridHeader } from './virtual-grid-header.js';
import { mountedRows, moveInGrid } from './virtual-grid-keys.js';
import { GridRow, type GridRowState } from './virtual-grid-row.js';

export type { GridColumn, GridSort } from './virtual-grid-column.js';
export type { GridRowState } from './virtual-grid-row.js';

const ROW_PX = 28;

/** A place in the grid and the rectangle it has on the screen. */
export interface GridTarget {
  row: number;
  /** null: the whole row. */
  column: string | null;
  /** Client coordinates to open a menu at. */
  x: number;
  y: number;
}

export interface VirtualGridHandle {
  focus(): void;
  scrollToRow(row: number): void;
}

export interface VirtualGridProps {
  /** What the grid lists, for assistive technology. */
  label: string;
  role?: 'grid' | 'treegrid';
  columns: readonly GridColumn[];
  rowCount: number;
  rowKey: (row: number) => string | number;
  /** Must keep its identity: a row is drawn again only when its state changes. */
  renderCell: (row: number, column: string) => ReactNode;
  /** `revision` says when the cells of a row must be drawn again. */
  rowState: (row: number) => GridRowState;
  /** The selected row, which is also the one the keys move from; -1: none. */
  activeRow: number;
  onActiveRow: (row: number) => void;
  sort?: GridSort | null;
  onSort?: (column: string) => void;
  /** Enter or a double click. */
  onOpen?: (row: number) => void;
  /** Right click, the menu key or Shift+F10. */
  onMenu?: (target: GridTarget) => void;
  /** The cell the keys stand on; null: the whole row. */
  onActiveColumn?: (column: string | null) => void;
  /** Called first; preventDefault keeps the grid from acting. */
  onKeyDown?: (event: KeyboardEvent) => void;
  onFocusInside?: (inside: boolean) => void;
  onPointerInside?: (inside: boolean) => void;
  /** Names the command scope of the keys pressed here. */
  scope?: string;
  /** F6 comes here when it comes to the pane for the first time. */
  paneFocus?: boolean;
  ref?: Ref<VirtualGridHandle>;
}

/**
 * A table of any length, of which only the visible rows are in the document. The grid itself holds the focus and
 * points at the active row or cell, so that a row may leave the document and the focus stays.
 */
export function VirtualGrid(props: VirtualGridProps) {
  const {
    label,
    role = 'grid',
    columns,
    rowCount,
    rowKey,
    renderCell,
    rowState,
    activeRow,
    onActiveRow,
    sort,
    onSort,
  } = props;
  const { onOpen, onMenu, onActiveColumn, onKeyDown, onFocusInside, onPointerInside, scope, paneFocus, ref } = props;
  const prefix = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [activeColumn, setActiveColumn] = useState(-1);
  const columnIndex = Math.min(activeColumn, columns.length - 1);

  const rangeExtractor = useCallback(
    (range: Range) => mountedRows(defaultRangeExtractor(range), activeRow, range.count),
    [activeRow],
  );
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: rowKey,
    overscan: 6,
    rangeExtractor,
    scrollMargin: ROW_PX,
    scrollPaddingStart: ROW_PX,
    useFlushSync: false,
  });

  useImperativeHandle(ref, () => ({
    focus: () => scroller.current?.focus(),
    scrollToRow: (row) => virtualizer.scrollToIndex(row, { align: 'auto' }),
  }));

  useEffect(() => {
    onActiveColumn?.(columns[columnIndex]?.id ?? null);
  }, [onActiveColumn, columns, columnIndex]);

  const rowId = (row: number) => `${prefix}r${rowKey(row)}`;
  const activeId =
    activeRow < 0 || activeRow >= rowCount
      ? undefined
      : columnIndex < 0
        ? rowId(activeRow)
        : `${rowId(activeRow)}c${columnIndex}`;

  const go = (row: number, column: number) => {
    setActiveColumn(column);
    if (row !== activeRow) onActiveRow(row);
    virtualizer.scrollToIndex(row, { align: 'auto' });
  };

  const menuAtActive = () => {
    if (activeId === undefined || onMenu === undefined) return;
    const box = document.getElementById(activeId)?.getBoundingClientRect();
    const frame = scroller.current?.getBoundingClientRect();
    if (box === undefined || frame === undefined) return;
    onMenu({
      row: activeRow,
      column: columns[columnIndex]?.id ?? null,
      x: Math.max(frame.left, box.left) + 24,
      y: Math.min(box.bottom, frame.bottom),
    });
  };

  const handleKey = (event: KeyboardEvent) => {
    onKeyDown?.(event);
    if (event.defaultPrevented || event.target !== scroller.current) return;
    const isMenuKey = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    if (isMenuKey) {
      event.preventDefault();
      menuAtActive();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === 'Enter' && activeRow >= 0 && onOpen !== undefined) {
      event.preventDefault();
      onOpen(activeRow);
      return;
    }
    const pageRows = Math.max(1, Math.floor((scroller.current.clientHeight - ROW_PX) / ROW_PX) - 1);
    const to = moveInGrid(
      event.key,
      { row: activeRow, column: columnIndex },
      { rowCount, columnCount: columns.length, pageRows },
    );
    if (to === null) return;
    event.preventDefault();
    go(to.row, to.column);
  };

  const place = (event: MouseEvent): { row: number; column: number } | null => {
    const target = event.target instanceof Element ? event.target : null;
    const row = target?.closest<HTMLElement>('[data-row]')?.dataset.row;
    const column = target?.closest<HTMLElement>('[data-column]')?.dataset.column;
    return row === undefined ? null : { row: Number(row), column: column === undefined ? -1 : Number(column) };
  };

  const handleDown = (event: MouseEvent) => {
    const at = place(event);
    if (at === null || (event.target instanceof Element && event.target.closest('button') !== null)) return;
    setActiveColumn(-1);
    if (at.row !== activeRow) onActiveRow(at.row);
  };

  const handleMenu = (event: MouseEvent) => {
    if (onMenu === undefined) return;
    event.preventDefault();
    const at = place(event);
    if (at === null) return;
    if (at.row !== activeRow) onActiveRow(at.row);
    onMenu({ row: at.row, column: columns[at.column]?.id ?? null, x: event.clientX, y: event.clientY });
  };

  const tracks = { '--tracks': columns.map((column) => column.track).join(' ') } as CSSProperties;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its role, grid or treegrid, is a property.
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: see above.
    <div
      ref={scroller}
      className={styles.grid}
      style={tracks}
      role={role}
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-colcount={columns.length}
      aria-activedescendant={activeId}
      data-scope={scope}
      data-pane-focus={paneFocus ? '' : undefined}
      data-has-active={activeId === undefined ? undefined : ''}
      // A grid is one tab stop, its keys move inside.
      tabIndex={0}
      onKeyDown={handleKey}
      onMouseDown={handleDown}
      onDoubleClick={(event) => {
        const at = place(event);
        if (at !== null && !(event.target instanceof Element && event.target.closest('button'))) onOpen?.(at.row);
      }}
      onContextMenu={handleMenu}
      onFocus={() => onFocusInside?.(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onFocusInside?.(false);
      }}
      onPointerEnter={() => onPointerInside?.(true)}
      onPointerLeave={() => onPointerInside?.(false)}
    >
      <GridHeader columns={columns} sort={sort ?? null} onSort={onSort} />
      {rowCount > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: see above.
        <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => (
            <GridRow
              key={item.key}
              id={rowId(item.index)}
              index={item.index}
              top={item.start - ROW_PX}
              columns={columns}
              renderCell={renderCell}
              active={item.index === activeRow}
              activeColumn={item.index === activeRow ? columnIndex : -1}
              {...rowState(item.index)}
            />
          ))}
        </div>
      )}
    </div>
  );
}
