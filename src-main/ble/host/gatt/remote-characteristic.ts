import { ATT, ATT_ERROR, PROPERTY } from '../../../../src-shared/assigned-numbers/att.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { equalBytes } from '../../../../src-shared/bytes/hex.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import { Uuid, type UuidLike } from '../../../../src-shared/model/uuid.js';
import type { Connection } from '../../api/connection.js';
import { invalidArgument, unsupported } from '../../api/errors.js';
import type {
  CharacteristicValue,
  ClientCharacteristic,
  ClientDescriptor,
  ClientService,
  ReadOptions,
  SubscribeOptions,
  WriteOptions,
} from '../../api/gatt-client.js';
import { MAX_VALUE_LENGTH } from '../../api/gatt-server.js';
import type { Op } from '../../api/options.js';
import { BoundedQueue } from '../../util/bounded-queue.js';
import { badResponse } from '../att/att-error.js';
import { discoverDescriptors, type FoundCharacteristic } from './discovery.js';
import type { GattClient } from './gatt-client.js';
import { GATT_MS } from './limits.js';

const DEFAULT_QUEUE = 64;
/** Client Characteristic Configuration. */
export const CCCD = 0x2902;

const toBytes = (data: Uint8Array | string): Uint8Array =>
  typeof data === 'string' ? new TextEncoder().encode(data) : data;

/** Reads and writes one attribute of the peer by its handle: what a characteristic and a descriptor share. */
class RemoteAttribute {
  constructor(
    protected readonly client: GattClient,
    private readonly attributeHandle: number,
  ) {}

  /** Core Vol 3 Part G 4.8.1 and 4.8.3: goes on with Read Blob while parts come full. */
  protected readWhole(operation: string, o: Op): Promise<Uint8Array> {
    return this.client.options.operate(operation, o, GATT_MS, async (signal) => {
      const whole = new ByteWriter(64);
      for (;;) {
        const part = await this.#readPart(operation, whole.length, signal);
        whole.bytes(part.subarray(0, MAX_VALUE_LENGTH - whole.length));
        if (part.length < this.client.mtu - 1 || whole.length >= MAX_VALUE_LENGTH) return whole.finish();
      }
    });
  }

  async #readPart(operation: string, offset: number, signal: AbortSignal): Promise<Uint8Array> {
    const handle = this.attributeHandle;
    const pdu =
      offset === 0
        ? new ByteWriter(3).u8(ATT.readRequest).u16(handle)
        : new ByteWriter(5).u8(ATT.readBlobRequest).u16(handle).u16(offset);
    try {
      return (await this.client.ask(pdu.finish(), operation, signal)).subarray(1);
    } catch (error) {
      const isEnd =
        error instanceof BleError &&
        error.layer === 'att' &&
        (error.status === ATT_ERROR['attribute-not-long'] || error.status === ATT_ERROR['invalid-offset']);
      if (offset > 0 && isEnd) return new Uint8Array(0); // the value ended exactly with the part before
      throw error;
    }
  }

  protected writeWhole(operation: string, data: Uint8Array, o: Op & { reliable?: boolean }): Promise<void> {
    return this.client.options.operate(operation, o, GATT_MS, async (signal) => {
      if (!o.reliable && data.length <= this.client.mtu - 3) {
        await this.client.ask(
          new ByteWriter(3 + data.length).u8(ATT.writeRequest).u16(this.attributeHandle).bytes(data).finish(),
          operation,
          signal,
        );
      } else await this.#writeLong(operation, data, o.reliable ?? false, signal);
    });
  }

  /** 4.9.4 and 4.9.5. Whatever fails on the way, the peer's queue is emptied. */
  async #writeLong(operation: string, data: Uint8Array, isReliable: boolean, signal: AbortSignal): Promise<void> {
    const { client, attributeHandle: handle } = this;
    try {
      for (let offset = 0; offset < data.length || offset === 0; ) {
        const part = data.subarray(offset, offset + client.mtu - 5);
        const pdu = new ByteWriter(5 + part.length)
          .u8(ATT.prepareWriteRequest)
          .u16(handle)
          .u16(offset)
          .bytes(part)
          .finish();
        const echo = await client.ask(pdu, operation, signal);
        if (isReliable && !equalBytes(echo.subarray(1), pdu.subarray(1)))
          throw badResponse(operation, 'a part came back different');
        offset += part.length;
        if (part.length === 0) break;
      }
      await client.ask(Uint8Array.of(ATT.executeWriteRequest, 1), operation, signal);
    } catch (error) {
      const { signal: link } = client.options.connection;
      if (!link.aborted) client.ask(Uint8Array.of(ATT.executeWriteRequest, 0), operation, link).catch(() => undefined); // nobody waits for this one
      throw error;
    }
  }

  protected async writeCommand(operation: string, data: Uint8Array): Promise<void> {
    const room = this.client.mtu - 3;
    if (data.length > room)
      throw invalidArgument(
        operation,
        `${data.length} bytes without response; ${room} fit at an MTU of ${this.client.mtu}`,
      );
    await this.client.options.bearer.command(
      new ByteWriter(3 + data.length).u8(ATT.writeCommand).u16(this.attributeHandle).bytes(data).finish(),
    );
  }
}

export class RemoteCharacteristic extends RemoteAttribute implements ClientCharacteristic {
  readonly uuid: Uuid;
  readonly properties: number;
  readonly declarationHandle: number;
  readonly valueHandle: number;
  readonly #notifications = new BoundedQueue<Uint8Array>(DEFAULT_QUEUE);
  readonly #indications = new BoundedQueue<Uint8Array>(DEFAULT_QUEUE);
  #queue = DEFAULT_QUEUE;
  #droppedCopies = 0;
  readonly #copies = new Set<BoundedQueue<CharacteristicValue>>();
  #configuration: ClientDescriptor | null = null;

  constructor(
    client: GattClient,
    readonly service: ClientService,
    found: FoundCharacteristic,
    readonly endHandle: number,
  ) {
    super(client, found.valueHandle);
    this.uuid = found.uuid;
    this.properties = found.properties;
    this.declarationHandle = found.declarationHandle;
    this.valueHandle = found.valueHandle;
  }

  get connection(): Connection {
    return this.client.options.connection;
  }

  get dropped(): number {
    return this.#droppedCopies + this.#notifications.dropped + this.#indications.dropped;
  }

  async read(o: ReadOptions = {}): Promise<Uint8Array> {
    const operation = `read ${this}`;
    if (!o.force) this.#need(PROPERTY.read, operation, 'read');
    return this.readWhole(operation, o);
  }

  async write(value: Uint8Array | string, o: WriteOptions = {}): Promise<void> {
    const operation = `write ${this}`;
    const data = toBytes(value);
    if (data.length > MAX_VALUE_LENGTH)
      throw invalidArgument(operation, `${data.length} bytes; an attribute holds ${MAX_VALUE_LENGTH}`);
    const canRespond = (this.properties & PROPERTY.write) !== 0;
    const canCommand = (this.properties & PROPERTY.writeNoResponse) !== 0;
    const withResponse = o.response ?? (o.reliable || !canCommand || (canRespond && data.length > this.client.mtu - 3));
    if (!o.force) {
      if (withResponse) this.#need(PROPERTY.write, operation, 'write');
      else this.#need(PROPERTY.writeNoResponse, operation, 'write without response');
    }
    if (withResponse) return this.writeWhole(operation, data, o);
    return this.client.options.operate(operation, o, GATT_MS, () => this.writeCommand(operation, data));
  }

  async subscribe(o: SubscribeOptions = {}): Promise<void> {
    const { notify = true, indicate = false, queue = this.#queue } = o;
    const operation = `subscribe to ${this}`;
    if (!(Number.isInteger(queue) && queue >= 1))
      throw invalidArgument(operation, `queue is ${queue}; it holds at least 1 value`);
    if (notify) this.#need(PROPERTY.notify, operation, 'notify');
    if (indicate) this.#need(PROPERTY.indicate, operation, 'indicate');
    this.#queue = queue;
    this.#notifications.limit = queue;
    this.#indications.limit = queue;
    for (const copy of this.#copies) copy.limit = queue;
    const configuration = this.#configuration ?? (await this.descriptor(CCCD, o));
    if (!configuration) throw unsupported(operation, 'the peer has no client configuration (2902) for it');
    this.#configuration = configuration;
    await configuration.write(Uint8Array.of((notify ? 1 : 0) | (indicate ? 2 : 0), 0), o);
  }

  async notified(o: Op = {}): Promise<Uint8Array> {
    this.#need(PROPERTY.notify, `wait for a notification of ${this}`, 'notify');
    return this.client.options.operate(`wait for a notification of ${this}`, o, Infinity, (signal) =>
      this.#notifications.take(signal),
    );
  }

  async indicated(o: Op = {}): Promise<Uint8Array> {
    this.#need(PROPERTY.indicate, `wait for an indication of ${this}`, 'indicate');
    return this.client.options.operate(`wait for an indication of ${this}`, o, Infinity, (signal) =>
      this.#indications.take(signal),
    );
  }

  /** Ends with the link by rejecting; leaving the loop ends the copy. */
  values(): AsyncIterableIterator<CharacteristicValue, void, void> {
    const copy = new BoundedQueue<CharacteristicValue>(this.#queue, () => {
      this.#droppedCopies += 1;
    });
    this.#copies.add(copy);
    const left = new AbortController();
    const { signal } = this.connection;
    const onEnd = () => {
      this.#copies.delete(copy);
      left.abort(signal.reason);
    };
    signal.addEventListener('abort', onEnd, { once: true });
    let isOver = false;
    return {
      next: async () => {
        if (isOver) return { value: undefined, done: true };
        try {
          return { value: await copy.take(left.signal), done: false };
        } catch (error) {
          if (isOver) return { value: undefined, done: true };
          throw error;
        }
      },
      return: async () => {
        isOver = true;
        signal.removeEventListener('abort', onEnd);
        this.#copies.delete(copy);
        left.abort();
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  async descriptor(uuid: UuidLike, o: Op = {}): Promise<ClientDescriptor | null> {
    const wanted = Uuid.from(uuid);
    for await (const descriptor of this.descriptors(o)) if (descriptor.uuid.equals(wanted)) return descriptor;
    return null;
  }

  async *descriptors(o: Op = {}): AsyncGenerator<ClientDescriptor, void, void> {
    const ask = this.client.budget(`discover descriptors of ${this}`, o);
    for await (const { handle, uuid } of discoverDescriptors(ask, this.valueHandle + 1, this.endHandle)) {
      yield new RemoteDescriptor(this.client, this, uuid, handle);
    }
  }

  /** Tells where the client configuration is, so that subscribing need not look for it. */
  setConfiguration(descriptor: ClientDescriptor): void {
    this.#configuration = descriptor;
  }

  onValue(data: Uint8Array, kind: 'notification' | 'indication'): void {
    const copy = data.slice();
    (kind === 'notification' ? this.#notifications : this.#indications).push(copy);
    for (const queue of this.#copies) queue.push({ data: copy, kind, at: this.client.options.clock.now() });
  }

  override toString(): string {
    return `characteristic ${this.uuid} (handle ${this.valueHandle})`;
  }

  #need(property: number, operation: string, name: string): void {
    if ((this.properties & property) === 0)
      throw unsupported(operation, `the peer does not offer ${name} on it; force sends it all the same`);
  }
}

export class RemoteDescriptor extends RemoteAttribute implements ClientDescriptor {
  constructor(
    client: GattClient,
    readonly characteristic: ClientCharacteristic,
    readonly uuid: Uuid,
    readonly handle: number,
  ) {
    super(client, handle);
  }

  read(o: Op = {}): Promise<Uint8Array> {
    return this.readWhole(`read ${this}`, o);
  }

  async write(value: Uint8Array | string, o: Op = {}): Promise<void> {
    await this.writeWhole(`write ${this}`, toBytes(value), o);
  }

  override toString(): string {
    return `descriptor ${this.uuid} (handle ${this.handle})`;
  }
}
