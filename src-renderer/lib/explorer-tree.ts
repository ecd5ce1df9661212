import { characteristicName } from '../../src-shared/assigned-numbers/characteristics.js';
import { descriptorName } from '../../src-shared/assigned-numbers/descriptors.js';
import { serviceName } from '../../src-shared/assigned-numbers/services.js';
import { hexNumber } from '../../src-shared/bytes/hex.js';
import type { GattTree, GattTreeCharacteristic, GattTreeService } from '../../src-shared/model/gatt-tree.js';

export type AttributeKind = 'service' | 'include' | 'characteristic' | 'descriptor';

/** One line of the tree. Identity is its handle: two of the same UUID are two. */
export interface Attribute {
  /** 's0x0017', unique in the database. */
  key: string;
  kind: AttributeKind;
  uuid: string;
  /** Of a service its first, of a characteristic its value's. */
  handle: number;
  /** Last handle of a service or include; otherwise the handle itself. */
  endHandle: number;
  /** From the assigned numbers; null = the UUID is nobody's we know. */
  name: string | null;
  /** 1, 2, … among those with the same UUID beside it; null when it is the only one. */
  ordinal: number | null;
  parent: Attribute | null;
  children: Attribute[];
  service: GattTreeService;
  /** Of a characteristic and its descriptors. */
  characteristic: GattTreeCharacteristic | null;
}

export interface AttributeTree {
  roots: readonly Attribute[];
  byKey: ReadonlyMap<string, Attribute>;
  /** Attributes with a value: characteristics by value handle, and descriptors. */
  byHandle: ReadonlyMap<number, Attribute>;
  counts: { services: number; characteristics: number };
}

const keyOf = (kind: AttributeKind, handle: number) => `${kind[0]}${hexNumber(handle, 4)}`;

/** The database as lines with their names and numbers. */
export function attributeTree(tree: GattTree): AttributeTree {
  const byKey = new Map<string, Attribute>();
  const byHandle = new Map<number, Attribute>();
  let characteristics = 0;
  const make = (
    kind: AttributeKind,
    part: Pick<Attribute, 'uuid' | 'handle' | 'endHandle' | 'name' | 'parent' | 'service' | 'characteristic'>,
  ): Attribute => {
    const attribute: Attribute = { ...part, kind, key: keyOf(kind, part.handle), ordinal: null, children: [] };
    byKey.set(attribute.key, attribute);
    if (kind === 'characteristic' || kind === 'descriptor') byHandle.set(attribute.handle, attribute);
    part.parent?.children.push(attribute);
    return attribute;
  };
  const roots = tree.services.map((service) => {
    const parent = make('service', {
      uuid: service.uuid,
      handle: service.startHandle,
      endHandle: service.endHandle,
      name: serviceName(service.uuid),
      parent: null,
      service,
      characteristic: null,
    });
    for (const include of service.includes)
      make('include', {
        uuid: include.uuid,
        handle: include.handle,
        endHandle: include.handle,
        name: serviceName(include.uuid),
        parent,
        service,
        characteristic: null,
      });
    for (const characteristic of service.characteristics) {
      characteristics += 1;
      const { uuid, valueHandle } = characteristic;
      const line = make('characteristic', {
        uuid,
        handle: valueHandle,
        endHandle: valueHandle,
        name: characteristicName(uuid),
        parent,
        service,
        characteristic,
      });
      for (const descriptor of characteristic.descriptors)
        make('descriptor', {
          uuid: descriptor.uuid,
          handle: descriptor.handle,
          endHandle: descriptor.handle,
          name: descriptorName(descriptor.uuid),
          parent: line,
          service,
          characteristic,
        });
      number(line.children);
    }
    number(parent.children);
    return parent;
  });
  number(roots);
  return { roots, byKey, byHandle, counts: { services: roots.length, characteristics } };
}

function number(siblings: readonly Attribute[]): void {
  const groups = new Map<string, Attribute[]>();
  for (const attribute of siblings) {
    const key = `${attribute.kind} ${attribute.uuid}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [attribute]);
    else group.push(attribute);
  }
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    for (const [i, attribute] of group.entries()) attribute.ordinal = i + 1;
  }
}

/** Descriptors everyone knows by a longer name than there is room for. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  '2900': 'Extended Properties',
  '2901': 'User Description',
  '2902': 'Client Configuration',
  '2903': 'Server Configuration',
  '2904': 'Presentation Format',
  '2905': 'Aggregate Format',
};

/**
 * 'Report #2', 'Setpoint': the assigned name, else what the device says in its User Description, else what it is.
 * @param described the text of a characteristic's User Description, once it was read.
 */
export function attributeName(attribute: Attribute, described: string | null = null): string {
  const { kind, name, ordinal } = attribute;
  const known = kind === 'descriptor' ? (SHORT_NAMES[attribute.uuid] ?? name) : name;
  const base = known ?? described ?? `Unknown ${kind === 'include' ? 'service' : kind}`;
  const whole = kind === 'include' ? `Includes ${base}` : base;
  return ordinal === null ? whole : `${whole} #${ordinal}`;
}

/** 'Report #2 - 0x0021': one line that names it and no other. */
export const attributeTitle = (attribute: Attribute, described: string | null = null) =>
  `${attributeName(attribute, described)} - ${hexNumber(attribute.handle, 4)}`;

/** '0x0021', of a service '0x0017–0028'. */
export function handleText({ kind, handle, endHandle }: Attribute): string {
  if (kind !== 'service') return hexNumber(handle, 4);
  return `${hexNumber(handle, 4)}–${endHandle.toString(16).padStart(4, '0')}`;
}

/** The first group of a long UUID says enough in a list. */
export const shortUuid = (uuid: string) => uuid.slice(0, 8);

export interface TreeRow {
  attribute: Attribute;
  level: number;
  /** Undefined where there is nothing to open. */
  expanded: boolean | undefined;
  posInSet: number;
  setSize: number;
}

/** 1 for a service, and one more for each line it is in. */
export function levelOf(attribute: Attribute): number {
  return attribute.parent === null ? 1 : levelOf(attribute.parent) + 1;
}

const isOpenAtFirst = (attribute: Attribute) => attribute.kind === 'service';

/** Whether a line stands open: services do at first, characteristics do not. `toggled` holds the keys that are otherwise. */
export const isExpanded = (attribute: Attribute, toggled: ReadonlySet<string>) =>
  isOpenAtFirst(attribute) !== toggled.has(attribute.key);

/** Words of a filter that must all be found in name, UUID or handle. */
const filterWords = (filter: string) => filter.toLowerCase().split(/\s+/).filter(Boolean);

/**
 * The lines to show, from top to bottom. With a filter: what matches with everything above it, and all that is in a service
 * or characteristic that matches.
 */
export function treeRows(
  { roots }: Pick<AttributeTree, 'roots'>,
  toggled: ReadonlySet<string>,
  filter = '',
  nameOf: (attribute: Attribute) => string = attributeName,
): TreeRow[] {
  const words = filterWords(filter);
  const rows: TreeRow[] = [];
  const matches = (attribute: Attribute): boolean => {
    const text = `${nameOf(attribute)} ${attribute.uuid} ${hexNumber(attribute.handle, 4)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const has = (attribute: Attribute): boolean => matches(attribute) || attribute.children.some(has);
  const walk = (siblings: readonly Attribute[], level: number, all: boolean): void => {
    const shown = all ? siblings : siblings.filter(has);
    for (const [i, attribute] of shown.entries()) {
      const whole = all || matches(attribute);
      const hasHit = !whole && attribute.children.length > 0;
      const expanded = attribute.children.length === 0 ? undefined : hasHit || isExpanded(attribute, toggled);
      rows.push({ attribute, level, expanded, posInSet: i + 1, setSize: shown.length });
      if (expanded) walk(attribute.children, level + 1, whole);
    }
  };
  walk(roots, 1, words.length === 0);
  return rows;
}

/** The nearest line of those shown: the attribute itself, or what it is folded into. -1 when none is there. */
export function rowOf(rows: readonly TreeRow[], attribute: Attribute | undefined): number {
  for (let at: Attribute | null | undefined = attribute; at; at = at.parent) {
    const index = rows.findIndex((row) => row.attribute === at);
    if (index >= 0) return index;
  }
  return -1;
}
