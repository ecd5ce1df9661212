import { ChevronDown, Plus, RefreshCw, Share2, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { CurrentAdapter } from '../../src-shared/ipc/adapters.js';
import { Button } from '../components/button.js';
import { ErrorNote } from '../components/error-note.js';
import { IconButton } from '../components/icon-button.js';
import { Popover, PopoverTrigger } from '../components/popover.js';
import { Spinner } from '../components/spinner.js';
import { Tag } from '../components/tag.js';
import { toErrorInfo } from '../lib/error-text.js';
import { toast } from '../lib/toasts.js';
import { ADAPTER_ICONS } from './adapter-icons.js';
import styles from './adapter-picker.module.css';
import { AdapterRow } from './adapter-row.js';
import { openLayer, refreshAdapters, selectAdapter, setAdapterPicker, useApp } from './app-store.js';

/** The first control of the window: which radio everything here runs on. */
export function AdapterPicker() {
  const open = useApp((state) => state.adapterPickerOpen);
  const current = useApp((state) => state.adapters?.current);
  const selecting = useApp((state) => state.selecting);
  return (
    <PopoverTrigger isOpen={open} onOpenChange={setAdapterPicker}>
      <AriaButton className={styles.button ?? ''} aria-haspopup="dialog">
        <StateIcon current={current} busy={selecting !== null} />
        <span className="sr">Adapter: </span>
        <span className={styles.label}>{current?.label ?? 'Looking for adapters'}</span>
        {current && current.kind !== 'virtual' && current.spec !== current.label && (
          <small className={styles.spec}>{current.spec}</small>
        )}
        {current?.kind === 'virtual' && <Tag tone="virtual">simulated</Tag>}
        <ChevronDown size={14} strokeWidth={2} className="faint" aria-hidden />
      </AriaButton>
      <Popover label="Adapter" width={480} offset={8}>
        <AdapterList />
      </Popover>
    </PopoverTrigger>
  );
}

function StateIcon({ current, busy }: { current: CurrentAdapter | undefined; busy: boolean }) {
  if (!current || busy || current.state === 'opening') return <Spinner />;
  if (current.state !== 'ready')
    return <TriangleAlert size={16} strokeWidth={1.75} className="danger" aria-label={current.state} />;
  const Icon = ADAPTER_ICONS[current.kind];
  return <Icon size={16} strokeWidth={1.75} aria-hidden />;
}

function AdapterList() {
  const adapters = useApp((state) => state.adapters);
  const failure = useApp((state) => state.selectFailure);
  const sharing = adapters?.share;
  const choose = (spec: string): void => {
    // A failure stays in sight here; success needs nothing more.
    void selectAdapter(spec).then((opened) => opened && setAdapterPicker(false));
  };
  return (
    <div className={styles.panel}>
      <div className={styles.head}>
        <h2>Adapter</h2>
        <RefreshButton />
      </div>
      {failure && (
        <ErrorNote
          className={styles.failure}
          title={`${failure.label} did not open`}
          error={failure.error}
          onDismiss={() => useApp.setState({ selectFailure: null })}
          fix={
            <Button size="sm" icon={RefreshCw} onPress={() => choose(failure.spec)}>
              Try again
            </Button>
          }
        />
      )}
      <ul className={styles.list} onKeyDown={moveBetweenRows}>
        {adapters?.entries.map((entry) => (
          <AdapterRow key={entry.spec} entry={entry} current={adapters.current} onChoose={choose} />
        ))}
      </ul>
      <div className={styles.foot}>
        <Button variant="ghost" icon={Plus} onPress={() => openLayer('add-adapter')}>
          Add adapter by address…
        </Button>
        <Button variant="ghost" icon={Share2} onPress={() => openLayer('share')}>
          {sharing ? 'Sharing this radio…' : 'Share this radio…'}
        </Button>
      </div>
    </div>
  );
}

function RefreshButton() {
  const [busy, setBusy] = useState(false);
  const look = (): void => {
    setBusy(true);
    refreshAdapters()
      .catch((error: unknown) =>
        toast({
          level: 'error',
          title: 'Could not look for adapters',
          text: toErrorInfo(error, 'list adapters').message,
        }),
      )
      .finally(() => setBusy(false));
  };
  return busy ? <Spinner /> : <IconButton icon={RefreshCw} label="Look for adapters again" size="sm" onPress={look} />;
}

function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  rows[(at + step + rows.length) % rows.length]?.focus();
  event.preventDefault();
}
