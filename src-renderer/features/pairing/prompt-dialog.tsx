import { TriangleAlert } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import type { PairingPrompt } from '../../../src-shared/model/pairing.js';
import { Button } from '../../components/button.js';
import { Dialog } from '../../components/dialog.js';
import { Field } from '../../components/field.js';
import { Note } from '../../components/note.js';
import { answer, cancelPairing } from './pairing-actions.js';
import { useKeys } from './pairing-state.js';
import { passkeyOf, spaced } from './pairing-words.js';
import styles from './prompt-dialog.module.css';
import { ScreenCard } from './simulated-screens.js';

/** What a pairing shows or asks now, over whichever panel is in front. Escape cancels the pairing; a press outside does nothing. */
export function PromptDialog() {
  const prompt = useKeys((state) => state.pairing?.prompts[0] ?? null);
  if (prompt === null) return null;
  return (
    <Dialog
      key={prompt.id}
      title={TITLES[prompt.kind]}
      role="alertdialog"
      isOpen
      isDismissable={false}
      onClose={() => void cancelPairing(prompt.attempt)}
    >
      <Prompt prompt={prompt} />
    </Dialog>
  );
}

const TITLES: Record<PairingPrompt['kind'], string> = {
  'display-passkey': 'Type this on the device',
  'enter-passkey': 'Passkey of the device',
  'compare-numbers': 'Same number on both?',
  confirm: 'Pair with this device?',
};

function Prompt({ prompt }: { prompt: PairingPrompt }) {
  const { peer } = prompt;
  const screen = useKeys((state) => state.pairing?.screens.find(({ address }) => address === peer.address));
  return (
    <>
      <div className={styles.who}>
        <span>
          {peer.name !== null && `${peer.name}, `}
          <span className="mono">{peer.address}</span>
        </span>
        <TimeLeft prompt={prompt} />
      </div>
      <Question prompt={prompt} />
      {screen && <ScreenCard screen={screen} />}
      <Countdown prompt={prompt} />
    </>
  );
}

function Question({ prompt }: { prompt: PairingPrompt }) {
  switch (prompt.kind) {
    case 'display-passkey':
      return (
        <>
          <Digits digits={prompt.passkey} />
          <p className="dim">The device asks for these six digits. This closes by itself when it has taken them.</p>
          <div className={styles.one}>
            <Button size="lg" onPress={() => void cancelPairing(prompt.attempt)}>
              Cancel pairing
            </Button>
          </div>
        </>
      );
    case 'enter-passkey':
      return <PasskeyForm prompt={prompt} />;
    case 'compare-numbers': {
      const say = (yes: boolean) => void answer(prompt.id, { kind: 'yes-no', yes });
      return (
        <>
          <Digits digits={prompt.value} />
          <p className="dim">
            Compare with the device's screen. A different number means that somebody is between you and it.
          </p>
          <div className={styles.two}>
            <Button size="lg" onPress={() => say(false)}>
              They differ
            </Button>
            <Button size="lg" onPress={() => say(true)}>
              They are the same
            </Button>
          </div>
        </>
      );
    }
    case 'confirm': {
      const say = (yes: boolean) => void answer(prompt.id, { kind: 'yes-no', yes });
      return (
        <>
          {prompt.weakensBond ? (
            <Note level="warning" icon={TriangleAlert} title="It would replace a stronger bond.">
              The bond there is keeps more people out than this pairing would. An attacker would ask for just this.
            </Note>
          ) : (
            <p>
              The device asks for it. The method is Just Works: no MITM protection, so nobody can tell whether somebody
              is between you and it
              {prompt.bond ? '. Both sides keep the keys.' : '.'}
            </p>
          )}
          <div className={styles.two}>
            <Button size="lg" onPress={() => say(false)}>
              Do not pair
            </Button>
            <Button size="lg" onPress={() => say(true)}>
              Pair
            </Button>
          </div>
        </>
      );
    }
  }
}

function PasskeyForm({ prompt }: { prompt: PairingPrompt }) {
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const passkey = passkeyOf(text);
  const wrong = passkey === null ? 'Six digits' : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (passkey !== null) void answer(prompt.id, { kind: 'passkey', passkey });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Field
        label="Six digits that the device shows"
        value={text}
        onChange={(typed) => setText(typed.replaceAll(/[^\d\s-]/g, '').slice(0, 12))}
        inputMode="numeric"
        error={tried ? wrong : null}
        mono
        large
        autoFocus
      />
      <div className={styles.two}>
        <Button size="lg" onPress={() => void cancelPairing(prompt.attempt)}>
          Cancel pairing
        </Button>
        <Button size="lg" variant="primary" type="submit" isDisabled={tried && passkey === null}>
          Pair
        </Button>
      </div>
    </form>
  );
}

/** Large, in two groups; read out one by one. */
function Digits({ digits }: { digits: string }) {
  return (
    <p className={styles.digits}>
      <span className="sr">{[...digits].join(' ')}</span>
      <span aria-hidden>{spaced(digits)}</span>
    </p>
  );
}

function useSecondsLeft({ expiresAt }: PairingPrompt): number {
  const left = () => Math.max(0, Math.ceil((expiresAt - Date.now()) / 1_000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(Math.max(0, Math.ceil((expiresAt - Date.now()) / 1_000))), 250);
    return () => clearInterval(timer);
  }, [expiresAt]);
  return seconds;
}

/** Said aloud only when it gets short. */
function TimeLeft({ prompt }: { prompt: PairingPrompt }) {
  const seconds = useSecondsLeft(prompt);
  return (
    <>
      <span className="dim">{seconds} s left</span>
      <span className="sr" role="status">
        {seconds === 10 || seconds === 5 ? `${seconds} seconds left` : ''}
      </span>
    </>
  );
}

function Countdown({ prompt }: { prompt: PairingPrompt }) {
  const seconds = useSecondsLeft(prompt);
  const whole = (prompt.expiresAt - prompt.startedAt) / 1_000;
  return (
    <div className={styles.countdown} aria-hidden>
      <i style={{ width: `${Math.min(100, (seconds / whole) * 100)}%` }} />
    </div>
  );
}
