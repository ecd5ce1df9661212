import { Eye, KeyRound, Lock, ShieldCheck, ShieldX, Trash2 } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { BondRow } from '../../../src-shared/model/pairing.js';
import { runCommand } from '../../app/commands.js';
import { Button } from '../../components/button.js';
import { Empty } from '../../components/empty.js';
import { IconButton } from '../../components/icon-button.js';
import { Tag } from '../../components/tag.js';
import { VirtualGrid, type VirtualGridHandle } from '../../components/virtual-grid.js';
import { cx } from '../../lib/classes.js';
import { addressKindShort } from '../../lib/scan-format.js';
import { useWidth } from '../../lib/use-width.js';
import { keyColumns } from './key-columns.js';
import styles from './keys-panel.module.css';
import { bondKey, listedBonds, openDialog, useKeys } from './pairing-state.js';
import { bondName, keysHeld, methodWords, protectionOf, usedWords } from './pairing-words.js';

/** Where the keys of the table count. */
export const KEYS_SCOPE = 'keys-grid';
const ROW_PX = 28;
/** Rows in sight at most before the table scrolls. */
const MOST_ROWS = 9;
const LEAST_ROWS = 4;

export function KeyTable() {
  const bonds = useKeys((state) => state.bonds);
  const scope = useKeys((state) => state.scope);
  const sort = useKeys((state) => state.sort);
  const selected = useKeys((state) => state.selected);
  const rows = useMemo(() => listedBonds({ bonds, scope, sort }), [bonds, scope, sort]);
  const [frame, width] = useWidth<HTMLElement>();
  const columns = useMemo(() => keyColumns(width), [width]);
  const now = useMinute();
  const grid = useRef<VirtualGridHandle>(null);
  const activeRow = rows.findIndex((row) => bondKey(row) === selected);

  const renderCell = useCallback(
    (row: number, column: string) => {
      const bond = rows[row];
      return bond === undefined ? null : <Cell bond={bond} column={column} now={now} />;
    },
    [rows, now],
  );
  const rowState = useCallback(
    (row: number) => ({ revision: `${JSON.stringify(rows[row] ?? null)} ${now}` }),
    [rows, now],
  );
  const shown = Math.min(MOST_ROWS, Math.max(LEAST_ROWS, rows.length)) + 1;
  return (
    <section
      ref={frame}
      className={styles.table}
      style={rows.length === 0 ? undefined : { flexBasis: shown * ROW_PX }}
      aria-label="Key store"
    >
      {rows.length === 0 ? (
        <NoBonds hasOthers={bonds.length > 0} />
      ) : (
        width > 0 && (
          <VirtualGrid
            ref={grid}
            label="Bonds"
            scope={KEYS_SCOPE}
            paneFocus
            columns={columns}
            rowCount={rows.length}
            rowKey={(row) => bondKey(rows[row] ?? { adapterId: '', id: String(row) })}
            renderCell={renderCell}
            rowState={rowState}
            activeRow={activeRow}
            onActiveRow={(row) => useKeys.setState({ selected: rows[row] ? bondKey(rows[row]) : null })}
            sort={sort}
            onSort={(column) =>
              useKeys.setState({ sort: { column, descending: sort.column === column ? !sort.descending : false } })
            }
            onOpen={() => void runCommand('keys.reveal')}
          />
        )
      )}
    </section>
  );
}

function NoBonds({ hasOthers }: { hasOthers: boolean }) {
  const isLocked = useKeys((state) => state.pairing?.protection.protection === 'locked');
  if (isLocked)
    return (
      <Empty compact icon={KeyRound} title="The bonds are locked">
        They are listed here once their keys are open.
      </Empty>
    );
  return (
    <Empty
      compact
      icon={KeyRound}
      title="No bonds yet"
      actions={
        hasOthers && (
          <Button size="sm" onPress={() => useKeys.setState({ scope: 'all' })}>
            Show those of other adapters
          </Button>
        )
      }
    >
      Connect to a device and pair with it: the keys that both sides keep are listed here. On the virtual radio the Door
      Lock pairs by passkey.
    </Empty>
  );
}

const PROTECTION_ICONS = { encrypted: Lock, authenticated: ShieldCheck, broken: ShieldX };

function Cell({ bond, column, now }: { bond: BondRow; column: string; now: number }) {
  switch (column) {
    case 'peer':
      return (
        <span className={styles.name}>
          <span className={cx(styles.nameText)}>{bond.name ?? <span className="dim">no name</span>}</span>
          {bond.virtual && <Tag tone="virtual">virtual</Tag>}
        </span>
      );
    case 'identity':
      return (
        <>
          <span className="mono">{bond.address}</span> <span className="faint">{addressKindShort(bond)}</span>
        </>
      );
    case 'method':
      return methodWords(bond.method);
    case 'kind':
      return bond.secureConnections ? 'SC' : 'legacy';
    case 'protection': {
      const { level, text } = protectionOf(bond);
      const Icon = PROTECTION_ICONS[level];
      return (
        <span className={cx(styles.protectionCell, styles[level])}>
          <Icon size={14} strokeWidth={2} aria-hidden />
          {text}
        </span>
      );
    }
    case 'size':
      return bond.keySize;
    case 'keys':
      return <span className="mono dim">{keysHeld(bond.keys)}</span>;
    case 'used':
      return (
        <span className="dim" title={new Date(bond.lastUsed).toLocaleString()}>
          {usedWords(bond, now)}
        </span>
      );
    default:
      return (
        <span className={styles.actions}>
          <IconButton
            icon={Eye}
            size="sm"
            excludeFromTabOrder
            label={`Show the keys of ${bondName(bond)}`}
            keys="Enter"
            onPress={() => openDialog({ kind: 'reveal', bond })}
          />
          <IconButton
            icon={Trash2}
            size="sm"
            excludeFromTabOrder
            label={`Forget ${bondName(bond)}`}
            keys="Delete"
            onPress={() => openDialog({ kind: 'forget', bond })}
          />
        </span>
      );
  }
}

/** The time, anew each half minute. */
function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
