import { RotateCw } from 'lucide-react';
import { useApp } from '../../app/app-store.js';
import { Button } from '../../components/button.js';
import { ErrorNote } from '../../components/error-note.js';
import { FilterBar } from './filter-bar.js';
import { startScan } from './scanner-actions.js';
import { ScannerFooter } from './scanner-footer.js';
import styles from './scanner-panel.module.css';
import { useScanner } from './scanner-state.js';
import { ScannerTable } from './scanner-table.js';
import { ScannerToolbar } from './scanner-toolbar.js';
import { TimingRefusal } from './timing-field.js';

/** The list of everything heard, with the scan's settings and the filter. */
export function ScannerPanel() {
  return (
    <div className={styles.panel}>
      <ScannerToolbar />
      <TimingRefusal />
      <FilterBar />
      <ScanFailure />
      <ScannerTable />
      <ScannerFooter />
    </div>
  );
}

function ScanFailure() {
  const failure = useScanner((state) => state.failure);
  const lost = useApp((app) => app.adapters?.current.state === 'lost');
  if (failure === null || lost) return null; // a lost adapter says it all in a note of its own
  return (
    <ErrorNote
      flush
      title={failure.title}
      error={failure.error}
      fix={
        <Button size="sm" icon={RotateCw} onPress={() => void startScan()}>
          Start again
        </Button>
      }
      onDismiss={() => useScanner.setState({ failure: null })}
    />
  );
}
