import { Link2, Plus, Unlink2 } from 'lucide-react';
import type { LinkState } from '../../../src-shared/model/link.js';
import { keepFocus } from '../../app/panes.js';
import { IconButton } from '../../components/icon-button.js';
import { Popover, PopoverTrigger } from '../../components/popover.js';
import { Spinner } from '../../components/spinner.js';
import { TabList } from '../../components/tab-list.js';
import { isOpen, linkName, stateWords } from '../../lib/explorer-format.js';
import { formatKeys } from '../../lib/keys.js';
import { isMac } from '../../lib/platform.js';
import { ConnectForm } from './connect-form.js';
import { activate, closeLink } from './explorer-actions.js';
import { useExplorer } from './explorer-state.js';
import styles from './link-tabs.module.css';
import { useLinks } from './use-explorer-store.js';

const PREFIX = 'link-tab-';
export const tabId = (id: number) => `${PREFIX}${id}`;
export const tabPanelId = (id: number) => `link-panel-${id}`;
const linkOf = (id: string) => Number(id.slice(PREFIX.length));

/** One tab for each device that was connected to. */
export function LinkTabs() {
  const links = useLinks();
  const active = useExplorer((state) => state.active);
  const connecting = useExplorer((state) => state.editor === 'connect');
  return (
    <div className={styles.strip}>
      <TabList
        label="Connected devices"
        tabs={links.map((link) => ({
          id: tabId(link.id),
          panelId: tabPanelId(link.id),
          title: linkName(link),
          icon: <StateIcon state={link.state} />,
          mono: link.name === null,
          state: isOpen(link.state) ? undefined : stateWords(link.state),
          closeHint: `Disconnect and close (${formatKeys('Mod+W', isMac)})`,
        }))}
        active={active === null ? null : tabId(active)}
        onShow={(id) => activate(linkOf(id))}
        onClose={(id) => {
          void closeLink(linkOf(id));
          const next = useExplorer.getState().active;
          if (next === null) keepFocus();
          return next === null ? null : tabId(next);
        }}
      />
      <PopoverTrigger
        isOpen={connecting}
        onOpenChange={(open) => useExplorer.setState({ editor: open ? 'connect' : null })}
      >
        <IconButton icon={Plus} label="Connect to another device" className={styles.add} />
        <Popover label="Connect to an address">
          <div className={styles.popover}>
            <ConnectForm />
          </div>
        </Popover>
      </PopoverTrigger>
    </div>
  );
}

function StateIcon({ state }: { state: LinkState['state'] }) {
  if (state === 'connecting' || state === 'discovering') return <Spinner />;
  if (isOpen(state)) return <Link2 size={14} strokeWidth={2} className="faint" aria-hidden />;
  return <Unlink2 size={14} strokeWidth={2} className={state === 'lost' ? 'warn' : 'faint'} aria-hidden />;
}
