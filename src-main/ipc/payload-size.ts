const NUMBER_BYTES = 8;

/**
 * About how many bytes a value takes, counting text and binary data; stops counting once it is over `limit`.
 * Walks without recursion and survives cycles: the value comes from the other side of IPC.
 */
export function payloadBytes(value: unknown, limit: number): number {
  const seen = new Set<object>();
  const queue: unknown[] = [value];
  let total = 0;
  while (queue.length > 0 && total <= limit) {
    const item = queue.pop();
    if (typeof item === 'string') total += item.length * 2;
    else if (typeof item === 'bigint') total += item.toString(16).length;
    else if (typeof item !== 'object' || item === null) total += NUMBER_BYTES;
    else if (!seen.has(item)) {
      seen.add(item);
      total += NUMBER_BYTES;
      if (ArrayBuffer.isView(item)) total += item.byteLength;
      else if (item instanceof ArrayBuffer || item instanceof SharedArrayBuffer) total += item.byteLength;
      else total += pushParts(item, queue, limit - total);
    }
  }
  return total;
}

/** Queues what an object holds; returns the bytes of its keys. */
function pushParts(item: object, queue: unknown[], budget: number): number {
  let keys = 0;
  if (item instanceof Map) {
    for (const [key, value] of item) queue.push(key, value);
    return item.size;
  }
  if (item instanceof Set) {
    for (const value of item) queue.push(value);
    return item.size;
  }
  // A sparse array may claim four thousand million entries and hold none.
  if (Array.isArray(item) && item.length * NUMBER_BYTES > budget) return item.length * NUMBER_BYTES;
  for (const key of Object.keys(item)) {
    keys += key.length * 2;
    if (keys > budget) break;
    queue.push((item as Record<string, unknown>)[key]);
  }
  return keys;
}
