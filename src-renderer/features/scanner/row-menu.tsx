import { Copy, Filter, FilterX, Link, PanelTop, Star } from 'lucide-react';
import { ContextMenu, MenuItem, MenuSeparator } from '../../components/menu.js';
import type { GridTarget } from '../../components/virtual-grid.js';
import { scanStore } from '../../lib/scan-store.js';
import { cellFilter } from './cell-filter.js';
import { cellText, rowText } from './cell-text.js';
import { connectToRow } from './connect-row.js';
import { openDevice } from './open-device.js';
import { scanView } from './scan-view.js';
import { addFilter, copyText, toggleFavourite } from './scanner-actions.js';
import type { ScanColumn } from './scanner-columns.js';
import { focusGrid } from './scanner-focus.js';

interface RowMenuProps {
  target: (GridTarget & { id: number }) | null;
  columns: readonly ScanColumn[];
  onClose: () => void;
}

const MOST_CHARS = 32;
const cut = (text: string) => (text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS - 1)}…` : text);

/** What can be done with a cell and its row; opened by a right click or the menu key. */
export function RowMenu({ target, columns, onClose }: RowMenuProps) {
  const row = target === null ? undefined : scanStore.row(target.id);
  const close = () => {
    onClose();
    focusGrid();
  };
  if (target === null || row === undefined) return null;
  const numbers = scanStore.numbers(row.id);
  const now = scanStore.now();
  const filter = cellFilter(target.column, row, numbers);
  const value = cellText(target.column, row, numbers, now);
  const act = (key: string | number) => {
    if (key === 'filter' && filter !== null) void addFilter(filter.include);
    if (key === 'exclude' && filter !== null) void addFilter(filter.exclude);
    if (key === 'value') void copyText(value, 'Value');
    if (key === 'row')
      void copyText(
        rowText(
          columns.map((column) => column.id),
          row,
          numbers,
          now,
        ),
        'Row',
      );
    if (key === 'favourite') void toggleFavourite(row.id);
    if (key === 'connect') void connectToRow(row);
    if (key === 'open') openDevice(row.id);
  };
  return (
    <ContextMenu label={`${row.name ?? row.address}`} at={{ x: target.x, y: target.y }} onClose={close} onAction={act}>
      <MenuItem id="filter" icon={Filter} isDisabled={filter === null} textValue="Filter to">
        {filter === null ? 'Filter to this value' : `Filter to ${cut(filter.what)}`}
      </MenuItem>
      <MenuItem id="exclude" icon={FilterX} isDisabled={filter === null} textValue="Exclude">
        {filter === null ? 'Exclude this value' : `Exclude ${cut(filter.what)}`}
      </MenuItem>
      <MenuSeparator />
      <MenuItem id="value" icon={Copy} isDisabled={value === ''} textValue="Copy value">
        {value === '' ? 'Copy value' : `Copy ${cut(value)}`}
      </MenuItem>
      <MenuItem id="row" icon={Copy}>
        Copy row
      </MenuItem>
      <MenuSeparator />
      <MenuItem id="favourite" icon={Star} keys="F">
        {scanView.isFavourite(row) ? 'Remove from favourites' : 'Add to favourites'}
      </MenuItem>
      <MenuItem id="connect" icon={Link} keys="C" isDisabled={!row.connectable}>
        Connect
      </MenuItem>
      <MenuItem id="open" icon={PanelTop} keys="Enter">
        Open in a tab
      </MenuItem>
    </ContextMenu>
  );
}
