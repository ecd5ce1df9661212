export interface FuzzyMatch {
  /** Higher is better. */
  score: number;
  /** Indexes of the matched characters in the text, ascending. */
  positions: number[];
}

const START_OF_TEXT = 24;
const START_OF_WORD = 16;
const NEXT_TO_LAST = 12;
const SKIPPED = 1;

/**
 * Finds the letters of `query` in `text`, in order, case apart. Words of the query may match anywhere, each in order.
 * Beginnings of words and letters side by side count more, so 'sr' finds "Share this Radio" and 'theme' the theme commands first.
 * @returns null when a letter is missing; an empty query matches everything with score 0.
 */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | null {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = new Set<number>();
  let score = 0;
  for (const word of words) {
    const match = matchWord(word, text.toLowerCase(), text);
    if (!match) return null;
    score += match.score;
    for (const position of match.positions) found.add(position);
  }
  return { score, positions: [...found].sort((a, b) => a - b) };
}

function matchWord(word: string, lower: string, text: string): FuzzyMatch | null {
  const at = lower.indexOf(word);
  let best: FuzzyMatch | null = at < 0 ? null : runAt(text, word, at);
  // The same run of letters at the start of a later word is what was meant.
  for (let next = at; next >= 0; next = lower.indexOf(word, next + 1)) {
    const run = runAt(text, word, next);
    if (!best || run.score > best.score) best = run;
  }
  if (best) return best;
  for (let start = lower.indexOf(word.charAt(0)); start >= 0; start = lower.indexOf(word.charAt(0), start + 1)) {
    const scattered = scatterFrom(lower, text, word, start);
    if (!scattered) break;
    if (!best || scattered.score > best.score) best = scattered;
  }
  return best;
}

function runAt(text: string, word: string, at: number): FuzzyMatch {
  const positions = Array.from({ length: word.length }, (_, i) => at + i);
  // A run beats any scatter of the same letters.
  return { score: NEXT_TO_LAST * word.length + bonus(text, at) + START_OF_WORD, positions };
}

/** Takes each letter at the next word start that has it, else at the next place that has it. */
function scatterFrom(lower: string, text: string, word: string, start: number): FuzzyMatch | null {
  const positions: number[] = [start];
  let score = bonus(text, start);
  for (const letter of word.slice(1)) {
    const last = positions[positions.length - 1] ?? start;
    const near = lower.indexOf(letter, last + 1);
    if (near < 0) return null;
    const at = near === last + 1 ? near : (wordStartOf(lower, text, letter, last + 1) ?? near);
    score += at === last + 1 ? NEXT_TO_LAST : bonus(text, at) - SKIPPED * Math.min(at - last, 8);
    positions.push(at);
  }
  return { score, positions };
}

function wordStartOf(lower: string, text: string, letter: string, from: number): number | null {
  for (let at = lower.indexOf(letter, from); at >= 0; at = lower.indexOf(letter, at + 1)) {
    if (isWordStart(text, at)) return at;
  }
  return null;
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1));
}

function bonus(text: string, at: number): number {
  if (at === 0) return START_OF_TEXT;
  return isWordStart(text, at) ? START_OF_WORD : 0;
}
