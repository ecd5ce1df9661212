import { formatRssi, rssiLevel, rssiShare } from '../lib/scan-format.js';
import styles from './rssi.module.css';

/** Signal strength in dBm as a number and a bar; nothing but a dash when the radio did not say. */
export function Rssi({ dbm }: { dbm: number | null }) {
  if (dbm === null) return <span className={styles.unknown}>unknown</span>;
  const share = rssiShare(dbm);
  return (
    <>
      <span className={styles.number}>{formatRssi(dbm)}</span>
      <span className={styles.track} aria-hidden="true">
        <i data-level={rssiLevel(dbm)} style={{ transform: `translateX(${(share - 1) * 100}%)` }} />
      </span>
    </>
  );
}
