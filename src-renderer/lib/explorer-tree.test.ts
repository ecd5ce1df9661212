import { describe, expect, it } from 'vitest';
import type { GattTree } from '../../src-shared/model/gatt-tree.js';
import { attributeName, attributeTitle, attributeTree, handleText, rowOf, treeRows } from './explorer-tree.js';

const characteristic = (uuid: string, valueHandle: number, descriptors: { uuid: string; handle: number }[] = []) => ({
  uuid,
  properties: 0x12,
  declarationHandle: valueHandle - 1,
  valueHandle,
  endHandle: descriptors.at(-1)?.handle ?? valueHandle,
  descriptors,
});
const DATABASE: GattTree = {
  services: [
    {
      uuid: '1812',
      primary: true,
      startHandle: 0x1d,
      endHandle: 0x28,
      includes: [{ handle: 0x1e, uuid: '180f', startHandle: 0x30, endHandle: 0x33 }],
      characteristics: [
        characteristic('2a4d', 0x20, [{ uuid: '2902', handle: 0x21 }]),
        characteristic('2a4d', 0x23, [{ uuid: '2902', handle: 0x24 }]),
        characteristic('2a4b', 0x26),
      ],
    },
    {
      uuid: '7d2a0001-4c1e-4f6b-9a38-5be1c0d7e2f4',
      primary: false,
      startHandle: 0x30,
      endHandle: 0x33,
      includes: [],
      characteristics: [characteristic('7d2a0002-4c1e-4f6b-9a38-5be1c0d7e2f4', 0x32)],
    },
  ],
};
const tree = attributeTree(DATABASE);
const NONE = new Set<string>();
const names = (toggled = NONE, filter = '') =>
  treeRows(tree, toggled, filter).map((row) => attributeName(row.attribute));
const at = (handle: number) => {
  const attribute = tree.byHandle.get(handle);
  if (attribute === undefined) throw new Error(`no attribute ${handle}`);
  return attribute;
};

describe('names', () => {
  it('tell two of the same UUID apart by number and handle', () => {
    expect(attributeTitle(at(0x20))).toBe('Report #1 - 0x0020');
    expect(attributeTitle(at(0x23))).toBe('Report #2 - 0x0023');
    expect(attributeTitle(at(0x26))).toBe('Report Map - 0x0026');
  });

  it('use what the device says of an unknown UUID, and only of that', () => {
    expect(attributeName(at(0x32))).toBe('Unknown characteristic');
    expect(attributeName(at(0x32), 'Setpoint')).toBe('Setpoint');
    expect(attributeName(at(0x26), 'Setpoint')).toBe('Report Map');
  });

  it('are short for the descriptors everyone knows', () => {
    expect(attributeName(at(0x21))).toBe('Client Configuration');
  });

  it('show the range of a service', () => {
    expect(tree.roots.map(handleText)).toEqual(['0x001d–0028', '0x0030–0033']);
    expect(handleText(at(0x21))).toBe('0x0021');
  });
});

describe('lines of the tree', () => {
  it('open services and fold characteristics at first', () => {
    expect(names()).toEqual([
      'Human Interface Device',
      'Includes Battery',
      'Report #1',
      'Report #2',
      'Report Map',
      'Unknown service',
      'Unknown characteristic',
    ]);
  });

  it('say level, place and whether they stand open', () => {
    const rows = treeRows(tree, new Set([at(0x23).key]));
    const report = rows.find((row) => row.attribute === at(0x23));
    expect(report).toMatchObject({ level: 2, expanded: true, posInSet: 3, setSize: 4 });
    expect(rows.find((row) => row.attribute === at(0x24))).toMatchObject({ level: 3, expanded: undefined });
    expect(rows.some((row) => row.attribute === at(0x21))).toBe(false);
  });

  it('filter by name, UUID and handle, with what is above', () => {
    expect(names(NONE, 'report #2')).toEqual(['Human Interface Device', 'Report #2']);
    expect(names(NONE, '0x0024')).toEqual(['Human Interface Device', 'Report #2', 'Client Configuration']);
    expect(names(NONE, '7d2a0002')).toEqual(['Unknown service', 'Unknown characteristic']);
    expect(names(NONE, 'nothing')).toEqual([]);
  });

  it('show all of a service that matches', () => {
    expect(names(NONE, 'human')).toHaveLength(5);
  });

  it('find the line a folded one hides in', () => {
    const rows = treeRows(tree, new Set([tree.roots[0]?.key ?? '']));
    expect(rowOf(rows, at(0x21))).toBe(0);
    expect(rowOf(rows, undefined)).toBe(-1);
  });

  it('are counted', () => {
    expect(tree.counts).toEqual({ services: 2, characteristics: 4 });
  });
});
