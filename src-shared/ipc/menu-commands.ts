/** A command of the window's registry that the application menu (macOS) offers too. */
export interface MenuCommand {
  /** Id in the registry: the menu sends it with 'app.command'. */
  id: string;
  /** As menus write it: in title case. */
  label: string;
  menu: 'file' | 'view' | 'scanner' | 'help';
  /** As the registry writes keys: 'Mod+K'. */
  keys?: string;
}

export const MENU_COMMANDS: readonly MenuCommand[] = [
  { id: 'adapter.choose', label: 'Choose Adapter…', menu: 'file', keys: 'Mod+Shift+A' },
  { id: 'adapter.add', label: 'Add Adapter by Address…', menu: 'file' },
  { id: 'adapter.share', label: 'Share This Radio…', menu: 'file' },
  { id: 'panel.settings', label: 'Settings…', menu: 'file', keys: 'Mod+,' },
  { id: 'app.palette', label: 'Show All Commands', menu: 'view', keys: 'Mod+K' },
  { id: 'panel.scan', label: 'Scanner', menu: 'view', keys: 'Mod+1' },
  { id: 'view.inspector', label: 'Show or Hide Inspector', menu: 'view', keys: 'Mod+I' },
  { id: 'theme.light', label: 'Light Theme', menu: 'view' },
  { id: 'theme.dark', label: 'Dark Theme', menu: 'view' },
  { id: 'theme.system', label: 'Theme of the System', menu: 'view' },
  { id: 'scanner.toggle', label: 'Start or Stop Scanning', menu: 'scanner', keys: 'Mod+E' },
  { id: 'scanner.passive', label: 'Passive Scan', menu: 'scanner' },
  { id: 'scanner.active', label: 'Active Scan', menu: 'scanner' },
  { id: 'scanner.focusFilter', label: 'Filter Devices', menu: 'scanner' },
  { id: 'scanner.baseline', label: 'Hide Everything Seen Until Now', menu: 'scanner' },
  { id: 'scanner.clear', label: 'Clear List', menu: 'scanner' },
  { id: 'scanner.exportCsv', label: 'Export as CSV…', menu: 'scanner' },
  { id: 'scanner.exportJson', label: 'Export as JSON…', menu: 'scanner' },
  { id: 'app.shortcuts', label: 'Keyboard Shortcuts', menu: 'help' },
];
