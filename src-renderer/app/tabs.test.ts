import { beforeEach, describe, expect, it } from 'vitest';
import { activateTab, closeTab, cycleTab, openTab, retitleTab, SCANNER_TAB, useTabs } from './tabs.js';

const open = (id: string, title = id): void => openTab({ id, title, kind: 'device', render: () => null });
const ids = (): string[] => useTabs.getState().tabs.map((tab) => tab.id);
const active = (): string => useTabs.getState().active;

beforeEach(() => useTabs.setState({ tabs: [], active: SCANNER_TAB }));

describe('tabs', () => {
  it('open at the end and in front', () => {
    open('a');
    open('b');
    expect(ids()).toEqual(['a', 'b']);
    expect(active()).toBe('b');
  });

  it('open once: a second time only shows and retitles it', () => {
    open('a', 'no name');
    open('b');
    open('a', 'mpy-temp');
    expect(ids()).toEqual(['a', 'b']);
    expect(active()).toBe('a');
    expect(useTabs.getState().tabs[0]?.title).toBe('mpy-temp');
  });

  it('give their place to the right neighbour, then the left, then the scanner', () => {
    for (const id of ['a', 'b', 'c']) open(id);
    activateTab('b');
    closeTab('b');
    expect(active()).toBe('c');
    closeTab('c');
    expect(active()).toBe('a');
    closeTab('a');
    expect(active()).toBe(SCANNER_TAB);
    expect(ids()).toEqual([]);
  });

  it('stay where they are when another one closes', () => {
    open('a');
    open('b');
    closeTab('a');
    expect(active()).toBe('b');
    closeTab(SCANNER_TAB);
    expect(ids()).toEqual(['b']);
  });

  it('go round and round with the scanner among them', () => {
    open('a');
    open('b');
    const seen = [1, 1, 1, -1].map((step) => {
      cycleTab(step === 1 ? 1 : -1);
      return active();
    });
    expect(seen).toEqual([SCANNER_TAB, 'a', 'b', 'a']);
  });

  it('do not become active or change title when they are not there', () => {
    open('a');
    activateTab('nope');
    retitleTab('nope', 'x');
    expect(active()).toBe('a');
    expect(ids()).toEqual(['a']);
  });
});
