import { X } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import { cx } from '../lib/classes.js';
import styles from './tab-list.module.css';

export interface TabItem {
  /** Of the tab's element; one in the document. */
  id: string;
  /** Of the element it shows. */
  panelId: string;
  title: string;
  icon: ReactNode;
  /** The title is an address. */
  mono?: boolean;
  /** Said behind the title to those who do not see the icon. */
  state?: string;
  /** Tooltip of its cross; absent = it stays. */
  closeHint?: string;
}

interface TabListProps {
  label: string;
  tabs: readonly TabItem[];
  /** Id of the tab in front. */
  active: string | null;
  onShow: (id: string) => void;
  /** Must bring another tab to the front; @returns its id, null when there is none. */
  onClose: (id: string) => string | null;
}

/** Tabs in a line. Arrows, Home and End move, Delete closes; the mouse closes with the cross or the middle button. */
export function TabList({ label, tabs, active, onShow, onClose }: TabListProps) {
  const list = useRef<HTMLDivElement>(null);
  const element = (id: string | null) =>
    id === null ? null : (list.current?.querySelector<HTMLElement>(`#${CSS.escape(id)}`) ?? null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another tab is scrolled to.
  useEffect(() => {
    element(active)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(({ id }) => id === active);
    const current = tabs[at];
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to !== undefined) {
      const next = tabs[(to + tabs.length) % tabs.length];
      if (next === undefined) return;
      onShow(next.id);
      element(next.id)?.focus();
    } else if (event.key === 'Delete' && current?.closeHint !== undefined) element(onClose(current.id))?.focus();
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent, id: string): void => {
    if (event.target instanceof Element && event.target.closest('[data-close]')) onClose(id);
    else onShow(id);
  };
  return (
    <div ref={list} className={styles.tabs} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map(({ id, panelId, title, icon, mono, state, closeHint }) => {
        const selected = id === active;
        return (
          <button
            key={id}
            type="button"
            role="tab"
            id={id}
            aria-label={state === undefined ? undefined : `${title}, ${state}`}
            aria-selected={selected}
            aria-controls={selected ? panelId : undefined}
            aria-keyshortcuts={closeHint === undefined ? undefined : 'Delete'}
            tabIndex={selected ? 0 : -1}
            className={cx(styles.tab, selected && styles.selected, closeHint !== undefined && styles.closable)}
            onClick={(event) => onClick(event, id)}
            onAuxClick={(event) => {
              if (event.button === 1 && closeHint !== undefined) onClose(id);
            }}
          >
            {icon}
            <span className={cx(styles.title, mono && 'mono')} title={title}>
              {title}
            </span>
            {closeHint !== undefined && (
              <span className={styles.close} data-close="" title={closeHint} aria-hidden>
                <X size={14} strokeWidth={2} />
              </span>
            )}
          </button>
        );
      })}
    </div>
  );
}
