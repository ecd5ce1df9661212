import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The Electron executable: as named by the test run, else as set-up finds it. */
export function electronPath(): string {
  const script = fileURLToPath(new URL('../../../scripts/electron-path.mjs', import.meta.url));
  return process.env.ELECTRON_EXEC_PATH ?? execFileSync(process.execPath, [script], { encoding: 'utf8' }).trim();
}
