import { errorInfo } from '../../../src-shared/model/ble-error.js';
import type { TraceDirection, TraceEvent, TraceLevel } from '../../../src-shared/model/trace-event.js';
import type { Clock } from '../util/clock.js';
import { Emitter } from '../util/emitter.js';
import type { Trace, TraceSink } from './trace.js';
import { type Kept, TraceRing } from './trace-ring.js';

const CAPACITY = 16_384;

type Fields = TraceEvent['fields'];

const NO_FIELDS: Fields = {};

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

/** An operation, kept twice: where it began and where it ended. */
class Operation implements TraceOperation {
  endFields = NO_FIELDS;
  durationMs = -1;
  error: TraceEvent['error'];

  constructor(
    private readonly log: { now(): number; ended(operation: Operation): void },
    readonly id: number,
    readonly level: TraceLevel,
    readonly name: string,
    readonly fields: Fields,
    readonly connection: number | undefined,
    readonly startedAt: number,
  ) {}

  end(fields = NO_FIELDS): void {
    if (this.durationMs >= 0) return;
    this.endFields = fields;
    this.durationMs = this.log.now() - this.startedAt;
    this.log.ended(this);
  }

  fail(error: unknown): void {
    if (this.durationMs >= 0) return;
    this.error = errorInfo(error, this.name);
    this.end();
  }
}

/** An event of its own, or one end of an operation. */
type Item =
  | { event: Omit<TraceEvent, 'seq' | 'at' | 'adapter' | 'direction'> }
  | { operation: Operation; isEnd: boolean };

/** The ring behind Adapter.trace. */
export class TraceLog implements Trace {
  readonly #options: TraceLogOptions;
  readonly #emitter = new Emitter<{ event: TraceEvent }>();
  readonly #ring: TraceRing<Item>;
  readonly #describe: Describe;
  readonly #redact: ((packet: Uint8Array) => Uint8Array) | null;
  readonly #operationLog: { now(): number; ended(operation: Operation): void };
  #operations = 0;

  constructor(options: TraceLogOptions) {
    this.#options = options;
    this.#ring = new TraceRing(options.capacity ?? CAPACITY);
    this.#describe = options.describe ?? (() => ({ name: 'packet', fields: {} }));
    this.#redact = options.redact ?? null;
    this.#operationLog = {
      now: () => options.clock.now(),
      ended: (operation) => this.#add(options.clock.now(), { operation, isEnd: true }),
    };
    const { sink } = options;
    if (sink) this.#emitter.on('event', (event) => sink.event(event)); // a sink that throws must not disturb what it watches
  }

  get dropped(): number {
    return this.#ring.dropped;
  }

  on(event: 'event', listener: (e: TraceEvent) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  /** Oldest first. */
  events(): readonly TraceEvent[] {
    return Array.from(this.#ring, (kept) => this.#show(kept));
  }

  packet(direction: 'tx' | 'rx', bytes: Uint8Array): void {
    const kept = this.#redact === null ? bytes : this.#redact(bytes);
    const at = this.#options.clock.now();
    const { seq } = this.#ring;
    this.#ring.packet(at, direction, kept);
    if (this.#isHeard()) this.#emitter.emit('event', this.#show({ seq, at, direction, bytes: kept.slice() }));
  }

  event(level: TraceLevel, name: string, fields: Fields = NO_FIELDS, connection?: number): void {
    this.#add(this.#options.clock.now(), { event: { level, name, fields, connection, phase: 'instant' } });
  }

  begin(level: TraceLevel, name: string, fields: Fields = NO_FIELDS, connection?: number): TraceOperation {
    this.#operations += 1;
    const at = this.#options.clock.now();
    const operation = new Operation(this.#operationLog, this.#operations, level, name, fields, connection, at);
    this.#add(at, { operation, isEnd: false });
    return operation;
  }

  #add(at: number, item: Item): void {
    const { seq } = this.#ring;
    this.#ring.add(at, item);
    if (this.#isHeard()) this.#emitter.emit('event', this.#show({ seq, at, direction: 'none', item }));
  }

  #isHeard(): boolean {
    return this.#emitter.listenerCount('event') > 0;
  }

  #show(kept: Kept<Item>): TraceEvent {
    const { adapter } = this.#options;
    const { seq, at, direction } = kept;
    if (direction !== 'none') return new PacketEvent(seq, at, adapter, direction, kept.bytes, this.#describe);
    if ('event' in kept.item) return { seq, at, adapter, direction, ...kept.item.event };
    const { operation, isEnd } = kept.item;
    const { level, name, connection, id, fields, endFields, durationMs, error } = operation;
    const whose = { seq, at, adapter, direction, level, name, connection, operation: id } as const;
    if (!isEnd) return { ...whose, fields, phase: 'start' };
    return { ...whose, fields: endFields, phase: 'end', durationMs, ...(error && { error }) };
  }
}
