import { describe, expect, it } from 'vitest';
import { ariaKeys, formatKeys, isSingleLetter, type KeyEventLike, matchesKeys } from './keys.js';

const press = (key: string, rest: Partial<KeyEventLike> = {}): KeyEventLike => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...rest,
});

describe('matchesKeys', () => {
  it('takes Mod as Ctrl, and as Cmd on macOS', () => {
    expect(matchesKeys('Mod+K', press('k', { ctrlKey: true }), false)).toBe(true);
    expect(matchesKeys('Mod+K', press('k', { metaKey: true }), false)).toBe(false);
    expect(matchesKeys('Mod+K', press('k', { metaKey: true }), true)).toBe(true);
    expect(matchesKeys('Mod+K', press('k', { ctrlKey: true }), true)).toBe(false);
  });

  it('wants exactly the modifiers that are named', () => {
    expect(matchesKeys('Mod+A', press('A', { ctrlKey: true, shiftKey: true }), false)).toBe(false);
    expect(matchesKeys('Mod+Shift+A', press('A', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
    expect(matchesKeys('R', press('r', { altKey: true }), false)).toBe(false);
    expect(matchesKeys('F6', press('F6', { shiftKey: true }), false)).toBe(false);
    expect(matchesKeys('Shift+F6', press('F6', { shiftKey: true }), false)).toBe(true);
  });

  it('compares signs as typed, whatever Shift it took', () => {
    expect(matchesKeys('?', press('?', { shiftKey: true }), false)).toBe(true);
    expect(matchesKeys('/', press('/', { shiftKey: true }), false)).toBe(true);
    expect(matchesKeys('Mod+,', press(',', { ctrlKey: true }), false)).toBe(true);
    expect(matchesKeys('Mod++', press('+', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
  });

  it('finds digits by their place on layouts that put signs there', () => {
    expect(matchesKeys('Mod+1', press('&', { code: 'Digit1', ctrlKey: true }), false)).toBe(true);
    expect(matchesKeys('Mod+1', press('2', { code: 'Digit2', ctrlKey: true }), false)).toBe(false);
  });

  it('knows Space and Ctrl on every system', () => {
    expect(matchesKeys('Space', press(' '), false)).toBe(true);
    expect(matchesKeys('Ctrl+Tab', press('Tab', { ctrlKey: true }), true)).toBe(true);
  });
});

describe('the names of keys', () => {
  it('are those of the machine', () => {
    expect(formatKeys('Mod+Shift+R', false)).toBe('Ctrl Shift R');
    expect(formatKeys('Mod+Shift+R', true)).toBe('⌘⇧R');
    expect(formatKeys('Escape', false)).toBe('Esc');
    expect(formatKeys('Mod+,', false)).toBe('Ctrl ,');
  });

  it('are those of ARIA for assistive technology', () => {
    expect(ariaKeys('Mod+1', false)).toBe('Control+1');
    expect(ariaKeys('Mod+1', true)).toBe('Meta+1');
    expect(ariaKeys('Shift+F6', false)).toBe('Shift+F6');
  });

  it('tell a single letter from the rest', () => {
    expect(['r', 'R', 'Space'].every(isSingleLetter)).toBe(true);
    expect(['/', '?', 'F6', 'Mod+R', '1'].some(isSingleLetter)).toBe(false);
  });
});
