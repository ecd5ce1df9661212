import { describe, expect, it } from 'vitest';
import {
  cursorTarget,
  deleteBytes,
  type HexEdit,
  hexEdit,
  insertBytes,
  moveCursor,
  selectionOf,
  typeDigit,
} from './hex-edit.js';

const MOST = 16;
const type = (edit: HexEdit, digits: string) =>
  [...digits].reduce((state, digit) => typeDigit(state, Number.parseInt(digit, 16), MOST), edit);
const bytes = (edit: HexEdit) => [...edit.bytes];

describe('typing hex', () => {
  it('adds bytes at the end', () => {
    const edit = type(hexEdit(new Uint8Array(0)), '34f');
    expect(bytes(edit)).toEqual([0x34, 0xf0]);
    expect(edit).toMatchObject({ cursor: 1, half: true });
    expect(bytes(type(edit, '1'))).toEqual([0x34, 0xf1]);
  });

  it('types over what is there', () => {
    expect(bytes(type(hexEdit(Uint8Array.of(1, 2, 3)), 'abc'))).toEqual([0xab, 0xc2, 3]);
  });

  it('stops where there is no room', () => {
    const full = hexEdit(new Uint8Array(MOST), MOST);
    expect(type(full, 'a')).toBe(full);
  });

  it('puts a typed byte in the place of a selection', () => {
    const selected = moveCursor(moveCursor(hexEdit(Uint8Array.of(1, 2, 3, 4)), 1, false), 3, true);
    expect(selectionOf(selected)).toEqual({ from: 1, to: 3 });
    expect(bytes(type(selected, 'ff'))).toEqual([1, 0xff, 4]);
  });

  it('leaves the bytes it was given alone', () => {
    const given = Uint8Array.of(1, 2);
    type(hexEdit(given), 'ff');
    expect([...given]).toEqual([1, 2]);
  });
});

describe('deleting and inserting', () => {
  it('takes the byte before or at the cursor', () => {
    const edit = hexEdit(Uint8Array.of(1, 2, 3), 1);
    expect(bytes(deleteBytes(edit, 'back'))).toEqual([2, 3]);
    expect(bytes(deleteBytes(edit, 'forward'))).toEqual([1, 3]);
    expect(bytes(deleteBytes(hexEdit(Uint8Array.of(1)), 'back'))).toEqual([1]);
  });

  it('takes back a byte of which only one digit was typed', () => {
    expect(bytes(deleteBytes(type(hexEdit(Uint8Array.of(1), 1), 'a'), 'back'))).toEqual([1]);
  });

  it('inserts in front of the cursor, as much as there is room for', () => {
    const edit = insertBytes(hexEdit(Uint8Array.of(1, 2), 1), Uint8Array.of(7, 8, 9), 4);
    expect(bytes(edit)).toEqual([1, 7, 8, 2]);
    expect(edit.cursor).toBe(3);
  });
});

describe('the cursor', () => {
  it('moves by bytes and lines, and stays inside', () => {
    const edit = hexEdit(new Uint8Array(20), 10);
    expect(cursorTarget('ArrowUp', edit, false)).toBe(2);
    expect(cursorTarget('Home', edit, false)).toBe(8);
    expect(cursorTarget('End', edit, false)).toBe(15);
    expect(cursorTarget('End', edit, true)).toBe(20);
    expect(cursorTarget('x', edit, false)).toBeNull();
    expect(moveCursor(edit, 99, false).cursor).toBe(20);
    expect(moveCursor(edit, -5, true)).toMatchObject({ cursor: 0, anchor: 10 });
  });
});
