import { CircleCheck, CircleX, Unplug } from 'lucide-react';
import { Spinner } from '../components/spinner.js';
import { ScannerStatus } from '../features/scanner/scanner-status.js';
import { useApp } from './app-store.js';
import { PaneBoundary } from './pane-boundary.js';
import { PANELS } from './panels.js';
import styles from './status-bar.module.css';

export function StatusBar() {
  const panel = useApp((state) => state.panel);
  const links = useApp((state) => state.adapters?.current.links ?? 0);
  const Focus = PANELS.find((entry) => entry.id === panel)?.Focus;
  return (
    <footer className={styles.statusbar}>
      <AdapterState />
      <span>
        {links} {links === 1 ? 'link' : 'links'}
      </span>
      <PaneBoundary name="Status" inline>
        <ScannerStatus />
      </PaneBoundary>
      {Focus && (
        <span className={styles.push}>
          <PaneBoundary name="Status" inline>
            <Focus />
          </PaneBoundary>
        </span>
      )}
    </footer>
  );
}

function AdapterState() {
  const state = useApp((app) => app.adapters?.current.state);
  const selecting = useApp((app) => app.selecting !== null);
  if (selecting || state === undefined || state === 'opening') {
    return (
      <span className="ic" role="status">
        <Spinner />
        {state === undefined && !selecting ? 'Looking for adapters' : 'Opening adapter'}
      </span>
    );
  }
  if (state === 'ready') {
    return (
      <span className="ic" role="status">
        <CircleCheck size={14} strokeWidth={2} className="ok" aria-hidden />
        Adapter ready
      </span>
    );
  }
  const Icon = state === 'lost' ? Unplug : CircleX;
  return (
    <span className="ic danger" role="status">
      <Icon size={14} strokeWidth={2} aria-hidden />
      {state === 'lost' ? 'Adapter lost' : 'Adapter failed'}
    </span>
  );
}
