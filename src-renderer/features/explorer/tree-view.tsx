import { SearchX } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '../../components/button.js';
import { Empty } from '../../components/empty.js';
import { type GridTarget, VirtualGrid, type VirtualGridHandle } from '../../components/virtual-grid.js';
import { linkName } from '../../lib/explorer-format.js';
import { explorerStore } from '../../lib/explorer-store.js';
import { type Attribute, rowOf, treeRows } from '../../lib/explorer-tree.js';
import { namesOf } from '../../lib/explorer-value.js';
import { textWidth } from '../../lib/text-width.js';
import { useWidth } from '../../lib/use-width.js';
import { discover } from './explorer-actions.js';
import { TREE_SCOPE } from './explorer-commands.js';
import { focusSoon, offerFocus } from './explorer-focus.js';
import { NONE_TOGGLED, select, setEntry, toggle, useExplorer } from './explorer-state.js';
import { rowRevision, treeCell } from './tree-cell.js';
import { columnNeeds, treeColumns } from './tree-columns.js';
import { TreeMenu } from './tree-menu.js';
import styles from './tree-view.module.css';
import { useExplorerStore } from './use-explorer-store.js';

/** The database by handle. Only the lines in sight are in the document. */
export function TreeView({ id }: { id: number }) {
  const link = useExplorerStore().link(id);
  const toggled = useExplorer((state) => state.toggled[id] ?? NONE_TOGGLED);
  const filter = useExplorer((state) => state.filter[id] ?? '');
  const selected = useExplorer((state) => state.selected[id]);
  const [frame, width] = useWidth<HTMLDivElement>();
  const [menu, setMenu] = useState<(GridTarget & { attribute: Attribute }) | null>(null);
  const grid = useRef<VirtualGridHandle>(null);
  const column = useRef<string | null>(null);
  const tree = link?.tree;
  const words = link?.wordsRevision;

  const rows = useMemo(() => {
    if (tree === undefined) return [];
    // The names are made from what was read, which `words` counts.
    const { name } = namesOf(explorerStore, words === undefined ? -1 : id);
    return treeRows(tree, toggled, filter, name);
  }, [id, tree, toggled, filter, words]);
  const list = useRef(rows);
  list.current = rows;

  useEffect(
    () =>
      offerFocus('tree', () => {
        grid.current?.focus();
        return grid.current !== null;
      }),
    [],
  );

  const attribute = selected === undefined ? undefined : tree?.byKey.get(selected);
  const activeRow = useMemo(() => rowOf(rows, attribute), [rows, attribute]);
  // Somebody else may have chosen a line out of sight: the palette, or the filter was cleared.
  const shownFor = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (activeRow < 0 || shownFor.current === selected) return;
    shownFor.current = selected;
    grid.current?.scrollToRow(activeRow);
  }, [activeRow, selected]);

  const needs = useMemo(() => {
    const element = frame.current;
    if (tree === undefined || element === null || width === 0) return null;
    // The names are made from what was read, which `words` counts.
    const { name } = namesOf(explorerStore, words === undefined ? -1 : id);
    const text = textWidth(element);
    return columnNeeds(tree, name, { text, strong: textWidth(element, 600), small: text });
  }, [id, tree, words, width, frame]);
  const columns = useMemo(() => (needs === null ? [] : treeColumns(width, needs)), [width, needs]);
  const rowKey = useCallback((row: number) => list.current[row]?.attribute.key ?? row, []);
  const renderCell = useCallback(
    (row: number, columnId: string) => {
      const entry = list.current[row];
      return entry === undefined ? null : treeCell(id, entry, columnId);
    },
    [id],
  );
  const rowState = (row: number) => {
    const entry = rows[row];
    if (entry === undefined || link === undefined) return { revision: '' };
    const { level, expanded, posInSet, setSize } = entry;
    return { revision: rowRevision(entry, link), level, expanded, posInSet, setSize };
  };
  const selectRow = (row: number) => {
    const key = rows[row]?.attribute.key;
    shownFor.current = key;
    select(id, key);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || column.current !== null) return;
    const entry = rows[activeRow];
    if (entry === undefined) return;
    if (event.key === 'ArrowRight' && entry.expanded === false) toggle(id, entry.attribute.key);
    else if (event.key === 'ArrowLeft' && entry.expanded === true && filter === '') toggle(id, entry.attribute.key);
    else if (event.key === 'ArrowLeft' && entry.attribute.parent !== null) select(id, entry.attribute.parent.key);
    else return;
    event.preventDefault();
  };
  const onOpen = (row: number) => {
    const entry = rows[row];
    if (entry === undefined) return;
    if (entry.expanded === undefined) focusSoon('inspector');
    else toggle(id, entry.attribute.key);
  };

  if (link === undefined) return null;
  return (
    <div ref={frame} className={styles.frame}>
      {columns.length > 0 && (
        <VirtualGrid
          ref={grid}
          role="treegrid"
          label={`Attributes of ${linkName(link.state)}`}
          scope={TREE_SCOPE}
          paneFocus
          columns={columns}
          rowCount={rows.length}
          rowKey={rowKey}
          renderCell={renderCell}
          rowState={rowState}
          activeRow={activeRow}
          onActiveRow={selectRow}
          onActiveColumn={(next) => {
            column.current = next;
          }}
          onKeyDown={onKeyDown}
          onOpen={onOpen}
          onMenu={(target) => {
            const at = rows[target.row]?.attribute;
            if (at !== undefined) setMenu({ ...target, attribute: at });
          }}
        />
      )}
      {rows.length === 0 && (
        <div className={styles.empty}>
          <NoRows id={id} filter={filter} />
        </div>
      )}
      <TreeMenu
        id={id}
        target={menu}
        onClose={() => {
          setMenu(null);
          grid.current?.focus();
        }}
      />
    </div>
  );
}

function NoRows({ id, filter }: { id: number; filter: string }) {
  const link = explorerStore.link(id);
  if (link === undefined) return null;
  const { state, treeRevision } = link;
  if (filter !== '' && link.tree.roots.length > 0)
    return (
      <Empty
        compact
        icon={SearchX}
        title={`Nothing matches ${filter}`}
        actions={
          <Button size="sm" onPress={() => setEntry('filter', id, undefined)}>
            Clear the filter
          </Button>
        }
      >
        It is looked for in names, UUIDs and handles.
      </Empty>
    );
  if (state.state === 'connected' && treeRevision > 0)
    return (
      <Empty
        compact
        title="This device has no services"
        actions={
          <Button size="sm" onPress={() => void discover(id)}>
            Rediscover
          </Button>
        }
      />
    );
  if (state.state === 'connecting' || state.state === 'discovering')
    return (
      <div className={styles.loading} aria-hidden>
        <i />
        <i />
        <i />
      </div>
    );
  return (
    <Empty compact title="Its services are not known">
      {state.state === 'connected'
        ? 'The discovery was cancelled or did not end.'
        : state.state === 'failed'
          ? 'There was no link to discover them over.'
          : 'The link ended before they were discovered. Reconnecting discovers all of them.'}
    </Empty>
  );
}
