import type { ReactNode } from 'react';
import type { ErrorInfo } from '../../src-shared/model/ble-error.js';
import { errorCodeLine, errorDetails } from '../lib/error-text.js';
import { CopyButton } from './copy-button.js';
import { FixText } from './fix-text.js';
import { Note } from './note.js';
import styles from './note.module.css';

export interface ErrorNoteProps {
  /** What did not work, in words: 'Scanning could not start'. */
  title: string;
  error: ErrorInfo;
  /** The button that fixes it. */
  fix?: ReactNode;
  onDismiss?: () => void;
  flush?: boolean;
  className?: string;
}

/** An error that explains itself: what, code and layer, why we think so, what to do, copy details. */
export function ErrorNote({ title, error, fix, onDismiss, flush, className }: ErrorNoteProps) {
  return (
    <Note level="error" role="alert" title={title} onDismiss={onDismiss} flush={flush} className={className}>
      <div className={`mono ${styles.code ?? ''}`}>
        {errorCodeLine(error)}
        {error.origin === 'peer' && <span className="dim">, from the peer</span>}
      </div>
      <p className={styles.message}>{error.message}</p>
      {error.fix && (
        <div className="dim">
          <FixText fix={error.fix} />
        </div>
      )}
      <div className={styles.buttons}>
        {fix}
        <CopyButton text={errorDetails(error)} label="Copy details" size="sm" />
      </div>
    </Note>
  );
}
