import { type FormEvent, useState } from 'react';
import type { ErrorInfo } from '../../../src-shared/model/ble-error.js';
import type { LinkState } from '../../../src-shared/model/link.js';
import { Button } from '../../components/button.js';
import { ErrorNote } from '../../components/error-note.js';
import { Field } from '../../components/field.js';
import { toErrorInfo } from '../../lib/error-text.js';
import { exchangeMtu } from './explorer-actions.js';
import styles from './link-editors.module.css';

const LEAST = 23;
const MOST = 517;

/** Asks the peer for another MTU. */
export function MtuEditor({ state, onDone }: { state: LinkState; onDone: () => void }) {
  const [text, setText] = useState(String(MOST));
  const [busy, setBusy] = useState(false);
  const [agreed, setAgreed] = useState<number | null>(null);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const mtu = /^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN;
  const wrong = mtu >= LEAST && mtu <= MOST ? null : `${LEAST} to ${MOST} bytes`;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (wrong !== null || busy) return;
    setBusy(true);
    setError(null);
    try {
      setAgreed(await exchangeMtu(state.id, mtu));
    } catch (failure) {
      setError(toErrorInfo(failure, 'exchange MTU'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={styles.editor} onSubmit={(event) => void submit(event)} noValidate>
      <h2 className={styles.title}>Exchange MTU</h2>
      <Field label="MTU to ask for" unit="bytes" value={text} onChange={setText} error={wrong} autoFocus />
      <p className={styles.help}>
        Now {state.mtu}: {state.mtu - 3} bytes in a notification or write. A device answers the exchange once in a
        connection, and the smaller of both numbers counts.
      </p>
      {error !== null && <ErrorNote title="The MTU was not exchanged" error={error} />}
      <div className={styles.actions}>
        <span className={styles.done} role="status">
          {agreed === null ? '' : agreed === mtu ? `Agreed: ${agreed}` : `Agreed: ${agreed}, not ${mtu}`}
        </span>
        <Button onPress={onDone}>Close</Button>
        <Button type="submit" variant="primary" isDisabled={wrong !== null} busy={busy}>
          Exchange
        </Button>
      </div>
    </form>
  );
}
