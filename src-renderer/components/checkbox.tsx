import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components';
import { cx } from '../lib/classes.js';
import styles from './checkbox.module.css';

export interface CheckboxProps extends Omit<AriaCheckboxProps, 'className' | 'children' | 'style'> {
  className?: string;
  children?: ReactNode;
}

export function Checkbox({ className, children, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={cx(styles.check, className)}>
      {({ isSelected }) => (
        <>
          <span className={styles.box}>{isSelected && <Check size={12} strokeWidth={3} aria-hidden />}</span>
          {children}
        </>
      )}
    </AriaCheckbox>
  );
}
