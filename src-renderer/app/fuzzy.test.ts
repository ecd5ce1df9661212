import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzyMatch } from './fuzzy.js';

const best = (query: string, texts: string[]): string | undefined =>
  texts
    .map((text) => ({ text, match: fuzzyMatch(query, text) }))
    .filter(({ match }) => match !== null)
    .sort((a, b) => (b.match?.score ?? 0) - (a.match?.score ?? 0))[0]?.text;

describe('fuzzyMatch', () => {
  it('marks the letters it matched', () => {
    expect(fuzzyMatch('read', 'Read all')?.positions).toEqual([0, 1, 2, 3]);
    expect(fuzzyMatch('sr', 'Share this radio')?.positions).toEqual([0, 11]);
    expect(fuzzyMatch('dark th', 'Dark theme')?.positions).toEqual([0, 1, 2, 3, 5, 6]);
  });

  it('says no when a letter is missing', () => {
    expect(fuzzyMatch('xyz', 'Share this radio')).toBeNull();
    expect(fuzzyMatch('oidar', 'radio')).toBeNull();
  });

  it('matches everything when nothing is asked', () => {
    expect(fuzzyMatch('', 'anything')).toEqual({ score: 0, positions: [] });
  });

  it('prefers the run of letters at the start of a word', () => {
    expect(fuzzyMatch('tab', 'Stable tab')?.positions).toEqual([7, 8, 9]);
    expect(best('scan', ['Start scanning', 'Escape any'])).toBe('Start scanning');
    expect(best('theme', ['The same', 'Light theme'])).toBe('Light theme');
    expect(best('gs', ['Go to Settings', 'Next things'])).toBe('Go to Settings');
  });

  it('takes words of the query in any order', () => {
    expect(fuzzyMatch('adapter add', 'Add adapter by address…')).not.toBeNull();
  });

  it('gives ascending positions inside the text, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (query, text) => {
        const match = fuzzyMatch(query, text);
        if (!match) return;
        for (const [i, at] of match.positions.entries()) {
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThan(Math.max(1, text.toLowerCase().length));
          if (i > 0) expect(at).toBeGreaterThan(match.positions[i - 1] ?? -1);
        }
      }),
    );
  });

  it('finds every text by a part of itself', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ]{1,20}$/), fc.nat(19), fc.nat(19), (text, a, b) => {
        expect(fuzzyMatch(text.slice(Math.min(a, b), Math.max(a, b) + 1), text)).not.toBeNull();
      }),
    );
  });
});
