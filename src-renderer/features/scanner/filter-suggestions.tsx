import { CircleX, Info } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { FilterProblem } from '../../../src-shared/filter/filter.js';
import { cx } from '../../lib/classes.js';
import styles from './filter-bar.module.css';
import type { Completion } from './filter-completion.js';

interface FilterSuggestionsProps {
  id: string;
  text: string;
  options: readonly Completion[];
  chosen: number;
  problem: FilterProblem | undefined;
  /** Enter was pressed on it: no longer a hint while typing. */
  refused: boolean;
  onTake: (completion: Completion) => void;
}

/** Under the entry: what may be typed here, and what is wrong with what is typed. */
export function FilterSuggestions({ id, text, options, chosen, problem, refused, onTake }: FilterSuggestionsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen >= 0) list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const Icon = refused ? CircleX : Info;
  return (
    // The entry keeps the focus when something here is pressed.
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the focus where it is.
    <div className={styles.suggestions} onMouseDown={(event) => event.preventDefault()}>
      <div ref={list} id={id} role="listbox" aria-label="Suggestions" className={styles.list}>
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: see above.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the entry's Enter and Tab take the option.
          <div
            key={option.label}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={styles.option}
            onClick={() => onTake(option)}
          >
            <span className="mono">{option.label}</span>
            <span className={styles.help}>{option.help}</span>
          </div>
        ))}
      </div>
      <div className={styles.note} role="status">
        {problem !== undefined && text !== '' && (
          <div className={cx(styles.problem, refused && 'danger')}>
            <Icon size={14} strokeWidth={2} aria-hidden="true" />
            <span>
              <span className="mono">
                {text.slice(0, problem.from)}
                <mark className={styles.mark}>{text.slice(problem.from, problem.to) || ' '}</mark>
                {text.slice(problem.to)}
              </span>{' '}
              {problem.message}
            </span>
          </div>
        )}
        {problem === undefined && text.trim() !== '' && (
          <div className={styles.problem}>
            <kbd className={styles.key}>Enter</kbd> adds <span className="mono">{text.trim()}</span>
          </div>
        )}
        {text === '' && (
          <div className={styles.problem}>
            <span>
              Terms side by side must all hold. <span className="mono">not</span> or <span className="mono">-</span>{' '}
              before a term turns it round, <span className="mono">or</span> between two takes either; words alone look
              in names and addresses.
            </span>
          </div>
        )}
      </div>
    </div>
  );
}
