import { Hand } from 'lucide-react';
import { Button } from '../../components/button.js';
import { Bar, BarSeparator } from '../../components/pane.js';
import { formatCount } from '../../lib/scan-format.js';
import { scanStore } from '../../lib/scan-store.js';
import { holdReason } from './scan-order.js';
import { useScanView } from './scan-view.js';
import { sortNow } from './scanner-actions.js';
import styles from './scanner-panel.module.css';
import { setFocusHold, useScanner } from './scanner-state.js';

/** How the list stands: held or live, how much of what was heard is shown, what was lost. */
export function ScannerFooter() {
  const { counts, held } = useScanView();
  const hold = useScanner((state) => state.hold);
  const { received, dropped, evicted } = scanStore.stats;
  const passive = scanStore.state?.running === true && !scanStore.state.settings.active;
  return (
    <Bar kind="foot" label="List" className={styles.foot}>
      {held && counts.total > 0 ? (
        <>
          <span className={styles.held} title={holdReason(hold)}>
            <Hand size={14} strokeWidth={2} aria-hidden="true" />
            Order held{counts.added > 0 && `, ${formatCount(counts.added)} new`}
          </span>
          {/* Reached with Tab it keeps the hold alive, otherwise it would vanish under the keys. Pressed with the mouse it leaves the focus where it was. */}
          <Button
            variant="ghost"
            size="sm"
            onPress={sortNow}
            onFocus={() => setFocusHold(true)}
            onBlur={() => setFocusHold(false)}
            preventFocusOnPress
          >
            Sort now
          </Button>
        </>
      ) : (
        passive && <span className="faint">Passive: scan responses are not asked for</span>
      )}
      <span className="grow" />
      <span>
        {formatCount(counts.shown)} of {formatCount(counts.total)} shown
        {counts.inBaseline > 0 && `, ${formatCount(counts.inBaseline)} in baseline`}
      </span>
      <BarSeparator />
      <span>
        {formatCount(received)} received,{' '}
        <span className={dropped > 0 ? 'warn' : undefined}>{formatCount(dropped)} dropped</span>
        {evicted > 0 && <span title="The oldest devices leave a full list">, {formatCount(evicted)} evicted</span>}
      </span>
    </Bar>
  );
}
