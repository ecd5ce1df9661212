export interface GridPosition {
  /** -1: no row yet. */
  row: number;
  /** -1: the row as a whole. */
  column: number;
}

export interface GridExtent {
  rowCount: number;
  columnCount: number;
  /** Rows one page key moves by. */
  pageRows: number;
}

/**
 * Where a key takes the focus of a grid; null when the key is none of the grid's.
 * Right goes from the whole row into its cells, Left back out of the first.
 */
export function moveInGrid(
  key: string,
  from: GridPosition,
  { rowCount, columnCount, pageRows }: GridExtent,
): GridPosition | null {
  if (rowCount === 0) return null;
  const toRow = (row: number): GridPosition => ({ row: Math.min(rowCount - 1, Math.max(0, row)), column: from.column });
  switch (key) {
    case 'ArrowDown':
      return toRow(from.row + 1);
    case 'ArrowUp':
      return toRow(from.row < 0 ? rowCount - 1 : from.row - 1);
    case 'PageDown':
      return toRow(Math.max(0, from.row) + pageRows);
    case 'PageUp':
      return toRow(from.row - pageRows);
    case 'Home':
      return toRow(0);
    case 'End':
      return toRow(rowCount - 1);
    case 'ArrowRight':
      return { row: Math.max(0, from.row), column: Math.min(columnCount - 1, from.column + 1) };
    case 'ArrowLeft':
      return { row: Math.max(0, from.row), column: Math.max(-1, from.column - 1) };
    default:
      return null;
  }
}

/** Indexes to keep in the document: the visible ones and the active one, ascending. */
export function mountedRows(visible: readonly number[], activeRow: number, rowCount: number): number[] {
  if (activeRow < 0 || activeRow >= rowCount || visible.includes(activeRow)) return [...visible];
  return [...visible, activeRow].sort((a, b) => a - b);
}
