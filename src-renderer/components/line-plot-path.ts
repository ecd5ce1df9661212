/** Where a line is drawn: pixels and the ranges that fill them. */
export interface PlotBox {
  width: number;
  height: number;
  from: number;
  to: number;
  low: number;
  high: number;
}

/**
 * An SVG path through the points, with at most four of them in a column of pixels, so that ten thousand points cost no more
 * than a few hundred. The line breaks where a break begins between two points.
 */
export function linePath(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  box: PlotBox,
  breaks: readonly { from: number; to: number }[] = [],
): string {
  const x = (value: number) => ((value - box.from) / (box.to - box.from || 1)) * box.width;
  const y = (value: number) => box.height * (1 - (value - box.low) / (box.high - box.low || 1));
  let path = '';
  let pen = 'M';
  let nextBreak = 0;
  const put = (px: number, value: number) => {
    path += `${pen}${px.toFixed(1)} ${y(value).toFixed(1)}`;
    pen = 'L';
  };
  let i = 0;
  while (i < xs.length) {
    const column = Math.floor(x(xs[i] as number));
    const first = i;
    let min = i;
    let max = i;
    let broken = false;
    while (nextBreak < breaks.length && (breaks[nextBreak]?.to ?? 0) <= (xs[i] as number)) {
      broken = true;
      nextBreak += 1;
    }
    if (broken) pen = 'M';
    const until = breaks[nextBreak]?.to ?? Number.POSITIVE_INFINITY;
    i += 1;
    for (; i < xs.length && Math.floor(x(xs[i] as number)) === column && (xs[i] as number) < until; i += 1) {
      if ((ys[i] as number) < (ys[min] as number)) min = i;
      if ((ys[i] as number) > (ys[max] as number)) max = i;
    }
    for (const at of [...new Set([first, min, max, i - 1])].sort((a, b) => a - b))
      put(x(xs[at] as number), ys[at] as number);
  }
  return path;
}

/** Round steps that cover a range: at least two, about `wanted` of them. Equal ends get room on both sides. */
export function roundTicks(min: number, max: number, wanted: number): number[] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return [0, 1];
  const pad = min === max ? Math.max(Math.abs(min) * 0.05, 0.5) : 0;
  const low = min - pad;
  const high = max + pad;
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let at = Math.floor(low / step); at <= Math.ceil(high / step - 1e-9); at += 1)
    ticks.push(Number((at * step).toPrecision(12)));
  return ticks.length > 1 ? ticks : [low, high];
}
