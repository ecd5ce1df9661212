import { Unlink2 } from 'lucide-react';
import type { LinkState } from '../../../src-shared/model/link.js';
import { Button } from '../../components/button.js';
import { ErrorNote } from '../../components/error-note.js';
import { Note } from '../../components/note.js';
import { Spinner } from '../../components/spinner.js';
import { errorCodeLine } from '../../lib/error-text.js';
import { linkName } from '../../lib/explorer-format.js';
import { formatAge, plural } from '../../lib/scan-format.js';
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
              <span className="mono">{errorCodeLine(state.error)}</span>. {state.error.fix}
            </>
          )}{' '}
          <span className="dim">Values and history stay.</span>
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
      return state.error === null ? (
        <Note level="warning" flush title="Not connected" actions={again} />
      ) : (
        <ErrorNote flush title={`No connection to ${linkName(state)}`} error={state.error} fix={again} />
      );
    case 'connected':
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

function Since({ at }: { at: number }) {
  const store = useExplorerStore();
  return <span className={styles.time}>{formatAge(store.now() - at)}</span>;
}

function Progress({ state }: { state: LinkState }) {
  const store = useExplorerStore();
  const { counts } = store.link(state.id)?.tree ?? { counts: { services: 0, characteristics: 0 } };
  const running = state.operations.find((operation) => operation.state === 'running');
  const found =
    state.discovery !== null
      ? `at handle 0x${state.discovery.handle.toString(16).padStart(4, '0')}, ${plural(state.discovery.services, 'service')}`
      : counts.services > 0
        ? `${plural(counts.services, 'service')}, ${plural(counts.characteristics, 'characteristic')} so far`
        : (running?.title ?? 'services first');
  const seconds = <span className={styles.time}>{formatAge(store.now() - state.since)}</span>;
  return (
    <div className={styles.progress}>
      <Spinner />
      <div className="grow">
        <div className="strong" role="status">
          {state.state === 'connecting' ? `Connecting to ${linkName(state)}` : `Discovering ${linkName(state)}`}
        </div>
        <div className={styles.detail}>
          {state.state === 'connecting' ? (
            <>{seconds}, the device must advertise</>
          ) : (
            <>
              {seconds}, {found}
            </>
          )}
        </div>
      </div>
      <Button size="sm" onPress={() => cancelProgress(state.id)}>
        Cancel
      </Button>
    </div>
  );
}
