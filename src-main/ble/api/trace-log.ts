import { errorInfo } from '../../../src-shared/model/ble-error.js';
import type { TraceDirection, TraceEvent, TraceLevel } from '../../../src-shared/model/trace-event.js';
import type { Clock } from '../util/clock.js';
import { Emitter } from '../util/emitter.js';
import type { Trace, TraceSink } from './trace.js';

const CAPACITY = 16_384;

type Fields = TraceEvent['fields'];

/** Turns a raw packet into a name and fields; called when somebody looks, not when the packet passes. */
export type Describe = (packet: Uint8Array) => { name: string; fields: Fields; connection?: number };

export interface TraceLogOptions {
  adapter: string;
  clock: Clock;
  sink?: TraceSink;
  describe?: Describe;
  /** What may be kept of a packet. */
  redact?: (packet: Uint8Array) => Uint8Array;
  capacity?: number;
}

/** An operation that has begun and will end once. */
export interface TraceOperation {
  readonly id: number;
  end(fields?: Fields): void;
  fail(error: unknown): void;
}

/** A raw packet, described on first look. */
class PacketEvent implements TraceEvent {
  readonly level = 'hci';
  readonly phase = 'instant';
  #description: ReturnType<Describe> | null = null;

  constructor(
    readonly seq: number,
    readonly at: number,
    readonly adapter: string,
    readonly direction: TraceDirection,
    readonly bytes: Uint8Array,
    private readonly describe: Describe,
  ) {}

  get name(): string {
    return this.#described.name;
  }

  get fields(): Fields {
    return this.#described.fields;
  }

  get connection(): number | undefined {
    return this.#described.connection;
  }

  get #described(): ReturnType<Describe> {
    this.#description ??= this.describe(this.bytes);
    return this.#description;
  }
}

/** The ring behind Adapter.trace. */
export class TraceLog implements Trace {
  readonly #options: TraceLogOptions;
  readonly #emitter = new Emitter<{ event: TraceEvent }>();
  readonly #capacity: number;
  readonly #ring: TraceEvent[] = [];
  readonly #describe: Describe;
  readonly #redact: ((packet: Uint8Array) => Uint8Array) | null;
  #seq = 0;
  #operations = 0;

  constructor(options: TraceLogOptions) {
    this.#options = options;
    this.#capacity = options.capacity ?? CAPACITY;
    this.#describe = options.describe ?? (() => ({ name: 'packet', fields: {} }));
    this.#redact = options.redact ?? null;
    const { sink } = options;
    if (sink) this.#emitter.on('event', (event) => sink.event(event)); // a sink that throws must not disturb what it watches
  }

  get dropped(): number {
    return this.#seq - this.#ring.length;
  }

  on(event: 'event', listener: (e: TraceEvent) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  /** Oldest first. */
  events(): readonly TraceEvent[] {
    const oldest = this.#seq % this.#capacity;
    if (this.#ring.length < this.#capacity) return this.#ring.slice();
    return [...this.#ring.slice(oldest), ...this.#ring.slice(0, oldest)];
  }

  packet(direction: TraceDirection, bytes: Uint8Array): void {
    const kept = this.#redact === null ? bytes : this.#redact(bytes);
    this.#add(
      new PacketEvent(this.#seq, this.#options.clock.now(), this.#options.adapter, direction, kept, this.#describe),
    );
  }

  event(level: TraceLevel, name: string, fields: Fields = {}, connection?: number): void {
    this.#plain({ level, name, fields, connection, phase: 'instant' });
  }

  begin(level: TraceLevel, name: string, fields: Fields = {}, connection?: number): TraceOperation {
    this.#operations += 1;
    const operation = this.#operations;
    const startedAt = this.#options.clock.now();
    this.#plain({ level, name, fields, connection, operation, phase: 'start' });
    let ended = false;
    const finish = (more: Partial<TraceEvent>) => {
      if (ended) return;
      ended = true;
      const durationMs = this.#options.clock.now() - startedAt;
      this.#plain({ level, name, fields: {}, connection, operation, phase: 'end', durationMs, ...more });
    };
    return {
      id: operation,
      end: (endFields = {}) => finish({ fields: endFields }),
      fail: (error) => finish({ error: errorInfo(error, name) }),
    };
  }

  #plain(event: Omit<TraceEvent, 'seq' | 'at' | 'adapter' | 'direction'>): void {
    const { adapter, clock } = this.#options;
    this.#add({ seq: this.#seq, at: clock.now(), adapter, direction: 'none', ...event });
  }

  #add(event: TraceEvent): void {
    this.#ring[this.#seq % this.#capacity] = event;
    this.#seq += 1;
    if (this.#emitter.listenerCount('event') > 0) this.#emitter.emit('event', event);
  }
}
