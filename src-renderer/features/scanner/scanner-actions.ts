import { addTerm } from '../../../src-shared/filter/filter.js';
import type { ScanSettings } from '../../../src-shared/ipc/scanner.js';
import { updateSettings, useApp } from '../../app/app-store.js';
import { api, onEvent } from '../../lib/api.js';
import { toErrorInfo } from '../../lib/error-text.js';
import { deviceKey, plural } from '../../lib/scan-format.js';
import { scanStore } from '../../lib/scan-store.js';
import { toast } from '../../lib/toasts.js';
import { scanView, wholeFilter } from './scan-view.js';
import { useScanner } from './scanner-state.js';

const settings = () => useApp.getState().settings;

let following = false;

/** Follows what the radio hears, from the first call to the end of the window. */
export function followScanner(): void {
  if (following) return;
  following = true;
  onEvent('scanner.batch', (batch) => {
    scanStore.apply(batch);
    const { selected } = useScanner.getState();
    if (selected !== null && batch.removed.includes(selected)) useScanner.setState({ selected: null });
  });
  onEvent('scanner.detail', (detail) => scanStore.applyDetail(detail));
  onEvent('scanner.state', (state) => {
    scanStore.applyState(state);
    if (state.error !== undefined) useScanner.setState({ failure: { title: 'Scanning stopped', error: state.error } });
    else if (state.running) useScanner.setState({ failure: null });
  });
  api.scanner.state().then(
    (state) => scanStore.applyState(state),
    (error: unknown) =>
      useScanner.setState({
        failure: { title: 'The scanner did not answer', error: toErrorInfo(error, 'read the scanner') },
      }),
  );
}

/** Starts and stops come one after the other, however fast they are asked for. */
let last: Promise<void> = Promise.resolve();

function inTurn(run: () => Promise<void>): Promise<void> {
  last = last.then(run, run);
  return last;
}

export function startScan(): Promise<void> {
  return inTurn(async () => {
    useScanner.setState({ working: 'start', failure: null });
    try {
      scanStore.applyState(await api.scanner.start(settings().scan));
    } catch (error) {
      useScanner.setState({
        failure: { title: 'Scanning could not start', error: toErrorInfo(error, 'start scanning') },
      });
    } finally {
      useScanner.setState({ working: null });
    }
  });
}

export function stopScan(): Promise<void> {
  return inTurn(async () => {
    useScanner.setState({ working: 'stop' });
    try {
      scanStore.applyState(await api.scanner.stop());
    } catch (error) {
      useScanner.setState({
        failure: { title: 'Scanning could not stop', error: toErrorInfo(error, 'stop scanning') },
      });
    } finally {
      useScanner.setState({ working: null });
    }
  });
}

export const isScanning = () => scanStore.state?.running ?? false;

export const toggleScan = () => (isScanning() ? stopScan() : startScan());

/** Takes new settings; a running scan starts again with them. */
export async function changeScan(patch: Partial<ScanSettings>): Promise<void> {
  const next = { ...settings().scan, ...patch };
  useScanner.setState({ refusal: null });
  await updateSettings({ scan: next });
  if (isScanning()) await startScan();
}

/** Hides everything seen until now. */
export function setBaseline(): void {
  const before = useScanner.getState().baselineAt;
  const at = scanStore.now();
  let hidden = 0;
  for (const id of scanStore.ids()) if ((scanStore.row(id)?.firstSeen ?? 0) <= at) hidden += 1;
  useScanner.setState({ baselineAt: at });
  toast({
    level: 'info',
    title: `Baseline set, ${hidden} hidden`,
    text: 'Only what is seen for the first time from now on is listed.',
    action: { label: 'Undo', run: () => useScanner.setState({ baselineAt: before }) },
  });
}

export function clearBaseline(): void {
  useScanner.setState({ baselineAt: null });
}

/** Empties the list and the counters. */
export async function clearList(): Promise<void> {
  await api.scanner.clear();
  scanStore.clear();
  useScanner.setState({ selected: null, baselineAt: null });
}

export async function exportList(format: 'csv' | 'json'): Promise<void> {
  const { draft, baselineAt } = useScanner.getState();
  const { filter, favourites } = settings();
  try {
    const { path, rows } = await api.scanner.export({
      format,
      filter: wholeFilter(filter, draft),
      firstSeenAfter: baselineAt,
      favourites,
    });
    if (path !== null) toast({ level: 'ok', title: `${plural(rows, 'row')} exported`, text: path });
  } catch (error) {
    toast({ level: 'error', title: 'Nothing was exported', text: toErrorInfo(error, 'export').message });
  }
}

export async function toggleFavourite(id: number): Promise<void> {
  const row = scanStore.row(id);
  if (row === undefined) return;
  const key = deviceKey(row);
  const { favourites } = settings();
  await updateSettings({
    favourites: favourites.includes(key)
      ? favourites.filter((other) => other !== key)
      : [...favourites, key].slice(-1_000),
  });
}

export const setFilter = (filter: string) => updateSettings({ filter });

/** Adds a term to the filter, as from a cell or a menu. */
export const addFilter = (term: string) => setFilter(addTerm(settings().filter, term));

export async function copyText(text: string, what: string): Promise<void> {
  try {
    await api.app.copyText({ text });
    toast({ level: 'ok', title: `${what} copied`, text: text.length > 80 ? undefined : text });
  } catch (error) {
    toast({ level: 'error', title: 'Not copied', text: toErrorInfo(error, 'copy').message });
  }
}

export const sortNow = () => scanView.sortNow();
