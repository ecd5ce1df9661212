import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { BleError } from '../../../src-shared/model/ble-error.js';
import { Coalesced } from '../util/coalesced.js';
import type { KeyDisk } from './key-disk.js';
import {
  type DecodedDocument,
  decodeDocument,
  encodeDocument,
  LONGEST_DOCUMENT,
  type Migrations,
} from './key-document.js';
import { isKeyError, keyError } from './key-error.js';
import { type KeyFileHeader, LARGEST_KEY_FILE, openKeyFile, parseKeyFile, sealKeyFile } from './key-file.js';
import type { KeyTable } from './key-table.js';
import { DATA_KEY_BYTES, type KeyWrap } from './key-wrap.js';

export interface OpenedVault {
  vault: KeyVault;
  /** What the user should know about how it was opened; null when all was well. */
  problem: string | null;
}

/** What a file says of itself without being opened. */
export interface KeyFileGlance {
  wrapId: string;
  label: string | null;
}

/** What wraps the data key, and the data key itself. */
interface Protection {
  header: KeyFileHeader;
  dataKey: KeyObject;
}

interface Opened extends DecodedDocument, Protection {
  rewrap: boolean;
}

/** An unlocked key file: it has the data key, and seals documents with it, one at a time. */
export class KeyVault {
  #protection: Protection;
  /** What the next save is to seal with instead. */
  #wanted: Protection | null = null;
  readonly #saving = new Coalesced(() => this.#write());

  private constructor(
    private readonly disk: KeyDisk,
    readonly table: KeyTable,
    protection: Protection,
  ) {
    this.#protection = protection;
  }

  /** What wraps the data key. */
  get wrapId(): string {
    return this.#protection.header.wrapId;
  }

  /** The same for people; null where the file does not say. */
  get label(): string | null {
    return this.#protection.header.label;
  }

  /**
   * What opens the file on this disk; 'none': there is no file, 'damaged': none that could be opened by anything. Rejects
   * 'keystore/newer-version', 'keystore/not-readable'.
   */
  static async glance(disk: KeyDisk): Promise<KeyFileGlance | 'none' | 'damaged'> {
    let isDamaged = false;
    for (const path of [disk.path, disk.backupPath]) {
      const read = await disk.read(path);
      if (!read) continue;
      try {
        if (read.bytes) {
          const { wrapId, label } = parseKeyFile(read.bytes);
          return { wrapId, label };
        }
      } catch (error) {
        if (!isKeyError(error, 'damaged')) throw error;
      }
      isDamaged = true;
    }
    return isDamaged ? 'damaged' : 'none';
  }

  /** A vault with a new data key; the file is written by the first save. Saves what the table holds then. */
  static async create(disk: KeyDisk, wrap: KeyWrap, table: KeyTable): Promise<KeyVault> {
    return new KeyVault(disk, table, await newProtection(wrap));
  }

  /**
   * Opens the file into the table, the copy from before where the file is damaged, and sets the damaged ones aside; where none is whole, begins anew.
   * Resolves with null when there is no file. Rejects 'keystore/wrong-passphrase', 'keystore/unavailable', 'keystore/other-protection',
   * 'keystore/newer-version', 'keystore/not-readable': then the files are untouched.
   */
  static async open(
    disk: KeyDisk,
    wrap: KeyWrap,
    table: KeyTable,
    migrations?: Migrations,
  ): Promise<OpenedVault | null> {
    await disk.cleanUp();
    const damaged: string[] = [];
    let isMissing = false;
    for (const path of [disk.path, disk.backupPath]) {
      const read = await disk.read(path);
      const opened = read?.bytes ? await openOrNull(read.bytes, wrap, migrations) : null;
      if (read && opened) {
        const vault = new KeyVault(disk, table, opened);
        const said = [await tellRefused(disk, path, opened)];
        if (path === disk.backupPath) {
          const what = isMissing ? 'was missing' : 'was damaged';
          said.push(`The key file ${what}; the copy of ${dateOf(read.savedAt)} is in use.`);
        }
        said.push(await setAside(disk, damaged));
        table.replace(opened.document);
        if (opened.rewrap) said.push(await tell(() => vault.rewrap(wrap)));
        else if (path === disk.backupPath) said.push(await tell(() => vault.save()));
        return { vault, problem: said.filter((text) => text !== null).join(' ') || null };
      }
      if (read) damaged.push(path);
      else isMissing ||= path === disk.path;
    }
    if (damaged.length === 0) return null;
    const vault = await KeyVault.create(disk, wrap, table);
    const kept = await setAside(disk, damaged);
    return { vault, problem: `The key file was damaged, and there was no copy. ${kept}` };
  }

  /** Settles when what the document holds now is on disk. Rejects 'keystore/disk-full', 'keystore/not-saved', 'keystore/full'. */
  save(): Promise<void> {
    return this.#saving.run();
  }

  /** Whether this opens the file as well: a passphrase asked for once more. Rejects as unwrap does. */
  async verify(wrap: KeyWrap): Promise<void> {
    const { dataKey } = await wrap.unwrap(this.#protection.header.wrapped);
    dataKey.fill(0);
  }

  /**
   * Protects the file and its copy by something else from now on, under a new data key. Rejects as wrap and save do; the file is then as
   * it was, or already under the new protection with the copy still under the old one.
   */
  async rewrap(wrap: KeyWrap): Promise<void> {
    this.#wanted = await newProtection(wrap);
    await this.save();
    // Once more, so that what the old protection opens is not the copy either.
    await this.save();
  }

  /** Resolves when nothing is being saved any more. */
  idle(): Promise<void> {
    return this.#saving.idle();
  }

  async #write(): Promise<void> {
    const protection = this.#wanted ?? this.#protection;
    this.#wanted = null;
    const text = encodeDocument(this.table.document);
    const bytes = text.length > LONGEST_DOCUMENT ? null : sealKeyFile(protection.header, protection.dataKey, text);
    if (!bytes || bytes.length > LARGEST_KEY_FILE) throw tooLarge();
    await this.disk.replace(bytes);
    this.#protection = protection;
  }
}

/** Sets both files aside, so that a new one can begin. Resolves with their new paths. Rejects 'keystore/not-saved'. */
export function setKeyFilesAside(disk: KeyDisk, why: 'damaged' | 'locked'): Promise<string[]> {
  return setAllAside(disk, [disk.path, disk.backupPath], why);
}

async function newProtection(wrap: KeyWrap): Promise<Protection> {
  const bytes = randomBytes(DATA_KEY_BYTES);
  const wrapped = await wrap.wrap(bytes);
  const dataKey = createSecretKey(bytes);
  bytes.fill(0);
  return { header: { wrapId: wrap.id, label: wrap.label ?? null, wrapped }, dataKey };
}

/** null: damaged. */
async function openOrNull(bytes: Uint8Array, wrap: KeyWrap, migrations?: Migrations): Promise<Opened | null> {
  try {
    const parsed = parseKeyFile(bytes);
    if (parsed.wrapId !== wrap.id) throw otherProtection(parsed);
    const { dataKey, rewrap = false } = await wrap.unwrap(parsed.wrapped);
    if (dataKey.length !== DATA_KEY_BYTES) return null;
    const key = createSecretKey(dataKey);
    dataKey.fill(0);
    const decoded = decodeDocument(openKeyFile(parsed, key), 'damaged', migrations);
    return {
      header: { wrapId: parsed.wrapId, label: parsed.label, wrapped: parsed.wrapped },
      dataKey: key,
      rewrap,
      ...decoded,
    };
  } catch (error) {
    if (isKeyError(error, 'damaged')) return null;
    throw error;
  }
}

function otherProtection({ wrapId, label }: KeyFileHeader): Error {
  return keyError('other-protection', {
    operation: 'open the key file',
    message: `The key file is protected by ${label ?? wrapId}.`,
    fix: 'Open it with that; the keys are untouched.',
  });
}

function tooLarge(): Error {
  return keyError('full', {
    operation: 'save the key file',
    message: 'The bonds are more than a key file holds. The one from before is as it was.',
    fix: 'Delete bonds that are no longer needed.',
  });
}

async function tellRefused(disk: KeyDisk, path: string, { refused }: DecodedDocument): Promise<string | null> {
  const [first] = refused;
  if (!first) return null;
  const others = refused.length > 1 ? ` and ${refused.length - 1} more` : '';
  const kept = await tell(async () => `The whole file is kept as ${await disk.keepCopy(path)}.`);
  return `Not everything in the key file was understood: ${first.what}: ${first.why}${others}. ${kept}`;
}

async function setAside(disk: KeyDisk, paths: readonly string[]): Promise<string | null> {
  if (paths.length === 0) return null;
  return tell(async () => `Kept aside: ${(await setAllAside(disk, paths, 'damaged')).join(', ')}.`);
}

async function setAllAside(disk: KeyDisk, paths: readonly string[], why: 'damaged' | 'locked'): Promise<string[]> {
  const kept: string[] = [];
  for (const path of paths) {
    const to = await disk.setAside(path, why);
    if (to) kept.push(to);
  }
  return kept;
}

/** What the work says, or in its place what the disk said against it: the keys are open, and that goes first. */
async function tell(work: () => Promise<unknown>): Promise<string | null> {
  try {
    const said = await work();
    return typeof said === 'string' ? said : null;
  } catch (error) {
    if (error instanceof BleError) return error.message;
    throw error;
  }
}

function dateOf(date: Date): string {
  return date.toISOString().slice(0, 16).replace('T', ' ');
}
