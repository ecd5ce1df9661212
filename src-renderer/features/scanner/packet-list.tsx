import { type KeyboardEvent, memo, useId, useRef } from 'react';
import type { ScanHistoryEntry } from '../../../src-shared/model/scan-row.js';
import { formatRssi, formatTime } from '../../lib/scan-format.js';
import styles from './device.module.css';
import { changeText, findPacket, isResponse, packetText, repeatText, samePacket } from './packet-text.js';
import { useHeldHistory } from './use-held-history.js';

interface PacketListProps {
  /** Newest first. */
  history: readonly ScanHistoryEntry[];
  selected: ScanHistoryEntry | null;
  onSelect: (entry: ScanHistoryEntry | null) => void;
}

/** The last packets of a device. It stands still while the pointer or the focus is in it. */
export function PacketList({ history, selected, onSelect }: PacketListProps) {
  const prefix = useId();
  const list = useRef<HTMLDivElement>(null);
  const { entries, hold } = useHeldHistory(history);
  const active = selected === null ? -1 : findPacket(entries, selected);

  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (event.key === 'Escape' && selected !== null) {
      event.preventDefault();
      onSelect(null);
      return;
    }
    const entry = to === undefined ? undefined : entries[Math.min(entries.length - 1, Math.max(0, to))];
    if (entry === undefined) return;
    event.preventDefault();
    onSelect(entry);
    list.current?.children[entries.indexOf(entry)]?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <div
      ref={list}
      className={styles.packets}
      role="listbox"
      aria-label="Packets, newest first"
      aria-activedescendant={active < 0 ? undefined : `${prefix}${active}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerEnter={() => hold('pointer', true)}
      onPointerLeave={() => hold('pointer', false)}
      onFocus={() => hold('focus', true)}
      onBlur={() => hold('focus', false)}
      onClick={(event) => {
        const index =
          event.target instanceof Element
            ? event.target.closest<HTMLElement>('[data-index]')?.dataset.index
            : undefined;
        const entry = index === undefined ? undefined : entries[Number(index)];
        if (entry !== undefined) onSelect(Number(index) === active ? null : entry);
      }}
    >
      {entries.map((entry, index) => (
        <PacketRow
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines stay, what they show moves on.
          key={`${prefix}${index}`}
          id={`${prefix}${index}`}
          index={index}
          entry={entry}
          selected={index === active}
        />
      ))}
    </div>
  );
}

interface PacketRowProps {
  id: string;
  index: number;
  entry: ScanHistoryEntry;
  selected: boolean;
}

const PacketRow = memo(
  function PacketRow({ id, index, entry, selected }: PacketRowProps) {
    const text = packetText(entry);
    return (
      // biome-ignore lint/a11y/useFocusableInteractive: the list holds the focus and points here.
      <div id={id} role="option" aria-selected={selected} data-index={index} className={styles.packet}>
        <span className="mono">{formatTime(entry.at, true)}</span>
        <span className="num">{formatRssi(entry.rssi)}</span>
        <span className={styles.what} title={`${entry.pdu}: ${text}`}>
          {isResponse(entry.pdu) && <span className="mono faint">rsp </span>}
          {text === 'as before' ? <span className="faint">{text}</span> : text}
        </span>
        <span className="num dim">{changeText(entry)}</span>
        <span className="num faint">{repeatText(entry)}</span>
      </div>
    );
  },
  (before, after) =>
    before.selected === after.selected &&
    before.id === after.id &&
    before.entry.at === after.entry.at &&
    before.entry.repeats === after.entry.repeats &&
    samePacket(before.entry, after.entry),
);
