import { Check, type LucideIcon } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps as AriaMenuItemProps,
  type MenuProps as AriaMenuProps,
  MenuSection as AriaMenuSection,
  MenuTrigger as AriaMenuTrigger,
  Popover as AriaPopover,
  type PopoverProps as AriaPopoverProps,
  Header,
  type Key,
  Separator,
} from 'react-aria-components';
import { cx } from '../lib/classes.js';
import { Kbd } from './kbd.js';
import styles from './menu.module.css';
import popover from './popover.module.css';

/** `<MenuTrigger><Button/><Menu label=… onAction={…}><MenuItem id=…/></Menu></MenuTrigger>` */
export const MenuTrigger = AriaMenuTrigger;

export interface MenuProps extends Omit<AriaMenuProps<object>, 'className' | 'style' | 'aria-label' | 'children'> {
  label: string;
  placement?: AriaPopoverProps['placement'];
  children: ReactNode;
}

export function Menu({ label, placement = 'bottom start', children, ...rest }: MenuProps) {
  return (
    <AriaPopover placement={placement} offset={4} className={popover.popover ?? ''} data-layer="">
      <AriaMenu {...rest} aria-label={label} className={styles.menu ?? ''}>
        {children}
      </AriaMenu>
    </AriaPopover>
  );
}

export interface MenuItemProps extends Omit<AriaMenuItemProps, 'className' | 'style' | 'children'> {
  icon?: LucideIcon;
  keys?: string;
  danger?: boolean;
  /** Plain text of the label, where children are more than text. */
  textValue?: string;
  children: ReactNode;
}

/** In a menu with `selectionMode` the chosen items carry a check mark. */
export function MenuItem({ icon: Icon, keys, danger, children, ...rest }: MenuItemProps) {
  const text = rest.textValue ?? (typeof children === 'string' ? children : undefined);
  return (
    <AriaMenuItem {...rest} textValue={text} className={cx(styles.item, danger && styles.danger)}>
      {({ selectionMode, isSelected }) => (
        <>
          {selectionMode !== 'none' && (
            <span className={styles.mark}>{isSelected && <Check size={14} strokeWidth={2} aria-hidden />}</span>
          )}
          {Icon && <Icon size={14} strokeWidth={2} aria-hidden className={styles.icon} />}
          {children}
          {keys && <Kbd keys={keys} className={styles.push} />}
        </>
      )}
    </AriaMenuItem>
  );
}

export function MenuSection({
  title,
  children,
  ...rest
}: { title: string; children: ReactNode } & MenuSectionSelection) {
  return (
    <AriaMenuSection {...rest}>
      <Header className={styles.heading}>{title}</Header>
      {children}
    </AriaMenuSection>
  );
}

interface MenuSectionSelection {
  selectionMode?: 'none' | 'single' | 'multiple';
  selectedKeys?: Iterable<Key>;
  onSelectionChange?: (keys: 'all' | Set<Key>) => void;
}

export function MenuSeparator() {
  return <Separator className={styles.separator ?? ''} />;
}

export interface ContextMenuProps extends Omit<MenuProps, 'placement'> {
  /** Where it was asked for, in CSS pixels of the window; null = closed. */
  at: { x: number; y: number } | null;
  onClose: () => void;
}

/** A menu at a point: for a right click, or for the keyboard's menu key at the focused row. */
export function ContextMenu({ at, onClose, label, children, ...rest }: ContextMenuProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span
        ref={anchor}
        className={styles.anchor}
        style={at ? { left: at.x, top: at.y } : { display: 'none' }}
        aria-hidden
      />
      <AriaPopover
        key={at ? `${at.x},${at.y}` : 'closed'}
        triggerRef={anchor}
        aria-label={label}
        isOpen={at !== null}
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
        placement="bottom start"
        offset={0}
        className={popover.popover ?? ''}
        data-layer=""
      >
        <AriaMenu {...rest} aria-label={label} onClose={onClose} autoFocus="first" className={styles.menu ?? ''}>
          {children}
        </AriaMenu>
      </AriaPopover>
    </>
  );
}
