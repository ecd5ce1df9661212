import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { cx } from '../lib/classes.js';
import { dismissToast, type Toast, useToasts } from '../lib/toasts.js';
import { LinkButton } from './button.js';
import { IconButton } from './icon-button.js';
import { NOTE_ICONS } from './note.js';
import styles from './toast.module.css';

/** Long enough to read twice; one with something to press or something wrong stays until it is dismissed. */
const SHOWN_MS = 6_000;

/** Where toasts appear. One in the window. */
export function ToastRegion() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <section className={styles.region} aria-label="Notifications" data-react-aria-top-layer="true">
      {toasts.map((entry) => (
        <ToastCard key={entry.id} entry={entry} />
      ))}
    </section>
  );
}

function ToastCard({ entry }: { entry: Toast }) {
  const [held, setHeld] = useState(false);
  const goes = entry.level !== 'error' && entry.level !== 'warning' && !held;
  useEffect(() => {
    if (!goes) return undefined;
    const timer = setTimeout(() => dismissToast(entry.id), entry.action ? 2 * SHOWN_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [goes, entry.id, entry.action]);
  const Icon = NOTE_ICONS[entry.level];
  const action = entry.action;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer only holds it on the screen; what it offers are buttons
    <div
      className={cx(styles.toast, styles[entry.level])}
      role={entry.level === 'error' || entry.level === 'warning' ? 'alert' : 'status'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <div>
        <div className="strong">{entry.title}</div>
        {entry.text && <div className={styles.text}>{entry.text}</div>}
        {action && (
          <LinkButton
            onPress={() => {
              dismissToast(entry.id);
              action.run();
            }}
          >
            {action.label}
          </LinkButton>
        )}
      </div>
      <IconButton icon={X} label="Dismiss" size="sm" onPress={() => dismissToast(entry.id)} />
    </div>
  );
}
