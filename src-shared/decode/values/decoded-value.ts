/** One field of a decoded value. */
export interface ValueField {
  name: string;
  /** For people; a number has no unit in it. */
  value: string;
  unit?: string;
  /** The quantity in `unit`, when it can be plotted. Absent for codes such as 'not known'. */
  number?: number;
  /** Where it is in the value, in bytes. */
  offset: number;
  length: number;
  /** When it is a part of those bytes: first and last bit, bit 0 being the least significant of the first byte. */
  bits?: { from: number; to: number };
}

export interface DecodedValue {
  /** One line, at most 120 characters: '72 bpm, contact'. */
  summary: string;
  fields: ValueField[];
  /** What does not fit the format: 'length 3, the format has 2 to 19'. The fields before it are still there. */
  problem?: string;
}

const LONGEST_SUMMARY = 120;

/** Text cut to a limit, with an ellipsis where it was cut. */
export function cutText(text: string, limit: number = LONGEST_SUMMARY): string {
  if (text.length <= limit) return text;
  // Half of a surrogate pair would show as a replacement character.
  const cut = text.slice(0, limit - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** Control characters as pictures, and marks that turn the reading direction as escapes: what a peer sends cannot disguise itself. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (mark) => {
    const code = mark.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
