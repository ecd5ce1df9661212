import { type ElectronApplication, expect, type Page } from '@playwright/test';

export type Theme = 'light' | 'dark';
export const THEMES: readonly Theme[] = ['light', 'dark'];

/** Makes the operating system light or dark for the app; it follows unless the user chose a theme. */
export async function setSystemTheme(app: ElectronApplication, window: Page, theme: Theme): Promise<void> {
  await app.evaluate(({ nativeTheme }, source) => {
    nativeTheme.themeSource = source;
  }, theme);
  // Polled from here: waiting inside the page needs eval, which its security policy forbids.
  await expect.poll(() => window.evaluate(`matchMedia('(prefers-color-scheme: ${theme})').matches`)).toBe(true);
}

/** Gives the window's content a size in CSS pixels. */
export async function setWindowSize(
  app: ElectronApplication,
  window: Page,
  width: number,
  height: number,
): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height);
    },
    { width, height },
  );
  await expect.poll(() => window.evaluate('[innerWidth, innerHeight]')).toEqual([width, height]);
}
