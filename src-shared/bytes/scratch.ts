/** Up to here the engine has arrays in its own heap, which is cheaper still. */
const SHORT = 64;
const LONGEST = 1_024;
const SLAB = 32_768;

let slab = new ArrayBuffer(SLAB);
let used = 0;

/**
 * Zeroed memory for a packet that is passed on and forgotten. Middling ones are cut from one piece of memory, as asking the system for each
 * costs more than all that is done with it. Not for what a program gets: who keeps one keeps the whole piece.
 */
export function scratch(length: number): Uint8Array {
  if (length <= SHORT || length > LONGEST) return new Uint8Array(length);
  if (used + length > SLAB) {
    slab = new ArrayBuffer(SLAB);
    used = 0;
  }
  const bytes = new Uint8Array(slab, used, length);
  used += length;
  return bytes;
}
