import * as nodeFiles from 'node:fs/promises';
import type { Files } from '../keys/key-disk.js';

export interface WatchedFiles {
  files: Files;
  /** Names of the steps so far: 'open', 'write', 'sync', 'link', 'rename', … */
  steps: string[];
}

/**
 * The real file system, watched: `fail(step, n)` is asked before the n-th step of all and gives the code of the error to fail with, or null.
 * `torn` writes half of what a failing write was to write.
 */
export function watchedFiles(fail: (step: string, n: number) => string | null, torn = false): WatchedFiles {
  const steps: string[] = [];
  const step = (name: string) => {
    steps.push(name);
    const code = fail(name, steps.length - 1);
    if (code) throw Object.assign(new Error(`${code}: made to fail, ${name}`), { code });
  };
  const stepThen = <T extends (...args: never[]) => Promise<unknown>>(name: string, work: T) =>
    (async (...args: Parameters<T>) => {
      step(name);
      return work(...args);
    }) as T;
  const files: Files = {
    access: nodeFiles.access,
    readdir: nodeFiles.readdir,
    copyFile: stepThen('copyFile', nodeFiles.copyFile),
    link: stepThen('link', nodeFiles.link),
    mkdir: stepThen('mkdir', nodeFiles.mkdir),
    rename: stepThen('rename', nodeFiles.rename),
    rm: stepThen('rm', nodeFiles.rm),
    open: stepThen('open', async (...args: Parameters<typeof nodeFiles.open>) => {
      const file = await nodeFiles.open(...args);
      const { writeFile, sync } = file;
      file.writeFile = async (data) => {
        try {
          step('write');
        } catch (error) {
          if (torn) await writeFile.call(file, (data as Uint8Array).subarray(0, (data as Uint8Array).length / 2));
          throw error;
        }
        await writeFile.call(file, data);
      };
      file.sync = stepThen('sync', () => sync.call(file));
      return file;
    }),
  };
  return { files, steps };
}
