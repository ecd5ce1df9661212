import { Link2, Plus, Unlink2, X } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react';
import type { LinkState } from '../../../src-shared/model/link.js';
import { IconButton } from '../../components/icon-button.js';
import { Popover, PopoverTrigger } from '../../components/popover.js';
import { Spinner } from '../../components/spinner.js';
import { cx } from '../../lib/classes.js';
import { isOpen, linkName, stateWords } from '../../lib/explorer-format.js';
import { formatKeys } from '../../lib/keys.js';
import { isMac } from '../../lib/platform.js';
import { ConnectForm } from './connect-form.js';
import { activate, closeLink } from './explorer-actions.js';
import { useExplorer } from './explorer-state.js';
import styles from './link-tabs.module.css';
import { useLinks } from './use-explorer-store.js';

export const tabId = (id: number) => `link-tab-${id}`;
export const tabPanelId = (id: number) => `link-panel-${id}`;

/** One tab for each device that was connected to. Arrows move, Delete closes. */
export function LinkTabs() {
  const links = useLinks();
  const active = useExplorer((state) => state.active);
  const connecting = useExplorer((state) => state.editor === 'connect');
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (active === null) return;
    list.current?.querySelector(`#${tabId(active)}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);

  const show = (id: number | undefined): void => {
    if (id === undefined) return;
    activate(id);
    list.current?.querySelector<HTMLElement>(`#${tabId(id)}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = links.findIndex((link) => link.id === active);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (to !== undefined) show(links[(to + links.length) % links.length]?.id);
    else if (event.key === 'Delete' && active !== null) {
      void closeLink(active);
      show(useExplorer.getState().active ?? undefined);
    } else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent, id: number): void => {
    if (event.target instanceof Element && event.target.closest('[data-close]')) void closeLink(id);
    else activate(id);
  };
  return (
    <div className={styles.strip}>
      <div ref={list} className={styles.tabs} role="tablist" aria-label="Connected devices" onKeyDown={onKeyDown}>
        {links.map((link) => (
          <button
            key={link.id}
            type="button"
            role="tab"
            id={tabId(link.id)}
            aria-selected={link.id === active}
            aria-controls={link.id === active ? tabPanelId(link.id) : undefined}
            aria-keyshortcuts="Delete"
            tabIndex={link.id === active ? 0 : -1}
            className={cx(styles.tab, link.id === active && styles.selected)}
            onClick={(event) => onClick(event, link.id)}
            onAuxClick={(event) => {
              if (event.button === 1) void closeLink(link.id);
            }}
          >
            <StateIcon state={link.state} />
            <span className={cx(styles.title, link.name === null && 'mono')}>{linkName(link)}</span>
            {!isOpen(link.state) && <span className="sr">, {stateWords(link.state)}</span>}
            <span
              className={styles.close}
              data-close=""
              title={`Disconnect and close (${formatKeys('Mod+W', isMac)})`}
              aria-hidden
            >
              <X size={14} strokeWidth={2} />
            </span>
          </button>
        ))}
      </div>
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
