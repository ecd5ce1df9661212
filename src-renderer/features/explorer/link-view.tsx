import { LinkBanner } from './link-banner.js';
import { OperationsBar } from './operations-bar.js';
import { TreeToolbar } from './tree-toolbar.js';
import { TreeView } from './tree-view.js';
import { useLinkState } from './use-explorer-store.js';

/** One device: what is wrong with its link, its tree, and what is under way. */
export function LinkView({ id }: { id: number }) {
  const state = useLinkState(id);
  if (state === undefined) return null;
  return (
    <>
      <LinkBanner state={state} />
      <TreeToolbar state={state} />
      <TreeView id={id} />
      <OperationsBar state={state} />
    </>
  );
}
