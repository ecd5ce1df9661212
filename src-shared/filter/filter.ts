import { compileBareWord, FILTER_KEYS, FLAG_KEYS, findKey } from './filter-keys.js';
import { filterTokens, type Token, unquote } from './filter-tokens.js';
import type { Compiled, FilterPredicate, FilterProblem, FilterTerm, ParsedFilter } from './filter-types.js';

export type { FilterProblem, FilterSubject, FilterTerm, ParsedFilter } from './filter-types.js';

/** Parentheses deeper than this are a problem; it bounds the parser's stack. */
const MAX_DEPTH = 32;

const SYMBOLS: Readonly<Record<string, string>> = { '\u2264': '<=', '\u2265': '>=', '\u2260': '!=' };
const KEY_AND_OP = /^([a-z]+)(!=|<=|>=|[:<>=~\u2264\u2265\u2260])/i;
const OP_AFTER_COLON = /^(!=|<=|>=|[<>=~^\u2264\u2265\u2260])/;

/** A term with its test; null when it has a problem and does not take part. */
interface Item extends FilterTerm {
  test: FilterPredicate | null;
}

/**
 * Reads a filter. Never throws: what is not understood is told in `problems` and takes no part in matches.
 * Terms stand side by side and all must hold. 'or' joins the two terms next to it and binds closer than a blank;
 * 'not' or '-' before a term or a parenthesis turns it round. Quotes hold blanks together. Case does not matter.
 */
export function parseFilter(text: string): ParsedFilter {
  const parser = new FilterParser(text);
  const items = parser.items(0);
  const tests = items.flatMap(({ test }) => (test === null ? [] : [test]));
  return {
    terms: items.map(({ test: _test, ...term }) => term),
    problems: parser.problems,
    matches(subject, now) {
      for (const test of tests) if (!test(subject, now)) return false;
      return true;
    },
  };
}

/** The text without the term of this index in `terms`; the same text when there is none. */
export function removeTerm(text: string, index: number): string {
  const term = parseFilter(text).terms[index];
  return term === undefined ? text : cut(text, term);
}

/**
 * The text with one more term. A term that is there already is not added again; one that says the opposite is replaced,
 * and so is a term of the same single-valued key (rssi, seen, …) that looks in the same direction.
 */
export function addTerm(text: string, term: string): string {
  const added = term.trim();
  const [fresh, ...more] = parseFilter(added).terms;
  if (fresh === undefined) return text.trim();
  const { terms } = parseFilter(text);
  if (more.length === 0) {
    if (terms.some((old) => sameTest(old, fresh) && old.negated === fresh.negated)) return text.trim();
    const replaced = terms.findLast((old) => sameTest(old, fresh) || replaces(fresh, old));
    if (replaced !== undefined) return addTerm(cut(text, replaced), added);
  }
  // An open quote or parenthesis, a trailing 'or' or 'not' would swallow what comes after it; a leading 'or' what comes before.
  // What stands before the first term says nothing, so it may go.
  const start = text.trim();
  const bare = terms[0] === undefined ? '' : text.slice(terms[0].from).trimEnd();
  const keeps = (all: string) => {
    const result = parseFilter(all).terms;
    return (
      result.length === terms.length + 1 + more.length &&
      [fresh, ...more].every((one) => result.some(({ text: chip }) => chip === one.text))
    );
  };
  const whole = [`${start} ${added}`.trim(), `${added} ${start}`.trim()].find(keeps);
  return whole ?? `${added} ${bare}`.trim();
}

/** The keys of the grammar, for completion and help. */
export function filterKeys(): { key: string; ops: string[]; help: string; example: string }[] {
  return FILTER_KEYS.map(({ key, ops, help, example }) => ({ key, ops: [...ops], help, example }));
}

function cut(text: string, { from, to }: FilterTerm): string {
  return `${text.slice(0, from).trimEnd()} ${text.slice(to).trimStart()}`.trim();
}

function sameTest(a: FilterTerm, b: FilterTerm): boolean {
  if (a.key !== b.key || a.op !== b.op || a.value.toLowerCase() !== b.value.toLowerCase()) return false;
  const isGroup = a.key === 'or' || a.key === 'and';
  return !isGroup || a.text.toLowerCase() === b.text.toLowerCase();
}

function replaces(fresh: FilterTerm, old: FilterTerm): boolean {
  return (
    fresh.key === old.key &&
    fresh.op[0] === old.op[0] &&
    fresh.negated === old.negated &&
    findKey(fresh.key)?.single === true
  );
}

class FilterParser {
  readonly problems: FilterProblem[] = [];
  readonly #tokens: Token[];
  #next = 0;

  constructor(readonly text: string) {
    this.#tokens = filterTokens(text);
  }

  /** Terms up to the end or to the parenthesis that closes this depth. */
  items(depth: number): Item[] {
    const items: Item[] = [];
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      if (token.kind === 'close') {
        if (depth > 0) break;
        this.#problem(token, 'this parenthesis closes nothing');
        this.#next += 1;
      } else if (token.kind === 'or') {
        this.#problem(token, 'or wants a term on both sides');
        this.#next += 1;
      } else {
        const item = this.#alternatives(depth);
        if (item !== null) items.push(item);
      }
    }
    return items;
  }

  #alternatives(depth: number): Item | null {
    const first = this.#unary(depth);
    if (first === null) return null;
    const items = [first];
    for (let or = this.#peek(); or?.kind === 'or'; or = this.#peek()) {
      this.#next += 1;
      const after = this.#peek();
      const item = after === undefined || after.kind === 'close' || after.kind === 'or' ? null : this.#unary(depth);
      if (item !== null) items.push(item);
      else if (after?.kind !== 'not') this.#problem(or, 'or wants a term on both sides');
    }
    const last = items.at(-1) ?? first;
    if (items.length === 1) return first;
    const tests = items.flatMap(({ test }) => (test === null ? [] : [test]));
    const test: FilterPredicate | null =
      tests.length === 0 ? null : (subject, now) => tests.some((one) => one(subject, now));
    return this.#item(first.from, last.to, { negated: false, key: 'or', op: '', value: '', test });
  }

  /** A term with the negations before it. Null, with the problem told, when no term follows. */
  #unary(depth: number): Item | null {
    const start = this.#peek() as Token;
    let negated = false;
    let token: Token | undefined = start;
    for (; token?.kind === 'not'; token = this.#peek()) {
      negated = !negated;
      this.#next += 1;
    }
    if (token === undefined || token.kind === 'close' || token.kind === 'or') {
      this.#problem({ from: start.from, to: (this.#tokens[this.#next - 1] ?? start).to }, 'not wants a term after it');
      return null;
    }
    this.#next += 1;
    const item = token.kind === 'open' ? this.#group(token, depth) : this.#word(token);
    const { test } = item;
    return this.#item(start.from, item.to, {
      ...item,
      negated: item.negated !== negated,
      test: test !== null && negated ? (subject, now) => !test(subject, now) : test,
    });
  }

  #group(open: Token, depth: number): Item {
    const nothing = { negated: false, key: 'and', op: '', value: '', test: null };
    if (depth >= MAX_DEPTH) {
      const to = this.#skipGroup(open);
      this.#problem({ from: open.from, to }, `parentheses may be ${MAX_DEPTH} deep`);
      return this.#item(open.from, to, nothing);
    }
    const items = this.items(depth + 1);
    const close = this.#peek();
    if (close === undefined) {
      this.#problem(open, 'this parenthesis is not closed');
      return this.#item(open.from, this.#tokens.at(-1)?.to ?? open.to, nothing);
    }
    this.#next += 1;
    if (items.length === 0)
      this.#problem({ from: open.from, to: close.to }, 'there is nothing between the parentheses');
    const only = items.length === 1 ? items[0] : undefined;
    if (only !== undefined) return this.#item(open.from, close.to, only);
    const tests = items.flatMap(({ test }) => (test === null ? [] : [test]));
    const test: FilterPredicate | null =
      tests.length === 0 ? null : (subject, now) => tests.every((one) => one(subject, now));
    return this.#item(open.from, close.to, { ...nothing, test });
  }

  /** Passes over the group whose '(' was just read and gives its end. */
  #skipGroup(open: Token): number {
    let to = open.to;
    for (let depth = 1, token = this.#peek(); depth > 0 && token !== undefined; token = this.#peek()) {
      if (token.kind === 'open') depth += 1;
      if (token.kind === 'close') depth -= 1;
      to = token.to;
      this.#next += 1;
    }
    return to;
  }

  #word(token: Token): Item {
    const raw = this.text.slice(token.from, token.to);
    const { key, op, value, result } = readWord(raw);
    const closed = unquote(raw).closed;
    if (!closed) this.#problem(token, 'this quote is not closed');
    else if ('problem' in result) this.#problem(token, result.problem);
    const test = closed && 'test' in result ? result.test : null;
    return this.#item(token.from, token.to, { negated: false, key, op, value, test });
  }

  #item(from: number, to: number, { negated, key, op, value, test }: Omit<Item, 'text' | 'from' | 'to'>): Item {
    return { text: this.text.slice(from, to), from, to, negated, key, op, value, test };
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #problem({ from, to }: { from: number; to: number }, message: string): void {
    this.problems.push({ from, to, message });
  }
}

function readWord(raw: string): { key: string; op: string; value: string; result: Compiled } {
  const match = KEY_AND_OP.exec(raw);
  if (match === null || isAddressPart(raw)) return readBareWord(raw);
  const [whole, name = '', written = ''] = match;
  let op = SYMBOLS[written] ?? written;
  let rest = raw.slice(whole.length);
  const second = op === ':' ? OP_AFTER_COLON.exec(rest) : null;
  if (second !== null) {
    op = SYMBOLS[second[0]] ?? second[0];
    rest = rest.slice(second[0].length);
  }
  const { value } = unquote(rest);
  const spec = findKey(name);
  if (spec === undefined) return { key: 'unknown', op, value, result: { problem: unknownKey(name) } };
  // ':' is every key's plain way to say it.
  if (op !== ':' && !spec.ops.includes(op)) {
    return { key: spec.key, op, value, result: { problem: `${spec.key} knows ${inWords(spec.ops)}, not ${op}` } };
  }
  return { key: spec.key, op, value, result: spec.compile(op, value) };
}

function readBareWord(raw: string): { key: string; op: string; value: string; result: Compiled } {
  const spec = findKey(raw);
  if (spec !== undefined && FLAG_KEYS.has(spec.key))
    return { key: spec.key, op: ':', value: 'yes', result: spec.compile(':', 'yes') };
  const { value } = unquote(raw);
  if (/^[<>=~:!^\u2264\u2265\u2260]+$/.test(raw)) {
    return {
      key: 'unknown',
      op: raw,
      value: '',
      result: { problem: 'a comparison has no blanks around its sign, like rssi>-70' },
    };
  }
  return { key: 'text', op: '~', value, result: compileBareWord(value) };
}

/** 'aa:bb' and 'fe:' are parts of addresses, not keys. */
function isAddressPart(raw: string): boolean {
  return /^[0-9a-f]{2}(:[0-9a-f]{2})*:?[0-9a-f]?$/i.test(raw);
}

function unknownKey(name: string): string {
  const start = name.slice(0, 2).toLowerCase();
  const near = FILTER_KEYS.find(({ key, aliases }) => [key, ...aliases].some((known) => known.startsWith(start)));
  const hint = near === undefined ? '' : ` (did you mean "${near.key}"?)`;
  return `there is no key "${name}"${hint}; put quotes around it to look for the words`;
}

function inWords(ops: readonly string[]): string {
  return `${ops.slice(0, -1).join(' ')} and ${ops.at(-1)}`;
}
