import { requireBytes } from '../model/arguments.js';

/** One length-type-data structure of advertising data, Core Vol 3 Part C 11. */
export interface AdStructure {
  type: number;
  data: Uint8Array;
  /** Of its length byte, from the start of the payload. */
  offset: number;
  /** The payload ended before the structure did; `data` is what there was. */
  truncated?: true;
  /** Only when truncated: the length byte, which counts the type and the data. */
  declaredLength?: number;
}

/**
 * The structures of an advertising or scan response payload, in order, as copies. Whatever the bytes are, it does not throw;
 * what are no bytes at all is 'invalid-argument'.
 * A zero length byte is padding and is passed over; a length beyond the end gives what is left, marked truncated.
 * A length byte with nothing after it has no type, so it gives nothing.
 */
export function decodeAdvertising(bytes: Uint8Array): AdStructure[] {
  requireBytes('decodeAdvertising', 'the payload', bytes);
  const structures: AdStructure[] = [];
  let offset = 0;
  while (offset + 1 < bytes.length) {
    const length = bytes[offset] as number;
    if (length > 0) {
      const end = offset + 1 + length;
      // Not bytes.slice(): that of a Buffer is a Buffer, and shares its memory.
      const data = new Uint8Array(bytes.subarray(offset + 2, end));
      const structure: AdStructure = { type: bytes[offset + 1] as number, data, offset };
      if (end > bytes.length) {
        structure.truncated = true;
        structure.declaredLength = length;
      }
      structures.push(structure);
    }
    offset += 1 + length;
  }
  return structures;
}
