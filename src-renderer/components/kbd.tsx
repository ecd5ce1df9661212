import { cx } from '../lib/classes.js';
import { formatKeys } from '../lib/keys.js';
import { isMac } from '../lib/platform.js';
import styles from './kbd.module.css';

/** A key as this machine's keyboard names it: `<Kbd keys="Mod+K" />`. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return <kbd className={cx(styles.kbd, className)}>{formatKeys(keys, isMac)}</kbd>;
}
