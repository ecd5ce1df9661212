import { Uuid } from '../model/uuid.js';

/**
 * A list of numbers and names, written as text with one 'hex name' a line and read at its first use.
 * Lines are kept as text because thousands of object literals would cost start-up time in every process.
 */
export class NumberTable {
  #names: Map<string, string> | null = null;

  constructor(readonly text: string) {}

  /** The name of a number written in lower-case hex, as in the table. */
  get(key: string): string | null {
    return this.#read().get(key) ?? null;
  }

  get size(): number {
    return this.#read().size;
  }

  /** [hex, name] in the order of the table. */
  entries(): [string, string][] {
    return [...this.#read()];
  }

  #read(): Map<string, string> {
    if (this.#names !== null) return this.#names;
    const names = new Map<string, string>();
    for (const line of this.text.split('\n')) {
      const blank = line.indexOf(' ');
      if (blank > 0) names.set(line.slice(0, blank), line.slice(blank + 1));
    }
    this.#names = names;
    return names;
  }
}

/** The shortest form of a UUID in any form, or the text in lower case when it is no UUID. */
export function uuidKey(uuid: Uuid | string): string {
  if (typeof uuid !== 'string') return uuid.toString();
  const key = uuid.toLowerCase();
  if (key.length === 4) return key;
  const isUuid = /^([0-9a-f]{8}|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(key);
  return isUuid ? Uuid.from(key).toString() : key;
}
