import { PROPERTY } from '../../../src-shared/assigned-numbers/att.js';
import { Uuid, type UuidLike } from '../../../src-shared/model/uuid.js';
import { BoundedQueue } from '../util/bounded-queue.js';
import { type Clock, systemClock } from '../util/clock.js';
import { withDeadline } from '../util/deadline.js';
import type { Connection } from './connection.js';
import { BleError, invalidArgument, unsupported } from './errors.js';
import type { Op } from './options.js';

/** Longest attribute value, Core Vol 3 Part F 3.2.9. */
export const MAX_VALUE_LENGTH = 512;
const DEFAULT_CAPTURE = 64;

export type SecurityLevel = 'none' | 'encrypted' | 'authenticated' | 'secure-connections';

/** What a read or write handler answers: nothing or 0 = go on, otherwise an ATT error code (0x80 to 0x9f are the application's own). */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler that returns nothing goes on
export type HandlerAnswer = number | void | Promise<number | void>;

export interface AttributeOptions {
  read?: boolean;
  write?: boolean;
  /** Value before anybody has written. Text is UTF-8. */
  initial?: Uint8Array | string;
  /** Longest value a client may write, 0 to 512, default 512; a longer write gets 0x0D. */
  maxLength?: number;
  /** Keep every write in order for written(); a number is how many, default 64. Without it only the newest is remembered. */
  capture?: boolean | number;
  readSecurity?: SecurityLevel;
  writeSecurity?: SecurityLevel;
}

/** Presentation format descriptor, Vol 3 Part G 3.3.3.5. */
export interface CharacteristicFormat {
  format: number;
  exponent?: number;
  unit: number;
  namespace?: number;
  description?: number;
}

export interface CharacteristicOptions extends AttributeOptions {
  writeNoResponse?: boolean;
  /** Takes writes without response that a bonded client's key signed, on links that are not encrypted too. */
  signedWrite?: boolean;
  notify?: boolean;
  indicate?: boolean;
  broadcast?: boolean;
  /** Text of a Characteristic User Description descriptor. */
  description?: string;
  format?: CharacteristicFormat;
}

export interface Written {
  connection: Connection;
  data: Uint8Array;
  /** Counts every write to this program's attributes, so that writes to several can be put in order. */
  sequence: number;
}

/** What a registered attribute reaches its adapter through. Engines give one. */
export interface AttributeOwner {
  readonly clock: Clock;
  readonly closed: AbortSignal;
  notify(characteristic: Characteristic, connection: Connection, data: Uint8Array): Promise<void>;
  indicate(characteristic: Characteristic, connection: Connection, data: Uint8Array, o: Op): Promise<void>;
  update(characteristic: Characteristic, data: Uint8Array): void;
  subscribers(characteristic: Characteristic): Connection[];
}

let writeSequence = 0;

/** A copy, as a plain Uint8Array: the slice() of a Buffer would share its memory. */
const toBytes = (data: Uint8Array | string): Uint8Array =>
  typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data);

/** A value that clients may read and write: what a characteristic and a descriptor share. */
export abstract class Attribute {
  readonly uuid: Uuid;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly maxLength: number;
  readonly readSecurity: SecurityLevel;
  readonly writeSecurity: SecurityLevel;
  /** Called before a read is answered; may write() a fresh value. A number other than 0 is the ATT error to answer. */
  onRead?: (connection: Connection) => HandlerAnswer;
  /** Called before a write is stored. A number other than 0 refuses it. */
  onWrite?: (connection: Connection, data: Uint8Array) => HandlerAnswer;
  protected owner: AttributeOwner | null = null;
  #value: Uint8Array;
  readonly #written: BoundedQueue<Written>;

  constructor(uuid: UuidLike, o: AttributeOptions, isWritable: boolean) {
    this.uuid = Uuid.from(uuid);
    this.readable = o.read ?? false;
    this.writable = isWritable;
    this.maxLength = o.maxLength ?? MAX_VALUE_LENGTH;
    const inRange = Number.isInteger(this.maxLength) && this.maxLength >= 0 && this.maxLength <= MAX_VALUE_LENGTH;
    if (!inRange) throw invalidArgument(String(this), `maxLength is ${o.maxLength}; use 0 to ${MAX_VALUE_LENGTH}`);
    this.readSecurity = o.readSecurity ?? 'none';
    this.writeSecurity = o.writeSecurity ?? 'none';
    this.#value = this.#checked(toBytes(o.initial ?? new Uint8Array(0)));
    const depth = o.capture === true ? DEFAULT_CAPTURE : o.capture || 1;
    if (!(depth >= 1)) throw invalidArgument(String(this), `capture is ${o.capture}; use true or a number from 1`);
    this.#written = new BoundedQueue(depth);
  }

  /** Writes lost because nobody took them: only with capture do they count. */
  get dropped(): number {
    return this.#written.dropped;
  }

  /** The local value, a copy. */
  read(): Uint8Array {
    return this.#value.slice();
  }

  write(data: Uint8Array | string): void {
    this.#value = this.#checked(toBytes(data));
  }

  /** The next write by a client. No default time limit; survives disconnections. 'unsupported' on what cannot be written. */
  async written(o: Op = {}): Promise<Written> {
    const operation = `written on ${this}`;
    if (!this.writable) throw unsupported(operation, 'clients cannot write it');
    const ends = this.owner ? [this.owner.closed] : [];
    const spec = {
      clock: this.owner?.clock ?? systemClock,
      layer: 'gatt',
      operation,
      limits: o,
      defaultMs: Infinity,
      ends,
    } as const;
    const written = await withDeadline(spec, (signal) => this.#written.take(signal));
    return { ...written, data: written.data.slice() };
  }

  abstract toString(): string;

  /** Engines call this when a client has written the whole value, and give the data away. */
  clientWrote(connection: Connection, data: Uint8Array): void {
    this.#value = this.merge(this.#value, data);
    writeSequence += 1;
    this.#written.push({ connection, data, sequence: writeSequence });
  }

  /** Engines call this when a client reads: the value to answer with. */
  valueForClient(): Uint8Array {
    return this.#value;
  }

  /** What the value becomes when a client writes. */
  protected merge(_before: Uint8Array, data: Uint8Array): Uint8Array {
    return data;
  }

  protected replace(value: Uint8Array): void {
    this.#value = value;
  }

  #checked(value: Uint8Array): Uint8Array {
    if (value.length > MAX_VALUE_LENGTH)
      throw invalidArgument(String(this), `the value has ${value.length} bytes; ${MAX_VALUE_LENGTH} fit`);
    return value;
  }
}

export class Service {
  readonly uuid: Uuid;
  readonly primary: boolean;
  readonly includes: readonly Service[];
  /** In the order they were made. */
  readonly characteristics: Characteristic[] = [];

  constructor(uuid: UuidLike, o: { primary?: boolean; includes?: Service[] } = {}) {
    this.uuid = Uuid.from(uuid);
    this.primary = o.primary ?? true;
    this.includes = o.includes ?? [];
  }

  toString(): string {
    return `service ${this.uuid}`;
  }
}

/** A characteristic of our own server; it adds itself to its service. */
export class Characteristic extends Attribute {
  /** Bits of PROPERTY. */
  readonly properties: number;
  readonly descriptors: Descriptor[] = [];
  readonly description: string | null;
  readonly format: CharacteristicFormat | null;

  constructor(
    readonly service: Service,
    uuid: UuidLike,
    o: CharacteristicOptions = {},
  ) {
    super(uuid, o, Boolean(o.write || o.writeNoResponse || o.signedWrite));
    const { read, write, writeNoResponse, signedWrite, notify, indicate, broadcast } = o;
    const bits = { read, write, writeNoResponse, signedWrite, notify, indicate, broadcast };
    this.properties = Object.entries(bits).reduce(
      (sum, [name, on]) => (on ? sum | PROPERTY[name as keyof typeof bits] : sum),
      0,
    );
    this.description = o.description ?? null;
    this.format = o.format ?? null;
    service.characteristics.push(this);
  }

  get updates(): boolean {
    return (this.properties & (PROPERTY.notify | PROPERTY.indicate)) !== 0;
  }

  /** Sets the local value; with sendUpdate every subscribed client is notified or indicated. */
  override write(data: Uint8Array | string, sendUpdate = false): void {
    super.write(data);
    if (sendUpdate) this.owner?.update(this, this.valueForClient());
  }

  /**
   * Notifies one client, subscribed or not; own data leaves the stored value alone.
   * 'unsupported' without the notify property, 'invalid-argument' for more than MTU - 3 bytes, 'disconnected'.
   */
  async notify(connection: Connection, data?: Uint8Array | string): Promise<void> {
    const owner = this.#registered('notify', PROPERTY.notify);
    const bytes = data === undefined || typeof data === 'string' ? toBytes(data ?? this.read()) : data; // it goes into a packet at once
    await owner.notify(this, connection, bytes);
  }

  /** As notify(), and waits for the client's confirmation: 30 s unless told otherwise. */
  async indicate(connection: Connection, data?: Uint8Array | string, o: Op = {}): Promise<void> {
    const owner = this.#registered('indicate', PROPERTY.indicate);
    await owner.indicate(this, connection, data === undefined ? this.read() : toBytes(data), o);
  }

  /** Clients that have asked for notifications or indications. */
  subscribers(): Connection[] {
    return this.owner?.subscribers(this) ?? [];
  }

  /** Engines call this when the service is registered, or no longer is. */
  attach(owner: AttributeOwner | null): void {
    this.owner = owner;
    for (const descriptor of this.descriptors) descriptor.attach(owner);
  }

  toString(): string {
    return `characteristic ${this.uuid}`;
  }

  #registered(operation: string, property: number): AttributeOwner {
    if ((this.properties & property) === 0)
      throw unsupported(`${operation} ${this}`, `it has no ${operation} property`);
    if (!this.owner) {
      throw new BleError('invalid-argument', {
        layer: 'gatt',
        operation: `${operation} ${this}`,
        message: `${operation} ${this}: its service is not registered`,
      });
    }
    return this.owner;
  }
}

/** A characteristic whose client writes may add up: with append they accumulate up to maxLength, and reading locally empties it. */
export class BufferedCharacteristic extends Characteristic {
  readonly append: boolean;

  constructor(service: Service, uuid: UuidLike, o: CharacteristicOptions & { append?: boolean } = {}) {
    super(service, uuid, o);
    this.append = o.append ?? false;
  }

  override read(): Uint8Array {
    const value = super.read();
    if (this.append) this.replace(new Uint8Array(0));
    return value;
  }

  protected override merge(before: Uint8Array, data: Uint8Array): Uint8Array {
    if (!this.append) return data.slice();
    const joined = new Uint8Array(Math.min(this.maxLength, before.length + data.length));
    joined.set(before);
    joined.set(data.subarray(0, joined.length - before.length), before.length);
    return joined;
  }
}

/** A descriptor of our own server; it adds itself to its characteristic. The CCCD (2902) is made by the server. */
export class Descriptor extends Attribute {
  constructor(
    readonly characteristic: Characteristic,
    uuid: UuidLike,
    o: AttributeOptions = {},
  ) {
    super(uuid, o, Boolean(o.write));
    if (this.uuid.equals(0x2902))
      throw invalidArgument(
        'descriptor 2902',
        'the server makes the client configuration itself, for notify and indicate',
      );
    characteristic.descriptors.push(this);
  }

  attach(owner: AttributeOwner | null): void {
    this.owner = owner;
  }

  toString(): string {
    return `descriptor ${this.uuid}`;
  }
}
