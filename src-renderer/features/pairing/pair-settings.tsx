import { Lock, Settings2, ShieldCheck } from 'lucide-react';
import { IO_CAPABILITIES } from '../../../src-shared/model/association.js';
import type { PairingAttemptState, PairingState } from '../../../src-shared/model/pairing.js';
import { Button } from '../../components/button.js';
import { Checkbox } from '../../components/checkbox.js';
import { Popover, PopoverTrigger } from '../../components/popover.js';
import { Segmented } from '../../components/segmented.js';
import { Select } from '../../components/select.js';
import { cx } from '../../lib/classes.js';
import { plural } from '../../lib/scan-format.js';
import { outcomePreview } from './outcome-preview.js';
import styles from './pair-pane.module.css';
import { forgetAtSimulated, setChoices, setPolicy, setSimulated } from './pairing-actions.js';
import { useKeys } from './pairing-state.js';
import { IO_WORDS, wishWords } from './pairing-words.js';

interface Props {
  pairing: PairingState;
  attempt: PairingAttemptState | null;
  name: string;
  address: string;
}

/** What this side can do and asks for, and what will come of it by what the peer can do. */
export function PairSettings({ pairing, attempt, name, address }: Props) {
  const { choices } = pairing;
  const simulated = pairing.simulated.find((device) => device.address === address);
  const isRunning = attempt?.state === 'running';
  return (
    <>
      <div className={styles.section}>
        <div className={styles.form}>
          <span className={styles.label}>We can</span>
          <div className={styles.inline}>
            <Select
              label="We can"
              size="md"
              value={choices.io}
              options={IO_CAPABILITIES.map((io) => ({ id: io, label: IO_WORDS[io] }))}
              onChange={(io) => void setChoices({ ...choices, io })}
            />
            <Policy pairing={pairing} />
          </div>
          <span className={styles.label}>We ask for</span>
          <div className={styles.inline}>
            <Checkbox isSelected={choices.bond} onChange={(bond) => void setChoices({ ...choices, bond })}>
              Bond
            </Checkbox>
            <Checkbox
              isSelected={choices.secureConnections}
              onChange={(secureConnections) => void setChoices({ ...choices, secureConnections })}
            >
              Secure Connections
            </Checkbox>
            <Checkbox isSelected={choices.mitm} onChange={(mitm) => void setChoices({ ...choices, mitm })}>
              MITM protection
            </Checkbox>
          </div>
        </div>
        {pairing.policy.debugKeys && (
          <p className={cx(styles.says, styles.danger)}>
            Debug mode is on: pairings with the specification's debug key are taken, and anybody can read along. Such
            bonds are not kept.
          </p>
        )}
      </div>
      <div className={styles.section}>
        <Preview pairing={pairing} attempt={attempt} name={name} isRunning={isRunning} />
      </div>
      {simulated && (
        <div className={styles.section}>
          <div className={styles.form}>
            <span className={styles.label}>The device</span>
            <div className={styles.inline}>
              {simulated.io !== null && (
                <Segmented
                  label={`How ${name} pairs`}
                  size="sm"
                  value={simulated.io}
                  options={[
                    { id: 'display-only', label: 'shows a passkey' },
                    { id: 'display-yes-no', label: 'compares numbers' },
                  ]}
                  onChange={(io) => void setSimulated(address, io)}
                />
              )}
              {simulated.bonds === 0 ? (
                <span className="dim">holds no bond</span>
              ) : (
                <Button size="sm" onPress={() => void forgetAtSimulated(address, name)}>
                  Make it forget {plural(simulated.bonds, 'bond')}
                </Button>
              )}
            </div>
          </div>
          {simulated.io !== null && <p className={styles.says}>What it shows appears in a card of this window.</p>}
        </div>
      )}
    </>
  );
}

function Preview({
  pairing,
  attempt,
  name,
  isRunning,
}: Pick<Props, 'pairing' | 'attempt' | 'name'> & { isRunning: boolean }) {
  const theirs = attempt?.theirs ?? null;
  const ours = isRunning && attempt?.ours ? { ...attempt.ours } : pairing.choices;
  const rows = outcomePreview(ours, theirs, attempt?.role ?? 'central');
  const wishes = theirs && wishWords(theirs);
  return (
    <>
      <div className={styles.head}>
        <h3>What will happen</h3>
        <span className="grow" />
        <span className="faint">by what the peer can do</span>
      </div>
      <table className={styles.preview}>
        <thead className="sr">
          <tr>
            <th>Peer</th>
            <th>Method</th>
            <th>Result</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.io} data-known={theirs?.io === row.io ? '' : undefined}>
              <td>
                {IO_WORDS[row.io]}
                {theirs?.io === row.io && <span className="sr">, this device</span>}
              </td>
              <td>
                {row.method}
                {!row.secureConnections && <span className="faint">, legacy</span>}
              </td>
              <td>
                <span className={cx(styles.outcome, row.authenticated ? styles.authenticated : styles.encrypted)}>
                  {row.authenticated ? (
                    <ShieldCheck size={14} strokeWidth={2} aria-hidden />
                  ) : (
                    <Lock size={14} strokeWidth={2} aria-hidden />
                  )}
                  {row.authenticated ? 'MITM protection' : 'no MITM protection'}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.says}>
        {theirs === null
          ? `What ${name} can do is told when pairing begins.`
          : `${name} says it is ${IO_WORDS[theirs.io].toLowerCase()} and asks for ${wishes ?? 'nothing'}.`}
      </p>
    </>
  );
}

const SIZES = [16, 15, 14, 13, 12, 11, 10, 9, 8, 7] as const;

/** What this side insists on, whoever begins. */
function Policy({ pairing: { policy } }: { pairing: PairingState }) {
  const isOpen = useKeys((state) => state.policyOpen);
  return (
    <PopoverTrigger isOpen={isOpen} onOpenChange={(policyOpen) => useKeys.setState({ policyOpen })}>
      <Button size="sm" variant="ghost" icon={Settings2}>
        Policy…
      </Button>
      <Popover label="Policy for every pairing" width={380}>
        <div className={styles.policy}>
          <h2>What this side insists on</h2>
          <div className={styles.form}>
            <span className={styles.label}>Key size</span>
            <div>
              <Select
                label="Least key size"
                value={String(policy.minKeySize)}
                options={SIZES.map((size) => ({ id: String(size), label: `${size} bytes at the least` }))}
                onChange={(size) => void setPolicy({ ...policy, minKeySize: Number(size) })}
              />
            </div>
          </div>
          <Checkbox
            isSelected={policy.secureConnectionsOnly}
            onChange={(secureConnectionsOnly) => void setPolicy({ ...policy, secureConnectionsOnly })}
          >
            Secure Connections only
          </Checkbox>
          <p className={styles.help}>Legacy pairing can be broken by whoever records it.</p>
          <Checkbox
            isSelected={policy.rejectDowngrade}
            onChange={(rejectDowngrade) => void setPolicy({ ...policy, rejectDowngrade })}
          >
            Never replace a bond by a weaker one
          </Checkbox>
          <p className={styles.help}>Otherwise you are asked each time.</p>
          <Checkbox isSelected={policy.debugKeys} onChange={(debugKeys) => void setPolicy({ ...policy, debugKeys })}>
            Debug mode
          </Checkbox>
          <p className={styles.help}>Takes the specification's debug key, so that a sniffer can follow. Never bonds.</p>
        </div>
      </Popover>
    </PopoverTrigger>
  );
}
