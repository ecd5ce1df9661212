import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { cx } from '../lib/classes.js';
import styles from './tag.module.css';

export interface TagProps {
  /** 'virtual' is dashed: simulated. The others colour words that already say it. */
  tone?: 'default' | 'virtual' | 'ok' | 'warn' | 'danger' | 'accent';
  className?: string;
  children: ReactNode;
}

export function Tag({ tone = 'default', className, children }: TagProps) {
  return <span className={cx(styles.tag, tone !== 'default' && styles[tone], className)}>{children}</span>;
}

export interface ChipProps {
  children: ReactNode;
  /** Names the remove button: 'Remove rssi>-70'. */
  removeLabel: string;
  onRemove: () => void;
  bad?: boolean;
  /** What is wrong, when bad. */
  title?: string;
}

/** A term of a filter that can be taken away. */
export function Chip({ children, removeLabel, onRemove, bad, title }: ChipProps) {
  return (
    <span className={cx(styles.chip, bad && styles.chipBad)} title={title}>
      {children}
      <AriaButton className={styles.remove ?? ''} aria-label={removeLabel} onPress={onRemove}>
        <X size={14} strokeWidth={2} aria-hidden />
      </AriaButton>
    </span>
  );
}
