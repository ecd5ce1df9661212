import { type FormEvent, useState } from 'react';
import type { ErrorInfo } from '../../../src-shared/model/ble-error.js';
import type { LinkState, PhyName } from '../../../src-shared/model/link.js';
import { Button } from '../../components/button.js';
import { ErrorNote } from '../../components/error-note.js';
import { Segmented } from '../../components/segmented.js';
import { toErrorInfo } from '../../lib/error-text.js';
import { phyText } from '../../lib/explorer-format.js';
import { setPhy } from './explorer-actions.js';
import styles from './link-editors.module.css';

const OPTIONS: readonly { id: PhyName; label: string }[] = [
  { id: '1M', label: '1M' },
  { id: '2M', label: '2M' },
  { id: 'coded', label: 'Coded' },
];

/** Asks for another PHY, the same both ways. */
export function PhyEditor({ state, onDone }: { state: LinkState; onDone: () => void }) {
  const { phy, dataLength } = state;
  const [wanted, setWanted] = useState<PhyName>(phy?.tx === '1M' ? '2M' : '1M');
  const [busy, setBusy] = useState(false);
  const [agreed, setAgreed] = useState<LinkState['phy']>(null);
  const [error, setError] = useState<ErrorInfo | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setAgreed(null);
    setError(null);
    try {
      setAgreed(await setPhy(state.id, { tx: wanted, rx: wanted }));
    } catch (failure) {
      setError(toErrorInfo(failure, 'set PHY'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={styles.editor} onSubmit={(event) => void submit(event)} noValidate>
      <h2 className={styles.title}>Set PHY</h2>
      <div className={styles.choice}>
        <Segmented label="PHY to ask for" options={OPTIONS} value={wanted} onChange={setWanted} />
      </div>
      <p className={styles.help}>
        {phy !== null && `Now ${phyText(phy)}. `}
        2M is twice as fast, coded reaches further; the device has a word in it too.
        {dataLength !== null &&
          ` A packet on air carries up to ${dataLength.txOctets} bytes out and ${dataLength.rxOctets} in (data length).`}
      </p>
      {error !== null && <ErrorNote title="The PHY was not changed" error={error} />}
      <div className={styles.actions}>
        <span className={styles.done} role="status">
          {agreed === null ? '' : `In use: ${phyText(agreed)}`}
        </span>
        <Button onPress={onDone}>Close</Button>
        <Button type="submit" variant="primary" busy={busy}>
          Ask
        </Button>
      </div>
    </form>
  );
}
