import { CircleCheck, CircleX, Info, type LucideIcon, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../lib/classes.js';
import { IconButton } from './icon-button.js';
import styles from './note.module.css';

export type NoteLevel = 'info' | 'ok' | 'warning' | 'error';

export const NOTE_ICONS: Record<NoteLevel, LucideIcon> = {
  info: Info,
  ok: CircleCheck,
  warning: TriangleAlert,
  error: CircleX,
};

export interface NoteProps {
  level?: NoteLevel;
  icon?: LucideIcon;
  title?: ReactNode;
  children?: ReactNode;
  /** Small buttons at its right. */
  actions?: ReactNode;
  onDismiss?: () => void;
  dismissLabel?: string;
  /** Edge to edge in a pane, without rounded corners. */
  flush?: boolean;
  /** 'alert' is read out at once, 'status' when there is time. Leave out what was there from the start. */
  role?: 'alert' | 'status';
  className?: string;
}

/** Something the user should know, in the place it is about. */
export function Note({
  level = 'info',
  icon,
  title,
  children,
  actions,
  onDismiss,
  dismissLabel = 'Dismiss',
  flush,
  role,
  className,
}: NoteProps) {
  const Icon = icon ?? NOTE_ICONS[level];
  return (
    <div className={cx(styles.note, styles[level], flush && styles.flush, className)} role={role}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <div className={styles.body}>
        {title && <div className={styles.title}>{title}</div>}
        {children}
      </div>
      {(actions || onDismiss) && (
        <div className={styles.actions}>
          {actions}
          {onDismiss && <IconButton icon={X} label={dismissLabel} size="sm" onPress={onDismiss} />}
        </div>
      )}
    </div>
  );
}
