import { Bluetooth, Radar } from 'lucide-react';
import { TabList } from '../components/tab-list.js';
import { formatKeys } from '../lib/keys.js';
import { isMac } from '../lib/platform.js';
import { activateTab, closeTab, SCANNER_TAB, useTabs } from './tabs.js';

const PREFIX = 'tab-';
const withoutPrefix = (id: string) => id.slice(PREFIX.length);

/** Scanner and one tab for each device. */
export function TabStrip() {
  const tabs = useTabs((state) => state.tabs);
  const active = useTabs((state) => state.active);
  return (
    <TabList
      label="Open views"
      tabs={[{ id: SCANNER_TAB, title: 'Scanner' }, ...tabs].map(({ id, title }) => {
        const closable = id !== SCANNER_TAB;
        const Icon = closable ? Bluetooth : Radar;
        return {
          id: `${PREFIX}${id}`,
          panelId: `panel-${id}`,
          title,
          icon: <Icon size={14} strokeWidth={2} className="faint" aria-hidden />,
          closeHint: closable ? `Close (${formatKeys('Mod+W', isMac)})` : undefined,
        };
      })}
      active={`${PREFIX}${active}`}
      onShow={(id) => activateTab(withoutPrefix(id))}
      onClose={(id) => {
        closeTab(withoutPrefix(id));
        return `${PREFIX}${useTabs.getState().active}`;
      }}
    />
  );
}
