import { ProgressBar } from 'react-aria-components';
import { cx } from '../lib/classes.js';
import styles from './progress.module.css';

export interface ProgressProps {
  label: string;
  value: number;
  max?: number;
  /** 'warn' is striped: stalled. 'idle': waiting or paused. Say so in words as well. */
  tone?: 'accent' | 'warn' | 'idle' | 'ok';
  className?: string;
}

export function Progress({ label, value, max = 100, tone = 'accent', className }: ProgressProps) {
  return (
    <ProgressBar
      aria-label={label}
      value={value}
      maxValue={max}
      className={cx(styles.track, tone !== 'accent' && styles[tone], className)}
    >
      {({ percentage }) => <div className={styles.fill} style={{ width: `${percentage ?? 0}%` }} />}
    </ProgressBar>
  );
}
