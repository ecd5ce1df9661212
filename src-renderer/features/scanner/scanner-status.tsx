import { useEffect } from 'react';
import { formatAge, formatCount, formatRssi } from '../../lib/scan-format.js';
import { useScanStore } from './scan-view.js';
import { followScanner } from './scanner-actions.js';
import { registerScannerCommands } from './scanner-commands.js';
import { useScanner } from './scanner-state.js';
import styles from './scanner-status.module.css';

/** Left part of the status bar. Always on the screen, so the scanner's commands live as long as it does. */
export function ScannerStatus() {
  const { state, stats } = useScanStore();
  useEffect(() => {
    followScanner();
    return registerScannerCommands();
  }, []);
  const running = state?.running ?? false;
  return (
    <>
      <span className={styles.rate}>{running ? `${formatCount(stats.rate)} adv/s` : 'not scanning'}</span>
      <span
        className={stats.dropped > 0 ? 'warn' : undefined}
        title="Reports that came faster than they could be handled"
      >
        dropped {formatCount(stats.dropped)}
      </span>
    </>
  );
}

/** Right part of the status bar: the selected device. */
export function ScannerFocusStatus() {
  const store = useScanStore();
  const selected = useScanner((state) => state.selected);
  const row = selected === null ? undefined : store.row(selected);
  if (row === undefined) return null;
  const { rssi, lastSeen } = store.numbers(row.id);
  return (
    <span className={styles.focus}>
      <span className={styles.name}>{row.name ?? <span className="mono">{row.address}</span>}</span>
      {rssi !== null && <span className={styles.rssi}>{formatRssi(rssi)} dBm</span>}
      <span className={styles.seen}>seen {formatAge(store.now() - lastSeen)} ago</span>
    </span>
  );
}
