import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from '../../src-shared/ipc/app.js';
import { BleError } from '../../src-shared/model/ble-error.js';
import { writeFileAtomic } from '../workbench/atomic-file.js';

const FIELDS = Object.keys(settingsSchema.shape) as (keyof Settings)[];

export interface SettingsStore {
  /** All of them, never partly loaded. */
  get(): Settings;
  /** Merges, saves and answers with all. Rejects 'settings/not-saved' when the disk refuses; the change then still holds for this run. */
  update(change: Partial<Settings>): Promise<Settings>;
  /** Called after every change. Returns the function that stops it. */
  onChange(listener: (settings: Settings, before: Settings) => void): () => void;
  /** What the user should know about how loading went; null when all was well or there was no file yet. */
  readonly problem: string | null;
}

interface Loaded {
  settings: Settings;
  /** Keys of a newer version, written back untouched. */
  unknown: Record<string, unknown>;
  problem: string | null;
}

/** Settings of a profile folder in settings.json, one write at a time, the version before kept as settings.json.bak. */
export async function openSettingsStore(directory: string, now: () => number = Date.now): Promise<SettingsStore> {
  const path = join(directory, 'settings.json');
  const backup = `${path}.bak`;
  const { settings: loaded, unknown, problem } = await load(path, backup, now);
  const listeners = new Set<(settings: Settings, before: Settings) => void>();
  let settings = loaded;
  let written = 0;
  let wanted = 0;
  let writing: Promise<void> = Promise.resolve();

  const save = (): Promise<void> => {
    wanted += 1;
    const mine = wanted;
    const run = writing.then(async () => {
      // A later change waiting behind this one was written along with it.
      if (written >= mine) return;
      const upTo = wanted;
      await writeFileAtomic(path, `${JSON.stringify({ ...unknown, ...settings }, null, 2)}\n`, { backup });
      written = upTo;
    });
    writing = run.catch(() => undefined);
    return run;
  };

  return {
    get: () => settings,
    problem,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async update(change) {
      const before = settings;
      settings = settingsSchema.parse({ ...settings, ...change });
      for (const listener of listeners) listener(settings, before);
      try {
        await save();
      } catch (error) {
        throw new BleError('settings/not-saved', {
          layer: 'app',
          operation: 'save settings',
          message: `The settings could not be saved to ${path}: ${(error as Error).message}. They hold until the app is closed.`,
          fix: 'Check that the folder exists, is writable and has free space.',
          cause: error,
        });
      }
      return settings;
    },
  };
}

async function load(path: string, backup: string, now: () => number): Promise<Loaded> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return { settings: DEFAULT_SETTINGS, unknown: {}, problem: null };
    const problem = `The settings file ${path} could not be read (${(error as Error).message}); the app runs on its defaults.`;
    return { settings: DEFAULT_SETTINGS, unknown: {}, problem };
  }
  const read = parse(text);
  if (read && read.bad.length === 0) return { ...read, problem: null };

  const kept = await quarantine(path, now);
  if (read) {
    const problem = `Some settings were not understood and went back to their defaults: ${read.bad.join(', ')}. ${kept}`;
    return { settings: read.settings, unknown: read.unknown, problem };
  }
  const older = await readFile(backup, 'utf8').then(parse, () => null);
  if (older && older.bad.length === 0) {
    return {
      settings: older.settings,
      unknown: older.unknown,
      problem: `The settings file was damaged; the copy from before the last change is used. ${kept}`,
    };
  }
  return {
    settings: DEFAULT_SETTINGS,
    unknown: {},
    problem: `The settings file was damaged; the app runs on its defaults. ${kept}`,
  };
}

/** Takes every field that is right, the default for one that is missing or wrong. null: not a JSON object at all. */
function parse(text: string): { settings: Settings; unknown: Record<string, unknown>; bad: string[] } | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const bad: string[] = [];
  const unknown: Record<string, unknown> = {};
  const known: Record<string, unknown> = { ...DEFAULT_SETTINGS };
  for (const [key, value] of Object.entries(json)) {
    if (!FIELDS.includes(key as keyof Settings)) {
      unknown[key] = value;
      continue;
    }
    const field = settingsSchema.shape[key as keyof Settings].safeParse(value);
    if (field.success) known[key] = field.data;
    else bad.push(key);
  }
  return { settings: settingsSchema.parse(known), unknown, bad };
}

/** Keeps what could not be read, for the user to look at: the next save would overwrite it. Says where. */
async function quarantine(path: string, now: () => number): Promise<string> {
  const copy = `${path}.damaged-${new Date(now()).toISOString().replaceAll(/[:.]/g, '-')}`;
  try {
    await copyFile(path, copy);
    return `The file is kept as ${copy}.`;
  } catch (error) {
    return `It could not be kept aside (${(error as Error).message}).`;
  }
}
