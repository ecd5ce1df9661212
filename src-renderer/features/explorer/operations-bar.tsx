import { ListTodo, X } from 'lucide-react';
import type { LinkOperation, LinkState } from '../../../src-shared/model/link.js';
import { Button } from '../../components/button.js';
import { IconButton } from '../../components/icon-button.js';
import { Bar } from '../../components/pane.js';
import { Popover, PopoverTrigger } from '../../components/popover.js';
import { Progress } from '../../components/progress.js';
import { Spinner } from '../../components/spinner.js';
import { isOpen, stateWords } from '../../lib/explorer-format.js';
import { timeLeft } from '../../lib/explorer-progress.js';
import { formatAge, plural } from '../../lib/scan-format.js';
import { cancelOperation } from './explorer-actions.js';
import { useExplorer } from './explorer-state.js';
import styles from './operations-bar.module.css';
import { useExplorerStore, useTree } from './use-explorer-store.js';

/** The link's queue: what is on the air, what waits, and the way to end either. */
export function OperationsBar({ state }: { state: LinkState }) {
  const { operations } = state;
  const counts = useTree(state.id)?.counts;
  const outcome = useExplorer((explorer) => explorer.outcomes[state.id]);
  const running = operations.find((operation) => operation.state === 'running') ?? operations[0];
  return (
    <Bar kind="foot" className={styles.bar}>
      {running === undefined ? (
        <span className="faint" role="status">
          {isOpen(state.state) ? (outcome ?? 'No operation under way') : stateWords(state.state)}
        </span>
      ) : (
        <>
          <Spinner />
          <Running operation={running} />
          <IconButton
            icon={X}
            label={`Cancel ${running.title}`}
            size="sm"
            placement="top"
            onPress={() => void cancelOperation(state.id, running.id)}
          />
          {operations.length > 1 && <Queue state={state} />}
        </>
      )}
      <span className="grow" />
      {running?.progress === undefined && counts !== undefined && counts.services > 0 && (
        <span className="faint">
          {plural(counts.services, 'service')}, {plural(counts.characteristics, 'characteristic')}
        </span>
      )}
    </Bar>
  );
}

/** An operation in words, and how far it is when it is made of many. */
function Running({ operation }: { operation: LinkOperation }) {
  const store = useExplorerStore();
  const { title, progress, since } = operation;
  if (progress === undefined) return <span className={styles.title}>{title}</span>;
  const { done, total } = progress;
  return (
    <>
      <Progress label={title} value={done} max={total} className={styles.progress} />
      <span className={styles.count}>
        {done} of {total}
      </span>
      <span className={styles.title}>{title}</span>
      <span className="faint">{timeLeft(store.now() - since, done, total)}</span>
    </>
  );
}

function Queue({ state }: { state: LinkState }) {
  return (
    <PopoverTrigger>
      <Button size="sm" variant="ghost" icon={ListTodo}>
        {state.operations.length - 1} waiting
      </Button>
      <Popover label="Operations of this link" placement="top start" width={380}>
        <QueueList state={state} />
      </Popover>
    </PopoverTrigger>
  );
}

function QueueList({ state }: { state: LinkState }) {
  const store = useExplorerStore();
  return (
    <ul className={styles.list}>
      {state.operations.map((operation) => (
        <li key={operation.id} className={styles.item}>
          {operation.state === 'running' ? <Spinner /> : <span className={styles.waits} aria-hidden />}
          <span className={styles.title} title={operation.title}>
            {operation.title}
          </span>
          {operation.state === 'waiting' && <span className="sr">, waiting</span>}
          <span className="faint">{formatAge(store.now() - operation.since)}</span>
          <IconButton
            icon={X}
            label={`Cancel ${operation.title}`}
            size="sm"
            onPress={() => void cancelOperation(state.id, operation.id)}
          />
        </li>
      ))}
    </ul>
  );
}
