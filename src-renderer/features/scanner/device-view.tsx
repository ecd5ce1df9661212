import { Unplug } from 'lucide-react';
import { useCallback, useMemo, useRef } from 'react';
import { toHex } from '../../../src-shared/bytes/hex.js';
import type { ScanHistoryEntry, ScanRow } from '../../../src-shared/model/scan-row.js';
import { useApp } from '../../app/app-store.js';
import { Empty } from '../../components/empty.js';
import { Note } from '../../components/note.js';
import { type GridColumn, VirtualGrid } from '../../components/virtual-grid.js';
import { cx } from '../../lib/classes.js';
import { formatRssi, formatTime, plural } from '../../lib/scan-format.js';
import { useWidth } from '../../lib/use-width.js';
import styles from './device.module.css';
import { DeviceFacts, DeviceHeader } from './device-header.js';
import { DevicePayloads, usePacket } from './device-payloads.js';
import { changeText, findPacket, isResponse, packetText, repeatText } from './packet-text.js';
import { RssiPlot } from './rssi-plot.js';
import { useScanStore } from './scan-view.js';
import { useHeldHistory } from './use-held-history.js';
import { useWatch } from './use-watch.js';

/** Everything known of one device, in a tab. */
export function DeviceView({ id }: { id: number }) {
  const store = useScanStore();
  const last = useRef<ScanRow | undefined>(undefined);
  const row = store.row(id) ?? last.current;
  last.current = row;
  const gone = store.row(id) === undefined;
  const detail = useWatch(gone ? null : id);
  const [packet, setPacket] = usePacket(id);
  // Beside an open inspector the bytes are there, and the history has the width to itself.
  const inspector = useApp((app) => app.settings.inspectorOpen);
  if (row === undefined) {
    return (
      <Empty icon={Unplug} title="This device is no longer listed">
        The list was cleared since. When it is heard again it comes back as a new entry.
      </Empty>
    );
  }
  return (
    <div className={styles.view}>
      {gone && (
        <Note level="warning" flush title="No longer in the list">
          The list was cleared, or was full and let its oldest devices go. This is what was known.
        </Note>
      )}
      <DeviceHeader row={row} />
      <div className={styles.facts}>
        <DeviceFacts row={row} detail={detail} className={styles.sixFacts} />
      </div>
      <RssiPlot id={id} />
      <div className={cx(styles.halves, !inspector && styles.two)}>
        {!inspector && (
          <div>
            <DevicePayloads row={row} detail={detail} packet={packet} onNewest={() => setPacket(null)} />
          </div>
        )}
        <History entries={detail?.history ?? NONE} packet={packet} onPacket={setPacket} />
      </div>
    </div>
  );
}

const NONE: readonly ScanHistoryEntry[] = [];

const COLUMNS: readonly (GridColumn & { fromWidth: number })[] = [
  { id: 'time', label: 'Time', track: '112px', fromWidth: 0 },
  { id: 'rssi', label: 'RSSI', track: '46px', align: 'end', fromWidth: 0 },
  { id: 'pdu', label: 'PDU', track: '128px', fromWidth: 560 },
  { id: 'what', label: 'What changed', track: 'minmax(110px, 1fr)', fromWidth: 0 },
  { id: 'changed', label: 'Bytes changed', head: 'Changed', track: '64px', align: 'end', fromWidth: 0 },
  { id: 'repeats', label: 'Times heard in a row', head: 'Repeats', track: '62px', align: 'end', fromWidth: 0 },
  { id: 'data', label: 'Data', track: 'minmax(190px, 1.2fr)', fromWidth: 760 },
];

interface HistoryProps {
  entries: readonly ScanHistoryEntry[];
  packet: ScanHistoryEntry | null;
  onPacket: (entry: ScanHistoryEntry | null) => void;
}

function History({ entries: newest, packet, onPacket }: HistoryProps) {
  const { entries, hold, isHeld } = useHeldHistory(newest);
  const [frame, width] = useWidth<HTMLElement>();
  const columns = useMemo(() => COLUMNS.filter((column) => width >= column.fromWidth), [width]);
  const list = useRef(entries);
  list.current = entries;
  const activeRow = useMemo(() => (packet === null ? -1 : findPacket(entries, packet)), [entries, packet]);
  const renderCell = useCallback((index: number, column: string) => packetCell(list.current[index], column), []);
  const rowState = useCallback((index: number) => {
    const entry = list.current[index];
    return { revision: entry === undefined ? '' : `${entry.at} ${entry.repeats} ${entry.pdu} ${toHex(entry.data)}` };
  }, []);
  return (
    <section ref={frame} className={styles.history} aria-label="History">
      <div className={styles.historyHead}>
        <h3>History</h3>
        <span className="grow" />
        <span className="faint">
          {isHeld ? 'held while you are in it, ' : ''}
          {plural(entries.length, 'packet')}
        </span>
      </div>
      <VirtualGrid
        label="Packets, newest first"
        columns={columns}
        rowCount={entries.length}
        rowKey={indexKey}
        renderCell={renderCell}
        rowState={rowState}
        activeRow={activeRow}
        onActiveRow={(index) => onPacket(entries[index] ?? null)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || packet === null) return;
          event.preventDefault();
          onPacket(null);
        }}
        onFocusInside={(inside) => hold('focus', inside)}
        onPointerInside={(inside) => hold('pointer', inside)}
      />
    </section>
  );
}

const indexKey = (index: number) => index;

function packetCell(entry: ScanHistoryEntry | undefined, column: string) {
  if (entry === undefined) return null;
  switch (column) {
    case 'time':
      return <span className="mono">{formatTime(entry.at, true)}</span>;
    case 'rssi':
      return formatRssi(entry.rssi);
    case 'pdu':
      return <span className="mono dim">{entry.pdu}</span>;
    case 'what': {
      const text = packetText(entry);
      return (
        <span title={`${entry.pdu}: ${text}`}>
          {isResponse(entry.pdu) && <span className="mono faint">rsp </span>}
          <span className={text === 'as before' ? 'faint' : undefined}>{text}</span>
        </span>
      );
    }
    case 'changed':
      return changeText(entry);
    case 'repeats':
      return <span className="dim">{repeatText(entry)}</span>;
    default:
      return <span className="mono dim">{toHex(entry.data, ' ')}</span>;
  }
}
