import { KeyRound, X } from 'lucide-react';
import { useMemo } from 'react';
import type { LinkState } from '../../../src-shared/model/link.js';
import type { PairingAttemptState, PairingState } from '../../../src-shared/model/pairing.js';
import { runCommand } from '../../app/commands.js';
import { Button } from '../../components/button.js';
import { Empty } from '../../components/empty.js';
import { IconButton } from '../../components/icon-button.js';
import { Select } from '../../components/select.js';
import { Tag } from '../../components/tag.js';
import { isOpen, linkName } from '../../lib/explorer-format.js';
import { useExplorer } from '../explorer/explorer-state.js';
import { useLinks } from '../explorer/use-explorer-store.js';
import { Ladder } from './ladder.js';
import styles from './pair-pane.module.css';
import { PairResult } from './pair-result.js';
import { PairSettings } from './pair-settings.js';
import { cancelPairing, dismissAttempt, pair } from './pairing-actions.js';
import { attemptOf, type PairSubject, useKeys } from './pairing-state.js';
import { peerName } from './pairing-words.js';

/** One pairing: what is asked for, what will come of it, what happens, what came of it. */
export function PairPane() {
  const pairing = useKeys((state) => state.pairing);
  const chosen = useKeys((state) => state.subject);
  const active = useExplorer((state) => state.active);
  const links = useLinks();
  const subjects = useMemo(() => subjectsOf(links, pairing?.attempts ?? []), [links, pairing]);
  if (pairing === null) return null;
  const subject = subjectToShow(subjects, chosen, active);
  if (pairing.adapter !== null && !pairing.adapter.canPair)
    return (
      <Empty icon={KeyRound} title="This adapter cannot pair">
        {pairing.adapter.why}
      </Empty>
    );
  if (subject === null)
    return (
      <Empty
        icon={KeyRound}
        title="Nothing to pair with"
        actions={
          <Button size="sm" onPress={() => void runCommand('panel.scan')}>
            Find a device
          </Button>
        }
      >
        Connect to a device first, from the scanner or by its address. A device that connects to this app and asks to
        pair is shown here as well.
      </Empty>
    );
  return <Subject key={idOf(subject.subject)} entry={subject} subjects={subjects} pairing={pairing} />;
}

interface Entry {
  subject: PairSubject;
  label: string;
  address: string;
  virtual: boolean;
  link: LinkState | null;
}

const idOf = (subject: PairSubject) => ('link' in subject ? `link:${subject.link}` : `attempt:${subject.attempt}`);

/** Every link of the explorer, and the pairings of centrals that came to us. */
function subjectsOf(links: readonly LinkState[], attempts: readonly PairingAttemptState[]): Entry[] {
  const known = new Set(links.map(({ id }) => id));
  return [
    ...links.map((link) => ({
      subject: { link: link.id },
      label: linkName(link),
      address: link.address,
      virtual: link.virtual,
      link,
    })),
    ...attempts
      .filter(({ link, role }) => role === 'peripheral' && (link === null || !known.has(link)))
      .map(({ id, peer }) => ({
        subject: { attempt: id },
        label: peerName(peer),
        address: peer.address,
        virtual: peer.virtual,
        link: null,
      })),
  ];
}

function subjectToShow(entries: Entry[], chosen: PairSubject | null, active: number | null): Entry | null {
  const by = (subject: PairSubject | null) =>
    subject === null ? undefined : entries.find((entry) => idOf(entry.subject) === idOf(subject));
  return by(chosen) ?? by(active === null ? null : { link: active }) ?? entries.at(-1) ?? null;
}

function Subject({ entry, subjects, pairing }: { entry: Entry; subjects: Entry[]; pairing: PairingState }) {
  const { subject, label, address, link } = entry;
  const attempt = attemptOf(pairing.attempts, subject, address);
  const isRunning = attempt?.state === 'running';
  const isUp = link !== null && isOpen(link.state);
  const canPair = isUp && !isRunning;
  const isAgain = attempt !== null || (link?.security.encrypted ?? false);
  return (
    <>
      <div className={styles.bar}>
        <h2>Pair {label}</h2>
        <span className="mono dim">{address}</span>
        {entry.virtual && <Tag tone="virtual">virtual</Tag>}
        {subjects.length > 1 && (
          <Select
            label="Device"
            value={idOf(subject)}
            options={subjects.map((other) => ({ id: idOf(other.subject), label: `${other.label}, ${other.address}` }))}
            onChange={(id) => {
              const next = subjects.find((other) => idOf(other.subject) === id);
              if (next) useKeys.setState({ subject: next.subject });
            }}
          />
        )}
        <span className="grow" />
        {link !== null && !isUp && <span className="dim">Not connected</span>}
        {attempt !== null && !isRunning && (
          <IconButton icon={X} size="sm" label="Clear the result" onPress={() => void dismissAttempt(attempt.id)} />
        )}
        {isRunning && attempt !== null ? (
          <Button size="sm" onPress={() => void cancelPairing(attempt.id)}>
            Cancel pairing
          </Button>
        ) : (
          link !== null && (
            <Button
              size="sm"
              variant={isAgain ? 'default' : 'primary'}
              isDisabled={!canPair}
              onPress={() => void pair(link.id)}
            >
              {isAgain ? 'Pair again' : 'Pair'}
            </Button>
          )
        )}
      </div>
      <div className={styles.split}>
        <section className={styles.settings} aria-label="What is asked for">
          <PairResult attempt={attempt} link={link} />
          <PairSettings pairing={pairing} attempt={attempt} name={label} address={address} />
        </section>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and holds nothing that takes the focus. */}
        <section className={styles.steps} aria-label="Pairing steps" tabIndex={0}>
          <Ladder attempt={attempt} name={label} />
        </section>
      </div>
    </>
  );
}
