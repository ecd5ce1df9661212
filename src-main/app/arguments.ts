import { isAbsolute, resolve } from 'node:path';

export interface AppArguments {
  /** Folder of settings, log and lock; null = the operating system's place for this app. */
  profile: string | null;
  /** Save a picture of the window here once it has settled. */
  screenshot: string | null;
  exitAfterScreenshot: boolean;
}

/** Reads our own switches, `--name VALUE` or `--name=VALUE`; Chromium's are left alone. Paths are relative to `cwd`. */
export function parseArguments(argv: readonly string[], cwd: string): AppArguments {
  const path = (name: string): string | null => {
    const at = argv.findIndex((argument) => argument === name || argument.startsWith(`${name}=`));
    const found = argv[at];
    if (found === undefined) return null;
    const value = found === name ? argv[at + 1] : found.slice(name.length + 1);
    if (value === undefined || value === '' || value.startsWith('--')) throw new Error(`${name} needs a path after it`);
    return isAbsolute(value) ? value : resolve(cwd, value);
  };
  return {
    profile: path('--profile'),
    screenshot: path('--screenshot'),
    exitAfterScreenshot: argv.includes('--exit-after-screenshot'),
  };
}
