import { join } from 'node:path';
import { app, type BrowserWindow, nativeTheme, session } from 'electron';
import type { EventPayload } from '../src-shared/ipc/contract.js';
import { appHandlers } from './app/app-handlers.js';
import { parseArguments } from './app/arguments.js';
import { chooseOpenPath, chooseSavePath } from './app/dialogs.js';
import { signalFirstInstance } from './app/electron-compat.js';
import { manageLifecycle } from './app/lifecycle.js';
import { openLog } from './app/log.js';
import { installMenu } from './app/menu.js';
import { ownAdapters } from './app/own-adapter.js';
import { openProfile } from './app/profile.js';
import { applyDevelopmentPolicy, registerAppScheme, serveRenderer } from './app/protocol.js';
import { startRadio } from './app/radio.js';
import { APP_INDEX, APP_ORIGIN } from './app/renderer-files.js';
import { saveScreenshot } from './app/screenshot.js';
import { refuseNavigation, refusePermissions } from './app/security.js';
import { openSettingsStore } from './app/settings-store.js';
import { startTiming } from './app/timing.js';
import { createWindow } from './app/window.js';
import { listAdapters, Medium, systemClock } from './ble/index.js';
import { connectRouter, eventChannel } from './ipc/electron-ipc.js';
import { createEventSender } from './ipc/event-sender.js';
import { workbenchHandlers } from './ipc/handlers.js';
import { createRouter } from './ipc/router.js';
import { KeyStoreService } from './keystore/key-store-service.js';
import { electronKeyring } from './keystore/safe-storage-electron.js';
import { AdaptersService } from './workbench/adapters-service.js';
import { ExplorerService } from './workbench/explorer/explorer-service.js';
import { PairingService } from './workbench/pairing/pairing-service.js';
import { ScannerService } from './workbench/scanner-service.js';

const timing = startTiming(process.env.WORKBENCH_TIMING);
timing.mark('mainLoadedMs');
const args = readArguments();
registerAppScheme();
const profile = openProfile(args.profile ?? app.getPath('userData'));
app.setPath('userData', profile.directory);

if ('heldBy' in profile) {
  process.stderr.write(
    `BLE Workbench already runs on the profile ${profile.directory}, as process ${profile.heldBy}.\n`,
  );
  signalFirstInstance();
  app.exit(2);
} else {
  // Not awaited here: Electron becomes ready only after this module has been evaluated.
  run(profile.directory, profile.release).catch((error: unknown) => {
    process.stderr.write(`BLE Workbench could not start: ${error instanceof Error ? error.stack : String(error)}\n`);
    app.exit(1);
  });
}

function readArguments(): ReturnType<typeof parseArguments> {
  try {
    return parseArguments(process.argv, process.cwd());
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(2);
  }
}

async function run(directory: string, release: () => void): Promise<void> {
  const log = openLog(directory);
  const devUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
  const origin = devUrl ? new URL(devUrl).origin : APP_ORIGIN;
  const validate = !app.isPackaged;
  let window: BrowserWindow | null = null;

  const sender = createEventSender({
    clock: systemClock,
    validate,
    send: (name, payload) => {
      if (window && !window.isDestroyed()) window.webContents.send(eventChannel(name), payload);
    },
    report: (message) => log.write('error', message),
  });
  const emit = sender.emit;
  const notice = (level: EventPayload<'app.notice'>['level'], title: string, text?: string) =>
    emit('app.notice', { level, title, text });

  const settings = await openSettingsStore(directory);
  const medium = new Medium();
  const keys: KeyStoreService = new KeyStoreService({
    path: join(directory, 'keys', 'bonds.keys'),
    keyring: electronKeyring(),
    inUse: (adapterId, bond) => adapters.isInUse(adapterId, bond),
  });
  const adapters = new AdaptersService({
    open: ownAdapters({ medium, keys, settings }),
    list: listAdapters,
    listen: (spec) => medium.listen(spec),
    settings,
    emit,
  });
  const scanner = new ScannerService({ clock: systemClock, settings: settings.get().scan, emit });
  const explorer = new ExplorerService({
    clock: systemClock,
    emit,
    onConnectFailed: (peer, error) => pairing.connectFailed(peer, error),
  });
  const pairing = new PairingService({
    clock: systemClock,
    keys,
    settings,
    links: explorer,
    nameOf: (peer) => explorer.nameOf(peer) ?? adapters.simulatedName(peer),
    isVirtual: (peer) => adapters.simulatedName(peer) !== null,
    choosePath: (target) => chooseSavePath(window, target),
    chooseFile: (target) => chooseOpenPath(window, target),
    emit,
  });
  adapters.follow(({ adapter, error }) => {
    scanner.setAdapter(adapter, error);
    pairing.setAdapter(adapter);
    explorer.setAdapter(adapter, error);
  });
  scanner.setFavourites(settings.get().favourites);
  nativeTheme.themeSource = settings.get().theme;
  settings.onChange((now) => {
    scanner.setFavourites(now.favourites);
    nativeTheme.themeSource = now.theme;
  });

  const hold = (held: boolean) => {
    scanner.setHeld(held);
    explorer.setHeld(held);
    pairing.setHeld(held);
  };

  const radio = { medium, clock: systemClock, keys, adapters, pairing, scanner, settings, log, notice };
  let simulated: ReturnType<typeof startRadio> = Promise.resolve(null);
  manageLifecycle({
    log,
    release,
    notice: (text) => notice('error', 'Something went wrong inside the app', text),
    close: async () => {
      sender.close();
      pairing.close();
      await Promise.all([scanner.close(), explorer.close()]);
      await adapters.close();
      await (await simulated)?.close();
      await keys.close();
    },
  });
  refuseNavigation((message) => log.write('warning', message));

  await app.whenReady();
  timing.mark('readyMs');
  refusePermissions(session.defaultSession);
  if (devUrl) applyDevelopmentPolicy(session.defaultSession, origin);
  else serveRenderer(session.defaultSession, join(import.meta.dirname, '../renderer'));
  installMenu((id) => emit('app.command', { id }));
  connectRouter(
    createRouter({
      handlers: {
        ...appHandlers({ settings, log, profile: directory, window: () => window }),
        ...workbenchHandlers({
          adapters,
          scanner,
          explorer,
          pairing,
          now: () => systemClock.now(),
          choosePath: (target) => chooseSavePath(window, target),
        }),
      },
      trusted: () => ({ contentsId: window && !window.isDestroyed() ? window.webContents.id : null, origin }),
      validateOutput: validate,
      report: (message, error) => (error === undefined ? log.write('warning', message) : log.error(message, error)),
    }),
  );

  const opened = createWindow({
    preload: join(import.meta.dirname, '../preload/preload.cjs'),
    url: devUrl ?? APP_INDEX,
    onState: (state) => emit('app.windowState', state),
    onReady: (ready) => {
      sender.setReady(ready);
      hold(!ready);
    },
    onResponsive: (responsive) => hold(!responsive),
    onPainted: () => {
      timing.mark('windowPaintedMs');
      timing.save(opened).catch((error: unknown) => log.error('timing', error));
      if (args.screenshot) takePicture(opened, args.screenshot);
    },
    report: (message) => log.write('error', message),
  });
  window = opened;
  timing.mark('windowCreatedMs');
  window.once('closed', () => {
    window = null;
  });
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  // Heard by a second start on this profile; the lock file alone decides.
  app.requestSingleInstanceLock();
  if (settings.problem) notice('warning', 'Settings', settings.problem);
  simulated = startRadio(radio);

  function takePicture(of: BrowserWindow, path: string): void {
    saveScreenshot(of, path)
      .catch((error: unknown) => log.error(`picture ${path}`, error))
      .finally(() => args.exitAfterScreenshot && app.quit());
  }
}
