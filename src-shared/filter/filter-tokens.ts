export interface Token {
  kind: 'open' | 'close' | 'not' | 'or' | 'word';
  from: number;
  to: number;
}

const NEGATIONS = new Set(['-', '!', '\u2212', '\u2012', '\u2013']);

/**
 * Cuts a filter text into words, parentheses, 'not' and 'or'. 'and' joins terms anyway, so it gives nothing.
 * A word ends at a blank or at a ')' it did not open itself; quoted parts hold anything.
 */
export function filterTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] as string;
    if (/\s/.test(char)) at += 1;
    else if (char === '(' || char === ')') {
      tokens.push({ kind: char === '(' ? 'open' : 'close', from: at, to: at + 1 });
      at += 1;
    } else if (NEGATIONS.has(char) && /[^\s)]/.test(text[at + 1] ?? ' ')) {
      tokens.push({ kind: 'not', from: at, to: at + 1 });
      at += 1;
    } else {
      const to = wordEnd(text, at);
      const kind = wordKind(text.slice(at, to));
      if (kind !== 'and') tokens.push({ kind, from: at, to });
      at = to;
    }
  }
  return tokens;
}

function wordKind(word: string): 'word' | 'or' | 'and' | 'not' {
  const lower = word.toLowerCase();
  return lower === 'or' || lower === 'and' || lower === 'not' ? lower : 'word';
}

function wordEnd(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  let at = start;
  for (; at < text.length; at += 1) {
    const char = text[at] as string;
    if (quoted) {
      if (char === '\\') at += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (/\s/.test(char)) break;
    else if (char === '(') depth += 1;
    else if (char === ')') {
      if (depth === 0) break;
      depth -= 1;
    }
  }
  return Math.min(at, text.length);
}

/** The text of a word without its quotes; inside quotes \" and \\ stand for " and \. */
export function unquote(word: string): { value: string; closed: boolean } {
  let value = '';
  let quoted = false;
  for (let at = 0; at < word.length; at += 1) {
    const char = word[at] as string;
    if (char === '"') quoted = !quoted;
    else if (quoted && char === '\\' && at + 1 < word.length) {
      at += 1;
      value += word[at];
    } else value += char;
  }
  return { value, closed: !quoted };
}
