import { useSyncExternalStore } from 'react';
import type { LinkState } from '../../../src-shared/model/link.js';
import { type ExplorerStore, explorerStore, type LinkData } from '../../lib/explorer-store.js';

/** For parts that show values or ages: drawn anew at every frame of the store. */
export function useExplorerStore(): ExplorerStore {
  useSyncExternalStore(explorerStore.subscribe, explorerStore.revision);
  return explorerStore;
}

/** Every link; drawn anew when one of them changes. */
export function useLinks(): readonly LinkState[] {
  return useSyncExternalStore(explorerStore.subscribe, explorerStore.links);
}

/** State of one link; drawn anew when it changes. */
export function useLinkState(id: number | null): LinkState | undefined {
  return useSyncExternalStore(explorerStore.subscribe, () => (id === null ? undefined : explorerStore.link(id)?.state));
}

/** Tree of one link; drawn anew when it is another. */
export function useTree(id: number): LinkData['tree'] | undefined {
  return useSyncExternalStore(explorerStore.subscribe, () => explorerStore.link(id)?.tree);
}
