import type { DecodedValue, ValueField } from '../../src-shared/decode/values/decoded-value.js';
import { readableText, type ValueFormat } from '../../src-shared/decode/values/value-text.js';
import type { ExplorerStore } from './explorer-store.js';
import { type Attribute, attributeName, attributeTitle } from './explorer-tree.js';

/** What the store knows of the format of an attribute. */
export const formatOf = (store: ExplorerStore, link: number, attribute: Attribute): ValueFormat => ({
  presentation: attribute.kind === 'characteristic' ? store.descriptorData(link, attribute, '2904') : null,
  user: store.userFormat(attribute.uuid),
});

/** '72 bpm'. */
export const fieldText = ({ value, unit }: Pick<ValueField, 'value' | 'unit'>) =>
  unit === undefined ? value : `${value} ${unit}`;

/** Fields that can be plotted, by name; of several with the same name the first. */
export function plottableFields(decoded: DecodedValue | null): { name: string; unit: string | undefined }[] {
  const fields = new Map<string, string | undefined>();
  for (const { name, unit, number } of decoded?.fields ?? [])
    if (number !== undefined && !fields.has(name)) fields.set(name, unit);
  return [...fields].map(([name, unit]) => ({ name, unit }));
}

/** Ground 1 to 6 of each field in the order of the bytes; parts of a bit field wear that of the whole. */
export function fieldMarks(fields: readonly ValueField[]): number[] {
  const grounds = new Map<number, number>();
  for (const { offset, bits, length } of fields)
    if (bits === undefined && length > 0 && !grounds.has(offset)) grounds.set(offset, (grounds.size % 6) + 1);
  return fields.map(({ offset }) => grounds.get(offset) ?? 0);
}

/** The innermost field a byte belongs to; -1 when it belongs to none. */
export function fieldOfByte(fields: readonly ValueField[], index: number): number {
  return fields.findIndex(
    ({ offset, length, bits }) => bits === undefined && index >= offset && index < offset + length,
  );
}

/** Names as the explorer shows them, with what the device itself says of its characteristics. */
export function namesOf(store: ExplorerStore, link: number) {
  const described = (attribute: Attribute): string | null => {
    if (attribute.kind !== 'characteristic' || attribute.name !== null) return null;
    const data = store.descriptorData(link, attribute, '2901');
    return data === null ? null : readableText(data);
  };
  return {
    name: (attribute: Attribute) => attributeName(attribute, described(attribute)),
    title: (attribute: Attribute) => attributeTitle(attribute, described(attribute)),
  };
}
