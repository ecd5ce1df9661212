import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import { BYTE_HEX } from '../../../src-shared/bytes/hex.js';
import { type ValueFormat, valueText } from '../../../src-shared/decode/values/value-text.js';
import type { HistoryEntry } from '../../../src-shared/model/link.js';
import { type GridColumn, VirtualGrid } from '../../components/virtual-grid.js';
import { changedBytes, type HistoryView, type ValueHistory } from '../../lib/explorer-history.js';
import type { Attribute } from '../../lib/explorer-tree.js';
import { formatTime } from '../../lib/scan-format.js';
import { useWidth } from '../../lib/use-width.js';
import styles from './history-section.module.css';

const columns = (bytes: number): readonly GridColumn[] => [
  { id: 'time', label: 'Time', track: '108px' },
  { id: 'kind', label: 'Kind', head: '', track: '24px' },
  { id: 'data', label: 'Bytes', track: `${bytes * 22 + 14}px` },
  { id: 'value', label: 'Value', track: 'minmax(84px, 1fr)', align: 'end' },
];
const SHOWN_ROWS = 8;
const ROW_PX = 28;
/** Bytes of a value that a line has room for: the value in words goes before them. */
const BYTES = { narrow: 3, wide: 6 };
const COLUMNS = { narrow: columns(BYTES.narrow), wide: columns(BYTES.wide) };
const WIDE_FROM_PX = 390;

interface HistoryListProps {
  attribute: Attribute;
  view: HistoryView;
  /** The growing history; null while it is paused. */
  live: ValueHistory | null;
  format: ValueFormat;
  picked: HistoryEntry | null;
  onPick: (entry: HistoryEntry | null) => void;
}

/** Values, newest first. While the pointer or the focus is in it nothing moves. */
export function HistoryList({ attribute, view, live, format, picked, onPick }: HistoryListProps) {
  const reasons = useRef({ pointer: false, focus: false });
  const [held, setHeld] = useState<HistoryView | null>(null);
  const hold = (reason: 'pointer' | 'focus', on: boolean) => {
    reasons.current[reason] = on;
    const wants = reasons.current.pointer || reasons.current.focus;
    if (wants !== (held !== null)) setHeld(wants && live !== null ? live.snapshot() : null);
  };
  const shown = held ?? view;
  const [frame, width] = useWidth<HTMLDivElement>();
  const size: keyof typeof BYTES = width >= WIDE_FROM_PX ? 'wide' : 'narrow';
  const latest = useRef({ shown, attribute, format, size });
  latest.current = { shown, attribute, format, size };
  const count = shown.end - shown.first;
  const numberAt = (row: number) => latest.current.shown.end - 1 - row;

  const rowKey = useCallback((row: number) => latest.current.shown.end - 1 - row, []);
  const renderCell = useCallback((row: number, column: string) => {
    const { shown: list, attribute: of, format: by, size: room } = latest.current;
    const number = list.end - 1 - row;
    const entry = list.entry(number);
    return entry === undefined
      ? null
      : cell(entry, list.entry(number - 1), column, { attribute: of, format: by, bytes: BYTES[room] });
  }, []);
  const formatKey = `${format.user ?? ''} ${format.presentation?.join() ?? ''}`;
  const rowState = (row: number) => ({ revision: `${numberAt(row)} ${formatKey}` });
  const activeRow = picked === null ? -1 : rowOfEntry(shown, picked);
  const missed = held === null || live === null ? 0 : live.end - held.end;
  return (
    <>
      <div ref={frame} className={styles.list} style={{ height: (Math.min(SHOWN_ROWS, count) + 1) * ROW_PX }}>
        <VirtualGrid
          label="Values, newest first"
          columns={COLUMNS[size]}
          rowCount={count}
          rowKey={rowKey}
          renderCell={renderCell}
          rowState={rowState}
          activeRow={activeRow}
          onActiveRow={(row) => onPick(shown.entry(numberAt(row)) ?? null)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || picked === null) return;
            event.preventDefault();
            onPick(null);
          }}
          onFocusInside={(inside) => hold('focus', inside)}
          onPointerInside={(inside) => hold('pointer', inside)}
        />
      </div>
      {live !== null && <p className={styles.held}>{held === null ? '' : `Held while you are in it, ${missed} new`}</p>}
    </>
  );
}

function rowOfEntry(view: HistoryView, entry: HistoryEntry): number {
  for (let number = view.end - 1; number >= view.first; number -= 1) {
    const other = view.entry(number);
    if (other === entry) return view.end - 1 - number;
    if (other === undefined || other.at < entry.at) return -1;
  }
  return -1;
}

const KIND_WORDS: Record<HistoryEntry['kind'], string> = {
  read: 'read',
  written: 'written',
  notification: 'notification',
  indication: 'indication',
};

function cell(
  entry: HistoryEntry,
  before: HistoryEntry | undefined,
  column: string,
  { attribute, format, bytes }: { attribute: Attribute; format: ValueFormat; bytes: number },
) {
  switch (column) {
    case 'time':
      return <span className="mono dim">{formatTime(entry.at, true)}</span>;
    case 'kind': {
      const Arrow = entry.kind === 'written' ? ArrowRight : ArrowLeft;
      return (
        <span className={styles.way} title={KIND_WORDS[entry.kind]}>
          <Arrow size={14} strokeWidth={2} className={entry.kind === 'written' ? 'tx' : 'rx'} aria-hidden />
          <span className="sr">{KIND_WORDS[entry.kind]}</span>
        </span>
      );
    }
    case 'data':
      return <Bytes data={entry.data} before={before?.data} most={bytes} />;
    default: {
      const text = valueText(attribute, entry.data, format);
      return <span title={text}>{text}</span>;
    }
  }
}

function Bytes({ data, before, most }: { data: Uint8Array; before: Uint8Array | undefined; most: number }) {
  const head = data.subarray(0, most);
  const changed = new Set(changedBytes(head, before));
  return (
    <span className={`mono ${styles.bytes ?? ''}`}>
      {Array.from(head, (byte, i) => (
        // A byte is known by its place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above.
        <span key={i}>
          {i > 0 && ' '}
          {changed.has(i) ? <i>{BYTE_HEX[byte]}</i> : BYTE_HEX[byte]}
        </span>
      ))}
      {data.length > most && '…'}
    </span>
  );
}
