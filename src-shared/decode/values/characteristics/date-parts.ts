import type { ValueWalker } from '../value-walker.js';

/** Days since 1 January 1970 as a date: Date UTC of the GATT Specification Supplement. Zero is 'not known'. */
export function calendarDay(w: ValueWalker, name: string): string {
  const days = (bytes: Uint8Array) => (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8) | ((bytes[2] ?? 0) << 16);
  const text = w.shown(name, 3, (bytes) => {
    const count = days(bytes);
    return count === 0 ? 'not known' : new Date(count * 86_400_000).toISOString().replace(/T.*/, '');
  });
  return text ?? '';
}

export const WEEK_DAYS = ['not known', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
