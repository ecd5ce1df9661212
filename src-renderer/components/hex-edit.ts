import { HEX_COLUMNS } from './hex-columns.js';

/** Bytes being typed. `cursor` stands before a byte, or behind the last; from `anchor` to it is selected. */
export interface HexEdit {
  bytes: Uint8Array;
  cursor: number;
  anchor: number;
  /** The high digit of the byte at the cursor has been typed, the low one comes next. */
  half: boolean;
}

export const hexEdit = (bytes: Uint8Array, cursor = 0): HexEdit => {
  const at = Math.min(cursor, bytes.length);
  return { bytes, cursor: at, anchor: at, half: false };
};

export const selectionOf = ({ cursor, anchor }: HexEdit) => ({
  from: Math.min(cursor, anchor),
  to: Math.max(cursor, anchor),
});

function splice(bytes: Uint8Array, from: number, to: number, put: Uint8Array): Uint8Array {
  const next = new Uint8Array(bytes.length - (to - from) + put.length);
  next.set(bytes.subarray(0, from));
  next.set(put, from);
  next.set(bytes.subarray(to), from + put.length);
  return next;
}

/** Puts bytes in the place of the selection, or in front of the cursor; those that would be too many are left out. */
export function insertBytes(edit: HexEdit, put: Uint8Array, most: number): HexEdit {
  const { from, to } = selectionOf(edit);
  const room = Math.max(0, most - edit.bytes.length + (to - from));
  const fitting = put.subarray(0, room);
  return hexEdit(splice(edit.bytes, from, to, fitting), from + fitting.length);
}

/** Types a hex digit: over the byte at the cursor, in the place of a selection, or as a new byte at the end. */
export function typeDigit(edit: HexEdit, digit: number, most: number): HexEdit {
  const { from, to } = selectionOf(edit);
  const cleared = from === to ? edit : hexEdit(splice(edit.bytes, from, to, Uint8Array.of(0)), from);
  const { bytes, cursor, half } = cleared;
  if (half) {
    const next = bytes.slice();
    next[cursor] = ((bytes[cursor] ?? 0) & 0xf0) | digit;
    return hexEdit(next, cursor + 1);
  }
  if (cursor >= bytes.length) {
    if (bytes.length >= most) return edit;
    return { ...hexEdit(splice(bytes, cursor, cursor, Uint8Array.of(digit << 4)), cursor), half: true };
  }
  const next = bytes.slice();
  next[cursor] = (digit << 4) | ((bytes[cursor] ?? 0) & 0x0f);
  return { ...hexEdit(next, cursor), half: true };
}

export function deleteBytes(edit: HexEdit, direction: 'back' | 'forward'): HexEdit {
  const { from, to } = selectionOf(edit);
  if (from !== to) return hexEdit(splice(edit.bytes, from, to, new Uint8Array(0)), from);
  // Taking back the digit just typed takes its byte.
  const at = direction === 'forward' || edit.half ? edit.cursor : edit.cursor - 1;
  if (at < 0 || at >= edit.bytes.length) return { ...edit, half: false };
  return hexEdit(splice(edit.bytes, at, at + 1, new Uint8Array(0)), at);
}

/** Moves the cursor; with `extend` the selection goes along. */
export function moveCursor(edit: HexEdit, to: number, extend: boolean): HexEdit {
  const cursor = Math.min(edit.bytes.length, Math.max(0, to));
  return { ...edit, cursor, anchor: extend ? edit.anchor : cursor, half: false };
}

/** Where a key takes the cursor; null when it is no movement. */
export function cursorTarget(key: string, edit: HexEdit, toEnds: boolean): number | null {
  const { cursor, bytes } = edit;
  const line = cursor - (cursor % HEX_COLUMNS);
  switch (key) {
    case 'ArrowLeft':
      return cursor - 1;
    case 'ArrowRight':
      return cursor + 1;
    case 'ArrowUp':
      return cursor - HEX_COLUMNS;
    case 'ArrowDown':
      return cursor + HEX_COLUMNS;
    case 'Home':
      return toEnds ? 0 : line;
    case 'End':
      return toEnds ? bytes.length : Math.min(bytes.length, line + HEX_COLUMNS - 1);
    default:
      return null;
  }
}
