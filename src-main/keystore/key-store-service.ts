import { isDeepStrictEqual } from 'node:util';
import { BleError, type Bond, type KeyStore, type LocalIdentity, type ScryptCost } from '../ble/index.js';
import { KeyDisk } from '../ble/keys/key-disk.js';
import { keyError } from '../ble/keys/key-error.js';
import { type DroppedBond, KeyTable } from '../ble/keys/key-table.js';
import { KeyVault, setKeyFilesAside } from '../ble/keys/key-vault.js';
import type { KeyWrap } from '../ble/keys/key-wrap.js';
import { PASSPHRASE_WRAP, passphraseWrap } from '../ble/keys/passphrase-wrap.js';
import {
  type ExportOptions,
  exportBonds,
  type ImportOptions,
  type ImportResult,
  importBonds,
  mergeBonds,
} from './bond-transfer.js';
import { type ClosedKeys, planFor, takeKeyFile } from './key-protection.js';
import { type KeptBond, type KeyStoreState, keptBond, type Protection } from './key-store-state.js';
import { KEYRING_WRAP, type Keyring } from './keyring.js';

export interface KeyStoreServiceOptions {
  /** The key file, in a folder of its own: that is made readable to this user alone. */
  path: string;
  keyring: Keyring;
  /** Bonds of links that are up: they never make room for others. */
  inUse?: (adapterId: string, bond: Bond) => boolean;
  /** Told of every bond that made room for another; `state.problem` says it too. */
  onDropped?: (dropped: DroppedBond) => void;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** Work of scrypt for a new passphrase. */
  cost?: ScryptCost;
}

/** Characters of the shortest passphrase that setPassphrase and changePassphrase take. */
export const SHORTEST_PASSPHRASE = 8;

/**
 * The app's bonds, for every adapter: kept in one encrypted file, by the system's keyring where there is one, else by a passphrase, else in
 * memory alone. Bonds can be made and used in every state. Calls of KeyStore begin by starting the service, which never fails: what goes
 * wrong is in the state. A save that the disk refuses rejects 'keystore/disk-full' or '…/not-saved'; the bond holds until the app is closed.
 */
export class KeyStoreService implements Required<KeyStore> {
  readonly #disk: KeyDisk;
  readonly #now: () => number;
  readonly #listeners = new Set<(state: KeyStoreState) => void>();
  #table: KeyTable;
  #vault: KeyVault | null = null;
  #closed: ClosedKeys = { protection: 'memory', backend: null, why: 'The key file has not been opened yet.' };
  #keyring: string | null = null;
  #release: (() => void) | null = null;
  #problems = new Map<'open' | 'save' | 'dropped', string>();
  #revision = 0;
  #told: KeyStoreState | null = null;
  #starting: Promise<void> | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(private readonly options: KeyStoreServiceOptions) {
    this.#now = options.now ?? Date.now;
    this.#disk = new KeyDisk(options.path, { now: this.#now });
    this.#table = this.#newTable();
  }

  get state(): KeyStoreState {
    const open = this.#vault;
    const isPassphrase = open ? open.wrapId === PASSPHRASE_WRAP : this.#closed.backend === PASSPHRASE_WRAP;
    const protection: Protection = open ? (isPassphrase ? 'passphrase' : 'keyring') : this.#closed.protection;
    return {
      protection,
      backend: open ? open.label : this.#closed.backend,
      why: open ? null : this.#closed.why,
      problem: [...this.#problems.values()].join(' ') || null,
      bonds: this.#table.size,
      needsPassphrase: protection === 'locked' && isPassphrase,
      keyring: this.#keyring,
      revision: this.#revision,
    };
  }

  /** Called with every new state. Returns the function that stops it. */
  onChange(listener: (state: KeyStoreState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Opens the file, or says in the state why not. Never rejects; twice is once. */
  start(): Promise<void> {
    this.#starting ??= this.#inTurn(() => this.#choose());
    return this.#starting;
  }

  // The table is asked for after the wait: unlocking puts another in its place.
  async load(adapterId: string): Promise<Bond[]> {
    await this.#ready();
    return this.#table.bonds(adapterId);
  }

  async loadIdentity(adapterId: string): Promise<LocalIdentity | null> {
    await this.#ready();
    return this.#table.identity(adapterId);
  }

  async save(adapterId: string, bond: Bond): Promise<void> {
    await this.#ready();
    this.#table.save(adapterId, bond);
    await this.#save();
  }

  async saveIdentity(adapterId: string, identity: LocalIdentity): Promise<void> {
    await this.#ready();
    this.#table.saveIdentity(adapterId, identity);
    await this.#save();
  }

  async remove(adapterId: string, id: string): Promise<void> {
    await this.#ready();
    if (this.#table.remove(adapterId, id)) await this.#save();
  }

  /** All bonds, without their keys. */
  async list(): Promise<KeptBond[]> {
    await this.#ready();
    return [...this.#table.document.keys()].flatMap((adapterId) =>
      this.#table.bonds(adapterId).map((bond) => keptBond(adapterId, bond)),
    );
  }

  /** A bond with its keys, for a user who asked to see them; null = there is none. */
  async reveal(adapterId: string, id: string): Promise<Bond | null> {
    await this.#ready();
    return this.#table.bond(adapterId, id);
  }

  /**
   * Opens a file that a passphrase protects; bonds made meanwhile join it, but for those that are weaker than the file's. Rejects
   * 'keystore/wrong-passphrase', and 'keystore/other-protection' when no passphrase is what is wanted.
   */
  unlock(passphrase: string): Promise<void> {
    return this.#change(async () => {
      if (!this.state.needsPassphrase) throw notNow('unlock the keys', 'They are not locked by a passphrase.');
      await this.#openWith(passphraseWrap(passphrase));
    });
  }

  /**
   * Keeps bonds in a file under this passphrase from now on, with those made so far; in place of the keyring if that keeps them. Rejects
   * 'invalid-argument' for one that is too short, 'keystore/in-use', 'keystore/other-protection' when a file is there already, and as save does.
   */
  setPassphrase(passphrase: string): Promise<void> {
    return this.#change(async () => {
      const wrap = this.#newPassphrase(passphrase);
      if (this.#vault?.wrapId === KEYRING_WRAP) return this.#vault.rewrap(wrap);
      if (this.#vault) throw notNow('set a passphrase', 'A passphrase protects the keys already; it can be changed.');
      if (this.#closed.protection === 'locked')
        throw notNow('set a passphrase', 'There are keys already, and they are locked.');
      this.#takeLock();
      if ((await KeyVault.glance(this.#disk)) !== 'none') {
        await this.#choose();
        throw notNow('set a passphrase', 'There are keys already.');
      }
      await this.#createWith(wrap);
    });
  }

  /** Rejects 'keystore/wrong-passphrase' when `current` is not the one in use, 'invalid-argument' when `next` is too short. */
  changePassphrase(current: string, next: string): Promise<void> {
    return this.#change(async () => {
      const vault = this.#vault;
      const wrap = this.#newPassphrase(next);
      if (vault?.wrapId !== PASSPHRASE_WRAP)
        throw notNow('change the passphrase', 'No passphrase protects the keys now.');
      await vault.verify(passphraseWrap(current));
      await vault.rewrap(wrap);
    });
  }

  /** Lets the keyring protect the keys that a passphrase protects now. Rejects 'keystore/unavailable' without a keyring. */
  moveToKeyring(): Promise<void> {
    return this.#change(async () => {
      if (this.#closed.protection === 'locked' && !this.#vault) throw notNow('use the keyring', 'The keys are locked.');
      const found = await this.#findKeyring();
      if ('why' in found)
        throw keyError('unavailable', { operation: 'use the keyring', message: found.why, fix: 'Unlock it first.' });
      if (!this.#vault) await this.#choose();
      else if (this.#vault.wrapId !== found.wrap.id) await this.#vault.rewrap(found.wrap);
      if (!this.#vault) throw keyError('unavailable', { operation: 'use the keyring', message: this.#closed.why });
    });
  }

  /** Looks anew for the keyring and the file: after the user unlocked the one, or ended the app that held the other. Never rejects. */
  retry(): Promise<void> {
    return this.#change(async () => {
      if (this.#vault) await this.#findKeyring();
      else await this.#choose();
    });
  }

  /** For keys that are locked for good: sets their files aside, where they stay, and begins anew. Rejects 'keystore/not-saved'. */
  startOver(): Promise<void> {
    return this.#change(async () => {
      if (this.state.protection !== 'locked') throw notNow('start over', 'The keys are not locked.');
      const kept = await setKeyFilesAside(this.#disk, 'locked');
      await this.#choose();
      if (kept.length > 0) this.#problems.set('open', `The locked keys are kept aside: ${kept.join(', ')}.`);
    });
  }

  /** The user has read it. */
  dismissProblem(): void {
    this.#problems.clear();
    this.#tell();
  }

  /** Every key in plain JSON: only after the user was warned. */
  async exportJson(options: ExportOptions = {}): Promise<string> {
    await this.#ready();
    return exportBonds(this.#table, options, this.#now());
  }

  /** Rejects 'keystore/not-an-export', 'keystore/newer-version', and as save does; what was taken then holds until the app is closed. */
  async importJson(text: string, options: ImportOptions): Promise<ImportResult> {
    await this.#ready();
    const result = importBonds(this.#table, text, options);
    this.#revision += 1;
    await this.#save();
    return result;
  }

  /** Resolves when all is saved, and lets go of the file. Calls after it reject 'keystore/closed'. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#inTurn(async () => {
      await this.#vault?.idle();
      this.#release?.();
      this.#release = null;
    });
  }

  async #ready(): Promise<void> {
    if (this.#isClosed) throw keyError('closed', { operation: 'key store', message: 'The key store is closed.' });
    await this.start();
  }

  async #save(): Promise<void> {
    try {
      await this.#vault?.save();
      this.#problems.delete('save');
    } catch (error) {
      if (error instanceof BleError) this.#problems.set('save', `${error.message} It holds until the app is closed.`);
      throw error;
    } finally {
      this.#tell();
    }
  }

  /** Finds out what protects the keys and opens them where that needs nobody. Never rejects: what is wrong becomes the state. */
  async #choose(): Promise<void> {
    this.#problems.delete('open');
    const found = await this.#findKeyring();
    let closed: ClosedKeys = { protection: 'memory', backend: null, why: '' };
    try {
      this.#takeLock();
      // From here on there may be a file that is not open.
      closed.protection = 'locked';
      const plan = await planFor(this.#disk, found);
      closed = plan.closed;
      this.#closed = closed;
      if (plan.problem) this.#problems.set('open', plan.problem);
      if (plan.wrap) await (plan.isNew ? this.#createWith(plan.wrap) : this.#openWith(plan.wrap));
    } catch (error) {
      if (!(error instanceof BleError)) throw error;
      this.#closed = { ...closed, why: error.message };
    }
  }

  #takeLock(): void {
    this.#release ??= takeKeyFile(this.options.path);
  }

  async #findKeyring() {
    const found = await this.options.keyring.find();
    this.#keyring = 'why' in found ? null : found.wrap.label;
    return found;
  }

  /** A file for what is in memory now; it is written at once if there is something. */
  async #createWith(wrap: KeyWrap): Promise<void> {
    const vault = await KeyVault.create(this.#disk, wrap, this.#table);
    // Before the save: what is bonded during it must be saved too.
    this.#vault = vault;
    try {
      if (this.#table.document.size > 0) await vault.save();
    } catch (error) {
      this.#vault = null;
      throw error;
    }
  }

  async #openWith(wrap: KeyWrap): Promise<void> {
    const table = this.#newTable();
    const opened = await KeyVault.open(this.#disk, wrap, table);
    if (!opened) return this.#createWith(wrap);
    const hasMore = this.#table.document.size > 0;
    const refused = mergeBonds(table, this.#table);
    this.#table = table;
    this.#vault = opened.vault;
    this.#revision += 1;
    const said = refused.map(({ what, why }) => `The bond made with ${what} was not kept: ${why}.`);
    const problem = [opened.problem, ...said].filter((text) => text !== null).join(' ');
    if (problem) this.#problems.set('open', problem);
    else this.#problems.delete('open');
    // The keys are open, whatever the disk says to this: it is in the state.
    if (hasMore) await this.#save().catch(onlyBleErrors);
  }

  #newPassphrase(passphrase: string): KeyWrap {
    if (typeof passphrase !== 'string' || [...passphrase].length < SHORTEST_PASSPHRASE) {
      throw new BleError('invalid-argument', {
        layer: 'app',
        operation: 'set a passphrase',
        message: `A passphrase has at least ${SHORTEST_PASSPHRASE} characters.`,
      });
    }
    return passphraseWrap(passphrase, this.options.cost);
  }

  #newTable(): KeyTable {
    return new KeyTable({
      inUse: this.options.inUse,
      onDropped: (dropped) => {
        const name = dropped.name ? `${dropped.name} (${dropped.peer.address})` : dropped.peer.address;
        this.#problems.set('dropped', `The bond with ${name} made room for a new one: it was unused the longest.`);
        this.options.onDropped?.(dropped);
      },
    });
  }

  /** One change of the protection at a time, each after the service has started. */
  async #change(work: () => Promise<void>): Promise<void> {
    await this.#ready();
    await this.#inTurn(work);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(work).finally(() => this.#tell());
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  #tell(): void {
    const state = this.state;
    if (isDeepStrictEqual(state, this.#told)) return;
    this.#told = state;
    for (const listener of this.#listeners) listener(state);
  }
}

function notNow(operation: string, message: string): BleError {
  return keyError('other-protection', { operation, message });
}

function onlyBleErrors(error: unknown): void {
  if (!(error instanceof BleError)) throw error;
}
