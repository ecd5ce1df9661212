import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunningApp } from './launch.js';
import { setSystemTheme, setWindowSize, THEMES, type Theme } from './themes.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = join(ROOT, 'out', 'screenshots');
const SIZES = [
  [1280, 800],
  [1000, 700],
] as const;

/** Saves out/screenshots/NAME-{light,dark}-{1280x800,1000x700}.png, and leaves the window light at 1280 x 800. */
export async function takeScreenshots(running: RunningApp, name: string): Promise<void> {
  for (const [width, height] of [...SIZES].reverse())
    for (const theme of [...THEMES].reverse()) await takeScreenshot(running, name, theme, width, height);
}

/** Saves out/screenshots/NAME-THEME-WIDTHxHEIGHT.png, and leaves the window so. */
export async function takeScreenshot(
  { app, window }: RunningApp,
  name: string,
  theme: Theme,
  width: number,
  height: number,
): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await setWindowSize(app, window, width, height);
  await setSystemTheme(app, window, theme);
  await window.screenshot({
    path: screenshotPath(name, theme, width, height),
    animations: 'disabled',
    caret: 'hide',
  });
}

/** Copies one of the pictures to docs/images/FILE, only when UPDATE_IMAGES=1: a test run does not change the sources. */
export async function updateDocsImage(name: string, file: string, theme: Theme = 'light'): Promise<void> {
  if (process.env.UPDATE_IMAGES !== '1') return;
  const target = join(ROOT, 'docs', 'images', file);
  await mkdir(dirname(target), { recursive: true });
  await copyFile(screenshotPath(name, theme, 1280, 800), target);
}

function screenshotPath(name: string, theme: string, width: number, height: number): string {
  return join(FOLDER, `${name}-${theme}-${width}x${height}.png`);
}
