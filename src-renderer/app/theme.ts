import type { Theme } from '../../src-shared/ipc/app.js';

/** The stylesheet follows the system unless the root says otherwise. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
