import { describe, expect, it } from 'vitest';
import { attributeName, attributeTree } from '../../lib/explorer-tree.js';
import { columnNeeds, treeColumns } from './tree-columns.js';

const tree = attributeTree({
  services: [
    {
      uuid: '180d',
      primary: true,
      startHandle: 1,
      endHandle: 4,
      includes: [],
      characteristics: [
        {
          uuid: '2a37',
          properties: 0x14,
          declarationHandle: 2,
          valueHandle: 3,
          endHandle: 4,
          descriptors: [{ uuid: '2902', handle: 4 }],
        },
      ],
    },
  ],
});
const tenEach = (text: string) => text.length * 10;
const needs = columnNeeds(tree, attributeName, { text: tenEach, strong: tenEach, small: tenEach });
const ids = (width: number, of = needs) => treeColumns(width, of).map(({ id }) => id);

describe('columns of the tree', () => {
  it('need what the longest name takes where it stands, and every property', () => {
    // A descriptor is indented further than a longer characteristic's name.
    expect(needs.name).toBe(Math.max(22 * 10 + 36 + 18, 20 * 10 + 36 + 36));
    expect(needs.properties).toBe('command notify'.length * 10 + 16 + 14);
    expect(needs.fullProperties).toBe('write without response, notify'.length * 10 + 16 + 14);
  });

  it('give way one after the other, names and values never', () => {
    const small = { name: 200, properties: 100, fullProperties: 180 };
    expect(ids(900, small)).toEqual(['name', 'handle', 'uuid', 'fullProperties', 'value', 'age']);
    expect(ids(730, small)).toEqual(['name', 'handle', 'uuid', 'properties', 'value', 'age']);
    expect(ids(640, small)).toEqual(['name', 'handle', 'properties', 'value', 'age']);
    expect(ids(600, small)).toEqual(['name', 'handle', 'properties', 'value']);
    expect(ids(450, small)).toEqual(['name', 'handle', 'value']);
    expect(treeColumns(550, small)[0]?.track).toBe('200px');
  });

  it('a name longer than there is room leaves the value its least width', () => {
    const [name] = treeColumns(500, { name: 2_000, properties: 100, fullProperties: 180 });
    expect(name?.track).toBe(`${500 - 94 - 112}px`);
  });
});
