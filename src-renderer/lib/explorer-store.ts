import { equalBytes } from '../../src-shared/bytes/hex.js';
import type { GattTree } from '../../src-shared/model/gatt-tree.js';
import type { AttributeValue, HistoryEntry, LinkState } from '../../src-shared/model/link.js';
import { ValueHistory } from './explorer-history.js';
import { type Attribute, type AttributeTree, attributeTree } from './explorer-tree.js';
import { FrameStore } from './frame-store.js';

const FRAME_MS = 100;
/** As the design's --flash: a value that changes all the time flashes again only when the flash before has ended. */
export const FLASH_MS = 600;

const USER_DESCRIPTION = '2901';
const PRESENTATION_FORMAT = '2904';

/** The newest value of an attribute and what the tree needs to draw it. */
export interface StoredValue extends AttributeValue {
  /** Moves with every value that arrives. */
  revision: number;
  /** When it last began to flash; 0 = never. Milliseconds since the epoch. */
  flashedAt: number;
}

export interface LinkData {
  state: LinkState;
  tree: AttributeTree;
  treeRevision: number;
  values: Map<number, StoredValue>;
  /** Moves when something read changes a name or how a value is shown. */
  wordsRevision: number;
}

export interface WatchedHistory {
  link: number;
  handle: number;
  values: ValueHistory;
}

const NO_TREE: AttributeTree = attributeTree({ services: [] });

/**
 * Everything known of the links, outside React. Components subscribe to `revision`, which moves at most ten times a second,
 * and once a second while nothing comes so that ages go on.
 */
export class ExplorerStore extends FrameStore {
  readonly #links = new Map<number, LinkData>();
  readonly #formats = new Map<string, string>();
  #order: readonly LinkState[] = [];
  #watched: WatchedHistory | null = null;
  #valueRevision = 0;

  constructor(private readonly clock: () => number = Date.now) {
    super(FRAME_MS);
  }

  /** Every link in the order they were opened. Keeps its identity until one changes. */
  readonly links = (): readonly LinkState[] => this.#order;

  /** Milliseconds since the epoch. */
  now(): number {
    return this.clock();
  }

  link(id: number): LinkData | undefined {
    return this.#links.get(id);
  }

  value(link: number, handle: number): StoredValue | undefined {
    return this.#links.get(link)?.values.get(handle);
  }

  /** The history that is followed, when it is that of this value. */
  history(link: number, handle: number): ValueHistory | null {
    const watched = this.#watched;
    return watched !== null && watched.link === link && watched.handle === handle ? watched.values : null;
  }

  /** What a characteristic's descriptor of a kind holds, once it was read. */
  descriptorData(link: number, attribute: Attribute, uuid: string): Uint8Array | null {
    const owner = attribute.kind === 'descriptor' ? attribute.parent : attribute;
    const descriptor = owner?.children.find((child) => child.uuid === uuid);
    const value = descriptor === undefined ? undefined : this.value(link, descriptor.handle);
    return value === undefined || value.count === 0 ? null : value.data;
  }

  /** Format the user has described for a UUID; see compile() of the decoders. */
  userFormat(uuid: string): string | undefined {
    return this.#formats.get(uuid);
  }

  setUserFormats(choices: Readonly<Record<string, { format?: string | undefined }>>): void {
    this.#formats.clear();
    for (const [uuid, { format }] of Object.entries(choices)) if (format !== undefined) this.#formats.set(uuid, format);
    for (const link of this.#links.values()) link.wordsRevision += 1;
    this.changedByUser();
  }

  applyState(state: LinkState): void {
    const known = this.#links.get(state.id);
    if (known === undefined)
      this.#links.set(state.id, { state, tree: NO_TREE, treeRevision: 0, values: new Map(), wordsRevision: 0 });
    else known.state = state;
    this.#order = [...this.#links.values()].map((link) => link.state);
    this.changed();
  }

  /** Keeps those told of, and no others. */
  applyLinks(states: readonly LinkState[]): void {
    for (const id of [...this.#links.keys()]) if (!states.some((state) => state.id === id)) this.#links.delete(id);
    for (const state of states) this.applyState(state);
    this.#order = [...this.#links.values()].map((link) => link.state);
    this.changedByUser();
  }

  close(id: number): void {
    this.#links.delete(id);
    if (this.#watched?.link === id) this.#watched = null;
    this.#order = [...this.#links.values()].map((link) => link.state);
    this.changedByUser();
  }

  applyTree(id: number, revision: number, tree: GattTree): void {
    const link = this.#links.get(id);
    if (link === undefined) return;
    link.tree = attributeTree(tree);
    link.treeRevision = revision;
    // Handles of the tree before may be other attributes now.
    for (const handle of link.values.keys()) if (!link.tree.byHandle.has(handle)) link.values.delete(handle);
    this.changed();
  }

  applyValues(id: number, values: readonly AttributeValue[]): void {
    const link = this.#links.get(id);
    if (link === undefined) return;
    const now = this.clock();
    for (const value of values) {
      const before = link.values.get(value.handle);
      const isNew =
        value.count > 0 && (before === undefined || before.count === 0 || !equalBytes(before.data, value.data));
      const mayFlash = before === undefined || now - before.flashedAt >= FLASH_MS;
      this.#valueRevision += 1;
      link.values.set(value.handle, {
        ...value,
        revision: this.#valueRevision,
        flashedAt: isNew && mayFlash ? now : (before?.flashedAt ?? 0),
      });
      const uuid = isNew ? link.tree.byHandle.get(value.handle)?.uuid : undefined;
      if (uuid === USER_DESCRIPTION || uuid === PRESENTATION_FORMAT) link.wordsRevision += 1;
    }
    this.changed();
  }

  /** Begins with what the main process has kept of a value; null follows none. */
  startHistory(told: { link: number; handle: number; entries: readonly HistoryEntry[]; dropped: number } | null): void {
    if (told === null) {
      this.#watched = null;
      return;
    }
    const values = new ValueHistory(told.dropped);
    values.push(told.entries);
    this.#watched = { link: told.link, handle: told.handle, values };
    this.changedByUser();
  }

  /** New values of the one that is followed; of any other they are old news. */
  addHistory(told: { link: number; handle: number; entries: readonly HistoryEntry[] }): void {
    this.history(told.link, told.handle)?.push(told.entries);
    this.changed();
  }
}

/** The links of the app. */
export const explorerStore = new ExplorerStore();
