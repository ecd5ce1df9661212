import { formatMicros, isOpen, linkName, securityWords, stateWords } from '../../lib/explorer-format.js';
import { useKeys } from '../pairing/pairing-state.js';
import { attemptWords } from '../pairing/pairing-words.js';
import { SECURITY_ICONS, useRunningAttempt } from '../pairing/security-editor.js';
import { useExplorer } from './explorer-state.js';
import styles from './explorer-status.module.css';
import { useLinkState } from './use-explorer-store.js';

/** Right part of the status bar: the link in front. */
export function ExplorerFocusStatus() {
  const state = useLinkState(useExplorer((explorer) => explorer.active));
  const attempt = useRunningAttempt(state);
  const pairing = useKeys((keys) => keys.pairing);
  if (state === undefined) return null;
  const security = securityWords(state.security);
  const LockIcon = SECURITY_ICONS[security.level];
  return (
    <span className={styles.focus}>
      <span className={styles.name}>{linkName(state)}</span>
      {isOpen(state.state) ? (
        <>
          <span>
            MTU {state.mtu}
            {state.parameters !== null && `, ${formatMicros(state.parameters.intervalUs)}`}
          </span>
          <span className={`ic ${styles.security ?? ''}`} title={security.long}>
            <LockIcon size={14} strokeWidth={2} aria-hidden />
            {attempt && pairing ? attemptWords(attempt, pairing.prompts) : security.text}
          </span>
        </>
      ) : (
        <span>{stateWords(state.state)}</span>
      )}
    </span>
  );
}
