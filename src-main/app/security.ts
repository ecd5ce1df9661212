import { app, type Session, type WebContents } from 'electron';

/** What every page of the app gets. The preload is its only way out. */
export const WEB_PREFERENCES = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  navigateOnDragDrop: false,
  spellcheck: false,
} as const;

/** No navigation, no further windows, no embedded pages, for every web contents there will ever be. */
export function refuseNavigation(report: (message: string) => void): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    const refuse = (what: string) => (event: { preventDefault(): void }, url?: unknown) => {
      event.preventDefault();
      report(`${what} refused${typeof url === 'string' ? `: ${url.slice(0, 300)}` : ''}`);
    };
    contents.on('will-navigate', refuse('navigation'));
    contents.on('will-frame-navigate', refuse('frame navigation'));
    contents.on('will-redirect', refuse('redirect'));
    contents.on('will-attach-webview', refuse('webview'));
    contents.setWindowOpenHandler(({ url }) => {
      report(`new window refused: ${url.slice(0, 300)}`);
      return { action: 'deny' };
    });
  });
}

/** The page needs no permission at all: copying and saving go through the app. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('select-serial-port', (event, _ports, _contents, answer) => {
    event.preventDefault();
    answer('');
  });
  session.on('will-download', (event) => event.preventDefault());
}
