import type { ReactNode } from 'react';
import { create } from 'zustand';

/** The tab that is always there. */
export const SCANNER_TAB = 'scanner';

export interface Tab {
  /** Unique: 'device:17'. */
  id: string;
  title: string;
  /** 'device', … chooses the icon. */
  kind: string;
  render: () => ReactNode;
}

interface TabState {
  /** Opened by the user, in the order of the strip; the scanner's own tab is not among them. */
  tabs: readonly Tab[];
  active: string;
}

export const useTabs = create<TabState>(() => ({ tabs: [], active: SCANNER_TAB }));

/** Opens a tab and shows it; one with this id that is already open is shown and takes the new title. */
export function openTab(tab: Tab): void {
  const { tabs } = useTabs.getState();
  const known = tabs.some((other) => other.id === tab.id);
  useTabs.setState({
    tabs: known ? tabs.map((other) => (other.id === tab.id ? tab : other)) : [...tabs, tab],
    active: tab.id,
  });
}

export function retitleTab(id: string, title: string): void {
  const { tabs } = useTabs.getState();
  if (!tabs.some((tab) => tab.id === id && tab.title !== title)) return;
  useTabs.setState({ tabs: tabs.map((tab) => (tab.id === id ? { ...tab, title } : tab)) });
}

export function activateTab(id: string): void {
  const { tabs } = useTabs.getState();
  if (id === SCANNER_TAB || tabs.some((tab) => tab.id === id)) useTabs.setState({ active: id });
}

/** Closes a tab; its right neighbour, else its left, takes its place. The scanner's tab stays. */
export function closeTab(id: string): void {
  const { tabs, active } = useTabs.getState();
  const index = tabs.findIndex((tab) => tab.id === id);
  if (index < 0) return;
  const rest = tabs.filter((tab) => tab.id !== id);
  const next = active === id ? (rest[index] ?? rest[index - 1])?.id : active;
  useTabs.setState({ tabs: rest, active: next ?? SCANNER_TAB });
}

/** Shows the next (+1) or previous (-1) tab, round and round. */
export function cycleTab(step: 1 | -1): void {
  const { tabs, active } = useTabs.getState();
  const ids = [SCANNER_TAB, ...tabs.map((tab) => tab.id)];
  const next = ids[(ids.indexOf(active) + step + ids.length) % ids.length];
  if (next !== undefined) useTabs.setState({ active: next });
}
