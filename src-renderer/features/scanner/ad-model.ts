import { AD_TYPE } from '../../../src-shared/assigned-numbers/ad-types.js';
import { toHex } from '../../../src-shared/bytes/hex.js';
import { type AdStructure, decodeAdvertising } from '../../../src-shared/decode/ad-structure.js';
import { type AdDescription, describeAd } from '../../../src-shared/decode/describe-ad.js';

/** One line of the decoded payload with the bytes it was read from. */
export interface AdItem {
  /** First byte in the payload. */
  offset: number;
  bytes: Uint8Array;
  /** Bytes in front that are length and type. */
  head: number;
  /** AD type; null for bytes of no structure. */
  type: number | null;
  description: AdDescription;
}

/** The payload from its first byte to its last: structures, and what lies between and behind them. */
export function adItems(payload: Uint8Array): AdItem[] {
  const items: AdItem[] = [];
  let at = 0;
  const fill = (to: number) => {
    if (to <= at) return;
    items.push(filler(payload.slice(at, to), at));
    at = to;
  };
  for (const structure of decodeAdvertising(payload)) {
    fill(structure.offset);
    at = Math.min(payload.length, structure.offset + 2 + structure.data.length);
    items.push({
      offset: structure.offset,
      bytes: payload.slice(structure.offset, at),
      head: 2,
      type: structure.type,
      description: described(structure),
    });
  }
  fill(payload.length);
  return items;
}

function described(structure: AdStructure): AdDescription {
  const description = describeAd(structure);
  return { ...description, fields: description.fields.map((field) => ({ ...field, offset: field.offset + 2 })) };
}

/** Core Vol 3 Part C 11: after the last structure all is zero. Anything else there belongs to nothing. */
function filler(bytes: Uint8Array, offset: number): AdItem {
  const isPadding = bytes.every((byte) => byte === 0);
  const description: AdDescription = isPadding
    ? { typeName: 'Padding', summary: [], fields: [] }
    : { typeName: 'No structure', summary: [], fields: [], problem: 'a length byte with nothing after it' };
  return { offset, bytes, head: isPadding ? bytes.length : 0, type: null, description };
}

/** What is lit: a whole structure, or one field of it. */
export interface AdLink {
  item: number;
  /** Index into the fields; null = the structure. */
  field: number | null;
}

/** The innermost field byte `index` of an item belongs to; null for length, type and bytes of no field. */
export function fieldAt({ description: { fields } }: AdItem, index: number): number | null {
  let found: number | null = null;
  for (const [i, field] of fields.entries()) {
    const inside = index >= field.offset && index < field.offset + field.length;
    if (inside && (found === null || field.length < (fields[found]?.length ?? 0))) found = i;
  }
  return found;
}

/** Whether byte `index` of item number `item` is lit. A structure lights its contents, not its length and type. */
export function isLit(
  link: AdLink | null,
  item: number,
  { description: { fields }, head }: AdItem,
  index: number,
): boolean {
  if (link === null || link.item !== item) return false;
  const field = link.field === null ? undefined : fields[link.field];
  return field === undefined ? index >= head : index >= field.offset && index < field.offset + field.length;
}

/** Types whose contents are anybody's: everything else says all in its summary. */
const OPEN_TYPES: ReadonlySet<number> = new Set([
  AD_TYPE.manufacturerData,
  AD_TYPE.serviceData16,
  AD_TYPE.serviceData32,
  AD_TYPE.serviceData128,
]);

/** Indexes of the fields that say more than the summary and the bytes do: what is shown of a structure that is not opened. */
export function tellingFields({ type, description: { summary, fields, kind }, bytes }: AdItem): number[] {
  const isOpen = type !== null && OPEN_TYPES.has(type) && kind === undefined;
  if (!isOpen && summary.length > 0) return [];
  const said = summary.join(' ').toLowerCase();
  return fields.flatMap(({ value, offset, length }, i) => {
    const text = value.toLowerCase();
    const isSaid = said.includes(text) || summary.some((line) => text.includes(line.toLowerCase()));
    const isBytes = value === toHex(bytes.subarray(offset, offset + length), ' ');
    return isSaid || isBytes ? [] : [i];
  });
}

/** 'Valve 37 %' of each field that holds one of the bytes, in the order of the payload. */
export function changedFields(items: readonly AdItem[], changed: readonly number[]): string[] {
  const texts: string[] = [];
  for (const item of items) {
    const mine = new Set<number>();
    for (const offset of changed) {
      const index = offset - item.offset;
      if (index < 0 || index >= item.bytes.length) continue;
      const field = fieldAt(item, index);
      if (field !== null) mine.add(field);
      else texts.push(item.description.typeName);
    }
    for (const i of mine) {
      const field = item.description.fields[i];
      if (field !== undefined) texts.push(fieldText(field));
    }
  }
  return [...new Set(texts)];
}

export const fieldText = ({ name, value, unit }: AdDescription['fields'][number]) =>
  `${name} ${value}${unit === undefined ? '' : ` ${unit}`}`;
