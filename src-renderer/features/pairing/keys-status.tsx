import { KeyRound } from 'lucide-react';
import { useKeys } from './pairing-state.js';
import { attemptWords, peerName } from './pairing-words.js';

/** Right part of the status bar: the pairing under way. */
export function KeysStatus() {
  const pairing = useKeys((state) => state.pairing);
  const attempt = pairing?.attempts.find(({ state }) => state === 'running');
  if (!pairing || !attempt) return null;
  return (
    <span className="ic">
      <KeyRound size={14} strokeWidth={2} aria-hidden />
      {peerName(attempt.peer)}: {attemptWords(attempt, pairing.prompts)}
    </span>
  );
}
