import { toHex } from '../../bytes/hex.js';
import { decodeCharacteristic } from './characteristic-value.js';
import { cutText, type DecodedValue, printable } from './decoded-value.js';
import { decodeDescriptor } from './descriptors.js';
import { textView } from './numbers.js';
import { parsePresentationFormat } from './presentation-format.js';
import { type CompiledDecoder, compile } from './user-decoder.js';

/** What kind of attribute a value is of. */
export interface ValueOwner {
  kind: string;
  uuid: string;
}

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
export function decodeAttribute(attribute: ValueOwner, data: Uint8Array, format: ValueFormat): DecodedValue | null {
  if (format.user !== undefined) {
    const decoder = userDecoder(format.user);
    if (decoder.ok) return decoder.decode(data);
  }
  if (attribute.kind === 'descriptor') return decodeDescriptor(attribute.uuid, data);
  const parsed = format.presentation === null ? null : parsePresentationFormat(format.presentation);
  return decodeCharacteristic(attribute.uuid, data, parsed ?? undefined);
}

const LONGEST_HEX = 20;

/** Text that is worth showing as such: valid UTF-8, at least two characters, nothing that cannot be seen. */
export function readableText(data: Uint8Array): string | null {
  const { text, isValid } = textView(data);
  const trimmed = text.replace(/\0+$/, '');
  if (!isValid || trimmed.length < 2 || /\p{Cc}/u.test(trimmed)) return null;
  return printable(trimmed);
}

/** One line for any value: decoded, else as text, else its first bytes. */
export function valueText(attribute: ValueOwner, data: Uint8Array, format: ValueFormat): string {
  const decoded = decodeAttribute(attribute, data, format);
  if (decoded !== null) return decoded.summary;
  if (data.length === 0) return 'empty';
  const text = readableText(data);
  if (text !== null) return cutText(`"${text}"`, 80);
  return data.length <= LONGEST_HEX
    ? toHex(data, ' ')
    : `${toHex(data.subarray(0, LONGEST_HEX), ' ')}… (${data.length} bytes)`;
}
