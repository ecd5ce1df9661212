import { ATT, ATT_ERROR, PROPERTY, SIGNATURE_LENGTH } from '../../../../src-shared/assigned-numbers/att.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { equalBytes } from '../../../../src-shared/bytes/hex.js';
import { scratch } from '../../../../src-shared/bytes/scratch.js';
import { Uuid, type UuidLike } from '../../../../src-shared/model/uuid.js';
import type { Connection } from '../../api/connection.js';
import { BleError, invalidArgument, unsupported } from '../../api/errors.js';
import type {
  AccessOptions,
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
import { badResponse, errorIn } from '../att/att-error.js';
import { discoverDescriptors, each, type FoundCharacteristic } from './discovery.js';
import type { GattClient } from './gatt-client.js';
import { GATT_MS } from './limits.js';
import type { Operation } from './operations.js';
import { ValueStream } from './value-stream.js';

const DEFAULT_QUEUE = 64;
/** Client Characteristic Configuration. */
export const CCCD = 0x2902;
const NOTHING = new Uint8Array(0);
/** Answers to Read Blob that say the value has no such part. */
const ENDS: readonly number[] = [ATT_ERROR['attribute-not-long'], ATT_ERROR['invalid-offset']];

/** Refusals that a pairing may turn into leave. */
const CURED_BY_PAIRING: readonly number[] = [
  ATT_ERROR['insufficient-authentication'],
  ATT_ERROR['insufficient-encryption'],
];

const toBytes = (data: Uint8Array | string): Uint8Array =>
  typeof data === 'string' ? new TextEncoder().encode(data) : data;

/** Reads and writes one attribute of the peer by its handle: what a characteristic and a descriptor share. */
class RemoteAttribute {
  constructor(
    protected readonly client: GattClient,
    private readonly attributeHandle: number,
  ) {}

  /** Core Vol 3 Part G 4.8.1 and 4.8.3: goes on with Read Blob while parts come full. */
  protected readWhole(operation: string, o: AccessOptions): Promise<Uint8Array> {
    return this.#pairIfAsked(o, () => this.#readWhole(operation, o));
  }

  /** Core Vol 3 Part C 10.3.2: what the peer refuses for want of security is asked once more after pairing. */
  async #pairIfAsked<T>(o: AccessOptions, work: () => Promise<T>): Promise<T> {
    const { connection, autoPair } = this.client.options;
    if (!(o.pair ?? autoPair)) return work();
    try {
      return await work();
    } catch (error) {
      const status = error instanceof BleError && error.layer === 'att' ? error.status : undefined;
      const lacksMitm = status === ATT_ERROR['insufficient-authentication'] && connection.encrypted;
      if (!lacksMitm && !CURED_BY_PAIRING.includes(status ?? 0)) throw error;
      if (lacksMitm && this.client.isMitmOutOfReach) throw error;
      try {
        await connection.pair({ signal: o.signal, ...(lacksMitm && { mitm: true, requireMitm: true }) });
      } catch (refusal) {
        const code = refusal instanceof BleError ? refusal.code : null;
        const isMitmOutOfReach = lacksMitm && code === 'smp/authentication-requirements';
        const isCancelled = code === 'aborted' && !o.signal?.aborted;
        if (!isMitmOutOfReach && !isCancelled) throw refusal;
        // What the peer said of the attribute tells more. Where the two together cannot, asking again would change nothing.
        this.client.isMitmOutOfReach ||= isMitmOutOfReach;
        throw error;
      }
      return work();
    }
  }

  #readWhole(operation: string, o: Op): Promise<Uint8Array> {
    return this.client.operations.run(operation, o, GATT_MS, async (running) => {
      const first = await running.ask(request(ATT.readRequest, this.attributeHandle, NOTHING));
      if (first.length < this.client.mtu) return first.slice(1);
      return this.#readOn(first, running);
    });
  }

  async #readOn(first: Uint8Array, running: Operation): Promise<Uint8Array> {
    const { mtu } = this.client;
    const whole = new ByteWriter(MAX_VALUE_LENGTH).bytes(first.subarray(1, 1 + MAX_VALUE_LENGTH));
    for (let part = first; part.length === mtu && whole.length < MAX_VALUE_LENGTH; ) {
      const offset = Uint8Array.of(whole.length & 0xff, whole.length >> 8);
      part = await running.exchange(request(ATT.readBlobRequest, this.attributeHandle, offset));
      const error = errorIn(part, running.operation);
      if (error !== null) {
        if (!ENDS.includes(error.status ?? 0)) throw error;
        break; // the value ended exactly with the part before
      }
      whole.bytes(part.subarray(1, 1 + MAX_VALUE_LENGTH - whole.length));
    }
    return whole.finish();
  }

  protected writeWhole(operation: string, data: Uint8Array, o: AccessOptions & { reliable?: boolean }): Promise<void> {
    return this.#pairIfAsked(o, () => this.#writeWhole(operation, data, o));
  }

  async #writeWhole(operation: string, data: Uint8Array, o: Op & { reliable?: boolean }): Promise<void> {
    await this.client.operations.run(operation, o, GATT_MS, (running): Promise<unknown> => {
      return !o.reliable && data.length <= this.client.mtu - 3
        ? running.ask(request(ATT.writeRequest, this.attributeHandle, data))
        : this.#writeLong(data, o.reliable ?? false, running);
    });
  }

  /** 4.9.4 and 4.9.5. Whatever fails on the way, the peer's queue is emptied. */
  async #writeLong(data: Uint8Array, isReliable: boolean, running: Operation): Promise<void> {
    const { client, attributeHandle: handle } = this;
    const { operation } = running;
    try {
      for (let offset = 0; offset < data.length || offset === 0; ) {
        const part = data.subarray(offset, offset + client.mtu - 5);
        const pdu = new ByteWriter(5 + part.length)
          .u8(ATT.prepareWriteRequest)
          .u16(handle)
          .u16(offset)
          .bytes(part)
          .finish();
        const echo = await running.ask(pdu);
        if (isReliable && !equalBytes(echo.subarray(1), pdu.subarray(1)))
          throw badResponse(operation, 'a part came back different');
        offset += part.length;
        if (part.length === 0) break;
      }
      await running.ask(Uint8Array.of(ATT.executeWriteRequest, 1));
    } catch (error) {
      const cancel = Uint8Array.of(ATT.executeWriteRequest, 0);
      client.operations.run(operation, {}, GATT_MS, (last) => last.ask(cancel)).catch(() => undefined); // nobody waits for this one
      throw error;
    }
  }

  /** 4.9.2. */
  protected async writeSigned(operation: string, data: Uint8Array, o: Op): Promise<void> {
    const { mtu, operations, options } = this.client;
    const room = mtu - 3 - SIGNATURE_LENGTH;
    if (data.length > room)
      throw invalidArgument(operation, `${data.length} bytes signed; ${room} fit at an MTU of ${mtu}`);
    const pdu = request(ATT.signedWriteCommand, this.attributeHandle, data);
    await operations.waitFor(operation, o, GATT_MS, async () => {
      const signed = await options.sign(pdu);
      if (!signed) throw unsupported(operation, 'there is no bond with a key to sign with', 'Pair with bonding first.');
      await options.bearer.command(signed);
    });
  }

  protected writeCommand(operation: string, data: Uint8Array, o: Op): Promise<void> {
    const { mtu, operations, options } = this.client;
    if (data.length > mtu - 3)
      throw invalidArgument(operation, `${data.length} bytes without response; ${mtu - 3} fit at an MTU of ${mtu}`);
    const pdu = request(ATT.writeCommand, this.attributeHandle, data);
    return operations.waitFor(operation, o, GATT_MS, () => options.bearer.command(pdu));
  }
}

/** Opcode, handle, and what follows. */
function request(opcode: number, handle: number, rest: Uint8Array): Uint8Array {
  const pdu = scratch(3 + rest.length);
  pdu[0] = opcode;
  pdu[1] = handle & 0xff;
  pdu[2] = handle >> 8;
  pdu.set(rest, 3);
  return pdu;
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
  readonly #copies = new Set<ValueStream>();
  #configuration: ClientDescriptor | null = null;
  /** In words, made once: they are in every trace event. */
  readonly #reading: string;
  readonly #writing: string;

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
    this.#reading = `read ${this}`;
    this.#writing = `write ${this}`;
  }

  get connection(): Connection {
    return this.client.options.connection;
  }

  get dropped(): number {
    return this.#droppedCopies + this.#notifications.dropped + this.#indications.dropped;
  }

  async read(o: ReadOptions = {}): Promise<Uint8Array> {
    const operation = this.#reading;
    if (!o.force) this.#need(PROPERTY.read, operation, 'read');
    return this.readWhole(operation, o);
  }

  async write(value: Uint8Array | string, o: WriteOptions = {}): Promise<void> {
    const operation = this.#writing;
    const data = toBytes(value);
    if (data.length > MAX_VALUE_LENGTH)
      throw invalidArgument(operation, `${data.length} bytes; an attribute holds ${MAX_VALUE_LENGTH}`);
    if (o.signed) return this.#writeSigned(operation, data, o);
    const canRespond = (this.properties & PROPERTY.write) !== 0;
    const canCommand = (this.properties & PROPERTY.writeNoResponse) !== 0;
    const withResponse = o.response ?? (o.reliable || !canCommand || (canRespond && data.length > this.client.mtu - 3));
    if (!o.force) {
      if (withResponse) this.#need(PROPERTY.write, operation, 'write');
      else this.#need(PROPERTY.writeNoResponse, operation, 'write without response');
    }
    if (withResponse) return this.writeWhole(operation, data, o);
    return this.writeCommand(operation, data, o);
  }

  async #writeSigned(operation: string, data: Uint8Array, o: WriteOptions): Promise<void> {
    if (!o.force) this.#need(PROPERTY.signedWrite, operation, 'signed write');
    await this.writeSigned(operation, data, o);
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
    if (this.#notifications.length > 0 && !o.signal && o.timeoutMs === undefined)
      return this.#notifications.take(this.connection.signal);
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
  values(): ValueStream {
    const stream = new ValueStream(
      this.#queue,
      () => {
        this.#droppedCopies += 1;
      },
      (left) => this.#copies.delete(left),
    );
    const { signal } = this.connection;
    if (signal.aborted) stream.end(signal.reason);
    else this.#copies.add(stream);
    return stream;
  }

  /** The link is gone. */
  ended(reason: unknown): void {
    for (const copy of this.#copies) copy.end(reason);
    this.#copies.clear();
  }

  async descriptor(uuid: UuidLike, o: Op = {}): Promise<ClientDescriptor | null> {
    const wanted = Uuid.from(uuid);
    for await (const descriptor of this.descriptors(o)) if (descriptor.uuid.equals(wanted)) return descriptor;
    return null;
  }

  async *descriptors(o: Op = {}): AsyncGenerator<ClientDescriptor, void, void> {
    const ask = this.client.budget(`discover descriptors of ${this}`, o);
    for await (const { handle, uuid } of each(discoverDescriptors(ask, this.valueHandle + 1, this.endHandle))) {
      yield new RemoteDescriptor(this.client, this, uuid, handle);
    }
  }

  /** Tells where the client configuration is, so that subscribing need not look for it. */
  setConfiguration(descriptor: ClientDescriptor): void {
    this.#configuration = descriptor;
  }

  onValue(data: Uint8Array, kind: 'notification' | 'indication'): void {
    (kind === 'notification' ? this.#notifications : this.#indications).push(data);
    if (this.#copies.size === 0) return;
    const value = { data, kind, at: this.client.options.clock.now() };
    for (const stream of this.#copies) stream.push(value);
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

  read(o: AccessOptions = {}): Promise<Uint8Array> {
    return this.readWhole(`read ${this}`, o);
  }

  async write(value: Uint8Array | string, o: AccessOptions = {}): Promise<void> {
    await this.writeWhole(`write ${this}`, toBytes(value), o);
  }

  override toString(): string {
    return `descriptor ${this.uuid} (handle ${this.handle})`;
  }
}
