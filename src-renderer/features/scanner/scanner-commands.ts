import { showPanel, useApp } from '../../app/app-store.js';
import { type Command, type PaletteItem, registerCommands, registerPaletteProvider } from '../../app/commands.js';
import { activateTab, SCANNER_TAB } from '../../app/tabs.js';
import { scanStore } from '../../lib/scan-store.js';
import { cellFilter } from './cell-filter.js';
import { connectToRow, NOT_CONNECTABLE } from './connect-row.js';
import { openDevice } from './open-device.js';
import {
  addFilter,
  changeScan,
  clearBaseline,
  clearList,
  copyText,
  exportList,
  isScanning,
  setBaseline,
  setFilter,
  sortNow,
  startScan,
  stopScan,
  toggleFavourite,
  toggleScan,
} from './scanner-actions.js';
import { focusFilter, focusGrid } from './scanner-focus.js';
import { selectRow, setHold, useScanner } from './scanner-state.js';

const GROUP = 'Scanner';
const MOST_DEVICES = 50;
/** As the grid's `scope`. */
const IN_GRID = 'scanner-grid';

const scan = () => useApp.getState().settings.scan;
const selectedRow = () => {
  const { selected } = useScanner.getState();
  return selected === null ? undefined : scanStore.row(selected);
};
const hasRow = () => selectedRow() !== undefined;
const noRow = () => (hasRow() ? null : 'No device is selected');
const hasRows = () => scanStore.size > 0;
const noRows = () => (hasRows() ? null : 'The list is empty');

function showScanner(): void {
  showPanel('scan');
  activateTab(SCANNER_TAB);
}

/** The list may only just have come back to the screen: its parts take the focus in the next frame. */
function showThen(focus: () => void): void {
  showScanner();
  requestAnimationFrame(focus);
}

function withCell(use: (terms: { include: string; exclude: string }) => Promise<void>): Promise<void> {
  const row = selectedRow();
  if (row === undefined) return Promise.resolve();
  const terms =
    cellFilter(useScanner.getState().column, row, scanStore.numbers(row.id)) ??
    cellFilter(null, row, scanStore.numbers(row.id));
  return terms === null ? Promise.resolve() : use(terms);
}

const COMMANDS: readonly Command[] = [
  { id: 'scanner.toggle', title: 'Start or stop scanning', group: GROUP, keys: 'Mod+E', run: toggleScan },
  {
    id: 'scanner.start',
    title: 'Start scanning',
    group: GROUP,
    isEnabled: () => !isScanning(),
    why: () => (isScanning() ? 'Scanning already' : null),
    run: startScan,
  },
  {
    id: 'scanner.stop',
    title: 'Stop scanning',
    group: GROUP,
    isEnabled: isScanning,
    why: () => (isScanning() ? null : 'Not scanning'),
    run: stopScan,
  },
  {
    id: 'scanner.passive',
    title: 'Scan passively: listen only',
    group: GROUP,
    isEnabled: () => scan().active && useApp.getState().adapters?.current.passiveScan !== false,
    why: () => (scan().active ? 'This adapter cannot scan passively' : 'In use'),
    run: () => changeScan({ active: false }),
  },
  {
    id: 'scanner.active',
    title: 'Scan actively: ask for scan responses',
    group: GROUP,
    isEnabled: () => !scan().active,
    why: () => (scan().active ? 'In use' : null),
    run: () => changeScan({ active: true }),
  },
  { id: 'scanner.focusFilter', title: 'Filter devices', group: GROUP, keys: '/', run: () => showThen(focusFilter) },
  { id: 'scanner.focusList', title: 'Go to the list of devices', group: GROUP, run: () => showThen(focusGrid) },
  {
    id: 'scanner.clearFilter',
    title: 'Clear the filter',
    group: GROUP,
    isEnabled: () => useApp.getState().settings.filter !== '',
    why: () => 'There is no filter',
    run: () => setFilter(''),
  },
  {
    id: 'scanner.hold',
    title: 'Hold the order, or let it go',
    group: GROUP,
    keys: 'Space',
    scope: IN_GRID,
    run: () => setHold('pinned', !useScanner.getState().hold.pinned),
  },
  {
    id: 'scanner.sortNow',
    title: 'Sort now',
    group: GROUP,
    keys: 'S',
    scope: IN_GRID,
    isEnabled: hasRows,
    why: noRows,
    run: sortNow,
  },
  {
    id: 'scanner.favourite',
    title: 'Favourite, or no longer',
    group: GROUP,
    keys: 'F',
    scope: IN_GRID,
    isEnabled: hasRow,
    why: noRow,
    run: () => {
      const row = selectedRow();
      return row === undefined ? undefined : toggleFavourite(row.id);
    },
  },
  {
    id: 'scanner.filterTo',
    title: 'Filter to the selected cell',
    group: GROUP,
    keys: 'Mod+F',
    scope: IN_GRID,
    isEnabled: hasRow,
    why: noRow,
    run: () => withCell(({ include }) => addFilter(include)),
  },
  {
    id: 'scanner.exclude',
    title: 'Exclude the selected cell',
    group: GROUP,
    keys: 'Mod+Shift+F',
    scope: IN_GRID,
    isEnabled: hasRow,
    why: noRow,
    run: () => withCell(({ exclude }) => addFilter(exclude)),
  },
  {
    id: 'scanner.openTab',
    title: 'Open the device in a tab',
    group: GROUP,
    keys: 'Enter',
    scope: IN_GRID,
    isEnabled: hasRow,
    why: noRow,
    run: () => {
      const row = selectedRow();
      if (row !== undefined) openDevice(row.id);
    },
  },
  {
    id: 'scanner.connect',
    title: 'Connect to the device',
    group: GROUP,
    keys: 'C',
    scope: IN_GRID,
    isEnabled: () => selectedRow()?.connectable === true,
    why: () => noRow() ?? (selectedRow()?.connectable ? null : NOT_CONNECTABLE),
    run: async () => {
      const row = selectedRow();
      if (row !== undefined) await connectToRow(row);
    },
  },
  {
    id: 'scanner.copyAddress',
    title: 'Copy the address',
    group: GROUP,
    keys: 'Mod+C',
    scope: IN_GRID,
    isEnabled: hasRow,
    why: noRow,
    run: () => {
      const row = selectedRow();
      return row === undefined ? undefined : copyText(row.address, 'Address');
    },
  },
  {
    id: 'scanner.baseline',
    title: 'Baseline: hide every device seen until now',
    group: GROUP,
    isEnabled: hasRows,
    why: noRows,
    run: setBaseline,
  },
  {
    id: 'scanner.clearBaseline',
    title: 'Show again what the baseline hides',
    group: GROUP,
    isEnabled: () => useScanner.getState().baselineAt !== null,
    why: () => 'There is no baseline',
    run: clearBaseline,
  },
  {
    id: 'scanner.clear',
    title: 'Clear the list and its counters',
    group: GROUP,
    isEnabled: hasRows,
    why: noRows,
    run: clearList,
  },
  {
    id: 'scanner.exportCsv',
    title: 'Export the list as CSV…',
    group: GROUP,
    isEnabled: hasRows,
    why: noRows,
    run: () => exportList('csv'),
  },
  {
    id: 'scanner.exportJson',
    title: 'Export the list as JSON…',
    group: GROUP,
    isEnabled: hasRows,
    why: noRows,
    run: () => exportList('json'),
  },
];

/** Devices whose name or address has what was typed; the palette sorts them. */
function devices(query: string): PaletteItem[] {
  const wanted = query.trim().toLowerCase();
  // With nothing typed the devices would bury the commands.
  if (wanted === '') return [];
  const items: PaletteItem[] = [];
  for (const id of scanStore.ids()) {
    const row = scanStore.row(id);
    if (row === undefined || !`${row.name ?? ''} ${row.address}`.toLowerCase().includes(wanted)) continue;
    items.push({
      id: `device:${id}`,
      title: row.name ?? 'no name',
      group: 'Devices',
      detail: row.address,
      run: () => {
        selectRow(id);
        showThen(focusGrid);
      },
    });
    if (items.length === MOST_DEVICES) break;
  }
  return items;
}

/** @returns takes them out again. */
export function registerScannerCommands(): () => void {
  const stops = [registerCommands(COMMANDS), registerPaletteProvider(devices)];
  return () => {
    for (const stop of stops) stop();
  };
}
