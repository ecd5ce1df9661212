import { describe, expect, it } from 'vitest';
import { mountedRows, moveInGrid } from './virtual-grid-keys.js';

const EXTENT = { rowCount: 100, columnCount: 5, pageRows: 10 };
const at = (row: number, column = -1) => ({ row, column });

describe('keys of the grid', () => {
  it('starts at the first row going down, at the last going up', () => {
    expect(moveInGrid('ArrowDown', at(-1), EXTENT)).toEqual(at(0));
    expect(moveInGrid('ArrowUp', at(-1), EXTENT)).toEqual(at(99));
  });

  it('stops at both ends', () => {
    expect(moveInGrid('ArrowDown', at(99), EXTENT)).toEqual(at(99));
    expect(moveInGrid('ArrowUp', at(0), EXTENT)).toEqual(at(0));
    expect(moveInGrid('PageDown', at(95), EXTENT)).toEqual(at(99));
    expect(moveInGrid('PageUp', at(3), EXTENT)).toEqual(at(0));
  });

  it('keeps the cell while it changes rows', () => {
    expect(moveInGrid('PageDown', at(5, 2), EXTENT)).toEqual(at(15, 2));
    expect(moveInGrid('End', at(5, 2), EXTENT)).toEqual(at(99, 2));
    expect(moveInGrid('Home', at(5, 2), EXTENT)).toEqual(at(0, 2));
  });

  it('enters the cells to the right and leaves them to the left', () => {
    expect(moveInGrid('ArrowRight', at(5), EXTENT)).toEqual(at(5, 0));
    expect(moveInGrid('ArrowRight', at(5, 4), EXTENT)).toEqual(at(5, 4));
    expect(moveInGrid('ArrowLeft', at(5, 0), EXTENT)).toEqual(at(5));
    expect(moveInGrid('ArrowLeft', at(5), EXTENT)).toEqual(at(5));
  });

  it('leaves other keys, and an empty grid, alone', () => {
    expect(moveInGrid('a', at(5), EXTENT)).toBeNull();
    expect(moveInGrid('ArrowDown', at(-1), { ...EXTENT, rowCount: 0 })).toBeNull();
  });

  it('keeps the active row in the document wherever it is', () => {
    expect(mountedRows([10, 11, 12], 3, 100)).toEqual([3, 10, 11, 12]);
    expect(mountedRows([10, 11, 12], 60, 100)).toEqual([10, 11, 12, 60]);
    expect(mountedRows([10, 11, 12], 11, 100)).toEqual([10, 11, 12]);
    expect(mountedRows([10, 11, 12], 200, 100)).toEqual([10, 11, 12]);
  });
});
