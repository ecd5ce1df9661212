import { BrowserWindow, nativeTheme } from 'electron';
import type { EventPayload } from '../../src-shared/ipc/contract.js';
import { WEB_PREFERENCES } from './security.js';

const SIZE = { width: 1280, height: 800, minWidth: 900, minHeight: 600 };
/** `--bg` of the page's tokens, so that nothing flashes before it paints. */
const BACKGROUND = { light: '#ffffff', dark: '#191b1f' };
/** Longest wait for a first paint before the window is shown anyhow, so that a broken page is seen rather than nothing. */
const SHOW_ANYWAY_MS = 8_000;
const MAX_RELOADS = 3;
const RELOAD_SPAN_MS = 60_000;

export interface WindowOptions {
  preload: string;
  url: string;
  onState: (state: EventPayload<'app.windowState'>) => void;
  /** The page is there and can hear events; or it no longer is. */
  onReady: (ready: boolean) => void;
  /** The page stopped or began again to answer. */
  onResponsive: (responsive: boolean) => void;
  onPainted: () => void;
  report: (message: string) => void;
}

/** The one window. It has its own title bar: the system's traffic lights on macOS, our buttons elsewhere. */
export function createWindow(options: WindowOptions): BrowserWindow {
  const isMac = process.platform === 'darwin';
  const window = new BrowserWindow({
    ...SIZE,
    show: false,
    title: 'BLE Workbench',
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    ...(isMac
      ? { titleBarStyle: 'hiddenInset' as const, trafficLightPosition: { x: 12, y: 12 } }
      : { frame: false, autoHideMenuBar: true }),
    webPreferences: { ...WEB_PREFERENCES, preload: options.preload },
  });
  showOncePainted(window, options);
  followState(window, options);
  followPage(window, options);
  loadPage(window, options);
  return window;
}

function loadPage(window: BrowserWindow, { url, report }: WindowOptions): void {
  window.loadURL(url).catch((error: Error) => {
    // A reload during a load ends the first one with this code.
    if (!error.message.includes('ERR_ABORTED')) report(`the page ${url} did not load: ${error.message}`);
  });
}

function showOncePainted(window: BrowserWindow, { onPainted, report }: WindowOptions): void {
  const timer = setTimeout(() => {
    report('the page has not painted yet; the window is shown anyway');
    if (!window.isDestroyed()) window.show();
  }, SHOW_ANYWAY_MS);
  window.once('ready-to-show', () => {
    clearTimeout(timer);
    window.show();
    onPainted();
  });
  window.once('closed', () => clearTimeout(timer));
}

function followState(window: BrowserWindow, { onState }: WindowOptions): void {
  const tell = () =>
    onState({ maximized: window.isMaximized(), fullscreen: window.isFullScreen(), focused: window.isFocused() });
  window.on('maximize', tell);
  window.on('unmaximize', tell);
  window.on('enter-full-screen', tell);
  window.on('leave-full-screen', tell);
  window.on('focus', tell);
  window.on('blur', tell);
  window.webContents.on('did-finish-load', tell);
  const recolour = () =>
    window.setBackgroundColor(nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light);
  nativeTheme.on('updated', recolour);
  window.once('closed', () => nativeTheme.off('updated', recolour));
}

function followPage(window: BrowserWindow, options: WindowOptions): void {
  const { onReady, onResponsive, report } = options;
  const contents = window.webContents;
  const crashes: number[] = [];
  contents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) onReady(false);
  });
  contents.on('did-finish-load', () => onReady(true));
  contents.on('render-process-gone', (_event, details) => {
    onReady(false);
    report(`the page's process ended: ${details.reason} (${details.exitCode})`);
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    const now = Date.now();
    crashes.push(now);
    while ((crashes[0] ?? now) < now - RELOAD_SPAN_MS) crashes.shift();
    // A page that crashes at every start is not worth the reader's processor.
    if (crashes.length <= MAX_RELOADS) setImmediate(() => !window.isDestroyed() && loadPage(window, options));
  });
  window.on('unresponsive', () => {
    report('the page does not answer');
    onResponsive(false);
  });
  window.on('responsive', () => onResponsive(true));
  contents.on('preload-error', (_event, path, error) => report(`preload ${path}: ${error.stack ?? error.message}`));
}
