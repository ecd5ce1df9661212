import { Bell, BellOff, Download, RefreshCw, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { LinkState } from '../../../src-shared/model/link.js';
import { Button } from '../../components/button.js';
import { IconButton } from '../../components/icon-button.js';
import { Kbd } from '../../components/kbd.js';
import { Bar } from '../../components/pane.js';
import { Tooltip } from '../../components/tooltip.js';
import { canNotify, isOpen } from '../../lib/explorer-format.js';
import { discover, readAll, subscribeAll } from './explorer-actions.js';
import { focusElement, focusSoon, offerFocus } from './explorer-focus.js';
import { setEntry, useExplorer } from './explorer-state.js';
import styles from './tree-toolbar.module.css';
import { useTree } from './use-explorer-store.js';

/** What can be done with the whole tree. */
export function TreeToolbar({ state }: { state: LinkState }) {
  const { id } = state;
  const tree = useTree(id);
  const open = isOpen(state.state);
  const notifying = [...(tree?.byHandle.values() ?? [])].filter(canNotify);
  const all =
    notifying.length > 0 &&
    notifying.every(({ handle }) => state.subscriptions.some((entry) => entry.handle === handle && entry.bits !== 0));
  const isEmpty = tree === undefined || tree.roots.length === 0;
  return (
    <Bar label="Attributes" className={styles.bar}>
      <Tooltip text="Read every readable value and descriptor" keys="Mod+Shift+R">
        <Button
          variant="ghost"
          size="sm"
          icon={Download}
          isDisabled={!open || isEmpty}
          onPress={() => void readAll(id)}
        >
          Read all
        </Button>
      </Tooltip>
      <Button
        variant="ghost"
        size="sm"
        icon={all ? BellOff : Bell}
        isDisabled={!open || notifying.length === 0}
        onPress={() => void subscribeAll(id, !all)}
      >
        {all ? 'Unsubscribe all' : 'Subscribe all'}
      </Button>
      <Button variant="ghost" size="sm" icon={RefreshCw} isDisabled={!open} onPress={() => void discover(id)}>
        Rediscover
      </Button>
      <span className="grow" />
      {tree !== undefined && tree.roots.length > 0 && <Filter id={id} />}
    </Bar>
  );
}

function Filter({ id }: { id: number }) {
  const filter = useExplorer((state) => state.filter[id] ?? '');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => offerFocus('filter', () => focusElement(input.current)), []);
  const set = (text: string) => setEntry('filter', id, text === '' ? undefined : text);
  return (
    <div className={styles.filter}>
      <input
        ref={input}
        className={styles.input}
        aria-label="Filter attributes by name, UUID or handle"
        placeholder="name, uuid, 0x…"
        value={filter}
        spellCheck={false}
        onChange={(event) => set(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && filter !== '') set('');
          else if (event.key === 'Enter' || event.key === 'ArrowDown' || event.key === 'Escape') focusSoon('tree');
          else return;
          event.preventDefault();
        }}
      />
      {filter === '' ? (
        <Kbd keys="/" className={styles.hint} />
      ) : (
        <IconButton icon={X} label="Clear the filter" size="sm" onPress={() => set('')} />
      )}
    </div>
  );
}
