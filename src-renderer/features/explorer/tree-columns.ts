import type { GridColumn } from '../../components/virtual-grid.js';
import { propertiesOf, propertyWords } from '../../lib/explorer-format.js';
import { type Attribute, type AttributeTree, levelOf } from '../../lib/explorer-tree.js';

/** Pixels before a name at the first level, and more at each further one: padding and the mark that folds. */
export const INDENT_PX = 18;
const NAME_EDGES_PX = 36;
const SECONDARY_PX = 62;
const CELL_EDGES_PX = 14;
/** Of a word that is subscribed to. */
const BELL_PX = 16;
const HANDLE_PX = 94;
const UUID_PX = 78;
const AGE_PX = 62;
/** The value takes what the others leave, and never less than this. */
const LEAST_VALUE_PX = 112;
/** It has so much before age and UUID are shown, and before properties are spelled out. */
const USUAL_VALUE_PX = 176;
const ROOMY_VALUE_PX = 200;
const LEAST_NAME_PX = 120;

/** Pixels that each column needs to show everything in it. */
export interface ColumnNeeds {
  name: number;
  properties: number;
  /** With every property spelled out. */
  fullProperties: number;
}

/** What a database needs, its folded lines included, so that nothing moves when one is opened. */
export function columnNeeds(
  { byKey }: Pick<AttributeTree, 'byKey'>,
  nameOf: (attribute: Attribute) => string,
  measure: { text: (text: string) => number; strong: (text: string) => number; small: (text: string) => number },
): ColumnNeeds {
  const needs: ColumnNeeds = { name: LEAST_NAME_PX, properties: 0, fullProperties: 0 };
  const take = (key: keyof ColumnNeeds, px: number) => {
    needs[key] = Math.max(needs[key], Math.ceil(px));
  };
  for (const attribute of byKey.values()) {
    const isService = attribute.kind === 'service';
    const name = (isService ? measure.strong : measure.text)(nameOf(attribute));
    const secondary = isService && !attribute.service.primary ? SECONDARY_PX : 0;
    take('name', name + NAME_EDGES_PX + secondary + (levelOf(attribute) - 1) * INDENT_PX);
    const words = propertyWords(propertiesOf(attribute));
    const bells = words.filter(({ short }) => short === 'notify' || short === 'indicate').length * BELL_PX;
    take('properties', measure.small(words.map(({ short }) => short).join(' ')) + bells + CELL_EDGES_PX);
    take('fullProperties', measure.small(words.map(({ full }) => full).join(', ')) + bells + CELL_EDGES_PX);
  }
  // What descriptors show, and the column's own head.
  take('properties', measure.small('read write') + CELL_EDGES_PX);
  take('fullProperties', measure.small('read, write') + CELL_EDGES_PX);
  return needs;
}

/**
 * The columns that a width has room for. Names are shown whole; where that leaves too little, first the UUID gives way, then
 * the age, then the properties. Handle and value stay.
 */
export function treeColumns(width: number, needs: ColumnNeeds): readonly GridColumn[] {
  let value = width - HANDLE_PX - needs.name;
  const fits = (px: number, leastValue: number) => {
    if (value - px < leastValue) return false;
    value -= px;
    return true;
  };
  const properties = fits(needs.properties, LEAST_VALUE_PX);
  const age = properties && fits(AGE_PX, USUAL_VALUE_PX);
  const uuid = age && fits(UUID_PX, USUAL_VALUE_PX);
  const isFull = uuid && fits(needs.fullProperties - needs.properties, ROOMY_VALUE_PX);
  const name = Math.max(LEAST_NAME_PX, Math.min(needs.name, width - HANDLE_PX - LEAST_VALUE_PX));
  const columns: (GridColumn | false)[] = [
    { id: 'name', label: 'Name', track: `${name}px` },
    { id: 'handle', label: 'Handle', track: `${HANDLE_PX}px` },
    uuid && { id: 'uuid', label: 'UUID', track: `${UUID_PX}px` },
    properties && {
      id: isFull ? 'fullProperties' : 'properties',
      label: 'Properties',
      track: `${isFull ? needs.fullProperties : needs.properties}px`,
    },
    { id: 'value', label: 'Value', track: `minmax(${LEAST_VALUE_PX}px, 1fr)` },
    age && { id: 'age', label: 'Age', track: `${AGE_PX}px`, align: 'end' },
  ];
  return columns.filter((column) => column !== false);
}
