/** Arrays up to here lie in the heap of the engine itself: a view moves them out of it, which costs several times the copy. */
const SHORT = 64;

/** The bytes from `from` on, to be read and not written: a copy of a short array, a view of a long one, whichever is cheaper. */
export function tail(bytes: Uint8Array, from: number): Uint8Array {
  return bytes.length <= SHORT ? bytes.slice(from) : bytes.subarray(from);
}
