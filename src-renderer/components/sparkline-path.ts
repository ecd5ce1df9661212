/** Value of a sample where nothing was heard. */
const GAP = 127;

export interface SparkBox {
  width: number;
  height: number;
  /** Values drawn at the bottom and at the top. */
  low: number;
  high: number;
}

/**
 * SVG path through samples at even distances, oldest first. A gap of at least `bridge` samples breaks the line; shorter
 * gaps are bridged, because a device that advertises every two seconds is not absent in between.
 * A lone sample becomes a dot (a line of no length, seen with round caps).
 */
export function sparkPath(samples: ArrayLike<number>, { width, height, low, high }: SparkBox, bridge = 5): string {
  const step = samples.length > 1 ? width / (samples.length - 1) : 0;
  const span = high - low || 1;
  let path = '';
  let last = Number.NEGATIVE_INFINITY;
  let lone = '';
  for (let i = 0; i < samples.length; i += 1) {
    const value = samples[i] as number;
    if (value === GAP) continue;
    const y = height * (1 - (Math.min(high, Math.max(low, value)) - low) / span);
    const point = `${round(i * step)} ${round(y)}`;
    if (i - last > bridge) {
      path += `${lone}M${point}`;
      lone = `L${point}`;
    } else {
      path += `L${point}`;
      lone = '';
    }
    last = i;
  }
  return path + lone;
}

const round = (value: number) => Math.round(value * 10) / 10;
