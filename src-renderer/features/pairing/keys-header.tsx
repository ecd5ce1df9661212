import { Lock, LockOpen, MemoryStick } from 'lucide-react';
import type { KeyProtectionState } from '../../../src-shared/model/pairing.js';
import { useApp } from '../../app/app-store.js';
import { Button } from '../../components/button.js';
import { Menu, MenuItem, MenuTrigger } from '../../components/menu.js';
import { Note } from '../../components/note.js';
import { Segmented } from '../../components/segmented.js';
import { cx } from '../../lib/classes.js';
import { plural } from '../../lib/scan-format.js';
import styles from './keys-panel.module.css';
import { dismissProblem, moveToKeyring, retryKeys } from './pairing-actions.js';
import { openDialog, useKeys } from './pairing-state.js';

/** How many bonds there are, what keeps them, and what the user should know of that. */
export function KeysHeader() {
  const bonds = useKeys((state) => state.bonds);
  const scope = useKeys((state) => state.scope);
  const protection = useKeys((state) => state.pairing?.protection ?? null);
  const adapter = useApp((state) => state.adapters?.current.label);
  const current = bonds.filter((bond) => bond.isCurrent).length;
  const hasOthers = current !== bonds.length;
  const shown = scope === 'all' ? bonds.length : current;
  return (
    <>
      <div className={styles.bar}>
        <h1>Keys</h1>
        <span className={styles.count}>
          {plural(shown, 'bond')} {scope === 'all' ? 'of all adapters' : `on ${adapter ?? 'this adapter'}`}
        </span>
        {(hasOthers || scope === 'all') && (
          <Segmented
            label="Bonds shown"
            size="sm"
            value={scope}
            options={[
              { id: 'current', label: 'This adapter' },
              { id: 'all', label: 'All' },
            ]}
            onChange={(next) => useKeys.setState({ scope: next })}
          />
        )}
        <span className="grow" />
        {protection !== null && <ProtectionFact protection={protection} />}
        <span className={styles.separator} />
        <Button size="sm" onPress={() => openDialog({ kind: 'import' })}>
          Import…
        </Button>
        <Button size="sm" isDisabled={bonds.length === 0} onPress={() => openDialog({ kind: 'export' })}>
          Export…
        </Button>
      </div>
      {protection !== null && <ProtectionNotes protection={protection} />}
    </>
  );
}

const ALL: Record<KeyProtectionState['protection'], string> = {
  keyring: 'Encrypted at rest',
  passphrase: 'Encrypted at rest by a passphrase',
  locked: 'Locked',
  memory: 'Kept in memory only',
};

/** What keeps the keys, in words; a menu where something can be changed about it. */
function ProtectionFact({ protection: { protection, backend, keyring } }: { protection: KeyProtectionState }) {
  const isSealed = protection === 'keyring' || protection === 'passphrase';
  const Icon = isSealed ? Lock : protection === 'locked' ? LockOpen : MemoryStick;
  const words = protection === 'keyring' && backend ? `Encrypted at rest by ${backend}` : ALL[protection];
  const fact = (
    <>
      <Icon size={14} strokeWidth={2} aria-hidden />
      {words}
    </>
  );
  if (!isSealed) return <span className={cx(styles.protection, styles.warn)}>{fact}</span>;
  return (
    <MenuTrigger>
      <Button size="sm" variant="ghost" className={cx(styles.protection, styles.ok)}>
        {fact}
      </Button>
      <Menu
        label="Protection of the keys"
        placement="bottom end"
        onAction={(key) => {
          if (key === 'set-passphrase' || key === 'change-passphrase') openDialog({ kind: key });
          else void moveToKeyring();
        }}
      >
        {protection === 'keyring' ? (
          <MenuItem id="set-passphrase">Use a passphrase instead…</MenuItem>
        ) : (
          <MenuItem id="change-passphrase">Change the passphrase…</MenuItem>
        )}
        {protection === 'passphrase' && keyring !== null && (
          <MenuItem id="keyring">{`Use ${keyring} instead`}</MenuItem>
        )}
      </Menu>
    </MenuTrigger>
  );
}

function ProtectionNotes({ protection }: { protection: KeyProtectionState }) {
  const { protection: kind, why, problem, needsPassphrase, keyring } = protection;
  const retry = (
    <Button size="sm" onPress={() => void retryKeys()}>
      Look again
    </Button>
  );
  return (
    <>
      {kind === 'memory' && (
        <Note
          level="warning"
          flush
          title="Bonds are gone when the app is closed."
          actions={
            <>
              <Button size="sm" onPress={() => openDialog({ kind: 'set-passphrase' })}>
                Set a passphrase…
              </Button>
              {keyring !== null ? (
                <Button size="sm" onPress={() => void moveToKeyring()}>
                  Use {keyring}
                </Button>
              ) : (
                retry
              )}
            </>
          }
        >
          {why} A passphrase keeps them in an encrypted file.
        </Note>
      )}
      {kind === 'locked' && (
        <Note
          level="warning"
          flush
          title="The keys of earlier days are locked."
          actions={
            <>
              {needsPassphrase ? (
                <Button size="sm" onPress={() => openDialog({ kind: 'unlock' })}>
                  Unlock…
                </Button>
              ) : (
                retry
              )}
              <Button size="sm" variant="ghost" onPress={() => openDialog({ kind: 'start-over' })}>
                Start over…
              </Button>
            </>
          }
        >
          {why} What is bonded meanwhile is kept in memory, and joins them when they open.
        </Note>
      )}
      {problem !== null && (
        <Note level="warning" flush role="alert" onDismiss={() => void dismissProblem()}>
          {problem}
        </Note>
      )}
    </>
  );
}
