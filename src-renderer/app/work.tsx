import { Activity, type CSSProperties, useRef } from 'react';
import { cx } from '../lib/classes.js';
import { AdapterLost } from './adapter-lost.js';
import { AdapterNote } from './adapter-note.js';
import { updateSettings, useApp } from './app-store.js';
import { PaneBoundary } from './pane-boundary.js';
import { PANELS, type Panel } from './panels.js';
import { Splitter } from './splitter.js';
import { TabStrip } from './tab-strip.js';
import { SCANNER_TAB, useTabs } from './tabs.js';
import styles from './work.module.css';

/** Main pane and inspector. Panels and tabs out of sight keep their place and scroll, with their effects at rest. */
export function Work() {
  const panel = useApp((state) => state.panel);
  return (
    <main className={styles.work}>
      {PANELS.map((entry) => (
        <Activity key={entry.id} mode={panel === entry.id ? 'visible' : 'hidden'}>
          <PanelView panel={entry} />
        </Activity>
      ))}
    </main>
  );
}

function PanelView({ panel }: { panel: Panel }) {
  const open = useApp((state) => state.settings.inspectorOpen);
  const { Header, Main, Inspector } = panel;
  const split = (
    <div className={styles.split}>
      <section className={styles.main} aria-label={panel.label} data-pane={panel.id} tabIndex={-1}>
        {panel.tabs ? (
          <>
            <h1 className="sr">{panel.label}</h1>
            <TabbedMain panel={panel} />
          </>
        ) : (
          <>
            {Header !== undefined && <AdapterLost />}
            <PaneBoundary name={panel.label}>
              <Main />
            </PaneBoundary>
          </>
        )}
      </section>
      {Inspector && open && (
        <InspectorPane>
          <PaneBoundary name="Inspector">
            <Inspector />
          </PaneBoundary>
        </InspectorPane>
      )}
    </div>
  );
  if (Header === undefined) return split;
  return (
    <div className={styles.headed} data-scope={`panel-${panel.id}`}>
      <div data-pane={`${panel.id}-header`} tabIndex={-1} className={styles.header}>
        <PaneBoundary name={panel.label}>
          <Header />
        </PaneBoundary>
      </div>
      {split}
    </div>
  );
}

function TabbedMain({ panel: { Main } }: { panel: Panel }) {
  const tabs = useTabs((state) => state.tabs);
  const active = useTabs((state) => state.active);
  const strip = tabs.length > 0;
  return (
    <>
      {strip && <TabStrip />}
      <Activity mode={active === SCANNER_TAB ? 'visible' : 'hidden'}>
        <div className={styles.view} {...(strip ? tabPanel(SCANNER_TAB) : undefined)}>
          <AdapterLost />
          <AdapterNote />
          <PaneBoundary name="Scanner">
            <Main />
          </PaneBoundary>
        </div>
      </Activity>
      {tabs.map((tab) => (
        <Activity key={tab.id} mode={active === tab.id ? 'visible' : 'hidden'}>
          <div className={styles.view} {...tabPanel(tab.id)}>
            <AdapterLost />
            <PaneBoundary name={tab.title}>{tab.render()}</PaneBoundary>
          </div>
        </Activity>
      ))}
    </>
  );
}

const tabPanel = (id: string) => ({ role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}` });

function InspectorPane({ children }: { children: React.ReactNode }) {
  const width = useApp((state) => state.settings.inspectorWidth);
  const pane = useRef<HTMLElement>(null);
  const style: CSSProperties | undefined = width === null ? undefined : { width };
  return (
    <aside
      ref={pane}
      className={cx(styles.inspector)}
      style={style}
      aria-label="Inspector"
      data-pane="inspector"
      tabIndex={-1}
    >
      <Splitter pane={pane} onResize={(inspectorWidth) => void updateSettings({ inspectorWidth })} />
      {children}
    </aside>
  );
}
