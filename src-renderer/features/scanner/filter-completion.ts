import { filterKeys } from '../../../src-shared/filter/filter.js';

export interface Completion {
  /** What the whole entry becomes when it is chosen. */
  text: string;
  /** Shown in the list, in mono. */
  label: string;
  help: string;
  /** The entry is a whole term then and may become a chip at once. */
  complete: boolean;
}

/** What is on the air, for values to offer. */
export interface Seen {
  kinds: readonly string[];
  companies: readonly { id: number; name: string | null }[];
  services: readonly { uuid: string; name: string | null }[];
  names: readonly string[];
}

const MOST = 8;
/** Keys whose value is a choice of few words. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  type: ['public', 'random', 'static', 'resolvable', 'non-resolvable'],
  has: ['name', 'uuid', 'mfr', 'kind', 'appearance', 'tx', 'response'],
};
const FLAGS = new Set(['connectable', 'scannable', 'favourite', 'virtual']);

/** Suggestions for the term being typed: keys first, then values that are on the air. */
export function completions(entry: string, seen: Seen): Completion[] {
  const { before, word } = lastWord(entry);
  const value = /^(-|!)?([a-z]+)([:=~]+)(.*)$/i.exec(word);
  if (value === null) return keyCompletions(before, word);
  const [, sign = '', key = '', op = '', typed = ''] = value;
  const wanted = typed.replaceAll('"', '').toLowerCase();
  return valuesOf(key.toLowerCase(), seen)
    .filter(({ text, name }) => text.toLowerCase().includes(wanted) || name?.toLowerCase().includes(wanted))
    .filter(({ text }) => text.toLowerCase() !== wanted)
    .slice(0, MOST)
    .map(({ text, name }) => {
      const term = `${sign}${key}${op}${text.includes(' ') ? `"${text}"` : text}`;
      return { text: before + term, label: term, help: name ?? '', complete: true };
    });
}

function keyCompletions(before: string, word: string): Completion[] {
  const negated = /^[-!]/.exec(word)?.[0] ?? '';
  const typed = word.slice(negated.length).toLowerCase();
  return filterKeys()
    .filter(({ key }) => key.startsWith(typed) && !(FLAGS.has(key) && key === typed))
    .map(({ key, ops, help, example }) => {
      const isFlag = FLAGS.has(key);
      const plainOp = ops.includes(':') ? ':' : (/[<>=]+/.exec(example)?.[0] ?? ops[0] ?? ':');
      return {
        text: `${before}${negated}${key}${isFlag ? '' : plainOp}`,
        label: negated + example,
        help,
        complete: isFlag,
      };
    });
}

function valuesOf(key: string, seen: Seen): { text: string; name?: string | null }[] {
  if (key === 'kind') return seen.kinds.map((text) => ({ text }));
  if (key === 'mfr') return seen.companies.map(({ id, name }) => ({ text: id.toString(16).padStart(4, '0'), name }));
  if (key === 'uuid') return seen.services.map(({ uuid, name }) => ({ text: uuid, name }));
  if (key === 'name') return seen.names.map((text) => ({ text }));
  return (CHOICES[key] ?? []).map((text) => ({ text }));
}

/** The part after the last blank outside quotes, and all before it. */
function lastWord(entry: string): { before: string; word: string } {
  let start = 0;
  let quoted = false;
  for (let i = 0; i < entry.length; i += 1) {
    if (entry[i] === '"') quoted = !quoted;
    else if (entry[i] === ' ' && !quoted) start = i + 1;
  }
  return { before: entry.slice(0, start), word: entry.slice(start) };
}
