import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../../src-shared/ipc/app.js';
import type { ScanSettings, ScanState } from '../../../src-shared/ipc/scanner.js';
import { BleError } from '../../../src-shared/model/ble-error.js';
import { useApp } from '../../app/app-store.js';
import { scanStore } from '../../lib/scan-store.js';
import { useToasts } from '../../lib/toasts.js';
import { addFilter, changeScan, exportList, setBaseline, startScan, stopScan } from './scanner-actions.js';
import { useScanner } from './scanner-state.js';

const calls = vi.hoisted(() => ({
  log: [] as string[],
  exported: [] as unknown[],
  failStart: false,
  path: '/tmp/list.csv' as string | null,
}));

vi.mock('../../lib/api.js', () => {
  const state = (running: boolean, settings: ScanSettings): ScanState => ({ running, settings, startedAt: null });
  const some = { active: true, intervalMs: 100, windowMs: 100, durationMs: 0 };
  return {
    onEvent: () => () => undefined,
    api: {
      app: {
        updateSettings: (patch: Partial<Settings>) => Promise.resolve({ ...useApp.getState().settings, ...patch }),
      },
      scanner: {
        start: (settings: ScanSettings) => {
          calls.log.push(`start ${settings.active ? 'active' : 'passive'} ${settings.windowMs}`);
          if (calls.failStart)
            return Promise.reject(
              new BleError('adapter-closed', { layer: 'app', operation: 'scan', fix: 'Choose an adapter.' }),
            );
          return Promise.resolve(state(true, settings));
        },
        stop: () => {
          calls.log.push('stop');
          return Promise.resolve(state(false, some));
        },
        export: (request: unknown) => {
          calls.exported.push(request);
          return Promise.resolve({ path: calls.path, rows: 2 });
        },
      },
    },
  };
});

beforeEach(async () => {
  calls.failStart = false;
  calls.path = '/tmp/list.csv';
  await stopScan();
  useApp.setState({ settings: DEFAULT_SETTINGS });
  useScanner.setState(useScanner.getInitialState(), true);
  useToasts.setState({ toasts: [] });
  calls.log.length = 0;
  calls.exported.length = 0;
});

describe('scanning', () => {
  it('keeps new settings for the next scan, and starts a running one again with them', async () => {
    await changeScan({ active: false });
    expect(calls.log).toEqual([]);
    await startScan();
    await changeScan({ windowMs: 60 });
    expect(calls.log).toEqual(['start passive 100', 'start passive 60']);
    expect(scanStore.state).toMatchObject({ running: true, settings: { active: false, windowMs: 60 } });
  });

  it('does one thing after the other, however fast they are asked for', async () => {
    await Promise.all([startScan(), stopScan(), startScan()]);
    expect(calls.log).toEqual(['start active 100', 'stop', 'start active 100']);
    expect(useScanner.getState().working).toBeNull();
  });

  it('says why a scan did not start, and clears that when the next one does', async () => {
    calls.failStart = true;
    await startScan();
    expect(useScanner.getState().failure).toMatchObject({
      title: 'Scanning could not start',
      error: { code: 'adapter-closed', fix: 'Choose an adapter.' },
    });
    calls.failStart = false;
    await startScan();
    expect(useScanner.getState().failure).toBeNull();
  });
});

describe('the list', () => {
  it('is exported with all that filters it, and says where it went', async () => {
    useApp.setState({ settings: { ...DEFAULT_SETTINGS, filter: 'connectable', favourites: ['a/public'] } });
    useScanner.setState({ draft: 'rssi>-70', baselineAt: 12 });
    await exportList('json');
    expect(calls.exported).toEqual([
      { format: 'json', filter: 'connectable rssi>-70', firstSeenAfter: 12, favourites: ['a/public'] },
    ]);
    expect(useToasts.getState().toasts).toMatchObject([
      { level: 'ok', title: '2 rows exported', text: '/tmp/list.csv' },
    ]);
  });

  it('says nothing when the export was cancelled', async () => {
    calls.path = null;
    await exportList('csv');
    expect(useToasts.getState().toasts).toEqual([]);
  });

  it('takes a baseline back with Undo', () => {
    setBaseline();
    expect(useScanner.getState().baselineAt).not.toBeNull();
    useToasts.getState().toasts[0]?.action?.run();
    expect(useScanner.getState().baselineAt).toBeNull();
  });

  it('does not add a term twice', async () => {
    await addFilter('connectable');
    await addFilter('connectable');
    expect(useApp.getState().settings.filter).toBe('connectable');
  });
});
