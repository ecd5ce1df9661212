import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../lib/classes.js';
import styles from './empty.module.css';

export interface EmptyProps {
  icon?: LucideIcon;
  title: string;
  /** Why there is nothing. */
  children?: ReactNode;
  /** What to do about it. */
  actions?: ReactNode;
  compact?: boolean;
  className?: string;
}

/** A place with nothing in it yet: says why, and what to do. */
export function Empty({ icon: Icon, title, children, actions, compact, className }: EmptyProps) {
  return (
    <div className={cx(styles.empty, compact && styles.compact, className)}>
      {Icon && <Icon size={16} strokeWidth={1.75} className="faint" aria-hidden />}
      <div>
        <h2 className={styles.title}>{title}</h2>
        {children && <div className={styles.text}>{children}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
