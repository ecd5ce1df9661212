import { BleError } from '../../src-shared/model/ble-error.js';
import { writeFileAtomic } from './atomic-file.js';

/** '2026-03-01-141500', for file names. */
export const fileStamp = (at: number): string =>
  new Date(at).toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');

/** Writes what the user asked for to the file they chose. Rejects 'export/not-written' when the disk refuses. */
export async function writeExport(path: string, text: string, mode = 0o644): Promise<void> {
  try {
    await writeFileAtomic(path, text, { mode });
  } catch (error) {
    throw new BleError('export/not-written', {
      layer: 'app',
      operation: 'export',
      message: `export: ${path} could not be written: ${(error as Error).message}`,
      fix: 'Choose a folder you may write to, with free space.',
      cause: error,
    });
  }
}
