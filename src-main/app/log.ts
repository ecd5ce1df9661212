import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Log {
  write(level: 'info' | 'warning' | 'error', text: string): void;
  error(doing: string, error: unknown): void;
}

const MAX_ENTRY_CHARACTERS = 16_384;

/**
 * The log of a profile folder, app.log, with the one before it as app.log.1: at most twice `maxBytes` in all.
 * Writes are synchronous, since they are few and the next line may be the end of the process. A disk that refuses is not an error of the app.
 */
export function openLog(directory: string, maxBytes = 512 * 1024, now: () => number = Date.now): Log {
  const path = join(directory, 'app.log');
  let size = sizeOf(path);

  const write: Log['write'] = (level, text) => {
    const entry = `${new Date(now()).toISOString()} ${level} ${text.slice(0, MAX_ENTRY_CHARACTERS)}\n`;
    try {
      if (size > 0 && size + Buffer.byteLength(entry) > maxBytes) {
        renameSync(path, `${path}.1`);
        size = 0;
      }
      appendFileSync(path, entry, { mode: 0o600 });
      size += Buffer.byteLength(entry);
    } catch (error) {
      process.stderr.write(`log: ${(error as Error).message}: ${entry}`);
    }
  };

  return {
    write,
    error: (doing, error) =>
      write('error', `${doing}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
