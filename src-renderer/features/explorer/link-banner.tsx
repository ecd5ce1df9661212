import { Unlink2 } from 'lucide-react';
import { hexNumber } from '../../../src-shared/bytes/hex.js';
import type { ErrorInfo } from '../../../src-shared/model/ble-error.js';
import type { LinkState } from '../../../src-shared/model/link.js';
import { Button } from '../../components/button.js';
import { ErrorNote } from '../../components/error-note.js';
import { Note } from '../../components/note.js';
import { Progress as ProgressBar } from '../../components/progress.js';
import { Spinner } from '../../components/spinner.js';
import { errorCodeLine } from '../../lib/error-text.js';
import { explainedConnect, lossWords } from '../../lib/explorer-errors.js';
import { linkName } from '../../lib/explorer-format.js';
import { discoveryWords, timeLeft } from '../../lib/explorer-progress.js';
import { formatAge } from '../../lib/scan-format.js';
import { pairAgain } from '../pairing/pairing-actions.js';
import { adviceFor } from '../pairing/pairing-advice.js';
import { cancelProgress, closeLink, discover, reconnect } from './explorer-actions.js';
import { setEntry, useExplorer } from './explorer-state.js';
import styles from './link-banner.module.css';
import { useExplorerStore } from './use-explorer-store.js';

/** What is under way or wrong with the link, in place: the tree and its history stay as they are. */
export function LinkBanner({ state }: { state: LinkState }) {
  const failure = useExplorer((explorer) => explorer.failures[state.id]);
  return (
    <>
      <StateBanner state={state} />
      {failure !== undefined && (
        <ErrorNote
          flush
          title={failure.title}
          error={failure.error}
          onDismiss={() => setEntry('failures', state.id, undefined)}
        />
      )}
    </>
  );
}

function StateBanner({ state }: { state: LinkState }) {
  const again = (
    <>
      <Button size="sm" onPress={() => void reconnect(state.id)}>
        {state.state === 'failed' ? 'Try again' : 'Reconnect'}
      </Button>
      <Button size="sm" variant="ghost" onPress={() => void closeLink(state.id)}>
        Close
      </Button>
    </>
  );
  switch (state.state) {
    case 'connecting':
    case 'discovering':
      return <Progress state={state} />;
    case 'lost':
      return (
        <Note
          level="warning"
          flush
          role="alert"
          icon={Unlink2}
          title={
            <>
              Link lost <Since at={state.since} /> ago.
            </>
          }
          actions={again}
        >
          {state.error !== null && (
            <>
              <span className="mono">{errorCodeLine(state.error)}</span>. {lossWords(state.error) ?? ''}{' '}
              {state.error.fix}
            </>
          )}{' '}
          <span className="dim">
            {state.treeRevision > 0 ? 'Values and history stay.' : 'Its services were not discovered yet.'}
          </span>
        </Note>
      );
    case 'disconnected':
      return (
        <Note
          flush
          icon={Unlink2}
          title={
            <>
              Disconnected <Since at={state.since} /> ago.
            </>
          }
          actions={again}
        />
      );
    case 'failed':
      if (state.error?.code === 'hci/pin-or-key-missing')
        return <KeyMissing id={state.id} name={linkName(state)} error={state.error} />;
      return state.error === null ? (
        <Note level="warning" flush title="Not connected" actions={again} />
      ) : (
        <ErrorNote
          flush
          title={`No connection to ${linkName(state)}`}
          error={explainedConnect(state.error, state.addressType)}
          fix={again}
        />
      );
    case 'connected':
      if (state.error?.code === 'aborted')
        return (
          <Note
            flush
            role="status"
            title="The discovery was cancelled."
            actions={
              <Button size="sm" onPress={() => void discover(state.id)}>
                Discover
              </Button>
            }
          />
        );
      if (state.error === null && state.servicesChanged !== null)
        return <ServicesChanged id={state.id} range={state.servicesChanged} />;
      return state.error === null ? null : (
        <ErrorNote
          flush
          title="Discovery did not end: the tree is not complete"
          error={state.error}
          fix={
            <Button size="sm" onPress={() => void discover(state.id)}>
              Discover again
            </Button>
          }
        />
      );
  }
}

/** The bond stands, and the device does not know it any more. */
function KeyMissing({ id, name, error }: { id: number; name: string; error: ErrorInfo }) {
  const { title, cause } = adviceFor(error);
  return (
    <ErrorNote
      flush
      title={`${name}: ${title.charAt(0).toLowerCase()}${title.slice(1)}`}
      error={cause === null ? error : { ...error, message: cause, fix: undefined }}
      fix={
        <>
          <Button size="sm" onPress={() => void pairAgain(id)}>
            Forget the bond and pair again
          </Button>
          <Button size="sm" variant="ghost" onPress={() => void closeLink(id)}>
            Keep it and close
          </Button>
        </>
      }
    />
  );
}

function ServicesChanged({ id, range }: { id: number; range: NonNullable<LinkState['servicesChanged']> }) {
  const { startHandle, endHandle } = range;
  return (
    <Note
      level="warning"
      flush
      role="alert"
      title="The device says that its services have changed."
      actions={
        <Button size="sm" onPress={() => void discover(id)}>
          Rediscover
        </Button>
      }
    >
      Handles{' '}
      <span className="mono">
        {hexNumber(startHandle, 4)}–{hexNumber(endHandle, 4).slice(2)}
      </span>{' '}
      are not what they were: what is shown of them may be wrong.
    </Note>
  );
}

function Since({ at }: { at: number }) {
  const store = useExplorerStore();
  return <>{formatAge(store.now() - at)}</>;
}

function Progress({ state }: { state: LinkState }) {
  const store = useExplorerStore();
  const isConnecting = state.state === 'connecting';
  const { discovery } = state;
  const running = state.operations.find((operation) => operation.state === 'running');
  const elapsed = store.now() - (running?.since ?? state.since);
  const found = discovery === null ? (running?.title ?? 'services first') : discoveryWords(discovery);
  const left = discovery === null ? '' : timeLeft(elapsed, discovery.explored, discovery.services);
  return (
    <div className={styles.progress}>
      <Spinner />
      <div className={styles.what}>
        <div className="strong" role="status">
          {isConnecting ? `Connecting to ${linkName(state)}` : `Discovering ${linkName(state)}`}
        </div>
        <div className={styles.detail}>
          {formatAge(store.now() - state.since)}
          {isConnecting ? ', the device must advertise' : `, ${[found, left].filter(Boolean).join(', ')}`}
        </div>
        {!isConnecting && (
          <ProgressBar
            label="Discovery"
            value={discovery?.explored ?? 0}
            // The services are counted first: until they are, nothing of the whole is done.
            max={Math.max(1, discovery?.services ?? 1)}
          />
        )}
      </div>
      <Button size="sm" onPress={() => cancelProgress(state.id)}>
        Cancel
      </Button>
    </div>
  );
}
