import type { LucideIcon } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { cx } from '../lib/classes.js';
import styles from './button.module.css';
import { Spinner } from './spinner.js';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  /** At most one 'primary' a view: the likely next step. */
  variant?: 'default' | 'primary' | 'danger' | 'ghost';
  size?: 'sm' | 'md' | 'lg';
  icon?: LucideIcon;
  /** The work it started is going on: a spinner takes the icon's place, and it cannot be pressed again, but keeps the focus. */
  busy?: boolean;
  className?: string;
  children?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  variant = 'default',
  size = 'md',
  icon: Icon,
  busy,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      // Disabled it would lose the focus, and with it Escape and Tab their place.
      aria-disabled={busy || undefined}
      onPress={busy ? undefined : rest.onPress}
      type={busy ? 'button' : rest.type}
      className={cx(styles.button, variant !== 'default' && styles[variant], size !== 'md' && styles[size], className)}
    >
      {busy ? <Spinner /> : Icon && <Icon size={14} strokeWidth={2} aria-hidden />}
      {children}
    </AriaButton>
  );
}

/** Looks like a link, acts like a button: for an action named inside text. */
export function LinkButton({
  className,
  ...rest
}: Omit<AriaButtonProps, 'className' | 'style'> & { className?: string }) {
  return <AriaButton {...rest} className={cx(styles.link, className)} />;
}
