import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

interface Holder {
  pid: number;
  /** Tells a process from a later one with the same number; null where the system does not say. */
  started: string | null;
}

export type LockResult = { held: true; release(): void } | { held: false; pid: number };

/**
 * Takes a lock for this process: a file that names who holds it; that of a process which is gone is taken over. Its folder must exist.
 * Throws what the file system refuses. `pid` and `identify` stand for other processes in tests.
 */
export function lockFile(
  path: string,
  pid = process.pid,
  identify: (pid: number) => Holder | null = processIdentity,
): LockResult {
  const mine = JSON.stringify(identify(pid) ?? { pid, started: null });
  const temporary = join(dirname(path), `.${basename(path)}.${pid}.${randomBytes(4).toString('hex')}`);
  writeFileSync(temporary, mine, { mode: 0o600, flag: 'wx' });
  try {
    // Each round either takes the lock, finds a living holder, or clears one dead lock; others may race us for it.
    for (let round = 0; round < 8; round += 1) {
      if (linkNew(temporary, path)) {
        clearLeftovers(path, identify);
        return { held: true, release: () => release(path, mine) };
      }
      const text = readIfPresent(path);
      if (text === null) continue;
      const holder = parseHolder(text);
      if (holder && isSame(holder, identify(holder.pid))) return { held: false, pid: holder.pid };
      clearDead(path, `${temporary}.dead`, text);
    }
    throw new Error(`the lock file ${path} keeps changing hands`);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** A hard link appears whole or not at all, so no one reads a half-written lock. */
function linkNew(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // File systems without hard links (exFAT): an exclusive create is the next best.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
  }
  try {
    writeFileSync(to, readFileSync(from), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves the dead lock away; gives it back when it turns out that someone took it over meanwhile. */
function clearDead(path: string, aside: string, expected: string): void {
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readIfPresent(aside) !== expected) linkNew(aside, path);
  rmSync(aside, { force: true });
}

/** What processes left beside the lock that ended while they asked for it. */
function clearLeftovers(path: string, identify: (pid: number) => Holder | null): void {
  const prefix = `.${basename(path)}.`;
  for (const name of readdirSync(dirname(path))) {
    const left = name.startsWith(prefix) && /^(\d+)\.[0-9a-f]{8}(\.dead)?$/.exec(name.slice(prefix.length));
    if (left && !identify(Number(left[1]))) rmSync(join(dirname(path), name), { force: true });
  }
}

function release(path: string, mine: string): void {
  if (readIfPresent(path) === mine) rmSync(path, { force: true });
}

function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const value = JSON.parse(text) as Partial<Holder> | null;
    if (!value || !Number.isInteger(value.pid) || (value.pid as number) <= 0) return null;
    return { pid: value.pid as number, started: typeof value.started === 'string' ? value.started : null };
  } catch {
    return null;
  }
}

function isSame(holder: Holder, running: Holder | null): boolean {
  if (!running) return false;
  return holder.started === null || running.started === null || holder.started === running.started;
}

/** Who has this process number now; null = nobody. */
export function processIdentity(pid: number): Holder | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, under another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  return { pid, started: linuxStartTime(pid) };
}

/** Boot and start time of a process: numbers come around again, also after a restart of the machine. */
function linuxStartTime(pid: number): string | null {
  if (process.platform !== 'linux') return null;
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name, in brackets, may itself hold spaces; the start time is field 22 and the name is field 2.
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return started === undefined ? null : `${boot}/${started}`;
  } catch {
    return null;
  }
}
