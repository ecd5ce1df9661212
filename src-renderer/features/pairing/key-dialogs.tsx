import { useState } from 'react';
import type { Output } from '../../../src-shared/ipc/contract.js';
import type { ErrorInfo } from '../../../src-shared/model/ble-error.js';
import type { BondRow, RevealedBond } from '../../../src-shared/model/pairing.js';
import { Button } from '../../components/button.js';
import { Checkbox } from '../../components/checkbox.js';
import { CopyButton } from '../../components/copy-button.js';
import { Dialog } from '../../components/dialog.js';
import { ErrorNote } from '../../components/error-note.js';
import { Note } from '../../components/note.js';
import { api } from '../../lib/api.js';
import { toErrorInfo } from '../../lib/error-text.js';
import { plural } from '../../lib/scan-format.js';
import styles from './key-dialogs.module.css';
import { exportBonds, forgetBond, reveal } from './pairing-actions.js';
import { bondKey, closeDialog, listedBonds, useKeys } from './pairing-state.js';
import { bondName, KEY_WORDS } from './pairing-words.js';
import { PassphraseDialog } from './passphrase-dialog.js';

/** The dialog of the key store that is open. Mounted only then: what it leaves takes the focus back. */
export function KeyDialogs() {
  const dialog = useKeys((state) => state.dialog);
  if (dialog === null) return null;
  switch (dialog.kind) {
    case 'export':
      return (
        <Dialog title="Export bonds" isOpen onClose={closeDialog} width={480}>
          <ExportForm />
        </Dialog>
      );
    case 'import':
      return (
        <Dialog title="Import bonds" isOpen onClose={closeDialog} width={480}>
          <ImportForm />
        </Dialog>
      );
    case 'forget':
      return (
        <Dialog title={`Forget ${bondName(dialog.bond)}?`} role="alertdialog" isOpen onClose={closeDialog}>
          <ForgetForm bond={dialog.bond} />
        </Dialog>
      );
    case 'reveal':
      return (
        <Dialog title={`Keys of ${bondName(dialog.bond)}`} isOpen onClose={closeDialog} width={560}>
          <RevealForm bond={dialog.bond} />
        </Dialog>
      );
    default:
      return <PassphraseDialog kind={dialog.kind} />;
  }
}

const WARNING =
  'Whoever has these keys can read what the devices say, imitate them to you, and imitate you to them, for as long as the bonds last.';

function ExportForm() {
  const state = useKeys();
  const rows = listedBonds(state);
  const selected = rows.find((bond) => bondKey(bond) === state.selected);
  const [all, setAll] = useState(selected === undefined);
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    await exportBonds(all ? (state.scope === 'all' ? null : rows) : selected ? [selected] : []);
    setBusy(false);
  };
  return (
    <>
      <Note level="warning" title="The file holds every key in plain text.">
        {WARNING} Keep it where nobody else reads, and delete it when it has served.
      </Note>
      {selected && (
        <Checkbox isSelected={!all} onChange={(only) => setAll(!only)}>
          Only {bondName(selected)}
        </Checkbox>
      )}
      <div className={styles.actions}>
        <Button size="lg" onPress={closeDialog}>
          Cancel
        </Button>
        <Button size="lg" variant="primary" busy={busy} onPress={() => void run()}>
          Export {all ? plural(rows.length, 'bond') : '1 bond'}…
        </Button>
      </div>
    </>
  );
}

function ImportForm() {
  const [overwrite, setOverwrite] = useState(false);
  const [allowWeaker, setAllowWeaker] = useState(false);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<Output<'pairing.import'> | null>(null);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const run = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const result = await api.pairing.import({ overwrite, allowWeaker: overwrite && allowWeaker });
      if (result.path !== null) setDone(result);
    } catch (failure) {
      setError(toErrorInfo(failure, 'import bonds'));
    } finally {
      setBusy(false);
    }
  };
  if (done) return <ImportResult result={done} />;
  return (
    <>
      <p className="dim">A JSON file that was exported here, or that has the same form.</p>
      <Checkbox isSelected={overwrite} onChange={setOverwrite}>
        Replace bonds with devices that have one here
      </Checkbox>
      <Checkbox isSelected={overwrite && allowWeaker} isDisabled={!overwrite} onChange={setAllowWeaker}>
        Also by weaker ones
      </Checkbox>
      {error && <ErrorNote title="Nothing was imported" error={error} />}
      <div className={styles.actions}>
        <Button size="lg" onPress={closeDialog}>
          Cancel
        </Button>
        <Button size="lg" variant="primary" busy={busy} onPress={() => void run()}>
          Choose a file…
        </Button>
      </div>
    </>
  );
}

function ImportResult({ result: { path, added, replaced, unchanged, refused } }: { result: Output<'pairing.import'> }) {
  const facts = [
    `${added} added`,
    replaced > 0 && `${replaced} replaced`,
    unchanged > 0 && `${unchanged} there already`,
    refused.length > 0 && `${refused.length} not taken`,
  ].filter(Boolean);
  return (
    <>
      <p role="status">
        {facts.join(', ')}, from <span className={styles.path}>{path}</span>.
      </p>
      {refused.length > 0 && (
        <ul className={styles.refused} aria-label="Not taken">
          {refused.map(({ what, why }) => (
            <li key={`${what} ${why}`}>
              {what}: <span className="dim">{why}</span>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.actions}>
        <Button size="lg" variant="primary" autoFocus onPress={closeDialog}>
          Done
        </Button>
      </div>
    </>
  );
}

function ForgetForm({ bond }: { bond: BondRow }) {
  const [busy, setBusy] = useState(false);
  return (
    <>
      <p>
        The keys of <span className="mono">{bond.address}</span> are deleted. This cannot be undone, and the device
        keeps its own: it will ask to be told to forget as well, or to pair again.
      </p>
      <div className={styles.actions}>
        <Button size="lg" autoFocus onPress={closeDialog}>
          Keep
        </Button>
        <Button
          size="lg"
          variant="danger"
          busy={busy}
          onPress={() => {
            setBusy(true);
            void forgetBond(bond).finally(() => setBusy(false));
          }}
        >
          Forget
        </Button>
      </div>
    </>
  );
}

function RevealForm({ bond }: { bond: BondRow }) {
  const revealed = useKeys((state) => state.revealed);
  const [busy, setBusy] = useState(false);
  const show = (): void => {
    setBusy(true);
    void reveal(bond).finally(() => setBusy(false));
  };
  return (
    <>
      {revealed === null ? (
        <Note level="warning" title="Nobody else should see your screen now.">
          {WARNING}
        </Note>
      ) : (
        <Keys bond={bond} revealed={revealed} />
      )}
      <div className={styles.actions}>
        {revealed === null && (
          <Button size="lg" onPress={closeDialog}>
            Cancel
          </Button>
        )}
        {/* One button for both, so that the focus stays where it is. */}
        <Button size="lg" variant="primary" busy={busy} autoFocus onPress={revealed === null ? show : closeDialog}>
          {revealed === null ? 'Show the keys' : 'Hide'}
        </Button>
      </div>
    </>
  );
}

function Keys({ bond, revealed }: { bond: BondRow; revealed: RevealedBond }) {
  const { keys, rand, ediv, signCounters } = revealed;
  return (
    <>
      <p className="dim">
        <span className="mono">{bond.address}</span>, most significant byte first, as the specification prints them.
      </p>
      <dl className={styles.keys}>
        {keys.map(({ key, hex }) => (
          <div key={key} className={styles.key}>
            <dt title={KEY_WORDS[key].long}>{KEY_WORDS[key].name}</dt>
            <dd>
              <span className={`mono ${styles.hex ?? ''}`}>{hex}</span>
              <CopyButton text={hex} label={`Copy ${KEY_WORDS[key].name}`} size="sm" iconOnly />
            </dd>
          </div>
        ))}
        {rand !== null && (
          <div className={styles.key}>
            <dt title="What goes with the key of legacy pairing">EDIV, Rand</dt>
            <dd className="mono">
              {(ediv ?? 0).toString(16).padStart(4, '0')} {rand}
            </dd>
          </div>
        )}
        {signCounters !== null && (
          <div className={styles.key}>
            <dt title="The next counter of a signed write: ours, and the least we take">Sign counters</dt>
            <dd className="mono">
              {signCounters.local}, {signCounters.remote}
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}
