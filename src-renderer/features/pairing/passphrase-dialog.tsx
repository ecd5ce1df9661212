import { type FormEvent, useState } from 'react';
import type { ErrorInfo } from '../../../src-shared/model/ble-error.js';
import { Button } from '../../components/button.js';
import { Dialog } from '../../components/dialog.js';
import { ErrorNote } from '../../components/error-note.js';
import { Field } from '../../components/field.js';
import { api } from '../../lib/api.js';
import { toErrorInfo } from '../../lib/error-text.js';
import styles from './key-dialogs.module.css';
import { closeDialog } from './pairing-state.js';

const SHORTEST = 8;
const tooShort = (text: string) => ([...text].length < SHORTEST ? `At least ${SHORTEST} characters` : null);

/** What opens the key file: given, set, changed, or given up. */
export function PassphraseDialog({ kind }: { kind: 'unlock' | 'set-passphrase' | 'change-passphrase' | 'start-over' }) {
  switch (kind) {
    case 'unlock':
      return (
        <Dialog title="Unlock the keys" isOpen onClose={closeDialog}>
          <UnlockForm />
        </Dialog>
      );
    case 'set-passphrase':
      return (
        <Dialog title="Keep the keys under a passphrase" isOpen onClose={closeDialog}>
          <NewForm />
        </Dialog>
      );
    case 'change-passphrase':
      return (
        <Dialog title="Change the passphrase" isOpen onClose={closeDialog}>
          <NewForm asksCurrent />
        </Dialog>
      );
    case 'start-over':
      return (
        <Dialog title="Start over with no bonds?" role="alertdialog" isOpen onClose={closeDialog}>
          <StartOverForm />
        </Dialog>
      );
  }
}

/** Runs a call, and keeps why it failed. */
function useCall() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const call = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await work();
      closeDialog();
    } catch (failure) {
      setError(toErrorInfo(failure, what));
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, call };
}

function UnlockForm() {
  const [passphrase, setPassphrase] = useState('');
  const { busy, error, call } = useCall();
  const isWrong = error?.code === 'keystore/wrong-passphrase';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (passphrase !== '' && !busy) void call('unlock the keys', () => api.pairing.unlock({ passphrase }));
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Field
        label="Passphrase"
        type="password"
        value={passphrase}
        onChange={setPassphrase}
        error={isWrong ? 'This is not the passphrase of the keys' : null}
        autoFocus
      />
      {error && !isWrong && <ErrorNote title="The keys stay locked" error={error} />}
      <Actions busy={busy} isDisabled={passphrase === ''} label="Unlock" />
    </form>
  );
}

function NewForm({ asksCurrent = false }: { asksCurrent?: boolean }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, error, call } = useCall();
  const short = tooShort(next);
  const differs = next === again ? null : 'It is not the same';
  const isWrong = error?.code === 'keystore/wrong-passphrase';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (short !== null || differs !== null || busy) return;
    void call('set the passphrase', () =>
      asksCurrent ? api.pairing.changePassphrase({ current, next }) : api.pairing.setPassphrase({ passphrase: next }),
    );
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {asksCurrent && (
        <Field
          label="Passphrase now"
          type="password"
          value={current}
          onChange={setCurrent}
          error={isWrong ? 'This is not the passphrase of the keys' : null}
          autoFocus
        />
      )}
      <Field
        label="New passphrase"
        type="password"
        value={next}
        onChange={setNext}
        error={tried ? short : null}
        help="Asked for once after each start. Without it nobody can open the keys, you neither."
        autoFocus={!asksCurrent}
      />
      <Field
        label="Once more"
        type="password"
        value={again}
        onChange={setAgain}
        error={tried && short === null ? differs : null}
      />
      {error && !isWrong && <ErrorNote title="The passphrase was not set" error={error} />}
      <Actions busy={busy} label={asksCurrent ? 'Change' : 'Set passphrase'} />
    </form>
  );
}

function StartOverForm() {
  const { busy, error, call } = useCall();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!busy) void call('start over', () => api.pairing.startOver());
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <p>
        The locked key file is set aside in the profile folder, where it stays. Every device that was bonded has to be
        paired with again.
      </p>
      {error && <ErrorNote title="The file was not set aside" error={error} />}
      <Actions busy={busy} label="Start over" danger />
    </form>
  );
}

function Actions({
  busy,
  label,
  isDisabled,
  danger,
}: {
  busy: boolean;
  label: string;
  isDisabled?: boolean;
  danger?: boolean;
}) {
  return (
    <div className={styles.actions}>
      <Button size="lg" onPress={closeDialog}>
        Cancel
      </Button>
      <Button size="lg" variant={danger ? 'danger' : 'primary'} type="submit" busy={busy} isDisabled={isDisabled}>
        {label}
      </Button>
    </div>
  );
}
