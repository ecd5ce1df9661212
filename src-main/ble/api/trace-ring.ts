/** Bytes of packets kept for each event there is room for, on average; longer ones make the ring shorter. */
const BYTES_AN_EVENT = 128;

const OTHER = 0;
const TX = 1;
const RX = 2;

/** What the ring gives back: a packet's bytes, or what was put in. */
export type Kept<T> =
  | { seq: number; at: number; direction: 'tx' | 'rx'; bytes: Uint8Array }
  | { seq: number; at: number; direction: 'none'; item: T };

/**
 * The newest events, first in first out. Packets lie in memory of the ring's own: kept as objects, every packet of a busy link would
 * live long enough to be carried from one generation of the heap to the next, which costs more than all else that is done with it.
 */
export class TraceRing<T> {
  readonly #items: (T | undefined)[] = [];
  readonly #at: Float64Array;
  readonly #kinds: Uint8Array;
  readonly #lengths: Uint16Array;
  /** Where an event's bytes begin, counted since ever; of an event without, where the next packet's would. */
  readonly #starts: Float64Array;
  readonly #store: Uint8Array;
  #written = 0;
  #oldest = 0;
  #seq = 0;

  constructor(private readonly capacity: number) {
    this.#at = new Float64Array(capacity);
    this.#kinds = new Uint8Array(capacity);
    this.#lengths = new Uint16Array(capacity);
    this.#starts = new Float64Array(capacity);
    this.#store = new Uint8Array(capacity * BYTES_AN_EVENT);
  }

  /** Of the next event. */
  get seq(): number {
    return this.#seq;
  }

  /** Events that made room for newer ones. */
  get dropped(): number {
    return this.#oldest;
  }

  packet(at: number, direction: 'tx' | 'rx', bytes: Uint8Array): void {
    const size = this.#store.length;
    const length = Math.min(bytes.length, size, 0xffff);
    let place = this.#written % size;
    if (place + length > size) {
      this.#written += size - place; // in one piece
      place = 0;
    }
    const start = this.#written;
    if (length === bytes.length) this.#store.set(bytes, place);
    else this.#store.set(bytes.subarray(0, length), place);
    this.#written += length;
    const slot = this.#next(at, direction === 'tx' ? TX : RX, start);
    this.#lengths[slot] = length;
    this.#items[slot] = undefined;
  }

  add(at: number, item: T): void {
    this.#items[this.#next(at, OTHER, this.#written)] = item;
  }

  /** Oldest first. */
  *[Symbol.iterator](): Generator<Kept<T>> {
    for (let seq = this.#oldest; seq < this.#seq; seq += 1) {
      const slot = seq % this.capacity;
      const at = this.#at[slot] as number;
      const kind = this.#kinds[slot];
      if (kind === OTHER) {
        yield { seq, at, direction: 'none', item: this.#items[slot] as T };
        continue;
      }
      const place = (this.#starts[slot] as number) % this.#store.length;
      const bytes = this.#store.slice(place, place + (this.#lengths[slot] as number));
      yield { seq, at, direction: kind === TX ? 'tx' : 'rx', bytes };
    }
  }

  #next(at: number, kind: number, start: number): number {
    const slot = this.#seq % this.capacity;
    if (this.#seq - this.#oldest === this.capacity) this.#oldest += 1;
    this.#at[slot] = at;
    this.#kinds[slot] = kind;
    this.#starts[slot] = start;
    this.#seq += 1;
    const overwritten = this.#written - this.#store.length;
    while (this.#oldest < this.#seq - 1 && (this.#starts[this.#oldest % this.capacity] as number) < overwritten)
      this.#oldest += 1;
    return slot;
  }
}
