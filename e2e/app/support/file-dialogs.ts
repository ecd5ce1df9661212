import type { ElectronApplication } from '@playwright/test';

/** From now on the save dialog answers with this path, or is cancelled; see savesAsked. */
export async function answerSaveDialog(app: ElectronApplication, filePath: string | null): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { asked });
    dialog.showSaveDialog = (...args: unknown[]) => {
      asked.push(args.at(-1));
      return Promise.resolve({ canceled: path === null, filePath: path ?? '' });
    };
  }, filePath);
}

/** What the dialog was opened with since it was last told how to answer. */
export const savesAsked = (app: ElectronApplication): Promise<unknown[]> =>
  app.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked);

/** From now on the open dialog answers with this path, or is cancelled. */
export async function answerOpenDialog(app: ElectronApplication, filePath: string | null): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: path === null, filePaths: path === null ? [] : [path] });
  }, filePath);
}
