import { useState } from 'react';
import { Section } from '../../components/pane.js';
import plot from '../../components/plot.module.css';
import { Segmented } from '../../components/segmented.js';
import { sparkPath } from '../../components/sparkline-path.js';
import { formatRssi } from '../../lib/scan-format.js';
import { HISTORY_SECONDS, scanStore } from '../../lib/scan-store.js';
import { useWidth } from '../../lib/use-width.js';
import styles from './rssi-plot.module.css';
import { plotGaps, plotRange, plotSummary, usualGap } from './rssi-plot-model.js';

const HEIGHT = 148;
const LEFT = 56;
const RIGHT = 44;
const TOP = 8;
const BOTTOM = 22;
/** Narrower gaps have no room for words. */
const WORDS_PX = 64;

const SPANS = { '60': '1 min', [String(HISTORY_SECONDS)]: `${HISTORY_SECONDS / 60} min` };

/** Signal strength over the last minutes, one sample a second. Where nothing was heard the line breaks. */
export function RssiPlot({ id }: { id: number }) {
  const [span, setSpan] = useState('60');
  return (
    <Section
      title="RSSI"
      aside={
        <Segmented
          label="Time shown"
          size="sm"
          options={Object.entries(SPANS).map(([key, label]) => ({ id: key, label }))}
          value={span}
          onChange={setSpan}
        />
      }
    >
      <Plot samples={scanStore.history(id, Number(span))} intervalMs={scanStore.numbers(id).intervalMs} />
    </Section>
  );
}

function Plot({ samples, intervalMs }: { samples: Int8Array; intervalMs: number | null }) {
  const [frame, width] = useWidth<HTMLDivElement>();
  const seconds = samples.length;
  const { low, high } = plotRange(samples);
  const inner = { width: Math.max(1, width - LEFT - RIGHT), height: HEIGHT - TOP - BOTTOM };
  const x = (second: number) => LEFT + (second / (seconds - 1)) * inner.width;
  const y = (dbm: number) => TOP + inner.height * (1 - (dbm - low) / (high - low));
  const usual = usualGap(intervalMs);
  const summary = plotSummary(samples);
  const levels = Array.from({ length: (high - low) / 10 + 1 }, (_, i) => low + i * 10);
  // Six steps, the oldest left out: its words would hang over the axis.
  const step = seconds / 6;
  const ages = [5, 4, 3, 2, 1, 0].map((i) => i * step);
  const words =
    summary === null
      ? `Nothing heard in the last ${seconds} seconds`
      : `Signal strength over the last ${seconds} seconds: ${formatRssi(summary.min)} to ${formatRssi(summary.max)} dBm, newest ${formatRssi(summary.newest)}`;

  return (
    <div ref={frame} className={styles.frame} style={{ height: HEIGHT }}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} className={plot.plot} role="img" aria-label={words}>
          {plotGaps(samples, usual + 1).map((gap) => {
            const from = x(gap.from - 1);
            const to = x(Math.min(seconds - 1, gap.to));
            return (
              <g key={`${gap.from} ${gap.to}`}>
                <rect className={plot.gap} x={from} y={TOP} width={Math.max(1, to - from)} height={inner.height} />
                {to - from > WORDS_PX && (
                  <text className={plot.gapText} x={(from + to) / 2} y={TOP + 14} textAnchor="middle">
                    not heard
                  </text>
                )}
              </g>
            );
          })}
          {levels.map((dbm) => (
            <g key={dbm}>
              <line
                className={dbm === low ? plot.axis : plot.grid}
                x1={LEFT}
                x2={width - RIGHT}
                y1={y(dbm)}
                y2={y(dbm)}
              />
              {(dbm - low) % 20 === 0 && (
                <text x={LEFT - 8} y={y(dbm) + 4} textAnchor="end">
                  {formatRssi(dbm)}
                  {dbm === low ? ' dBm' : ''}
                </text>
              )}
            </g>
          ))}
          {ages.map((age) => (
            <text key={age} x={x(seconds - 1 - age)} y={HEIGHT - 5} textAnchor="middle">
              {age === 0 ? 'now' : `−${age} s`}
            </text>
          ))}
          <path
            className={plot.line}
            transform={`translate(${LEFT} ${TOP})`}
            d={sparkPath(samples, { ...inner, low, high }, usual)}
          />
          {summary !== null && (
            <text className={styles.newest} x={width - RIGHT + 8} y={y(summary.newest) + 4}>
              {formatRssi(summary.newest)}
            </text>
          )}
        </svg>
      )}
    </div>
  );
}
