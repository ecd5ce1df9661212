import { Menu, type MenuItemConstructorOptions } from 'electron';
import { MENU_COMMANDS, type MenuCommand } from '../../src-shared/ipc/menu-commands.js';

/**
 * The application menu. macOS shows it; elsewhere the window has no menu bar and its own key handling does the same,
 * so there the default menu, with its reload and developer keys, is only taken away.
 */
export function installMenu(run: (id: string) => void): void {
  if (process.platform !== 'darwin') {
    Menu.setApplicationMenu(null);
    return;
  }
  const items = (menu: MenuCommand['menu']): MenuItemConstructorOptions[] =>
    MENU_COMMANDS.filter((command) => command.menu === menu).map(({ id, label, keys }) => ({
      label,
      // The page sees a key press first and handles it itself; the menu's turn comes only when it does not.
      ...(keys ? { accelerator: keys.replace('Mod', 'Command') } : {}),
      click: () => run(id),
    }));
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { role: 'appMenu' },
      { label: 'File', submenu: [...items('file'), { type: 'separator' }, { role: 'close' }] },
      { role: 'editMenu' },
      { label: 'View', submenu: [...items('view'), { type: 'separator' }, { role: 'togglefullscreen' }] },
      { label: 'Scanner', submenu: items('scanner') },
      { role: 'windowMenu' },
      { label: 'Help', role: 'help', submenu: items('help') },
    ]),
  );
}
