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

/** Whether the window shows light on dark: what its ground looks like, not what it was asked for. */
export async function expectShown(window: Page, theme: Theme): Promise<void> {
  const ground = () => window.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
  await expect
    .poll(async () => {
      const [red = 0, green = 0, blue = 0] = ((await ground()).match(/\d+/g) ?? []).map(Number);
      return red + green + blue < 3 * 128 ? 'dark' : 'light';
    })
    .toBe(theme);
}
