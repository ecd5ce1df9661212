import { linePath, roundTicks } from './line-plot-path.js';
import styles from './plot.module.css';

const LEFT = 48;
const RIGHT = 8;
const TOP = 6;
const BOTTOM = 18;
/** Narrower gaps have no room for words. */
const GAP_WORDS_PX = 48;

export interface LinePlotProps {
  /** What it shows, in words, with its range. */
  label: string;
  /** Pixels. */
  width: number;
  height: number;
  /** Ascending. */
  xs: ArrayLike<number>;
  ys: ArrayLike<number>;
  from: number;
  to: number;
  /** Stretches that are no part of the line, and what they are called. */
  gaps: readonly { from: number; to: number }[];
  gapText: (gap: { from: number; to: number }) => string;
  xLabels: readonly [start: string, end: string];
  /** `decimals`: as many as the steps of the axis need. */
  formatY: (value: number, decimals: number) => string;
}

const decimalsOf = (value: number) => {
  const text = String(value);
  return text.includes('e') ? 0 : (text.split('.')[1]?.length ?? 0);
};

/** A number over time, with gaps drawn as such. */
export function LinePlot(props: LinePlotProps) {
  const { label, width, height, xs, ys, from, to, gaps, gapText, xLabels, formatY } = props;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < ys.length; i += 1) {
    min = Math.min(min, ys[i] as number);
    max = Math.max(max, ys[i] as number);
  }
  const ticks = roundTicks(min, max, 3);
  const decimals = Math.max(...ticks.map(decimalsOf));
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  const box = { width: Math.max(1, width - LEFT - RIGHT), height: height - TOP - BOTTOM, from, to, low, high };
  const x = (value: number) => LEFT + Math.min(1, Math.max(0, (value - from) / (to - from))) * box.width;
  const y = (value: number) => TOP + box.height * (1 - (value - low) / (high - low));
  const shown = gaps.filter((gap) => gap.to > from && gap.from < to);
  return (
    <svg width={width} height={height} className={styles.plot} role="img" aria-label={label}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            className={tick === low ? styles.axis : styles.grid}
            x1={LEFT}
            x2={width - RIGHT}
            y1={y(tick)}
            y2={y(tick)}
          />
          <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
            {formatY(tick, decimals)}
          </text>
        </g>
      ))}
      {shown.map((gap) => {
        const wide = x(gap.to) - x(gap.from);
        return (
          <g key={gap.from}>
            <rect className={styles.gap} x={x(gap.from)} y={TOP} width={Math.max(1, wide)} height={box.height} />
            {wide > GAP_WORDS_PX && (
              <text className={styles.gapText} x={(x(gap.from) + x(gap.to)) / 2} y={height - 4} textAnchor="middle">
                {gapText(gap)}
              </text>
            )}
          </g>
        );
      })}
      <svg x={LEFT} y={TOP - 1} width={box.width} height={box.height + 2} aria-hidden="true">
        <path className={styles.line} transform="translate(0 1)" d={linePath(xs, ys, box, shown)} />
      </svg>
      <text x={LEFT} y={height - 4}>
        {xLabels[0]}
      </text>
      <text x={width - RIGHT} y={height - 4} textAnchor="end">
        {xLabels[1]}
      </text>
    </svg>
  );
}
