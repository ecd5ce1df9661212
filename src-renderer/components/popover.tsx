import { type CSSProperties, type ReactNode, type RefObject, useContext } from 'react';
import {
  Popover as AriaPopover,
  type PopoverProps as AriaPopoverProps,
  DialogTrigger,
  OverlayTriggerStateContext,
} from 'react-aria-components';
import { cx } from '../lib/classes.js';
import styles from './popover.module.css';

export interface PopoverProps {
  /** Its name, for assistive technology; inside a PopoverTrigger the button names it. */
  label: string;
  placement?: AriaPopoverProps['placement'];
  width?: number;
  /** Pixels between button and popover. */
  offset?: number;
  className?: string;
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Where to hang it when it stands outside a PopoverTrigger. */
  triggerRef?: RefObject<Element | null>;
  children: ReactNode | ((close: () => void) => ReactNode);
}

/**
 * Use inside `<PopoverTrigger>` behind its button; Escape and a press outside close it.
 * It is itself the dialog: with a Dialog inside, its hidden dismiss buttons would stand outside of every landmark.
 */
export function Popover({
  label,
  placement = 'bottom start',
  width,
  offset = 4,
  className,
  children,
  ...rest
}: PopoverProps) {
  const style: CSSProperties | undefined = width === undefined ? undefined : { width };
  return (
    <AriaPopover
      {...rest}
      aria-label={label}
      placement={placement}
      offset={offset}
      className={cx(styles.popover, className)}
      style={style}
      data-layer=""
    >
      {typeof children === 'function' ? <WithClose render={children} /> : children}
    </AriaPopover>
  );
}

function WithClose({ render }: { render: (close: () => void) => ReactNode }) {
  const state = useContext(OverlayTriggerStateContext);
  return render(() => state?.close());
}

/** `<PopoverTrigger><Button/><Popover label=…>…</Popover></PopoverTrigger>` */
export const PopoverTrigger = DialogTrigger;
