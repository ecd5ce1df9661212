import { Search } from 'lucide-react';
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { BareDialog } from '../components/dialog.js';
import { Kbd } from '../components/kbd.js';
import { cx } from '../lib/classes.js';
import { closeLayer, useApp } from './app-store.js';
import { type PaletteItem, registry, runCommand, runPaletteItem, useCommands } from './commands.js';
import styles from './palette.module.css';
import { commandItem, type PaletteRow, paletteGroups } from './palette-items.js';

/** Every command, adapter and device by name: Ctrl or Cmd with K. */
export function Palette() {
  const open = useApp((state) => state.layer === 'palette');
  return (
    <BareDialog label="Commands" isOpen={open} onClose={closeLayer} width={560} top>
      <PaletteBody />
    </BareDialog>
  );
}

function PaletteBody() {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const box = useRef<HTMLDivElement>(null);
  const groups = useGroups(query);
  const rows = groups.flatMap((group) => group.rows);
  const active = rows[Math.min(at, rows.length - 1)];

  useEffect(() => {
    if (active) box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const now = Math.min(at, rows.length - 1);
    const to = {
      ArrowDown: now + 1,
      ArrowUp: now - 1,
      PageDown: Math.min(now + 8, rows.length - 1),
      PageUp: Math.max(now - 8, 0),
    }[event.key];
    if (to !== undefined && rows.length > 0) setAt((to + rows.length) % rows.length);
    else if (event.key === 'Enter') {
      if (active && !event.nativeEvent.isComposing) choose(active.item);
    } else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) closeLayer();
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={styles.head}>
        <Search size={16} strokeWidth={1.75} className="faint" aria-hidden />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette is opened to type into it
          autoFocus
          className={styles.input}
          placeholder="Commands, devices, adapters"
          role="combobox"
          aria-label="Command"
          aria-expanded={rows.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={active ? optionId(list, active) : undefined}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <Kbd keys="Escape" />
      </div>
      {/* The box scrolls with the arrow keys of the field above. */}
      <div ref={box} id={list} className={styles.list} role="listbox" aria-label="Results">
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options in a list box
          <div key={group.name} role="group" aria-label={group.name}>
            <div className={styles.group} aria-hidden>
              {group.name}
            </div>
            {group.rows.map((row) => (
              <Option
                key={row.item.id}
                id={optionId(list, row)}
                row={row}
                selected={row === active}
                onPoint={() => setAt(rows.indexOf(row))}
                onChoose={() => choose(row.item)}
              />
            ))}
          </div>
        ))}
      </div>
      {rows.length === 0 && (
        <p className={styles.none} role="status">
          Nothing is called “{query.trim()}”
        </p>
      )}
    </>
  );
}

function useGroups(query: string) {
  const commands = useCommands();
  const providers = useSyncExternalStore(registry.subscribe, () => registry.providers);
  return useMemo(() => {
    const own = commands.filter((command) => command.id !== 'app.palette' && registry.find(command.id) === command);
    const items = [
      ...own.map((command) => commandItem(command, runCommand)),
      ...providers.flatMap((provide) => provide(query)),
    ];
    return paletteGroups(query, items, registry.recent);
  }, [commands, providers, query]);
}

/** The palette goes first, so that the command finds the window as it was before, and may move the focus itself. */
function choose(item: PaletteItem): void {
  if (item.disabled) return;
  closeLayer();
  const whenGone = (): void => {
    if (document.querySelector('[data-layer]')) requestAnimationFrame(whenGone);
    else requestAnimationFrame(() => runPaletteItem(item));
  };
  requestAnimationFrame(whenGone);
}

const optionId = (list: string, row: PaletteRow): string => `${list}-${row.item.id}`;

interface OptionProps {
  id: string;
  row: PaletteRow;
  selected: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Option({ id, row: { item, positions }, selected, onPoint, onChoose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field above has the focus and the keys
    <div
      id={id}
      role="option"
      aria-selected={selected}
      aria-disabled={item.disabled || undefined}
      className={cx(styles.row, item.disabled && styles.off)}
      onPointerMove={selected ? undefined : onPoint}
      onClick={onChoose}
    >
      <span className={styles.title}>
        <Highlighted text={item.title} positions={positions} />
        {item.detail && <span className={cx('mono', styles.detail)}>{item.detail}</span>}
      </span>
      {item.disabled && item.why ? (
        <span className={styles.why}>{item.why}</span>
      ) : (
        item.keys && <Kbd keys={item.keys} />
      )}
    </div>
  );
}

/** The matched letters stand out; runs of them are one element. */
function Highlighted({ text, positions }: { text: string; positions: readonly number[] }): ReactNode {
  const parts: ReactNode[] = [];
  const marked = new Set(positions);
  for (let start = 0; start < text.length; ) {
    const hit = marked.has(start);
    let end = start + 1;
    while (end < text.length && marked.has(end) === hit) end += 1;
    const run = text.slice(start, end);
    parts.push(hit ? <b key={start}>{run}</b> : run);
    start = end;
  }
  return <span>{parts}</span>;
}
