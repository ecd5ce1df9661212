import { LinePlot } from '../../components/line-plot.js';
import type { HistoryView } from '../../lib/explorer-history.js';
import type { FieldSeries } from '../../lib/explorer-series.js';
import { useWidth } from '../../lib/use-width.js';
import styles from './history-section.module.css';
import { useExplorerStore } from './use-explorer-store.js';

export type PlotSpan = '10' | '60' | '300';

export const SPANS: readonly { id: PlotSpan; label: string }[] = [
  { id: '10', label: '10 s' },
  { id: '60', label: '1 min' },
  { id: '300', label: '5 min' },
];

const START_WORDS: Record<PlotSpan, string> = { '10': '−10 s', '60': '−1 min', '300': '−5 min' };
const HEIGHT = 96;

/** A true minus sign, and no more digits than the eye can use. */
const formatY = (value: number, decimals?: number) => {
  const isHuge = Math.abs(value) >= 1e7;
  const text = decimals === undefined || isHuge ? String(Number(value.toPrecision(6))) : value.toFixed(decimals);
  return text.replace('-', '−');
};

interface FieldPlotProps {
  series: FieldSeries;
  view: HistoryView;
  field: { name: string; unit: string | undefined };
  span: PlotSpan;
  /** Right end, milliseconds since the epoch; null = now. */
  now: number | null;
}

export function FieldPlot({ series, view, field, span, now }: FieldPlotProps) {
  const store = useExplorerStore();
  const [frame, width] = useWidth<HTMLDivElement>();
  const to = now ?? store.now();
  const from = to - Number(span) * 1_000;
  const { times, numbers } = series.since(from);
  const unit = field.unit === undefined ? '' : ` ${field.unit}`;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of numbers) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const words =
    numbers.length === 0
      ? `${field.name}: nothing in the last ${span} seconds`
      : `${field.name} over the last ${span} seconds: ${formatY(min)} to ${formatY(max)}${unit}, newest ${formatY(numbers.at(-1) ?? 0)}${unit}`;
  return (
    <div ref={frame} className={styles.plot} style={{ height: HEIGHT }}>
      {width > 0 && (
        <LinePlot
          label={words}
          width={width}
          height={HEIGHT}
          xs={times}
          ys={numbers}
          from={from}
          to={to}
          gaps={view.gaps}
          gapText={(gap) => `gap ${((gap.to - gap.from) / 1_000).toFixed(1)} s`}
          xLabels={[START_WORDS[span], now === null ? 'now' : 'paused']}
          formatY={formatY}
        />
      )}
    </div>
  );
}
