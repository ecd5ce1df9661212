import { type ChangeEvent, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { serviceName } from '../../../src-shared/assigned-numbers/services.js';
import { addTerm, parseFilter } from '../../../src-shared/filter/filter.js';
import { useApp } from '../../app/app-store.js';
import { Kbd } from '../../components/kbd.js';
import { scanStore } from '../../lib/scan-store.js';
import styles from './filter-bar.module.css';
import { type Completion, completions, type Seen } from './filter-completion.js';
import { FilterSuggestions } from './filter-suggestions.js';
import { setFilter } from './scanner-actions.js';
import { focusGrid, offerFocus } from './scanner-focus.js';
import { useScanner } from './scanner-state.js';

/** Typing filters after this pause, so that the list does not flicker with every letter. */
const LIVE_AFTER_MS = 180;

/** Where the next term is typed. Enter makes it a chip, Tab takes the suggestion, Escape goes to the list. */
export function FilterEntry({ onBackOverChips }: { onBackOverChips: () => void }) {
  const draft = useScanner((state) => state.draft);
  const [text, setText] = useState(draft);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [refused, setRefused] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();

  const sent = useRef(draft);

  // The draft also changes from outside: a chip that is edited, a filter that is cleared. What was sent from here is older than the text.
  useEffect(() => {
    if (draft === sent.current) return;
    sent.current = draft;
    setText(draft);
  }, [draft]);
  useEffect(() => {
    if (text === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = text;
      useScanner.setState({ draft: text });
    }, LIVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => offerFocus('filter', () => input.current?.focus()), []);

  const seen = useMemo(() => (open ? whatIsSeen() : NOTHING_SEEN), [open]);
  const options = useMemo(() => (open ? completions(text, seen) : []), [open, text, seen]);
  const problem = useMemo(() => parseFilter(text).problems[0], [text]);
  const option = options[chosen];

  const put = (next: string) => {
    setText(next);
    setChosen(-1);
    setRefused(false);
  };
  const commit = (term: string) => {
    if (term.trim() === '') return;
    if (parseFilter(term).problems.length > 0) {
      setRefused(true);
      setOpen(true);
      return;
    }
    void setFilter(addTerm(useApp.getState().settings.filter, term));
    put('');
    setOpen(false);
    sent.current = '';
    useScanner.setState({ draft: '' });
  };
  const take = (completion: Completion) => {
    if (completion.complete) commit(completion.text);
    else put(completion.text);
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (!open) setOpen(true);
      else if (options.length > 0)
        setChosen((before) =>
          before < 0 ? (step > 0 ? 0 : options.length - 1) : (before + step + options.length) % options.length,
        );
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (option === undefined) commit(text);
      else take(option);
    } else if (event.key === 'Tab' && !event.shiftKey && option !== undefined) {
      event.preventDefault();
      take(option);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      setOpen(false);
      focusGrid();
    } else if (event.key === 'Backspace' && text === '') {
      event.preventDefault();
      onBackOverChips();
    }
  };

  return (
    <span className={styles.entry}>
      <input
        ref={input}
        className={styles.input}
        value={text}
        placeholder="Add filter"
        aria-label="Filter devices"
        aria-keyshortcuts="/"
        role="combobox"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={option === undefined ? undefined : `${listId}-${chosen}`}
        aria-invalid={problem !== undefined && refused}
        autoComplete="off"
        spellCheck={false}
        onChange={(event: ChangeEvent<HTMLInputElement>) => {
          put(event.target.value);
          setOpen(true);
        }}
        onBlur={() => {
          setOpen(false);
          setChosen(-1);
        }}
        onKeyDown={onKeyDown}
      />
      {!open && <Kbd keys="/" className={styles.hint} />}
      {open && (
        <FilterSuggestions
          id={listId}
          text={text}
          options={options}
          chosen={chosen}
          problem={problem}
          refused={refused}
          onTake={take}
        />
      )}
    </span>
  );
}

const NOTHING_SEEN: Seen = { kinds: [], companies: [], services: [], names: [] };

/** The values on the air, most frequent first. */
function whatIsSeen(): Seen {
  const kinds = new Map<string, number>();
  const companies = new Map<number, number>();
  const companyNames = new Map<number, string | null>();
  const services = new Map<string, number>();
  const names = new Map<string, number>();
  const count = <T,>(map: Map<T, number>, key: T) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const id of scanStore.ids()) {
    const row = scanStore.row(id);
    if (row === undefined) continue;
    for (const kind of row.kinds) count(kinds, kind);
    for (const company of row.companies) {
      count(companies, company.id);
      companyNames.set(company.id, company.name);
    }
    for (const service of row.services) count(services, service);
    if (row.name !== null && row.name !== '') count(names, row.name);
  }
  const ranked = <T,>(map: Map<T, number>) => [...map].sort((a, b) => b[1] - a[1]).map(([key]) => key);
  return {
    kinds: ranked(kinds),
    companies: ranked(companies).map((id) => ({ id, name: companyNames.get(id) ?? null })),
    services: ranked(services).map((uuid) => ({ uuid, name: serviceName(uuid) })),
    names: ranked(names),
  };
}
