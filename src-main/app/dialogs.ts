import { type BrowserWindow, dialog } from 'electron';

export interface SaveRequest {
  title: string;
  suggestedName: string;
  extension: string;
  /** 'Comma-separated values', … */
  kind: string;
}

/** Lets the user choose a file to write; null = they did not. */
export async function chooseSavePath(
  window: BrowserWindow | null,
  { title, suggestedName, extension, kind }: SaveRequest,
): Promise<string | null> {
  const options = {
    title,
    defaultPath: suggestedName,
    filters: [
      { name: kind, extensions: [extension] },
      { name: 'All files', extensions: ['*'] },
    ],
  };
  const answer = window ? await dialog.showSaveDialog(window, options) : await dialog.showSaveDialog(options);
  return answer.canceled || answer.filePath === '' ? null : answer.filePath;
}
