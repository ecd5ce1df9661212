import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BrowserWindow } from 'electron';
import { capturePng } from './electron-compat.js';

/** Time for the scanner to find what is on the air and for fonts and layout to settle. */
const SETTLE_MS = 4_000;

/** Saves a picture of the window some seconds after its first paint. Resolves once it is on disk. */
export async function saveScreenshot(window: BrowserWindow, path: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  if (window.isDestroyed()) throw new Error('the window was closed before its picture was taken');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await capturePng(window));
}
