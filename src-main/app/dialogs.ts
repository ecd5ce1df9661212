import { type BrowserWindow, dialog, type FileFilter, type OpenDialogOptions } from 'electron';

export interface SaveRequest {
  title: string;
  suggestedName: string;
  extension: string;
  /** 'Comma-separated values', … */
  kind: string;
}

/** Lets the user choose a file to read; null = they did not. */
export async function chooseOpenPath(
  window: BrowserWindow | null,
  { title, extension, kind }: Omit<SaveRequest, 'suggestedName'>,
): Promise<string | null> {
  const options: OpenDialogOptions = { title, properties: ['openFile'], filters: filtersOf(kind, extension) };
  const answer = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return answer.canceled ? null : (answer.filePaths[0] ?? null);
}

/** Lets the user choose a file to write; null = they did not. */
export async function chooseSavePath(
  window: BrowserWindow | null,
  { title, suggestedName, extension, kind }: SaveRequest,
): Promise<string | null> {
  const options = {
    title,
    defaultPath: suggestedName,
    filters: filtersOf(kind, extension),
  };
  const answer = window ? await dialog.showSaveDialog(window, options) : await dialog.showSaveDialog(options);
  return answer.canceled || answer.filePath === '' ? null : answer.filePath;
}

function filtersOf(kind: string, extension: string): FileFilter[] {
  return [
    { name: kind, extensions: [extension] },
    { name: 'All files', extensions: ['*'] },
  ];
}
