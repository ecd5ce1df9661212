import type { LinkState } from '../../../src-shared/model/link.js';
import type { PairingAttemptState } from '../../../src-shared/model/pairing.js';
import { Button } from '../../components/button.js';
import { ErrorNote } from '../../components/error-note.js';
import { Note } from '../../components/note.js';
import { isOpen } from '../../lib/explorer-format.js';
import { disconnect, reconnect } from '../explorer/explorer-actions.js';
import { pair, pairAgain } from './pairing-actions.js';
import { adviceFor, type NextAction } from './pairing-advice.js';
import { useKeys } from './pairing-state.js';
import { METHOD_WORDS } from './pairing-words.js';

/** What came of the pairing: how it was done, or why not and what to do. */
export function PairResult({ attempt, link }: { attempt: PairingAttemptState | null; link: LinkState | null }) {
  if (attempt === null || attempt.state === 'running') return null;
  const { result, error } = attempt;
  if (result) {
    const { method, authenticated, bonded, keySize, resumed, secureConnections } = result;
    const facts = [
      METHOD_WORDS[method],
      secureConnections ? 'LE Secure Connections' : 'LE legacy pairing',
      authenticated ? 'MITM protection' : 'no MITM protection',
      `${keySize}-byte key`,
      bonded ? 'bonded' : 'not bonded',
    ];
    return (
      <Note level="ok" flush role="status" title={resumed ? 'Encrypted with the key of the bond' : 'Paired'}>
        {facts.join(', ')}.
      </Note>
    );
  }
  if (error === null) return null;
  const { title, cause, actions } = adviceFor(error);
  if (attempt.state === 'cancelled') return <Note flush role="status" title={title} />;
  return (
    <ErrorNote
      flush
      title={title}
      error={cause === null ? error : { ...error, message: cause }}
      fix={actions.map((action) => <Action key={action} action={action} link={link} />)}
    />
  );
}

function Action({ action, link }: { action: NextAction; link: LinkState | null }) {
  if (action === 'choices')
    return (
      <Button size="sm" onPress={() => useKeys.setState({ policyOpen: true })}>
        Look at the policy…
      </Button>
    );
  if (link === null) return null;
  const isUp = isOpen(link.state);
  switch (action) {
    case 'pair':
      return (
        <Button size="sm" isDisabled={!isUp} onPress={() => void pair(link.id)}>
          Pair again
        </Button>
      );
    case 'reconnect':
      return (
        <Button
          size="sm"
          onPress={() => void (isUp ? disconnect(link.id).then(() => reconnect(link.id)) : reconnect(link.id))}
        >
          {isUp ? 'Disconnect and connect again' : 'Reconnect'}
        </Button>
      );
    case 'pair-again':
      return (
        <Button size="sm" onPress={() => void pairAgain(link.id)}>
          Forget the bond and pair again
        </Button>
      );
  }
}
