/** Value of a second in which nothing was heard. */
const NOT_HEARD = 127;

export interface PlotGap {
  /** Index of the first second without a packet, and of the first one after them. */
  from: number;
  to: number;
}

/**
 * Stretches of at least `shortest` seconds in which nothing was heard; seconds before the first packet are none of them.
 */
export function plotGaps(samples: ArrayLike<number>, shortest: number): PlotGap[] {
  const gaps: PlotGap[] = [];
  let from = -1;
  let heard = false;
  for (let i = 0; i <= samples.length; i += 1) {
    const missing = i < samples.length && samples[i] === NOT_HEARD;
    if (missing && from < 0) from = i;
    if (missing) continue;
    if (from >= 0 && heard && i - from >= shortest) gaps.push({ from, to: i });
    from = -1;
    heard = true;
  }
  return gaps;
}

/** Seconds without a packet that are nothing unusual for an advertiser of this interval in milliseconds. */
export const usualGap = (intervalMs: number | null) =>
  intervalMs === null ? 3 : Math.max(3, Math.ceil((intervalMs * 3) / 1_000));

/** Round bounds of the axis, dBm: tens around what was heard, at least 30 dB apart. */
export function plotRange(samples: ArrayLike<number>): { low: number; high: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < samples.length; i += 1) {
    const value = samples[i] as number;
    if (value === NOT_HEARD) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (min > max) return { low: -100, high: -40 };
  let low = Math.floor((min - 2) / 10) * 10;
  let high = Math.ceil((max + 2) / 10) * 10;
  while (high - low < 30) {
    low -= 10;
    if (high - low < 30) high += 10;
  }
  return { low, high };
}

/** Least, greatest and newest value heard; null when nothing was. */
export function plotSummary(samples: ArrayLike<number>): { min: number; max: number; newest: number } | null {
  let newest = NOT_HEARD;
  let min = NOT_HEARD;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < samples.length; i += 1) {
    const value = samples[i] as number;
    if (value === NOT_HEARD) continue;
    newest = value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return newest === NOT_HEARD ? null : { min, max, newest };
}
