import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import { eventChannel, requestChannel } from '../../src-shared/ipc/bridge.js';
import { REQUEST_NAMES } from '../../src-shared/ipc/names.js';
import type { Router } from './router.js';
import type { Sender } from './sender.js';

/** Puts the router behind every request channel. */
export function connectRouter(router: Router): void {
  for (const name of REQUEST_NAMES) {
    ipcMain.handle(requestChannel(name), (event, payload: unknown) => router.call(name, senderOf(event), payload));
  }
}

export { eventChannel };

function senderOf(event: IpcMainInvokeEvent): Sender {
  const frame = event.senderFrame;
  if (!frame || event.sender.isDestroyed()) return { contentsId: null, isMainFrame: false, url: '' };
  return { contentsId: event.sender.id, isMainFrame: frame === event.sender.mainFrame, url: frame.url };
}
