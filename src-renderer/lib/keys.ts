/**
 * Keys are written as in menus: 'Mod+K', 'Mod+Shift+P', 'Ctrl+Tab', 'F6', 'Space', '/', '?', 'R'.
 * Mod is Cmd on macOS and Ctrl elsewhere. A character that needs Shift on some keyboards ('?', '/') is compared as typed.
 */
export interface KeyEventLike {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

export interface ParsedKeys {
  key: string;
  ctrl: boolean;
  meta: boolean;
  shift: boolean;
  alt: boolean;
}

/** The last '+' that is not itself the key divides modifiers from key. */
export function parseKeys(keys: string, mac: boolean): ParsedKeys {
  const parts = keys.endsWith('+') ? [...keys.slice(0, -1).split('+').filter(Boolean), '+'] : keys.split('+');
  const key = parts.pop() ?? '';
  const has = (name: string): boolean => parts.includes(name);
  const mod = has('Mod');
  return {
    key,
    ctrl: has('Ctrl') || (mod && !mac),
    meta: has('Meta') || (mod && mac),
    shift: has('Shift'),
    alt: has('Alt'),
  };
}

/** A letter or Space: these would be typed by accident, so they only count inside a focused grid or tree. */
export function isSingleLetter(keys: string): boolean {
  return /^[a-z]$/i.test(keys) || keys === 'Space';
}

function sameKey(wanted: string, event: KeyEventLike): boolean {
  if (wanted === 'Space') return event.key === ' ';
  // French and other layouts put digits behind Shift; Ctrl+1 is meant by position there.
  if (/^[0-9]$/.test(wanted)) return event.key === wanted || event.code === `Digit${wanted}`;
  return event.key.toLowerCase() === wanted.toLowerCase();
}

export function matchesKeys(keys: string, event: KeyEventLike, mac: boolean): boolean {
  const want = parseKeys(keys, mac);
  if (event.ctrlKey !== want.ctrl || event.metaKey !== want.meta || event.altKey !== want.alt) return false;
  const typed = want.key.length === 1 && !/[a-z0-9]/i.test(want.key);
  if (!typed && event.shiftKey !== want.shift) return false;
  return sameKey(want.key, event);
}

const MAC_SIGNS: Record<string, string> = {
  Mod: '⌘',
  Meta: '⌘',
  Ctrl: '⌃',
  Shift: '⇧',
  Alt: '⌥',
  Enter: '↩',
  Delete: '⌦',
};
const NAMES: Record<string, string> = {
  Mod: 'Ctrl',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** For people: 'Ctrl K', on macOS '⌘K'. */
export function formatKeys(keys: string, mac: boolean): string {
  const parts = keys.endsWith('+') ? [...keys.slice(0, -1).split('+').filter(Boolean), '+'] : keys.split('+');
  if (mac) return parts.map((part) => MAC_SIGNS[part] ?? NAMES[part] ?? part).join('');
  return parts.map((part) => NAMES[part] ?? part).join(' ');
}

/** For `aria-keyshortcuts`: 'Control+K', 'Meta+K'. */
export function ariaKeys(keys: string, mac: boolean): string {
  const want = parseKeys(keys, mac);
  const parts = [want.ctrl && 'Control', want.meta && 'Meta', want.alt && 'Alt', want.shift && 'Shift', want.key];
  return parts.filter(Boolean).join('+');
}
