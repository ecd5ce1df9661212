import { RadioTower } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Share } from '../../src-shared/ipc/adapters.js';
import type { ErrorInfo } from '../../src-shared/model/ble-error.js';
import { Button } from '../components/button.js';
import { CopyLine } from '../components/copy-button.js';
import { Dialog } from '../components/dialog.js';
import { ErrorNote } from '../components/error-note.js';
import { Field } from '../components/field.js';
import { Segmented } from '../components/segmented.js';
import { toErrorInfo } from '../lib/error-text.js';
import { checkSharePort, checkSocketPath } from './adapter-spec.js';
import { closeLayer, startSharing, stopSharing, useApp } from './app-store.js';
import styles from './dialogs.module.css';

const MAX_SHARE_PATH = 100;

export function ShareDialog() {
  const open = useApp((state) => state.layer === 'share');
  const share = useApp((state) => state.adapters?.share ?? null);
  return (
    <Dialog title="Share this radio" isOpen={open} onClose={closeLayer} width={480}>
      <p className="dim">
        Other programs on this machine that speak H4 may join the virtual radio, each as a controller of its own: a
        second BLE Workbench with its own <span className="mono">--profile</span>, or another Bluetooth stack. Nothing
        outside this machine can reach it.
      </p>
      {share ? <Sharing share={share} /> : <ShareForm />}
    </Dialog>
  );
}

function Sharing({ share }: { share: Share }) {
  const { busy, failure, run } = useAction('stop sharing', stopSharing);
  const done = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // After the dialog has caught the focus of the form that went away.
    const frame = requestAnimationFrame(() => done.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <>
      <div>
        <p className={styles.label}>Join with</p>
        <CopyLine text={share.spec} label="Copy address" />
      </div>
      <section aria-label="Joined" aria-live="polite">
        <p className={styles.label}>Joined now: {share.clients.length}</p>
        {share.clients.length === 0 ? (
          <p className="faint">Nobody yet. In another BLE Workbench choose Add adapter by address and paste it.</p>
        ) : (
          <ul className={styles.clients}>
            {share.clients.map((client) => (
              <li key={`${client.name}-${client.since}`}>
                <RadioTower size={14} strokeWidth={2} className="dim" aria-hidden />
                <span className="grow">{client.name}</span>
                <span className="dim">since {new Date(client.since).toLocaleTimeString()}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {failure && <ErrorNote title="Sharing could not be stopped" error={failure} />}
      <div className={styles.actions}>
        <Button size="lg" variant="danger" busy={busy} onPress={run}>
          Stop sharing
        </Button>
        <Button size="lg" ref={done} onPress={closeLayer}>
          Done
        </Button>
      </div>
    </>
  );
}

function ShareForm() {
  const platform = useApp((state) => state.info?.platform ?? 'other');
  const [kind, setKind] = useState<'tcp' | 'unix'>('tcp');
  const [port, setPort] = useState('');
  const [path, setPath] = useState('/tmp/ble-workbench.sock');
  const long =
    path.length > MAX_SHARE_PATH ? `The path has ${path.length} characters; at most ${MAX_SHARE_PATH} here` : null;
  const problem = kind === 'tcp' ? checkSharePort(port) : (checkSocketPath(path, platform) ?? long);
  const { busy, failure, run } = useAction('share the radio', () =>
    startSharing(kind === 'tcp' ? { kind, port: Number(port.trim()) } : { kind, path }),
  );
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (problem === null) run();
  };
  return (
    <form className={styles.form} onSubmit={onSubmit}>
      {platform !== 'win32' && (
        <Segmented
          label="Kind of address"
          options={[
            { id: 'tcp', label: 'TCP on loopback' },
            { id: 'unix', label: 'Unix socket' },
          ]}
          value={kind}
          onChange={setKind}
        />
      )}
      {kind === 'tcp' ? (
        <Field
          label="Port"
          value={port}
          onChange={setPort}
          inputMode="numeric"
          placeholder="any free port"
          width={140}
          error={problem}
          help="Empty takes any free one."
          autoFocus
        />
      ) : (
        <Field label="Path" value={path} onChange={setPath} mono error={problem} autoFocus />
      )}
      {failure && <ErrorNote title="The radio could not be shared" error={failure} />}
      <div className={styles.actions}>
        <Button size="lg" onPress={closeLayer}>
          Cancel
        </Button>
        <Button size="lg" variant="primary" type="submit" isDisabled={problem !== null} busy={busy}>
          Share
        </Button>
      </div>
    </form>
  );
}

/** A call with its busy state and the error it ended with. */
function useAction(operation: string, act: () => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ErrorInfo | null>(null);
  const run = (): void => {
    setBusy(true);
    setFailure(null);
    act()
      .catch((error: unknown) => setFailure(toErrorInfo(error, operation)))
      .finally(() => setBusy(false));
  };
  return { busy, failure, run };
}
