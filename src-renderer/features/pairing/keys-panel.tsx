import { KeyDialogs } from './key-dialogs.js';
import { KeyTable } from './key-table.js';
import { KeysHeader } from './keys-header.js';
import styles from './keys-panel.module.css';
import { PairPane } from './pair-pane.js';

/** The key store above, one pairing below. */
export function KeysPanel() {
  return (
    <div className={styles.panel} data-scope="panel-keys">
      <KeysHeader />
      <KeyTable />
      <PairPane />
      <KeyDialogs />
    </div>
  );
}
