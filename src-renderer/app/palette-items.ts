import type { Command, PaletteItem } from './commands.js';
import { fuzzyMatch } from './fuzzy.js';

export interface PaletteRow {
  item: PaletteItem;
  /** Indexes of the matched letters in the title. */
  positions: readonly number[];
}

export interface PaletteGroup {
  name: string;
  rows: PaletteRow[];
}

/** What was run lately comes first among equals. */
const RECENT_BONUS = 20;
const MOST_IN_GROUP = 12;
const MOST_RECENT = 4;

/** A command as the palette shows it. */
export function commandItem(command: Command, run: (id: string) => void): PaletteItem {
  return {
    id: command.id,
    title: command.title,
    group: command.group,
    keys: command.keys,
    disabled: command.isEnabled?.() === false,
    why: command.why?.() ?? undefined,
    run: () => run(command.id),
  };
}

/**
 * The palette's groups for what was typed. Without a query: what was run lately, then every group in the order it was registered.
 * With one: matches in title, detail or group, groups and rows by their best match.
 */
export function paletteGroups(query: string, items: readonly PaletteItem[], recent: readonly string[]): PaletteGroup[] {
  return query.trim() === '' ? allGroups(items, recent) : matchingGroups(query, items, recent);
}

function allGroups(items: readonly PaletteItem[], recent: readonly string[]): PaletteGroup[] {
  const lately = recent
    .map((id) => items.find((item) => item.id === id && !item.disabled))
    .filter((item) => item !== undefined)
    .slice(0, MOST_RECENT);
  const rest = items
    .filter((item) => !lately.includes(item))
    .map((item) => ({ row: { item, positions: [] }, score: 0 }));
  const groups = collect(rest);
  if (lately.length > 0) groups.unshift({ name: 'Recent', rows: lately.map((item) => ({ item, positions: [] })) });
  return groups;
}

interface Scored {
  row: PaletteRow;
  score: number;
}

function matchingGroups(query: string, items: readonly PaletteItem[], recent: readonly string[]): PaletteGroup[] {
  const scored: Scored[] = [];
  for (const item of items) {
    const match = matchItem(query, item);
    if (match)
      scored.push({
        row: { item, positions: match.positions },
        score: match.score + (recent.includes(item.id) ? RECENT_BONUS : 0),
      });
  }
  // A stable sort: among equals the order of registration stays.
  scored.sort((a, b) => b.score - a.score);
  return collect(scored);
}

function matchItem(query: string, item: PaletteItem): { score: number; positions: readonly number[] } | null {
  const title = fuzzyMatch(query, item.title);
  const detail = item.detail?.toLowerCase().includes(query.trim().toLowerCase()) ? { score: 20, positions: [] } : null;
  const whole = title ?? detail;
  if (whole) return { score: whole.score - item.title.length / 10, positions: whole.positions };
  // 'adapter share': the group's name counts as a word of the title, but is not highlighted there.
  const grouped = fuzzyMatch(query, `${item.title} ${item.group}`);
  if (!grouped) return null;
  return { score: grouped.score / 2, positions: grouped.positions.filter((at) => at < item.title.length) };
}

function collect(scored: readonly Scored[]): PaletteGroup[] {
  const groups = new Map<string, PaletteGroup>();
  for (const { row } of scored) {
    const group = groups.get(row.item.group) ?? { name: row.item.group, rows: [] };
    if (group.rows.length < MOST_IN_GROUP) group.rows.push(row);
    groups.set(row.item.group, group);
  }
  return [...groups.values()];
}
