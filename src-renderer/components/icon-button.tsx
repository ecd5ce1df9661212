import type { LucideIcon } from 'lucide-react';
import type { Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { cx } from '../lib/classes.js';
import styles from './button.module.css';
import { Tooltip, type TooltipProps } from './tooltip.js';

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style' | 'aria-label'> {
  icon: LucideIcon;
  /** Its name for everyone: spoken, and shown as tooltip. */
  label: string;
  /** Shown in the tooltip: 'Mod+I'. */
  keys?: string;
  variant?: 'default' | 'ghost' | 'danger';
  size?: 'sm' | 'md';
  /** Pixels; 16 in 28 px buttons, 14 in 24 px ones. */
  iconSize?: number;
  placement?: TooltipProps['placement'];
  className?: string;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton(props: IconButtonProps) {
  const { icon: Icon, label, keys, variant = 'ghost', size = 'md', iconSize, placement, className, ...rest } = props;
  return (
    <Tooltip text={label} keys={keys} placement={placement}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={cx(
          styles.button,
          styles.icon,
          variant !== 'default' && styles[variant],
          size === 'sm' && styles.sm,
          className,
        )}
      >
        <Icon size={iconSize ?? (size === 'sm' ? 14 : 16)} strokeWidth={1.75} aria-hidden />
      </AriaButton>
    </Tooltip>
  );
}
