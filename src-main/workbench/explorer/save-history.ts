import { hexNumber } from '../../../src-shared/bytes/hex.js';
import { historyCsv } from '../../../src-shared/decode/history-csv.js';
import { type ValueOwner, valueText } from '../../../src-shared/decode/values/value-text.js';
import type { Input, Output } from '../../../src-shared/ipc/contract.js';
import type { HistoryEntry } from '../../../src-shared/model/link.js';
import type { ExportDeps } from '../export.js';
import { fileStamp, writeExport } from '../write-export.js';

/** The values of one attribute and whose they are. */
export interface AttributeHistory {
  owner: ValueOwner;
  /** In words: 'Heart Rate Measurement'. */
  name: string;
  entries: readonly HistoryEntry[];
}

export interface SaveHistoryDeps extends Pick<ExportDeps, 'now' | 'choosePath'> {
  history(link: number, handle: number): AttributeHistory;
}

/** Writes the history of a value as CSV to a file the user chooses. Rejects 'export/not-written' when the disk refuses. */
export async function saveHistory(
  { link, handle, until, format }: Input<'explorer.saveHistory'>,
  { history, now, choosePath }: SaveHistoryDeps,
): Promise<Output<'explorer.saveHistory'>> {
  const { owner, name, entries } = history(link, handle);
  // What is on screen now, not what will have come once the file is chosen.
  const chosen = until === null ? entries : entries.filter(({ at }) => at <= until);
  const slug = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${hexNumber(handle, 4)}`.replace(/^-/, '');
  const path = await choosePath({
    title: `Save ${chosen.length} ${chosen.length === 1 ? 'value' : 'values'} of ${name}`,
    suggestedName: `${slug}-${fileStamp(now())}.csv`,
    extension: 'csv',
    kind: 'Comma-separated values',
  });
  if (path === null) return { path: null, rows: 0 };
  const { text, rows } = historyCsv(chosen, (data) => valueText(owner, data, format));
  await writeExport(path, text);
  return { path, rows };
}
