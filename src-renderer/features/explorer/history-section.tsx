import { Copy, Pause, Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { HistoryEntry } from '../../../src-shared/model/link.js';
import { IconButton } from '../../components/icon-button.js';
import { Section } from '../../components/pane.js';
import { Segmented } from '../../components/segmented.js';
import { Select } from '../../components/select.js';
import { type HistoryView, historyCsv, type ValueHistory } from '../../lib/explorer-history.js';
import { FieldSeries } from '../../lib/explorer-series.js';
import type { Attribute } from '../../lib/explorer-tree.js';
import { decodeAttribute, plottableFields, type ValueFormat, valueText } from '../../lib/explorer-value.js';
import { formatCount, formatRate, plural } from '../../lib/scan-format.js';
import { toast } from '../../lib/toasts.js';
import { copyText } from './explorer-actions.js';
import { setEntry, useExplorer } from './explorer-state.js';
import { FieldPlot, type PlotSpan, SPANS } from './field-plot.js';
import { HistoryList } from './history-list.js';
import styles from './history-section.module.css';

/** The clipboard takes a megabyte from the window. */
const MOST_CSV_CHARS = 1_000_000;

interface HistorySectionProps {
  attribute: Attribute;
  /** null until the main process has answered. */
  history: ValueHistory | null;
  /** Values a second. */
  rate: number;
  format: ValueFormat;
  picked: HistoryEntry | null;
  onPick: (entry: HistoryEntry | null) => void;
}

/** Every value that came, with its rate and gaps, and a plot of one number in it. */
export function HistorySection({ attribute, history, rate, format, picked, onPick }: HistorySectionProps) {
  const [paused, setPaused] = useState<{ view: HistoryView; at: number } | null>(null);
  const [span, setSpan] = useState<PlotSpan>('60');
  const { presentation, user } = format;
  const view = paused?.view ?? history;
  const newest = view?.entry(view.end - 1);
  const fields = useMemo(
    () =>
      newest === undefined ? [] : plottableFields(decodeAttribute(attribute, newest.data, { presentation, user })),
    [attribute, newest, presentation, user],
  );
  const wanted = useExplorer((state) => state.plotted[attribute.uuid]);
  const field = fields.find((entry) => entry.name === wanted) ?? fields[0];
  const name = field?.name;
  // A new history, or another reading of it, is a new series.
  const series = useMemo(
    () =>
      name === undefined || history === null
        ? null
        : new FieldSeries(name, (data) => {
            const decoded = decodeAttribute(attribute, data, { presentation, user });
            return decoded?.fields.find((entry) => entry.name === name && entry.number !== undefined)?.number ?? null;
          }),
    [attribute, name, presentation, user, history],
  );
  if (history !== null && paused === null) series?.follow(history);

  const count = view === null ? 0 : view.end - view.first;
  const facts = view === null ? '' : historyFacts(view, rate);
  const copy = () => {
    if (view === null) return;
    const { text, rows, left } = historyCsv(view, (data) => valueText(attribute, data, format), MOST_CSV_CHARS);
    void copyText(text, `${plural(rows, 'value')} as CSV`);
    if (left > 0) toast({ level: 'info', title: `The ${plural(left, 'oldest value')} did not fit the clipboard` });
  };
  return (
    <Section
      title="History"
      aside={
        <span className={styles.aside}>
          <span className={styles.facts} title={facts}>
            {paused !== null && <strong className="warn">paused, </strong>}
            {facts}
          </span>
          <IconButton
            icon={paused === null ? Pause : Play}
            label={paused === null ? 'Pause plot and list' : 'Go on'}
            size="sm"
            aria-pressed={paused !== null}
            isDisabled={history === null || count === 0}
            onPress={() =>
              setPaused(paused !== null || history === null ? null : { view: history.snapshot(), at: Date.now() })
            }
          />
          <IconButton icon={Copy} label="Copy as CSV" size="sm" isDisabled={count === 0} onPress={copy} />
        </span>
      }
    >
      {view === null || count === 0 ? (
        <p className="faint">No values yet.</p>
      ) : (
        <>
          {series !== null && field !== undefined && (
            <>
              <div className={styles.plotBar}>
                <Select
                  label="Plotted field"
                  options={fields.map((entry) => ({
                    id: entry.name,
                    label: entry.unit === undefined ? entry.name : `${entry.name}, ${entry.unit}`,
                  }))}
                  value={field.name}
                  onChange={(next) => setEntry('plotted', attribute.uuid, next)}
                />
                <span className="grow" />
                <Segmented label="Time shown" size="sm" options={SPANS} value={span} onChange={setSpan} />
              </div>
              <FieldPlot series={series} view={view} field={field} span={span} now={paused?.at ?? null} />
            </>
          )}
          <HistoryList
            key={paused === null ? 'live' : 'paused'}
            attribute={attribute}
            view={view}
            live={paused === null ? history : null}
            format={format}
            picked={picked}
            onPick={onPick}
          />
        </>
      )}
    </Section>
  );
}

function historyFacts(view: HistoryView, rate: number): string {
  return [
    `${formatRate(rate)}/s`,
    view.gaps.length > 0 && plural(view.gaps.length, 'gap'),
    `dropped ${formatCount(view.dropped)}`,
  ]
    .filter(Boolean)
    .join(', ');
}
