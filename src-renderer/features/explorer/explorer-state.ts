import { create } from 'zustand';
import type { ErrorInfo } from '../../../src-shared/model/ble-error.js';
import { explorerStore } from '../../lib/explorer-store.js';
import type { Attribute } from '../../lib/explorer-tree.js';

export interface Failure {
  title: string;
  error: ErrorInfo;
}

export interface ExplorerState {
  /** Link in front; null = none is open. */
  active: number | null;
  /** Key of the line in the inspector, by link. */
  selected: Readonly<Record<number, string>>;
  /** Lines that do not stand as they do at first, by link. */
  toggled: Readonly<Record<number, ReadonlySet<string>>>;
  filter: Readonly<Record<number, string>>;
  /** Bytes being typed, by link and handle. */
  drafts: Readonly<Record<string, Uint8Array>>;
  /** What went wrong with a link as a whole, by link. */
  failures: Readonly<Record<number, Failure>>;
  /** What the last operation on many attributes came to, by link. */
  outcomes: Readonly<Record<number, string>>;
  /** Why the last address could not be connected to. */
  connectFailure: Failure | null;
  /** Popover that a command asked for. */
  editor: 'mtu' | 'parameters' | 'phy' | 'security' | 'connect' | null;
}

export const useExplorer = create<ExplorerState>(() => ({
  active: null,
  selected: {},
  toggled: {},
  filter: {},
  drafts: {},
  failures: {},
  outcomes: {},
  connectFailure: null,
  editor: null,
}));

type RecordKey = 'selected' | 'toggled' | 'filter' | 'drafts' | 'failures' | 'outcomes';

/** Sets one entry of one of the records; undefined takes it out. */
export function setEntry<R extends RecordKey>(
  record: R,
  key: keyof ExplorerState[R] & (string | number),
  value: ExplorerState[R][keyof ExplorerState[R]] | undefined,
): void {
  const before = useExplorer.getState()[record];
  if (before[key as never] === value) return;
  const next: Record<string | number, unknown> = { ...before };
  if (value === undefined) delete next[key];
  else next[key] = value;
  useExplorer.setState({ [record]: next } as Partial<ExplorerState>);
}

export const draftKey = (link: number, handle: number) => `${link}:${handle}`;

export function select(link: number, key: string | undefined): void {
  setEntry('selected', link, key);
}

export function toggle(link: number, key: string): void {
  const next = new Set(useExplorer.getState().toggled[link]);
  if (!next.delete(key)) next.add(key);
  setEntry('toggled', link, next);
}

export const NONE_TOGGLED: ReadonlySet<string> = new Set();

/** The selected line of a link, as long as its database has it. */
export function selectedAttribute(link: number | null): Attribute | undefined {
  if (link === null) return undefined;
  const key = useExplorer.getState().selected[link];
  return key === undefined ? undefined : explorerStore.link(link)?.tree.byKey.get(key);
}

/** Forgets what was kept of a link that is closed; its right neighbour, else its left, comes to the front. */
export function forgetLink(id: number, before: readonly number[]): void {
  for (const record of ['selected', 'toggled', 'filter', 'failures', 'outcomes'] as const)
    setEntry(record, id, undefined);
  for (const key of Object.keys(useExplorer.getState().drafts))
    if (key.startsWith(`${id}:`)) setEntry('drafts', key, undefined);
  if (useExplorer.getState().active !== id) return;
  const index = before.indexOf(id);
  const rest = before.filter((other) => other !== id);
  useExplorer.setState({ active: rest[index] ?? rest[index - 1] ?? null });
}
