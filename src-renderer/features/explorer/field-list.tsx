import { type KeyboardEvent, useId } from 'react';
import type { ValueField } from '../../../src-shared/decode/values/decoded-value.js';
import { cx } from '../../lib/classes.js';
import { fieldMarks, fieldText } from '../../lib/explorer-value.js';
import styles from './value-section.module.css';

interface FieldListProps {
  fields: readonly ValueField[];
  /** -1: none. */
  selected: number;
  onSelect: (index: number) => void;
  onHover: (index: number | null) => void;
}

const bytesText = ({ offset, length, bits }: ValueField) => {
  if (bits !== undefined) return bits.from === bits.to ? `bit ${bits.from}` : `${bits.from}–${bits.to}`;
  return length > 1 ? `${offset}–${offset + length - 1}` : String(offset);
};

/** Decoded fields; the one pointed at or selected lights its bytes, and they it. */
export function FieldList({ fields, selected, onSelect, onHover }: FieldListProps) {
  const prefix = useId();
  const marks = fieldMarks(fields);
  const move = (event: KeyboardEvent) => {
    const to = {
      ArrowDown: Math.min(fields.length - 1, selected + 1),
      ArrowUp: Math.max(0, selected - 1),
      Home: 0,
      End: fields.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onSelect(to);
    document.getElementById(`${prefix}${to}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div
      role="listbox"
      aria-label="Decoded fields"
      aria-activedescendant={selected < 0 ? undefined : `${prefix}${selected}`}
      tabIndex={0}
      className={styles.fields}
      onKeyDown={move}
      onPointerLeave={() => onHover(null)}
    >
      {fields.map((field, i) => {
        const text = fieldText(field);
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys.
          <div
            // Several fields of one value may have the same name.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above.
            key={i}
            id={`${prefix}${i}`}
            role="option"
            aria-selected={i === selected}
            tabIndex={-1}
            className={styles.field}
            onClick={() => onSelect(i)}
            onPointerEnter={() => onHover(i)}
          >
            <span className={cx('mono faint', styles.place)}>{bytesText(field)}</span>
            <span className={cx(styles.fieldName, field.bits !== undefined && styles.part)}>
              {field.bits === undefined && <i className={styles.swatch} data-mark={marks[i]} aria-hidden />}
              <span>{field.name}</span>
            </span>
            <span className={styles.fieldValue}>{text}</span>
          </div>
        );
      })}
    </div>
  );
}
