const LOSSY = new TextDecoder('utf-8', { ignoreBOM: true });
const ENCODER = new TextEncoder();

/** Text of UTF-8 bytes; bytes that are not UTF-8 become U+FFFD. A zero byte at the end (a C string sent whole) is left out. */
export function decodeText(bytes: Uint8Array): string {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return LOSSY.decode(end === bytes.length ? bytes : bytes.subarray(0, end));
}

export function encodeText(text: string): Uint8Array {
  return ENCODER.encode(text);
}

/** How many of the first `limit` bytes to keep so that no UTF-8 character is cut in two. */
export function utf8Cut(bytes: Uint8Array, limit: number): number {
  if (bytes.length <= limit) return bytes.length;
  let cut = Math.max(0, limit);
  // A character has at most three continuation bytes; more of them in a row are not UTF-8 and may be cut anywhere.
  for (let back = 0; back < 3 && cut > 0 && ((bytes[cut] as number) & 0xc0) === 0x80; back += 1) cut -= 1;
  return ((bytes[cut] ?? 0) & 0xc0) === 0x80 ? Math.max(0, limit) : cut;
}
