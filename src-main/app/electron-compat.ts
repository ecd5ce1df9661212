import { app, type BrowserWindow } from 'electron';

/**
 * The app runs on Electron 33 and later. What differs between the versions it meets is asked for here by feature, never by number.
 */

/** A picture of the page as PNG. Recent versions can keep a hidden page drawing for it. */
export async function capturePng(window: BrowserWindow): Promise<Buffer> {
  const image = await window.webContents.capturePage(undefined, { stayHidden: true });
  return image.toPNG();
}

/** Milliseconds since the epoch at which this process began, as well as the platform knows. */
export function processStartedAt(): number {
  return process.getCreationTime?.() ?? performance.timeOrigin;
}

/** Tells the first instance on this profile to come forward. Old and new versions agree on this much only: it may not be heard. */
export function signalFirstInstance(): void {
  app.requestSingleInstanceLock();
}
