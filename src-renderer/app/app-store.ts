import { create } from 'zustand';
import type { AdapterEntry, AdaptersState } from '../../src-shared/ipc/adapters.js';
import { type AppInfo, DEFAULT_SETTINGS, type Settings, type Theme } from '../../src-shared/ipc/app.js';
import type { ErrorInfo } from '../../src-shared/model/ble-error.js';
import { api, onEvent } from '../lib/api.js';
import { toErrorInfo } from '../lib/error-text.js';
import { toast } from '../lib/toasts.js';
import { runCommand } from './commands.js';

export type PanelId = 'scan' | 'gatt' | 'keys' | 'settings';
export type Layer = 'palette' | 'shortcuts' | 'add-adapter' | 'share';

export interface AppState {
  /** Settings have been read; before that their defaults stand in. */
  ready: boolean;
  info: AppInfo | null;
  settings: Settings;
  /** null until the main process has answered. */
  adapters: AdaptersState | null;
  window: { maximized: boolean; fullscreen: boolean; focused: boolean };
  panel: PanelId;
  /** The modal layer over the window. */
  layer: Layer | null;
  adapterPickerOpen: boolean;
  /** The adapter being opened by the user. */
  selecting: string | null;
  /** Why the last choice did not open. The adapter before it is still in use. */
  selectFailure: { spec: string; label: string; error: ErrorInfo } | null;
}

export const useApp = create<AppState>(() => ({
  ready: false,
  info: null,
  settings: DEFAULT_SETTINGS,
  adapters: null,
  window: { maximized: false, fullscreen: false, focused: true },
  panel: 'scan',
  layer: null,
  adapterPickerOpen: false,
  selecting: null,
  selectFailure: null,
}));

const set = useApp.setState;
const get = useApp.getState;

export function showPanel(panel: PanelId): void {
  set({ panel });
}

export function openLayer(layer: Layer): void {
  set({ layer, adapterPickerOpen: false });
}

export function closeLayer(): void {
  set({ layer: null });
}

export function setAdapterPicker(open: boolean): void {
  set({ adapterPickerOpen: open });
}

/** Changes waiting for their answer; an answer that a later change has overtaken is not taken over. */
let saving = 0;

/** Changes settings at once and saves them; what could not be saved is put back and said. */
export async function updateSettings(patch: Partial<Settings>): Promise<void> {
  set((state) => ({ settings: { ...state.settings, ...patch } }));
  saving += 1;
  try {
    const saved = await api.app.updateSettings(patch);
    if (saving === 1) set({ settings: saved });
  } catch (error) {
    toast({ level: 'error', title: 'Settings were not saved', text: toErrorInfo(error, 'save settings').message });
    const kept = await api.app.settings().catch(() => null);
    if (kept) set({ settings: kept });
  } finally {
    saving -= 1;
  }
}

export function setTheme(theme: Theme): Promise<void> {
  return updateSettings({ theme });
}

/** Remembers that a note was dismissed, so that it does not come back. */
export function dismissNote(id: string): Promise<void> {
  const { dismissed } = get().settings;
  return dismissed.includes(id) ? Promise.resolve() : updateSettings({ dismissed: [...dismissed, id].slice(-64) });
}

export async function refreshAdapters(): Promise<void> {
  set({ adapters: await api.adapters.list() });
}

let attempts = 0;

/**
 * Opens an adapter. A failure is kept in `selectFailure` for the picker, with the adapter before still in use.
 * Another choice meanwhile takes over; the earlier one then ends without a word.
 * @returns whether it opened.
 */
export async function selectAdapter(spec: string): Promise<boolean> {
  attempts += 1;
  const attempt = attempts;
  const label = get().adapters?.entries.find((entry) => entry.spec === spec)?.label ?? spec;
  set({ selecting: spec, selectFailure: null });
  try {
    const adapters = await api.adapters.select({ spec });
    if (attempt === attempts) set({ adapters });
    return attempt === attempts;
  } catch (error) {
    if (attempt === attempts) set({ selectFailure: { spec, label, error: toErrorInfo(error, `open ${label}`) } });
    return false;
  } finally {
    if (attempt === attempts) set({ selecting: null });
  }
}

/** Rejects with BleError when the address is refused. */
export async function addAdapter(spec: string): Promise<void> {
  set({ adapters: await api.adapters.add({ spec }) });
}

export async function removeAdapter(entry: AdapterEntry): Promise<void> {
  set({ adapters: await api.adapters.remove({ spec: entry.spec }) });
  toast({
    level: 'info',
    title: `${entry.label} removed`,
    action: {
      label: 'Undo',
      run: () => {
        addAdapter(entry.spec).catch((error: unknown) =>
          toast({ level: 'error', title: 'Not added again', text: toErrorInfo(error, 'add adapter').message }),
        );
      },
    },
  });
}

export async function startSharing(
  where: { kind: 'tcp'; port: number } | { kind: 'unix'; path: string },
): Promise<void> {
  set({ adapters: await api.adapters.share(where) });
}

export async function stopSharing(): Promise<void> {
  set({ adapters: await api.adapters.unshare() });
}

/** Asks the main process for everything and follows its events from then on. @returns stops following. */
export function startApp(): () => void {
  const failed = (what: string) => (error: unknown) => {
    toast({ level: 'error', title: `${what} could not be read`, text: toErrorInfo(error, what).message });
  };
  const stops = [
    onEvent('adapters.changed', (adapters) => set({ adapters })),
    onEvent('app.windowState', (window) => set({ window })),
    onEvent('app.command', ({ id }) => {
      if (!runCommand(id)) toast({ level: 'info', title: 'That command cannot run now' });
    }),
    onEvent('app.notice', (notice) => toast(notice)),
  ];
  api.app.info().then((info) => set({ info }), failed('The version'));
  api.app
    .settings()
    .then((settings) => set({ settings }), failed('The settings'))
    .finally(() => set({ ready: true }));
  refreshAdapters().catch(failed('The list of adapters'));
  return () => {
    for (const stop of stops) stop();
  };
}
