import { Lock, LockOpen, ShieldCheck } from 'lucide-react';
import type { LinkState } from '../../../src-shared/model/link.js';
import { Button } from '../../components/button.js';
import { securityWords } from '../../lib/explorer-format.js';
import styles from './pair-pane.module.css';
import { cancelPairing, pair, showPairing } from './pairing-actions.js';
import { attemptOf, useKeys } from './pairing-state.js';

export const SECURITY_ICONS = { none: LockOpen, encrypted: Lock, authenticated: ShieldCheck };

/** The pairing under way on a link, null without one. */
export function useRunningAttempt(state: Pick<LinkState, 'id' | 'address'> | undefined) {
  const attempts = useKeys((keys) => keys.pairing?.attempts);
  const attempt = state && attempts ? attemptOf(attempts, { link: state.id }, state.address) : null;
  return attempt?.state === 'running' ? attempt : null;
}

/** How far the link is protected, and pairing as one step. */
export function SecurityEditor({ state, onDone }: { state: LinkState; onDone: () => void }) {
  const canPair = useKeys((keys) => keys.pairing?.adapter?.canPair ?? false);
  const why = useKeys((keys) => keys.pairing?.adapter?.why);
  const attempt = useRunningAttempt(state);
  const { encrypted, authenticated, bonded } = state.security;
  return (
    <div className={styles.policy}>
      <h2>Security of this link</h2>
      <p className={styles.help}>{securityWords(state.security).long}.</p>
      {encrypted && !authenticated && (
        <p className={styles.help}>
          The key keeps out who listens later. Whoever was in between when the two paired has it too.
        </p>
      )}
      {!encrypted && bonded && (
        <p className={styles.help}>There is a bond with this device: pairing encrypts with its key.</p>
      )}
      {!canPair && why && <p className={styles.help}>{why}</p>}
      <div className={styles.editorActions}>
        <Button
          onPress={() => {
            onDone();
            showPairing(state.id);
          }}
        >
          Show in Keys
        </Button>
        {attempt ? (
          <Button onPress={() => void cancelPairing(attempt.id)}>Cancel pairing</Button>
        ) : (
          <Button
            variant={encrypted ? 'default' : 'primary'}
            isDisabled={!canPair}
            onPress={() => {
              onDone();
              void pair(state.id);
            }}
          >
            {encrypted ? 'Pair again' : 'Pair'}
          </Button>
        )}
      </div>
    </div>
  );
}
