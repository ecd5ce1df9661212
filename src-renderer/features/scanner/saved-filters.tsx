import { Bookmark, BookmarkPlus, ChevronDown, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { parseFilter } from '../../../src-shared/filter/filter.js';
import type { SavedFilter } from '../../../src-shared/ipc/app.js';
import { updateSettings, useApp } from '../../app/app-store.js';
import { Button } from '../../components/button.js';
import { Dialog } from '../../components/dialog.js';
import { Field } from '../../components/field.js';
import { Menu, MenuItem, MenuSection, MenuSeparator, MenuTrigger } from '../../components/menu.js';
import { toast } from '../../lib/toasts.js';
import styles from './filter-bar.module.css';
import { setFilter } from './scanner-actions.js';
import { useScanner } from './scanner-state.js';

const MOST = 64;
const LONGEST_NAME = 60;

/** Two filters are the same when their terms are, however they were written down. */
const sameFilter = (a: string, b: string) => {
  const terms = (text: string) => parseFilter(text).terms.map((term) => term.text);
  return terms(a).join(' ') === terms(b).join(' ');
};

/** Saves the filter under a name, and brings saved ones back. */
export function SavedFilters() {
  const saved = useApp((app) => app.settings.savedFilters);
  const filter = useApp((app) => app.settings.filter);
  const [naming, setNaming] = useState<{ what: 'save' } | { what: 'rename'; of: SavedFilter } | null>(null);
  const current = filter === '' ? undefined : saved.find((entry) => sameFilter(entry.text, filter));

  const remove = (entry: SavedFilter) => {
    void updateSettings({ savedFilters: saved.filter((other) => other.name !== entry.name) });
    toast({
      level: 'info',
      title: `Saved filter ${entry.name} deleted`,
      action: {
        label: 'Undo',
        run: () => void updateSettings({ savedFilters: [...useApp.getState().settings.savedFilters, entry] }),
      },
    });
  };
  const act = (key: string | number) => {
    if (key === 'save') setNaming({ what: 'save' });
    else if (key === 'rename' && current) setNaming({ what: 'rename', of: current });
    else if (key === 'delete' && current) remove(current);
    else {
      const entry = saved[Number(String(key).slice('saved:'.length))];
      if (entry === undefined) return;
      useScanner.setState({ draft: '' });
      void setFilter(entry.text);
    }
  };
  const nameIt = (name: string) => {
    const rest = saved.filter(
      (entry) => entry.name !== name && !(naming?.what === 'rename' && entry.name === naming.of.name),
    );
    const text = naming?.what === 'rename' ? naming.of.text : filter;
    void updateSettings({
      savedFilters: [...rest, { name, text }].sort((a, b) => a.name.localeCompare(b.name)).slice(0, MOST),
    });
    setNaming(null);
  };

  return (
    <>
      <MenuTrigger>
        <Button icon={Bookmark} className={styles.saved}>
          <span className={styles.savedName}>{current?.name ?? 'Saved'}</span>
          <ChevronDown size={14} strokeWidth={2} aria-hidden="true" />
        </Button>
        <Menu label="Saved filters" placement="bottom end" onAction={act}>
          {saved.length > 0 && (
            <MenuSection title="Saved filters" selectionMode="none">
              {saved.map((entry, index) => (
                <MenuItem
                  key={entry.name}
                  id={`saved:${index}`}
                  textValue={entry.name}
                  icon={entry === current ? Bookmark : undefined}
                >
                  {entry.name}{' '}
                  <span className="mono faint">
                    {entry.text.length > 40 ? `${entry.text.slice(0, 39)}…` : entry.text}
                  </span>
                </MenuItem>
              ))}
            </MenuSection>
          )}
          {saved.length > 0 && <MenuSeparator />}
          <MenuItem id="save" icon={BookmarkPlus} isDisabled={filter === '' || saved.length >= MOST}>
            Save this filter…
          </MenuItem>
          <MenuItem id="rename" icon={Pencil} isDisabled={current === undefined} textValue="Rename">
            {current === undefined ? 'Rename…' : `Rename ${current.name}…`}
          </MenuItem>
          <MenuItem id="delete" icon={Trash2} danger isDisabled={current === undefined} textValue="Delete">
            {current === undefined ? 'Delete' : `Delete ${current.name}`}
          </MenuItem>
        </Menu>
      </MenuTrigger>
      {naming !== null && (
        <NameDialog
          title={naming.what === 'save' ? 'Save this filter' : `Rename ${naming.of.name}`}
          filter={naming.what === 'save' ? filter : naming.of.text}
          start={naming.what === 'save' ? '' : naming.of.name}
          taken={saved.map((entry) => entry.name)}
          onDone={nameIt}
          onClose={() => setNaming(null)}
        />
      )}
    </>
  );
}

interface NameDialogProps {
  title: string;
  filter: string;
  start: string;
  taken: readonly string[];
  onDone: (name: string) => void;
  onClose: () => void;
}

function NameDialog({ title, filter, start, taken, onDone, onClose }: NameDialogProps) {
  const [name, setName] = useState(start);
  const [tried, setTried] = useState(false);
  const clean = name.trim();
  const error =
    clean === ''
      ? 'A saved filter needs a name'
      : clean.length > LONGEST_NAME
        ? `At most ${LONGEST_NAME} characters`
        : null;
  const replaces = clean !== start && taken.includes(clean);
  const submit = () => {
    setTried(true);
    if (error === null) onDone(clean);
  };
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" onPress={submit}>
            {replaces ? 'Replace' : 'Save'}
          </Button>
        </>
      }
    >
      <form
        className={styles.manage}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className="mono dim">{filter}</p>
        <Field
          label="Name"
          value={name}
          onChange={setName}
          error={tried ? error : null}
          help={replaces ? `Replaces the saved filter ${clean}` : undefined}
          autoFocus
        />
      </form>
    </Dialog>
  );
}
