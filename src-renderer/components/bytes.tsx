import { toHex } from '../../src-shared/bytes/hex.js';
import { cx } from '../lib/classes.js';
import styles from './bytes.module.css';

/** Marks of one byte. `mark` 1 to 6 is a field ground; 0 = lit without a field of its own. */
export interface ByteMark {
  dimmed?: boolean;
  changed?: boolean;
  mark?: number;
}

interface ByteCellsProps {
  bytes: Uint8Array;
  /** What byte i wears. */
  markOf?: (index: number) => ByteMark | undefined;
  /** Offset of the first byte in the whole, for the tooltip of each. */
  offset?: number;
  /** Bytes a row: 8 in a narrow pane. */
  perRow?: 8 | 16;
  onHover?: (index: number | null) => void;
}

/** Bytes in cells of equal width. Changed ones are underlined and bold, so that colour is not alone. */
export function ByteCells({ bytes, markOf, offset = 0, perRow = 8, onHover }: ByteCellsProps) {
  const cells = [];
  for (let i = 0; i < bytes.length; i += 1) {
    const marks = markOf?.(i);
    const at = `byte ${offset + i}${marks?.changed ? ', changed since the packet before' : ''}`;
    cells.push(
      <span
        key={i}
        title={at}
        data-mark={marks?.mark}
        className={cx(marks?.dimmed && styles.dimmed, marks?.changed && styles.changed)}
        onPointerEnter={onHover && (() => onHover(i))}
      >
        {toHex(bytes.subarray(i, i + 1))}
      </span>,
    );
  }
  return (
    <div className={cx(styles.bytes, perRow === 16 && styles.wide)} onPointerLeave={onHover && (() => onHover(null))}>
      {cells}
    </div>
  );
}
