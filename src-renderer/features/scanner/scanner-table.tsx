import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { updateSettings, useApp } from '../../app/app-store.js';
import { runCommand } from '../../app/commands.js';
import { type GridTarget, VirtualGrid, type VirtualGridHandle } from '../../components/virtual-grid.js';
import { formatAge } from '../../lib/scan-format.js';
import { scanStore } from '../../lib/scan-store.js';
import { useWidth } from '../../lib/use-width.js';
import { RowMenu } from './row-menu.js';
import { scanView, useScanView } from './scan-view.js';
import { scannerCell } from './scanner-cell.js';
import { nextSort, shownColumns } from './scanner-columns.js';
import { ScannerEmpty } from './scanner-empty.js';
import { offerFocus } from './scanner-focus.js';
import { selectRow, setFocusHold, setHold, useScanner } from './scanner-state.js';
import styles from './scanner-table.module.css';

/** Where the single-letter keys of the list count. */
export const GRID_SCOPE = 'scanner-grid';
/** Rows not heard for this long are drawn faint. */
const FADE_MS = 10_000;

const idAt = (row: number) => scanView.snapshot().order[row] ?? -1;

const rowKey = (row: number) => idAt(row);

const renderCell = (row: number, column: string) => {
  const id = idAt(row);
  const entry = scanStore.row(id);
  return entry === undefined ? null : scannerCell(id, column, entry);
};

/** Everything a row shows in one text: equal texts mean an equal picture. */
const rowState = (row: number) => {
  const id = idAt(row);
  const entry = scanStore.row(id);
  if (entry === undefined) return { revision: '' };
  const { count, lastSeen } = scanStore.numbers(id);
  const now = scanStore.now();
  const age = now - lastSeen;
  const passive = scanStore.state?.settings.active === false;
  const second = Math.floor(now / 1_000);
  return {
    revision: `${count} ${second} ${formatAge(age)} ${scanView.isFavourite(entry)} ${passive}`,
    faded: age > FADE_MS,
  };
};

export function ScannerTable() {
  const view = useScanView();
  const sort = useApp((state) => state.settings.sort);
  const chosen = useApp((state) => state.settings.columns);
  const selected = useScanner((state) => state.selected);
  const [menu, setMenu] = useState<(GridTarget & { id: number }) | null>(null);
  const [frame, width] = useWidth<HTMLDivElement>();
  const grid = useRef<VirtualGridHandle>(null);

  useEffect(() => offerFocus('grid', () => grid.current?.focus()), []);
  // A list that leaves the screen holds nothing.
  useEffect(
    () => () => {
      setHold('pointer', false);
      setHold('focus', false);
      setHold('menu', false);
    },
    [],
  );

  useEffect(() => useScanner.setState({ width }), [width]);
  const columns = useMemo(() => shownColumns(chosen, width), [chosen, width]);
  const activeRow = useMemo(() => (selected === null ? -1 : view.order.indexOf(selected)), [selected, view.order]);

  const openMenu = useCallback((target: GridTarget) => {
    setHold('menu', true);
    setMenu({ ...target, id: idAt(target.row) });
  }, []);
  const closeMenu = useCallback(() => {
    setMenu(null);
    setHold('menu', false);
  }, []);
  const onSort = useCallback(
    (column: string) => void updateSettings({ sort: nextSort(column, useApp.getState().settings.sort) }),
    [],
  );
  const onActiveColumn = useCallback((column: string | null) => useScanner.setState({ column }), []);

  return (
    <div ref={frame} className={styles.frame}>
      {width > 0 && (
        <VirtualGrid
          ref={grid}
          label="Devices"
          scope={GRID_SCOPE}
          paneFocus
          columns={columns}
          rowCount={view.order.length}
          rowKey={rowKey}
          renderCell={renderCell}
          rowState={rowState}
          activeRow={activeRow}
          onActiveRow={(row) => selectRow(idAt(row))}
          onActiveColumn={onActiveColumn}
          sort={sort}
          onSort={onSort}
          onOpen={() => void runCommand('scanner.openTab')}
          onMenu={openMenu}
          onFocusInside={setFocusHold}
          onPointerInside={(inside) => setHold('pointer', inside)}
        />
      )}
      {view.order.length === 0 && <ScannerEmpty view={view} />}
      <RowMenu target={menu} columns={columns} onClose={closeMenu} />
    </div>
  );
}
