import { Bluetooth, Radar, X } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react';
import { cx } from '../lib/classes.js';
import { formatKeys } from '../lib/keys.js';
import { isMac } from '../lib/platform.js';
import styles from './tab-strip.module.css';
import { activateTab, closeTab, SCANNER_TAB, useTabs } from './tabs.js';

/** Scanner and one tab for each device. Arrows move, Delete closes; the mouse closes with the cross or the middle button. */
export function TabStrip() {
  const tabs = useTabs((state) => state.tabs);
  const active = useTabs((state) => state.active);
  const list = useRef<HTMLDivElement>(null);
  const entries = [{ id: SCANNER_TAB, title: 'Scanner' }, ...tabs];

  useEffect(() => {
    list.current
      ?.querySelector(`#${CSS.escape(`tab-${active}`)}`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);

  const show = (id: string): void => {
    activateTab(id);
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(`tab-${id}`)}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = entries.findIndex((entry) => entry.id === active);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (to !== undefined) show(entries[(to + entries.length) % entries.length]?.id ?? SCANNER_TAB);
    else if (event.key === 'Delete' && active !== SCANNER_TAB) {
      closeTab(active);
      show(useTabs.getState().active);
    } else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent, id: string): void => {
    if (event.target instanceof Element && event.target.closest('[data-close]')) closeTab(id);
    else activateTab(id);
  };

  return (
    <div ref={list} className={styles.tabs} role="tablist" aria-label="Open views" onKeyDown={onKeyDown}>
      {entries.map(({ id, title }) => {
        const selected = id === active;
        const closable = id !== SCANNER_TAB;
        const Icon = closable ? Bluetooth : Radar;
        return (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-selected={selected}
            aria-controls={selected ? `panel-${id}` : undefined}
            aria-keyshortcuts={closable ? 'Delete' : undefined}
            tabIndex={selected ? 0 : -1}
            className={cx(styles.tab, selected && styles.selected, closable && styles.closable)}
            onClick={(event) => onClick(event, id)}
            onAuxClick={(event) => {
              if (event.button === 1) closeTab(id);
            }}
          >
            <Icon size={14} strokeWidth={2} className="faint" aria-hidden />
            <span className={styles.title}>{title}</span>
            {closable && (
              <span className={styles.close} data-close="" title={`Close (${formatKeys('Mod+W', isMac)})`} aria-hidden>
                <X size={14} strokeWidth={2} />
              </span>
            )}
          </button>
        );
      })}
    </div>
  );
}
