import { describe, expect, it } from 'vitest';
import { plotGaps, plotRange, plotSummary, usualGap } from './rssi-plot-model.js';

const GAP = 127;

describe('RSSI plot', () => {
  it('marks long silences, not short ones and not the time before the first packet', () => {
    expect(plotGaps([GAP, GAP, GAP, GAP, -50, GAP, -50, GAP, GAP, GAP, -50], 3)).toEqual([{ from: 7, to: 10 }]);
  });

  it('marks a silence that lasts until now', () => {
    expect(plotGaps([-50, GAP, GAP, GAP], 3)).toEqual([{ from: 1, to: 4 }]);
  });

  it('waits longer for slow advertisers', () => {
    expect([usualGap(null), usualGap(100), usualGap(10_240)]).toEqual([3, 3, 31]);
  });

  it('puts the axis on tens around what was heard, never narrower than 30 dB', () => {
    expect(plotRange([-61, -44, GAP])).toEqual({ low: -70, high: -40 });
    expect(plotRange([-50])).toEqual({ low: -70, high: -40 });
    expect(plotRange([-95, -40])).toEqual({ low: -100, high: -30 });
    expect(plotRange([GAP])).toEqual({ low: -100, high: -40 });
  });

  it('sums up in words what the picture shows', () => {
    expect(plotSummary([-61, GAP, -44, -50, GAP])).toEqual({ min: -61, max: -44, newest: -50 });
    expect(plotSummary([GAP])).toBeNull();
  });
});
