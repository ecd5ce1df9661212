import { Download, ListX, Play, Square, Timer } from 'lucide-react';
import { useApp } from '../../app/app-store.js';
import { Button } from '../../components/button.js';
import { IconButton } from '../../components/icon-button.js';
import { Menu, MenuItem, MenuTrigger } from '../../components/menu.js';
import { Bar } from '../../components/pane.js';
import { Popover, PopoverTrigger } from '../../components/popover.js';
import { Segmented } from '../../components/segmented.js';
import { Tooltip } from '../../components/tooltip.js';
import { ColumnMenu } from './column-menu.js';
import { useScanState } from './scan-view.js';
import { changeScan, clearBaseline, exportList, setBaseline, startScan, stopScan } from './scanner-actions.js';
import { useScanner } from './scanner-state.js';
import styles from './scanner-toolbar.module.css';
import { TimingField } from './timing-field.js';

/** What the radio is to do, and what to do with the list. */
export function ScannerToolbar() {
  const state = useScanState();
  const settings = useApp((app) => app.settings.scan);
  const adapter = useApp((app) => app.adapters?.current ?? null);
  const working = useScanner((scanner) => scanner.working);
  const running = state?.running ?? false;
  const timing = adapter?.scanTiming ?? true;
  return (
    <Bar kind="tool" label="Scan" className={styles.bar}>
      {running ? (
        <Button icon={Square} className={styles.start} isDisabled={working !== null} onPress={() => void stopScan()}>
          Stop
        </Button>
      ) : (
        <Button
          icon={Play}
          variant="primary"
          className={styles.start}
          isDisabled={working !== null}
          onPress={() => void startScan()}
        >
          Start
        </Button>
      )}
      <Segmented
        label="Scan type"
        options={[
          { id: 'passive', label: 'Passive', disabled: adapter?.passiveScan === false },
          { id: 'active', label: 'Active' },
        ]}
        value={settings.active ? 'active' : 'passive'}
        onChange={(type) => void changeScan({ active: type === 'active' })}
      />
      {timing ? (
        <>
          <TimingField field="intervalMs" label="Interval" />
          <TimingField field="windowMs" label="Window" />
        </>
      ) : (
        <span className="faint" title="On this adapter the operating system decides when the radio listens">
          timing set by the system
        </span>
      )}
      <span className={styles.wideOnly}>
        <TimingField field="durationMs" label="Duration" />
      </span>
      <DurationButton />
      <span className="grow" />
      <BaselineButton />
      <ColumnMenu />
      <MenuTrigger>
        <IconButton icon={Download} label="Export with this filter" />
        <Menu
          label="Export"
          placement="bottom end"
          onAction={(key) => void exportList(key === 'json' ? 'json' : 'csv')}
        >
          <MenuItem id="csv">Export as CSV…</MenuItem>
          <MenuItem id="json">Export as JSON…</MenuItem>
        </Menu>
      </MenuTrigger>
    </Bar>
  );
}

/** The duration where there is no room for its field. */
function DurationButton() {
  const durationMs = useApp((app) => app.settings.scan.durationMs);
  return (
    <span className={styles.narrowOnly}>
      <PopoverTrigger>
        <IconButton
          icon={Timer}
          label={`Duration: ${durationMs === 0 ? 'until stopped' : `${durationMs / 1_000} s`}`}
        />
        <Popover label="Duration">
          <div className={styles.popover}>
            <TimingField field="durationMs" label="Duration" />
            <p className="faint">In seconds; empty means until stopped.</p>
          </div>
        </Popover>
      </PopoverTrigger>
    </span>
  );
}

function BaselineButton() {
  const isSet = useScanner((scanner) => scanner.baselineAt !== null);
  const what = isSet ? 'Show again what the baseline hides' : 'Baseline: hide every device seen until now';
  return (
    <Tooltip text={what}>
      <Button
        variant="ghost"
        icon={ListX}
        className={styles.baseline}
        aria-pressed={isSet}
        aria-label="Baseline"
        onPress={isSet ? clearBaseline : setBaseline}
      >
        <span className={styles.baselineText}>Baseline</span>
      </Button>
    </Tooltip>
  );
}
