import type { CSSProperties, ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { cx } from '../lib/classes.js';
import styles from './dialog.module.css';

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  width?: number;
  /** Buttons, the likely one last. */
  actions?: ReactNode;
  role?: 'dialog' | 'alertdialog';
  /** A press outside closes it. Default true. */
  isDismissable?: boolean;
  children: ReactNode;
}

/** A modal dialog. The scrim leaves the title bar free, so the adapter stays in sight. Escape closes. */
export function Dialog({ title, isOpen, onClose, width = 440, actions, role, isDismissable, children }: DialogProps) {
  return (
    <Layer isOpen={isOpen} onClose={onClose} width={width} isDismissable={isDismissable}>
      <AriaDialog role={role} className={cx(styles.dialog, styles.padded)}>
        <Heading slot="title" level={2} className={styles.title}>
          {title}
        </Heading>
        {children}
        {actions && <div className={styles.actions}>{actions}</div>}
      </AriaDialog>
    </Layer>
  );
}

export interface BareDialogProps {
  label: string;
  isOpen: boolean;
  onClose: () => void;
  width?: number;
  /** Hangs near the top instead of in the middle. */
  top?: boolean;
  children: ReactNode;
}

/** A modal layer without heading and padding: the palette, the shortcut sheet. */
export function BareDialog({ label, isOpen, onClose, width, top, children }: BareDialogProps) {
  return (
    <Layer isOpen={isOpen} onClose={onClose} width={width} top={top}>
      <AriaDialog aria-label={label} className={styles.dialog ?? ''}>
        {children}
      </AriaDialog>
    </Layer>
  );
}

function Layer({
  isOpen,
  onClose,
  width,
  top,
  isDismissable = true,
  children,
}: Omit<BareDialogProps, 'label'> & { isDismissable?: boolean }) {
  const style: CSSProperties | undefined = width === undefined ? undefined : { width };
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={isDismissable}
      className={cx(styles.scrim, top && styles.top)}
      data-layer=""
    >
      <Modal className={styles.modal ?? ''} style={style}>
        {children}
      </Modal>
    </ModalOverlay>
  );
}
