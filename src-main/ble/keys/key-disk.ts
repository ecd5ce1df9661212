import { randomBytes } from 'node:crypto';
import * as nodeFiles from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { diskError } from './key-error.js';
import { LARGEST_KEY_FILE } from './key-file.js';

/** What is used of the file system; tests give one that fails. */
export type Files = Pick<
  typeof nodeFiles,
  'access' | 'copyFile' | 'link' | 'mkdir' | 'open' | 'readdir' | 'rename' | 'rm'
>;

export interface KeyDiskOptions {
  files?: Files;
  /** Milliseconds since the epoch; it names files set aside. */
  now?: () => number;
}

export interface ReadKeyFile {
  /** null: larger than any key file. */
  bytes: Uint8Array | null;
  savedAt: Date;
}

/** Of link(): a file system, or a rule of the system, that has no hard links. */
const NO_LINKS: ReadonlySet<unknown> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);
/** Of fsync() on a folder: a file system that does not need it or cannot. */
const NO_FOLDER_SYNC: ReadonlySet<unknown> = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'EISDIR']);

/** A key file and the copy from before its last change, on disk. Who uses it holds the lock of the file. */
export class KeyDisk {
  readonly backupPath: string;
  readonly #files: Files;
  readonly #now: () => number;

  constructor(
    readonly path: string,
    { files = nodeFiles, now = Date.now }: KeyDiskOptions = {},
  ) {
    this.backupPath = `${path}.bak`;
    this.#files = files;
    this.#now = now;
  }

  /** null: there is none. Rejects 'keystore/not-readable'. */
  async read(path: string): Promise<ReadKeyFile | null> {
    try {
      const file = await this.#files.open(path, 'r');
      try {
        const { size, mtime } = await file.stat();
        return { bytes: size > LARGEST_KEY_FILE ? null : new Uint8Array(await file.readFile()), savedAt: mtime };
      } finally {
        await file.close();
      }
    } catch (error) {
      if (isMissing(error)) return null;
      throw diskError(error, 'read', path);
    }
  }

  /**
   * Puts the bytes in place of the file, and the file in place of the copy. After an end at any moment the file is whole: the old one or
   * the new one. Rejects 'keystore/disk-full', 'keystore/not-saved'.
   */
  async replace(bytes: Uint8Array): Promise<void> {
    const temporary = this.#temporary();
    try {
      await this.#files.mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
      try {
        await this.#writeNew(temporary, bytes);
        await this.#keepBackup();
        await this.#files.rename(temporary, this.path);
      } catch (error) {
        // What cannot be removed now is when the file is opened next: the first error is the one to tell.
        await this.#files.rm(temporary, { force: true }).catch(() => undefined);
        throw error;
      }
      await this.#syncFolder();
    } catch (error) {
      throw diskError(error, 'save', this.path);
    }
  }

  /** Moves a file that is not understood out of the way; resolves with its new path, null where there is none. */
  setAside(path: string, why: 'damaged' | 'locked'): Promise<string | null> {
    return this.#aside(path, why, (to) => this.#files.rename(path, to));
  }

  /** Keeps a copy of the file beside it. */
  keepCopy(path: string): Promise<string | null> {
    return this.#aside(path, 'damaged', (to) => this.#files.copyFile(path, to));
  }

  /** Removes what a save that was cut short left behind. */
  async cleanUp(): Promise<void> {
    const folder = dirname(this.path);
    try {
      const names = await this.#files.readdir(folder);
      const left = names.filter(
        (name) => name.startsWith(this.#prefix()) && /^[0-9a-f]{12}\.tmp$/.test(name.slice(this.#prefix().length)),
      );
      for (const name of left) await this.#files.rm(join(folder, name), { force: true });
    } catch (error) {
      if (!isMissing(error)) throw diskError(error, 'read', folder);
    }
  }

  async #writeNew(path: string, bytes: Uint8Array): Promise<void> {
    const file = await this.#files.open(path, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** By a link, so that the file itself never leaves its place, and a rename, so that the copy is whole at every moment too. */
  async #keepBackup(): Promise<void> {
    const temporary = this.#temporary();
    try {
      await this.#linkOrCopy(this.path, temporary);
      await this.#files.rename(temporary, this.backupPath);
    } catch (error) {
      if (!isMissing(error)) throw error;
    } finally {
      // A rename of one name of a file to another of its names does nothing.
      await this.#files.rm(temporary, { force: true });
    }
  }

  async #linkOrCopy(from: string, to: string): Promise<void> {
    try {
      await this.#files.link(from, to);
    } catch (error) {
      if (!NO_LINKS.has((error as NodeJS.ErrnoException).code)) throw error;
      await this.#files.copyFile(from, to);
    }
  }

  /** Makes the renames themselves durable. Windows cannot open a folder and does not need it. */
  async #syncFolder(): Promise<void> {
    if (process.platform === 'win32') return;
    const folder = await this.#files.open(dirname(this.path), 'r');
    try {
      await folder.sync();
    } catch (error) {
      if (!NO_FOLDER_SYNC.has((error as NodeJS.ErrnoException).code)) throw error;
    } finally {
      await folder.close();
    }
  }

  async #aside(path: string, why: string, put: (to: string) => Promise<void>): Promise<string | null> {
    const date = new Date(this.#now()).toISOString().replaceAll(/[:.]/g, '-');
    try {
      let to = `${path}.${why}-${date}`;
      for (let n = 2; await this.#exists(to); n += 1) to = `${path}.${why}-${date}-${n}`;
      await put(to);
      return to;
    } catch (error) {
      if (isMissing(error)) return null;
      throw diskError(error, 'save', path);
    }
  }

  #exists(path: string): Promise<boolean> {
    return this.#files.access(path).then(
      () => true,
      () => false,
    );
  }

  #prefix(): string {
    return `.${basename(this.path)}.`;
  }

  #temporary(): string {
    return join(dirname(this.path), `${this.#prefix()}${randomBytes(6).toString('hex')}.tmp`);
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
