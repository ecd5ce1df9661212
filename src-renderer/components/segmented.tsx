import type { LucideIcon } from 'lucide-react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { cx } from '../lib/classes.js';
import styles from './segmented.module.css';

export interface SegmentedProps<T extends string> {
  label: string;
  options: readonly { id: T; label: string; icon?: LucideIcon; disabled?: boolean }[];
  value: T;
  onChange: (value: T) => void;
  size?: 'sm' | 'md';
  isDisabled?: boolean;
}

/** One choice of a few, all in sight. */
export function Segmented<T extends string>({
  label,
  options,
  value,
  onChange,
  size = 'md',
  isDisabled,
}: SegmentedProps<T>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      isDisabled={isDisabled}
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find((option) => keys.has(option.id));
        if (chosen) onChange(chosen.id);
      }}
      className={cx(styles.group, size === 'sm' && styles.sm)}
    >
      {options.map(({ id, label: name, icon: Icon, disabled }) => (
        <ToggleButton key={id} id={id} isDisabled={disabled} className={styles.segment ?? ''}>
          {Icon && <Icon size={14} aria-hidden />}
          {name}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
