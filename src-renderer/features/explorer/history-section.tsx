import { Copy, FileDown, Pause, Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { historyCsv } from '../../../src-shared/decode/history-csv.js';
import { decodeAttribute, type ValueFormat, valueText } from '../../../src-shared/decode/values/value-text.js';
import type { HistoryEntry } from '../../../src-shared/model/link.js';
import { IconButton } from '../../components/icon-button.js';
import { Section } from '../../components/pane.js';
import { Segmented } from '../../components/segmented.js';
import { Select } from '../../components/select.js';
import type { HistoryView, ValueHistory } from '../../lib/explorer-history.js';
import { FieldSeries } from '../../lib/explorer-series.js';
import type { Attribute } from '../../lib/explorer-tree.js';
import { plottableFields } from '../../lib/explorer-value.js';
import { formatCount, formatRate, plural } from '../../lib/scan-format.js';
import { toast } from '../../lib/toasts.js';
import { copyText, saveHistory } from './explorer-actions.js';
import { FieldPlot, type PlotSpan, SPANS } from './field-plot.js';
import { HistoryList } from './history-list.js';
import styles from './history-section.module.css';
import { chooseForUuid, useValueChoice } from './value-choice.js';

/** The clipboard takes a megabyte from the window. */
const MOST_CSV_CHARS = 1_000_000;

interface HistorySectionProps {
  /** Of the link. */
  id: number;
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
export function HistorySection({ id, attribute, history, rate, format, picked, onPick }: HistorySectionProps) {
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
  const { plotted: wanted } = useValueChoice(attribute.uuid);
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
  const facts = view === null || count === 0 ? '' : historyFacts(view, rate);
  const copy = () => {
    if (view === null) return;
    const { text, rows, left } = historyCsv(
      entriesOf(view),
      (data) => valueText(attribute, data, format),
      MOST_CSV_CHARS,
    );
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
          <IconButton
            icon={FileDown}
            label="Save as CSV…"
            size="sm"
            isDisabled={count === 0}
            onPress={() => void saveHistory(id, attribute.handle, paused?.at ?? null, format)}
          />
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
                  onChange={(next) => chooseForUuid(attribute.uuid, { plotted: next })}
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

const entriesOf = (view: HistoryView): HistoryEntry[] =>
  Array.from({ length: view.end - view.first }, (_, i) => view.entry(view.first + i)).filter(
    (entry) => entry !== undefined,
  );

function historyFacts(view: HistoryView, rate: number): string {
  return [
    `${formatRate(rate)}/s`,
    view.gaps.length > 0 && plural(view.gaps.length, 'gap'),
    `dropped ${formatCount(view.dropped)}`,
  ]
    .filter(Boolean)
    .join(', ');
}
