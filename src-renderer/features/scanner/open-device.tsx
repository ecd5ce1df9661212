import { keepFocus } from '../../app/panes.js';
import { openTab } from '../../app/tabs.js';
import { deviceTitle } from '../../lib/scan-format.js';
import { scanStore } from '../../lib/scan-store.js';
import { DeviceView } from './device-view.js';

const TAB = 'device:';

/** Shows a device in a tab of its own. */
export function openDevice(id: number): void {
  const row = scanStore.row(id);
  if (row === undefined) return;
  openTab({ id: `${TAB}${id}`, title: deviceTitle(row), kind: 'device', render: () => <DeviceView id={id} /> });
  keepFocus();
}

/** The device a tab shows; null for any other tab. */
export const deviceOfTab = (tab: string): number | null => (tab.startsWith(TAB) ? Number(tab.slice(TAB.length)) : null);
