import { Check, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { AdapterEntry, CurrentAdapter } from '../../src-shared/ipc/adapters.js';
import { FixText } from '../components/fix-text.js';
import { IconButton } from '../components/icon-button.js';
import { Spinner } from '../components/spinner.js';
import { Tag } from '../components/tag.js';
import { cx } from '../lib/classes.js';
import { toErrorInfo } from '../lib/error-text.js';
import { toast } from '../lib/toasts.js';
import { ADAPTER_ICONS } from './adapter-icons.js';
import styles from './adapter-picker.module.css';
import { removeAdapter, useApp } from './app-store.js';

export interface AdapterRowProps {
  entry: AdapterEntry;
  current: CurrentAdapter;
  onChoose: (spec: string) => void;
}

/** One adapter of the picker: a button when it can be opened, otherwise why not and what to do. */
export function AdapterRow({ entry, current, onChoose }: AdapterRowProps) {
  const selecting = useApp((state) => state.selecting);
  const isCurrent = entry.spec === current.spec;
  const content = <RowContent entry={entry} current={isCurrent ? current : null} opening={selecting === entry.spec} />;
  return (
    <li className={styles.item}>
      <div className={styles.line}>
        {entry.state === 'unusable' ? (
          <div className={cx(styles.row, styles.off)}>{content}</div>
        ) : (
          <AriaButton
            className={cx(styles.row, isCurrent && styles.current)}
            data-row=""
            autoFocus={isCurrent}
            aria-current={isCurrent ? 'true' : undefined}
            onPress={() => onChoose(entry.spec)}
          >
            {content}
          </AriaButton>
        )}
        {entry.added && <RemoveButton entry={entry} disabled={isCurrent} />}
      </div>
      {entry.state === 'unusable' && (entry.why || entry.fix) && (
        <div className={styles.why}>
          {entry.why && <p>{entry.why}</p>}
          {entry.fix && <FixText fix={entry.fix} />}
        </div>
      )}
    </li>
  );
}

const KIND_NAMES: Record<AdapterEntry['kind'], string> = {
  virtual: 'Simulated devices in this app',
  unix: 'H4 over a unix socket',
  tcp: 'H4 over TCP',
  serial: 'H4 over a serial port',
  usb: 'USB controller',
  hci: 'Adapter of this machine',
  native: "The operating system's Bluetooth",
};

function RowContent({
  entry,
  current,
  opening,
}: {
  entry: AdapterEntry;
  current: CurrentAdapter | null;
  opening: boolean;
}) {
  const Icon = ADAPTER_ICONS[entry.kind];
  return (
    <>
      <Icon size={16} strokeWidth={1.75} className={styles.icon} aria-hidden />
      <span className={styles.text}>
        <span className={styles.name}>
          <span className={styles.label}>{entry.label}</span>
          {entry.kind === 'virtual' && <Tag tone="virtual">simulated</Tag>}
          {entry.added && <Tag>added</Tag>}
        </span>
        <span className={styles.facts} title={current ? currentFacts(current) : undefined}>
          {current ? (
            currentFacts(current)
          ) : entry.label === entry.spec ? (
            KIND_NAMES[entry.kind]
          ) : (
            <span className="mono">{entry.spec}</span>
          )}
        </span>
      </span>
      <span className={styles.state}>
        {opening ? (
          <span className="ic">
            <Spinner />
            opening
          </span>
        ) : (
          <RowState entry={entry} current={current} />
        )}
      </span>
    </>
  );
}

function RowState({ entry, current }: { entry: AdapterEntry; current: CurrentAdapter | null }) {
  if (current?.state === 'ready') {
    return (
      <span className="ic">
        <Check size={14} strokeWidth={2} aria-hidden className={styles.mark} />
        in use
      </span>
    );
  }
  if (current) return <span className={cx(current.state !== 'opening' && 'danger')}>{current.state}</span>;
  return entry.state === 'unusable' ? 'not usable' : entry.state === 'open' ? 'open' : 'available';
}

function currentFacts(current: CurrentAdapter): string {
  const address = current.address ? `${current.address} ${current.addressType ?? ''}`.trim() : current.spec;
  // A radio of our own has no maker.
  const maker = current.kind === 'virtual' ? null : current.manufacturer;
  return [address, current.version, maker].filter(Boolean).join(' · ');
}

function RemoveButton({ entry, disabled }: { entry: AdapterEntry; disabled: boolean }) {
  const [busy, setBusy] = useState(false);
  const remove = (): void => {
    setBusy(true);
    removeAdapter(entry)
      .catch((error: unknown) =>
        toast({
          level: 'error',
          title: `${entry.label} was not removed`,
          text: toErrorInfo(error, 'remove adapter').message,
        }),
      )
      .finally(() => setBusy(false));
  };
  const label = disabled ? `${entry.label} is in use; choose another to remove it` : `Remove ${entry.label}`;
  return <IconButton icon={Trash2} label={label} size="sm" isDisabled={disabled || busy} onPress={remove} />;
}
