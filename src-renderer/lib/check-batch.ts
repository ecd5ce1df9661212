/**
 * Checks the shape of a 'scanner.batch' payload without walking every number.
 * @returns null when it is sound, else what is wrong with it.
 */
export function checkBatch(payload: unknown): string | null {
  if (!isRecord(payload)) return 'not an object';
  if (typeof payload.at !== 'number') return 'at: not a number';
  if (!Array.isArray(payload.removed)) return 'removed: not an array';
  const stats = payload.stats;
  if (!isRecord(stats)) return 'stats: missing';
  for (const key of ['received', 'dropped', 'evicted', 'rate', 'identities']) {
    if (typeof stats[key] !== 'number') return `stats.${key}: not a number`;
  }
  return checkTicks(payload.ticks) ?? checkRows(payload.rows);
}

function checkTicks(ticks: unknown): string | null {
  if (!isRecord(ticks)) return 'ticks: missing';
  const { ids } = ticks;
  if (!(ids instanceof Uint32Array)) return 'ticks.ids: not a Uint32Array';
  const columns = [
    ['rssi', Int8Array],
    ['lastSeen', Float64Array],
    ['count', Uint32Array],
    ['intervalMs', Float32Array],
    ['rate', Float32Array],
  ] as const;
  for (const [name, type] of columns) {
    const column = ticks[name];
    if (!(column instanceof type)) return `ticks.${name}: not a ${type.name}`;
    if (column.length !== ids.length) return `ticks.${name}: ${column.length} entries for ${ids.length} ids`;
  }
  return null;
}

function checkRows(rows: unknown): string | null {
  if (!Array.isArray(rows)) return 'rows: not an array';
  for (const [index, row] of rows.entries()) {
    if (!isRecord(row)) return `rows.${index}: not an object`;
    if (typeof row.id !== 'number') return `rows.${index}.id: not a number`;
    if (typeof row.address !== 'string') return `rows.${index}.address: not a string`;
    if (!(row.advData instanceof Uint8Array)) return `rows.${index}.advData: not bytes`;
    if (row.respData !== null && !(row.respData instanceof Uint8Array)) return `rows.${index}.respData: not bytes`;
    for (const list of ['kinds', 'companies', 'services']) {
      if (!Array.isArray(row[list])) return `rows.${index}.${list}: not an array`;
    }
  }
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
