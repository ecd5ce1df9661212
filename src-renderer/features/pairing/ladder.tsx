import { Check, X } from 'lucide-react';
import type { PairingAttemptState } from '../../../src-shared/model/pairing.js';
import { Spinner } from '../../components/spinner.js';
import { cx } from '../../lib/classes.js';
import styles from './ladder.module.css';
import { ladderOf, type Rung } from './pairing-ladder.js';

/** The steps of a pairing between the two sides, in time. */
export function Ladder({ attempt, name }: { attempt: PairingAttemptState | null; name: string }) {
  if (attempt === null)
    return <p className="dim">The steps are drawn here while the two pair: what each side sends, asks and gives.</p>;
  const rungs = ladderOf(attempt);
  if (rungs.length === 0)
    return (
      <p className="dim">
        {attempt.result?.resumed
          ? 'No steps: the link was encrypted with a key that both sides have.'
          : 'No steps yet.'}
      </p>
    );
  return (
    <>
      <div className={styles.ends}>
        <span>This computer, {attempt.role}</span>
        <span>{name}</span>
      </div>
      <ol className={styles.ladder}>
        {rungs.map((rung) => (
          <Step key={rung.id} rung={rung} />
        ))}
      </ol>
    </>
  );
}

const STATE_WORDS: Record<Rung['state'], string> = {
  done: 'done',
  now: 'in progress',
  next: 'not yet',
  failed: 'failed',
};
const LANE_WORDS: Record<Rung['lane'], string> = { tx: 'sent: ', rx: 'received: ', both: 'both ways: ', local: '' };

function Step({ rung: { atMs, lane, text, state } }: { rung: Rung }) {
  return (
    <li className={styles.rung} data-state={state}>
      <span className={cx('mono', styles.time)}>{atMs === null ? '' : timeWords(atMs)}</span>
      <div className={cx(styles.lane, styles[lane])}>
        <span className="sr">{LANE_WORDS[lane]}</span>
        <span className={styles.text}>{text}</span>
      </div>
      <span className={styles.mark}>
        {state === 'done' && <Check size={14} strokeWidth={2} className={styles.ok} aria-hidden />}
        {state === 'failed' && <X size={14} strokeWidth={2} className={styles.bad} aria-hidden />}
        {state === 'now' && <Spinner />}
        <span className="sr">{STATE_WORDS[state]}</span>
      </span>
    </li>
  );
}

/** '0 ms', '186 ms', '12 s' */
const timeWords = (ms: number) => (ms < 1_000 ? `${Math.max(0, Math.round(ms))} ms` : `${(ms / 1_000).toFixed(1)} s`);
