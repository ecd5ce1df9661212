import { describe, expect, it } from 'vitest';
import { sparkPath } from './sparkline-path.js';

const BOX = { width: 10, height: 10, low: -100, high: 0 };
const GAP = 127;

describe('sparkline path', () => {
  it('goes from left to right, strong at the top', () => {
    expect(sparkPath([-100, -50, 0], BOX)).toBe('M0 10L5 5L10 0');
  });

  it('keeps values outside the box at its edge', () => {
    expect(sparkPath([-120, 20], BOX)).toBe('M0 10L10 0');
  });

  it('bridges short gaps, in the rhythm of slow advertisers', () => {
    expect(sparkPath([-50, GAP, -50], BOX)).toBe('M0 5L10 5');
  });

  it('breaks the line where nothing was heard for longer', () => {
    expect(sparkPath([-50, -50, GAP, GAP, -50, -50], { ...BOX, width: 50 }, 2)).toBe('M0 5L10 5M40 5L50 5');
  });

  it('draws a lone sample as a dot', () => {
    expect(sparkPath([GAP, -50, GAP], BOX)).toBe('M5 5L5 5');
    expect(sparkPath([-50, GAP, GAP, -50, -50], { ...BOX, width: 40 }, 1)).toBe('M0 5L0 5M30 5L40 5');
  });

  it('is empty when nothing was heard', () => {
    expect(sparkPath([GAP, GAP], BOX)).toBe('');
  });
});
