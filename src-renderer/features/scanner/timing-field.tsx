import { CircleX } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useApp } from '../../app/app-store.js';
import { Button } from '../../components/button.js';
import { Field } from '../../components/field.js';
import { cx } from '../../lib/classes.js';
import { applyTiming, type TimingField as TimingFieldId, timingText } from './scan-timing.js';
import { changeScan } from './scanner-actions.js';
import { useScanner } from './scanner-state.js';
import styles from './scanner-toolbar.module.css';

const WIDTHS: Record<TimingFieldId, number> = { intervalMs: 40, windowMs: 38, durationMs: 96 };

interface TimingFieldProps {
  field: TimingFieldId;
  label: string;
}

/**
 * Interval, window or duration of the scan. Taken with Enter or when the focus leaves; a value that cannot be is not taken,
 * stays in the field, and the note below says why. Escape puts the value in force back.
 */
export function TimingField({ field, label }: TimingFieldProps) {
  const settings = useApp((app) => app.settings.scan);
  const refusal = useScanner((scanner) => (scanner.refusal?.field === field ? scanner.refusal : null));
  const inForce = timingText(field, settings);
  const [text, setText] = useState(inForce);

  // A refused text stays until something else is in force, or the refusal was settled.
  useEffect(() => {
    if (refusal === null) setText(inForce);
  }, [inForce, refusal]);

  const reset = () => {
    setText(inForce);
    if (refusal !== null) useScanner.setState({ refusal: null });
  };
  const commit = () => {
    if (text.trim() === inForce) {
      reset();
      return;
    }
    const result = applyTiming(field, text, settings);
    if (result.ok) {
      setText(timingText(field, result.settings));
      void changeScan(result.settings);
    } else useScanner.setState({ refusal: result.refusal });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit();
    if (event.key === 'Escape') reset();
  };

  const isDuration = field === 'durationMs';
  return (
    <Field
      label={isDuration ? 'Duration in seconds; empty means until stopped' : label}
      labelHidden={isDuration}
      inline={!isDuration}
      unit={isDuration ? (text === '' ? undefined : 's') : 'ms'}
      placeholder={isDuration ? 'until stopped' : undefined}
      width={isDuration && text !== '' ? 44 : WIDTHS[field]}
      className={cx(styles.timing, isDuration && styles.duration)}
      value={text}
      onChange={setText}
      onBlur={commit}
      onKeyDown={onKeyDown}
      error={refusal?.message}
      errorElsewhere
      inputMode="decimal"
    />
  );
}

/** Why a time was not taken, with the button that takes one that is possible. */
export function TimingRefusal() {
  const refusal = useScanner((scanner) => scanner.refusal);
  if (refusal === null) return null;
  return (
    <div className={styles.refusal} role="alert">
      <span className="ic danger">
        <CircleX size={14} strokeWidth={2} aria-hidden="true" />
        <span>
          <span className="strong">{refusal.label}:</span> {refusal.message}
        </span>
      </span>
      <Button size="sm" onPress={() => void changeScan(refusal.fix)}>
        {refusal.fixLabel}
      </Button>
    </div>
  );
}
