import {
  openLayer,
  refreshAdapters,
  selectAdapter,
  setAdapterPicker,
  setTheme,
  showPanel,
  updateSettings,
  useApp,
} from './app-store.js';
import { type Command, type PaletteItem, registerCommands, registerPaletteProvider } from './commands.js';
import { focusNextPane, keepFocus } from './panes.js';
import { activateTab, closeTab, cycleTab, SCANNER_TAB, useTabs } from './tabs.js';

const hasTabs = (): boolean => useApp.getState().panel === 'scan' && useTabs.getState().tabs.length > 0;
const noTabs = (): string | null => (hasTabs() ? null : 'No device tab is open');
const theme = () => useApp.getState().settings.theme;
const hasInspector = (): boolean => !['settings', 'keys'].includes(useApp.getState().panel);

function cycle(step: 1 | -1): void {
  cycleTab(step);
  keepFocus();
}

const COMMANDS: readonly Command[] = [
  { id: 'app.palette', title: 'Show all commands', group: 'App', keys: 'Mod+K', run: () => openLayer('palette') },
  { id: 'app.shortcuts', title: 'Show keyboard shortcuts', group: 'App', keys: '?', run: () => openLayer('shortcuts') },
  {
    id: 'panel.scan',
    title: 'Go to Scan',
    group: 'Go to',
    keys: 'Mod+1',
    run: () => {
      showPanel('scan');
      activateTab(SCANNER_TAB);
      keepFocus();
    },
  },
  {
    id: 'panel.gatt',
    title: 'Go to GATT',
    group: 'Go to',
    keys: 'Mod+2',
    run: () => {
      showPanel('gatt');
      keepFocus();
    },
  },
  {
    id: 'panel.keys',
    title: 'Go to Keys',
    group: 'Go to',
    keys: 'Mod+5',
    run: () => {
      showPanel('keys');
      keepFocus();
    },
  },
  {
    id: 'panel.settings',
    title: 'Go to Settings',
    group: 'Go to',
    keys: 'Mod+,',
    run: () => {
      showPanel('settings');
      keepFocus();
    },
  },
  {
    id: 'view.inspector',
    title: 'Show or hide the inspector',
    group: 'View',
    keys: 'Mod+I',
    isEnabled: hasInspector,
    why: () => (hasInspector() ? null : 'This panel has no inspector'),
    run: () => updateSettings({ inspectorOpen: !useApp.getState().settings.inspectorOpen }),
  },
  { id: 'view.next-pane', title: 'Next pane', group: 'View', keys: 'F6', run: () => focusNextPane(1) },
  { id: 'view.previous-pane', title: 'Previous pane', group: 'View', keys: 'Shift+F6', run: () => focusNextPane(-1) },
  {
    id: 'theme.light',
    title: 'Light theme',
    group: 'View',
    isEnabled: () => theme() !== 'light',
    why: () => (theme() === 'light' ? 'In use' : null),
    run: () => setTheme('light'),
  },
  {
    id: 'theme.dark',
    title: 'Dark theme',
    group: 'View',
    isEnabled: () => theme() !== 'dark',
    why: () => (theme() === 'dark' ? 'In use' : null),
    run: () => setTheme('dark'),
  },
  {
    id: 'theme.system',
    title: 'Theme as the system',
    group: 'View',
    isEnabled: () => theme() !== 'system',
    why: () => (theme() === 'system' ? 'In use' : null),
    run: () => setTheme('system'),
  },
  {
    id: 'adapter.choose',
    title: 'Choose adapter…',
    group: 'Adapter',
    keys: 'Mod+Shift+A',
    run: () => setAdapterPicker(true),
  },
  { id: 'adapter.refresh', title: 'Look for adapters again', group: 'Adapter', run: refreshAdapters },
  { id: 'adapter.add', title: 'Add adapter by address…', group: 'Adapter', run: () => openLayer('add-adapter') },
  { id: 'adapter.share', title: 'Share this radio…', group: 'Adapter', run: () => openLayer('share') },
  {
    id: 'tab.close',
    title: 'Close tab',
    group: 'Tabs',
    keys: 'Mod+W',
    isEnabled: () => hasTabs() && useTabs.getState().active !== SCANNER_TAB,
    why: () => noTabs() ?? (useTabs.getState().active === SCANNER_TAB ? 'The scanner stays open' : null),
    run: () => {
      closeTab(useTabs.getState().active);
      keepFocus();
    },
  },
  {
    id: 'tab.next',
    title: 'Next tab',
    group: 'Tabs',
    keys: 'Ctrl+Tab',
    isEnabled: hasTabs,
    why: noTabs,
    run: () => cycle(1),
  },
  {
    id: 'tab.previous',
    title: 'Previous tab',
    group: 'Tabs',
    keys: 'Ctrl+Shift+Tab',
    isEnabled: hasTabs,
    why: noTabs,
    run: () => cycle(-1),
  },
];

/** The adapters that could be opened now, and the open tabs. */
function provide(): PaletteItem[] {
  const { adapters } = useApp.getState();
  const entries = adapters?.entries ?? [];
  const items: PaletteItem[] = entries
    .filter((entry) => entry.spec !== adapters?.current.spec)
    .map((entry) => ({
      id: `adapter:${entry.spec}`,
      title: `Use ${entry.label}`,
      group: 'Adapter',
      detail: entry.spec,
      disabled: entry.state === 'unusable',
      why: entry.why,
      run: async () => {
        // What failed and why is told in the picker.
        if (!(await selectAdapter(entry.spec))) setAdapterPicker(true);
      },
    }));
  for (const tab of useTabs.getState().tabs) {
    items.push({
      id: `tab:${tab.id}`,
      title: tab.title,
      group: 'Open tabs',
      run: () => {
        showPanel('scan');
        activateTab(tab.id);
        keepFocus();
      },
    });
  }
  return items;
}

/** Registers the shell's own commands. @returns takes them out again. */
export function registerCoreCommands(): () => void {
  const stops = [registerCommands(COMMANDS), registerPaletteProvider(provide)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Keys of a core command, for a tooltip or `aria-keyshortcuts`. */
export function keysOf(id: string): string | undefined {
  return COMMANDS.find((command) => command.id === id)?.keys;
}
