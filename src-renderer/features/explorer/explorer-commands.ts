import { toHex } from '../../../src-shared/bytes/hex.js';
import { showPanel, updateSettings, useApp } from '../../app/app-store.js';
import { type Command, type PaletteItem, registerCommands, registerPaletteProvider } from '../../app/commands.js';
import { keepFocus } from '../../app/panes.js';
import { canNotify, isOpen, isReadable, isWritable, propertiesOf, subscriptionOf } from '../../lib/explorer-format.js';
import { explorerStore } from '../../lib/explorer-store.js';
import { type Attribute, isExpanded } from '../../lib/explorer-tree.js';
import { namesOf } from '../../lib/explorer-value.js';
import {
  activate,
  closeLink,
  copyText,
  disconnect,
  discover,
  followExplorer,
  linkTitle,
  readAll,
  readAttribute,
  reconnect,
  subscribe,
  subscribeAll,
} from './explorer-actions.js';
import { focusSoon } from './explorer-focus.js';
import { type ExplorerState, select, selectedAttribute, setEntry, useExplorer } from './explorer-state.js';

const GROUP = 'GATT';
/** As the tree's `scope`. */
export const TREE_SCOPE = 'explorer-tree';
/** As the shell names the whole panel: here the keys win against those of the scanner. */
const PANEL_SCOPE = 'panel-gatt';
const MOST_ATTRIBUTES = 60;

const inPanel = () => useApp.getState().panel === 'gatt';
const active = () => useExplorer.getState().active;
const activeState = () => {
  const id = active();
  return id === null ? undefined : explorerStore.link(id)?.state;
};
const open = () => {
  const state = activeState();
  return state !== undefined && isOpen(state.state);
};
const notOpen = () =>
  activeState() === undefined ? 'No device is open' : open() ? null : 'There is no link to the device now';

/** What single-attribute commands act on; null with why they cannot. */
function target(
  can: (attribute: Attribute) => boolean,
  cannot: string,
): { attribute: Attribute | null; why: string | null } {
  const why = notOpen();
  if (why !== null) return { attribute: null, why };
  const attribute = selectedAttribute(active());
  if (attribute === undefined) return { attribute: null, why: 'Nothing is selected in the tree' };
  const hasValue = attribute.kind === 'characteristic' || attribute.kind === 'descriptor';
  return hasValue && can(attribute) ? { attribute, why: null } : { attribute: null, why: cannot };
}

const toRead = () => target(isReadable, 'The selected attribute cannot be read');
const toWrite = () => target(isWritable, 'The selected attribute cannot be written');
const toNotify = () => target(canNotify, 'The selected attribute does not notify');

/** Indications where there are no notifications. */
export function toggleSubscription(link: number, attribute: Attribute): void {
  const state = explorerStore.link(link)?.state;
  if (state === undefined) return;
  const on = subscriptionOf(state, attribute.handle) !== 0;
  void subscribe(link, attribute.handle, on ? 0 : (propertiesOf(attribute) & 0x10) !== 0 ? 1 : 2);
}

/** Puts the focus into the editor of the selected attribute, in the inspector that is opened for it. */
export function openEditor(): void {
  if (!useApp.getState().settings.inspectorOpen) void updateSettings({ inspectorOpen: true });
  focusSoon('editor');
}

export function showTree(): void {
  showPanel('gatt');
  focusSoon('tree');
}

function cycle(step: 1 | -1): void {
  const ids = explorerStore.links().map((link) => link.id);
  const at = ids.indexOf(active() ?? -1);
  const next = ids[(at + step + ids.length) % ids.length];
  if (next === undefined) return;
  activate(next);
  keepFocus();
}

function closeActive(): Promise<void> {
  const id = active();
  if (id === null) return Promise.resolve();
  const closed = closeLink(id);
  keepFocus();
  return closed;
}

const withActive = (run: (id: number) => unknown) => () => {
  const id = active();
  if (id !== null) void run(id);
};

function expandAll(on: boolean): void {
  const id = active();
  const tree = id === null ? undefined : explorerStore.link(id)?.tree;
  if (id === null || tree === undefined) return;
  const wrong = [...tree.byKey.values()].filter(
    (attribute) => attribute.children.length > 0 && isExpanded(attribute, new Set()) !== on,
  );
  setEntry('toggled', id, new Set(wrong.map((attribute) => attribute.key)));
}

const hasLinks = () => inPanel() && explorerStore.links().length > 0;
const several = () => inPanel() && explorerStore.links().length > 1;
const hasTree = () => inPanel() && (explorerStore.link(active() ?? -1)?.tree.roots.length ?? 0) > 0;

const onAttribute = (
  id: string,
  title: string,
  keys: string,
  find: () => ReturnType<typeof target>,
  run: (link: number, attribute: Attribute) => void,
): Command => ({
  id,
  title,
  group: GROUP,
  keys,
  scope: TREE_SCOPE,
  isEnabled: () => find().attribute !== null,
  why: () => find().why,
  run: () => {
    const link = active();
    const { attribute } = find();
    if (link !== null && attribute !== null) run(link, attribute);
  },
});

const onLink = (id: string, title: string, run: (link: number) => unknown, keys?: string): Command => ({
  id,
  title,
  group: GROUP,
  keys,
  isEnabled: open,
  why: notOpen,
  run: withActive(run),
});

const COMMANDS: readonly Command[] = [
  onAttribute('explorer.read', 'Read value', 'R', toRead, (link, { handle }) => void readAttribute(link, handle)),
  onAttribute('explorer.write', 'Write value', 'W', toWrite, openEditor),
  onAttribute('explorer.notify', 'Notify, or no longer', 'N', toNotify, toggleSubscription),
  {
    id: 'explorer.copyValue',
    title: 'Copy the value in hex',
    group: GROUP,
    keys: 'Mod+C',
    scope: TREE_SCOPE,
    isEnabled: () => selectedValue() !== undefined,
    why: () => (selectedValue() === undefined ? 'The selected line has no value' : null),
    run: () => {
      const value = selectedValue();
      return value === undefined ? undefined : copyText(toHex(value.data, ' '), 'Value');
    },
  },
  onLink('explorer.readAll', 'Read everything readable', readAll, 'Mod+Shift+R'),
  onLink('explorer.subscribeAll', 'Subscribe to everything', (id) => subscribeAll(id, true)),
  onLink('explorer.unsubscribeAll', 'End every subscription', (id) => subscribeAll(id, false)),
  onLink('explorer.rediscover', 'Rediscover services and characteristics', discover),
  onLink('explorer.mtu', 'Exchange MTU…', () => showEditor('mtu')),
  onLink('explorer.phy', 'Set PHY…', () => showEditor('phy')),
  onLink('explorer.parameters', 'Update connection parameters…', () => showEditor('parameters')),
  {
    id: 'explorer.disconnect',
    title: 'Disconnect',
    group: GROUP,
    isEnabled: () => open() || activeState()?.state === 'connecting',
    why: notOpen,
    run: withActive(disconnect),
  },
  {
    id: 'explorer.reconnect',
    title: 'Reconnect',
    group: GROUP,
    isEnabled: () => activeState() !== undefined && !open() && activeState()?.state !== 'connecting',
    why: () => (activeState() === undefined ? 'No device is open' : open() ? 'Connected' : null),
    run: withActive(reconnect),
  },
  {
    id: 'explorer.connect',
    title: 'Connect to an address…',
    group: GROUP,
    run: () => showEditor('connect'),
  },
  {
    id: 'explorer.focusFilter',
    title: 'Filter attributes',
    group: GROUP,
    keys: '/',
    scope: PANEL_SCOPE,
    isEnabled: hasTree,
    why: () => (hasTree() ? null : 'No tree is in sight'),
    run: () => focusSoon('filter'),
  },
  {
    id: 'explorer.expandAll',
    title: 'Open every line of the tree',
    group: GROUP,
    keys: '*',
    scope: TREE_SCOPE,
    isEnabled: hasTree,
    why: () => (hasTree() ? null : 'No tree is in sight'),
    run: () => expandAll(true),
  },
  {
    id: 'explorer.collapseAll',
    title: 'Fold every line of the tree',
    group: GROUP,
    isEnabled: hasTree,
    why: () => (hasTree() ? null : 'No tree is in sight'),
    run: () => expandAll(false),
  },
  {
    id: 'explorer.closeTab',
    title: 'Close the device and end its link',
    group: GROUP,
    keys: 'Mod+W',
    isEnabled: hasLinks,
    why: () => (hasLinks() ? null : 'No device is in sight'),
    run: closeActive,
  },
  {
    id: 'explorer.nextTab',
    title: 'Next device',
    group: GROUP,
    keys: 'Ctrl+Tab',
    isEnabled: several,
    why: () => (several() ? null : 'There is no other device in sight'),
    run: () => cycle(1),
  },
  {
    id: 'explorer.previousTab',
    title: 'Previous device',
    group: GROUP,
    keys: 'Ctrl+Shift+Tab',
    isEnabled: several,
    why: () => (several() ? null : 'There is no other device in sight'),
    run: () => cycle(-1),
  },
];

function selectedValue() {
  const link = active();
  const attribute = selectedAttribute(link);
  const value = link === null || attribute === undefined ? undefined : explorerStore.value(link, attribute.handle);
  const hasValue = attribute?.kind === 'characteristic' || attribute?.kind === 'descriptor';
  return hasValue && value !== undefined && value.count > 0 ? value : undefined;
}

function showEditor(editor: NonNullable<ExplorerState['editor']>): void {
  showPanel('gatt');
  useExplorer.setState({ editor });
  if (editor === 'connect') focusSoon('address');
}

/** Open links, and the attributes of the one in front that have what was typed. */
function provide(query: string): PaletteItem[] {
  const items: PaletteItem[] = explorerStore.links().map((link) => ({
    id: `link:${link.id}`,
    title: link.name ?? link.address,
    group: 'Links',
    detail: link.address,
    run: () => {
      activate(link.id);
      showTree();
    },
  }));
  const wanted = query.trim().toLowerCase();
  const id = active();
  const tree = id === null ? undefined : explorerStore.link(id)?.tree;
  if (wanted === '' || id === null || tree === undefined) return items;
  const { title } = namesOf(explorerStore, id);
  let found = 0;
  for (const attribute of tree.byKey.values()) {
    const text = title(attribute);
    if (!`${text} ${attribute.uuid}`.toLowerCase().includes(wanted)) continue;
    items.push({
      id: `attribute:${id}:${attribute.key}`,
      title: text,
      group: linkTitle(id),
      detail: attribute.uuid,
      run: () => {
        select(id, attribute.key);
        showTree();
      },
    });
    found += 1;
    if (found === MOST_ATTRIBUTES) break;
  }
  return items;
}

/** Commands and events of the explorer, for as long as the window lives. @returns takes them out again. */
export function startExplorer(): () => void {
  const stops = [followExplorer(), registerCommands(COMMANDS), registerPaletteProvider(provide)];
  return () => {
    for (const stop of stops) stop();
  };
}
