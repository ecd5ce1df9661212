import { describe, expect, it } from 'vitest';
import type { PaletteItem } from './commands.js';
import { paletteGroups } from './palette-items.js';

const item = (id: string, title: string, group: string, rest: Partial<PaletteItem> = {}): PaletteItem => ({
  id,
  title,
  group,
  run: () => undefined,
  ...rest,
});

const ITEMS = [
  item('light', 'Light theme', 'View'),
  item('dark', 'Dark theme', 'View'),
  item('start', 'Start scanning', 'Scanner'),
  item('stop', 'Stop scanning', 'Scanner', { disabled: true, why: 'Not scanning' }),
  item('device', 'mpy-temp', 'Devices', { detail: 'c2:00:5e:10:00:01' }),
];

const shape = (groups: ReturnType<typeof paletteGroups>) =>
  groups.map((group) => [group.name, group.rows.map((row) => row.item.id)]);

describe('paletteGroups', () => {
  it('shows what was run lately first, and each thing once', () => {
    expect(shape(paletteGroups('', ITEMS, ['start']))).toEqual([
      ['Recent', ['start']],
      ['View', ['light', 'dark']],
      ['Scanner', ['stop']],
      ['Devices', ['device']],
    ]);
  });

  it('leaves out of the recent ones what cannot run now or is gone', () => {
    expect(shape(paletteGroups(' ', ITEMS, ['stop', 'gone']))[0]?.[0]).toBe('View');
  });

  it('keeps only what matches, the best group first', () => {
    expect(shape(paletteGroups('scan', ITEMS, []))).toEqual([['Scanner', ['stop', 'start']]]);
    expect(shape(paletteGroups('dark', ITEMS, []))).toEqual([['View', ['dark']]]);
  });

  it('puts what was run lately first among its like', () => {
    expect(shape(paletteGroups('scan', ITEMS, ['start']))).toEqual([['Scanner', ['start', 'stop']]]);
  });

  it('finds a device by its address', () => {
    expect(shape(paletteGroups('10:00:01', ITEMS, []))).toEqual([['Devices', ['device']]]);
  });

  it('takes the name of the group as a word, marking only letters of the title', () => {
    const [group] = paletteGroups('scanner start', ITEMS, []);
    expect(group?.rows.map((row) => row.item.id)).toEqual(['start']);
    expect(Math.max(...(group?.rows[0]?.positions ?? []))).toBeLessThan('Start scanning'.length);
  });

  it('says so when nothing matches', () => {
    expect(paletteGroups('zzzz', ITEMS, ['start'])).toEqual([]);
  });
});
