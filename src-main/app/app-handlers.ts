import { app, type BrowserWindow, clipboard } from 'electron';
import type { AppInfo } from '../../src-shared/ipc/app.js';
import type { Handlers } from '../ipc/router.js';
import type { Log } from './log.js';
import type { SettingsStore } from './settings-store.js';

type AppHandlers = Pick<Handlers, Extract<keyof Handlers, `app.${string}`>>;

export interface AppHandlerDeps {
  settings: SettingsStore;
  log: Log;
  profile: string;
  window: () => BrowserWindow | null;
}

/** The calls that are about the app itself. */
export function appHandlers({ settings, log, profile, window }: AppHandlerDeps): AppHandlers {
  return {
    'app.info': () => ({
      version: app.getVersion(),
      electron: process.versions.electron ?? '',
      chrome: process.versions.chrome ?? '',
      node: process.versions.node,
      platform: platformName(process.platform),
      profile,
    }),
    'app.settings': () => settings.get(),
    'app.updateSettings': (change) => settings.update(change),
    'app.copyText': ({ text }) => void clipboard.writeText(text),
    'app.window': ({ action }) => {
      const target = window();
      if (action === 'minimize') target?.minimize();
      else if (action === 'close') target?.close();
      else if (target?.isMaximized()) target.unmaximize();
      else target?.maximize();
    },
    'app.reportError': ({ message, stack }) =>
      void log.write('error', `window: ${message}${stack ? `\n${stack}` : ''}`),
  };
}

function platformName(platform: NodeJS.Platform): AppInfo['platform'] {
  return platform === 'linux' || platform === 'darwin' || platform === 'win32' ? platform : 'other';
}
