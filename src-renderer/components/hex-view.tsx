import { type KeyboardEvent, memo, type PointerEvent, useId, useRef } from 'react';
import { BYTE_HEX } from '../../src-shared/bytes/hex.js';
import { cx } from '../lib/classes.js';
import { HEX_COLUMNS } from './hex-columns.js';
import styles from './hex-view.module.css';

export interface HexViewProps {
  label: string;
  bytes: Uint8Array;
  /** Ground 1 to 6 of byte i; 0 = none. */
  marks?: readonly number[];
  /** Bytes that are lit: the ones of a field that is pointed at. */
  lit?: { offset: number; length: number } | null;
  /** Bytes that differ from the value before. */
  changed?: readonly number[];
  /** The byte the keys stand on; null = none. */
  picked: number | null;
  onPick: (index: number) => void;
  onHover?: (index: number | null) => void;
}

const printable = (byte: number) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·');

/** Offsets, bytes and ASCII. Arrow keys and the mouse pick a byte. */
export const HexView = memo(function HexView(props: HexViewProps) {
  const { label, bytes, marks, lit, changed, picked, onPick, onHover } = props;
  const prefix = useId();
  const box = useRef<HTMLDivElement>(null);
  const differs = changed === undefined || changed.length === 0 ? null : new Set(changed);
  const isLit = (i: number) => lit !== null && lit !== undefined && i >= lit.offset && i < lit.offset + lit.length;

  const byteAt = (target: EventTarget): number | null => {
    const index = target instanceof Element ? target.closest<HTMLElement>('[data-byte]')?.dataset.byte : undefined;
    return index === undefined ? null : Number(index);
  };
  const move = (event: KeyboardEvent) => {
    const at = picked ?? -1;
    const to = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at < 0 ? 0 : at + HEX_COLUMNS,
      ArrowUp: at - HEX_COLUMNS,
      Home: 0,
      End: bytes.length - 1,
    }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (to < 0 || to >= bytes.length) return;
    onPick(to);
    box.current?.querySelector(`[data-byte="${to}"]`)?.scrollIntoView({ block: 'nearest' });
  };

  const rows = [];
  for (let from = 0; from < bytes.length; from += HEX_COLUMNS) {
    const cells = [];
    let ascii = '';
    for (let i = from; i < Math.min(bytes.length, from + HEX_COLUMNS); i += 1) {
      const byte = bytes[i] as number;
      ascii += printable(byte);
      const on = isLit(i);
      cells.push(
        <span
          key={i}
          id={`${prefix}b${i}`}
          role="option"
          aria-selected={i === picked}
          aria-label={`byte ${i}: ${BYTE_HEX[byte]}`}
          tabIndex={-1}
          data-byte={i}
          data-mark={marks?.[i] || undefined}
          className={cx(
            styles.byte,
            on && styles.lit,
            on && (i === from || !isLit(i - 1)) && styles.first,
            on && (i === from + HEX_COLUMNS - 1 || !isLit(i + 1)) && styles.last,
            differs?.has(i) && styles.changed,
            i === picked && styles.picked,
          )}
        >
          {BYTE_HEX[byte]}
        </span>,
      );
    }
    rows.push(
      <div key={from} className={styles.row}>
        <span className={styles.offset} aria-hidden>
          {from.toString(16).padStart(2, '0')}
        </span>
        {cells}
        <span className={styles.ascii} aria-hidden>
          {ascii}
        </span>
      </div>,
    );
  }
  if (rows.length === 0) return <p className="faint">Empty: no bytes.</p>;
  return (
    <div
      ref={box}
      role="listbox"
      aria-label={label}
      aria-orientation="horizontal"
      aria-activedescendant={picked === null || picked >= bytes.length ? undefined : `${prefix}b${picked}`}
      tabIndex={0}
      className={styles.hex}
      onKeyDown={move}
      onClick={(event) => {
        const index = byteAt(event.target);
        if (index !== null) onPick(index);
      }}
      onPointerOver={onHover && ((event: PointerEvent) => onHover(byteAt(event.target)))}
      onPointerLeave={onHover && (() => onHover(null))}
    >
      {rows}
    </div>
  );
});
