import { toHex } from '../../src-shared/bytes/hex.js';
import {
  type DecodedValue,
  decodeCharacteristic,
  type ValueField,
} from '../../src-shared/decode/values/characteristic-value.js';
import { cutText, printable } from '../../src-shared/decode/values/decoded-value.js';
import { decodeDescriptor } from '../../src-shared/decode/values/descriptors.js';
import { textView } from '../../src-shared/decode/values/numbers.js';
import { parsePresentationFormat } from '../../src-shared/decode/values/presentation-format.js';
import { type CompiledDecoder, compile } from '../../src-shared/decode/values/user-decoder.js';
import type { ExplorerStore } from './explorer-store.js';
import { type Attribute, attributeName, attributeTitle } from './explorer-tree.js';

/** What is known of the format of a value besides its UUID. */
export interface ValueFormat {
  /** Presentation Format descriptor, once it was read. */
  presentation: Uint8Array | null;
  /** As the user has described it; goes before everything else. */
  user?: string;
}

const compiled = new Map<string, CompiledDecoder>();
const COMPILED_KEPT = 64;

/** The user's format, compiled once. */
export function userDecoder(text: string): CompiledDecoder {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  if (compiled.size >= COMPILED_KEPT) compiled.clear();
  const decoder = compile(text);
  compiled.set(text, decoder);
  return decoder;
}

/** Fields of a value by the user's, its SIG or its Presentation Format; null when none is known. */
export function decodeAttribute(attribute: Attribute, data: Uint8Array, format: ValueFormat): DecodedValue | null {
  if (format.user !== undefined) {
    const decoder = userDecoder(format.user);
    if (decoder.ok) return decoder.decode(data);
  }
  if (attribute.kind === 'descriptor') return decodeDescriptor(attribute.uuid, data);
  const parsed = format.presentation === null ? null : parsePresentationFormat(format.presentation);
  return decodeCharacteristic(attribute.uuid, data, parsed ?? undefined);
}

/** What the store knows of the format of an attribute. */
export const formatOf = (store: ExplorerStore, link: number, attribute: Attribute): ValueFormat => ({
  presentation: attribute.kind === 'characteristic' ? store.descriptorData(link, attribute, '2904') : null,
  user: store.userFormat(attribute.uuid),
});

const LONGEST_HEX = 20;

/** Text that is worth showing as such: valid UTF-8, at least two characters, nothing that cannot be seen. */
function readableText(data: Uint8Array): string | null {
  const { text, isValid } = textView(data);
  const trimmed = text.replace(/\0+$/, '');
  if (!isValid || trimmed.length < 2 || /\p{Cc}/u.test(trimmed)) return null;
  return printable(trimmed);
}

/** One line for any value: decoded, else as text, else its first bytes. */
export function valueText(attribute: Attribute, data: Uint8Array, format: ValueFormat): string {
  const decoded = decodeAttribute(attribute, data, format);
  if (decoded !== null) return decoded.summary;
  if (data.length === 0) return 'empty';
  const text = readableText(data);
  if (text !== null) return cutText(`"${text}"`, 80);
  return data.length <= LONGEST_HEX
    ? toHex(data, ' ')
    : `${toHex(data.subarray(0, LONGEST_HEX), ' ')}… (${data.length} bytes)`;
}

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
