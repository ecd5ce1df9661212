import { ATT, ATT_ERROR, GATT_TYPE } from '../../../../src-shared/assigned-numbers/att.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import { Uuid, type UuidLike } from '../../../../src-shared/model/uuid.js';
import type { Connection } from '../../api/connection.js';
import { invalidArgument } from '../../api/errors.js';
import type {
  ClientDescriptor,
  ClientService,
  DiscoverOptions,
  DiscoveryProgress,
  GattTree,
  GattTreeService,
  KnownDatabase,
} from '../../api/gatt-client.js';
import type { LinkGatt } from '../../api/link-gatt.js';
import type { Op } from '../../api/options.js';
import type { TraceLog } from '../../api/trace-log.js';
import type { Clock } from '../../util/clock.js';
import { type AttBearer, DEFAULT_MTU } from '../att/att-bearer.js';
import { badResponse, errorIn } from '../att/att-error.js';
import {
  type Ask,
  discoverCharacteristics,
  discoverDescriptors,
  discoverIncludes,
  discoverServices,
  each,
  type FoundCharacteristic,
} from './discovery.js';
import { GATT_MS, MAX_MTU, MTU_EXCHANGE_MS } from './limits.js';
import { type Operation, Operations } from './operations.js';
import { CCCD, RemoteCharacteristic, RemoteDescriptor } from './remote-characteristic.js';

/** Runs one operation of the link within its limits; rejects when the link ends. */
export type Operate = <T>(
  operation: string,
  limits: Op,
  defaultMs: number,
  work: (signal: AbortSignal) => Promise<T>,
) => Promise<T>;

export interface GattClientOptions {
  connection: Connection;
  bearer: AttBearer;
  operate: Operate;
  clock: Clock;
  trace: TraceLog;
  handle: number;
  /** ATT MTU to offer. */
  mtu: number;
  /** Pair and try again when the peer asks for more security, where a read or write does not say. */
  autoPair: boolean;
  onMtu: (mtu: number) => void;
  /** The PDU with a signature; null without a bond that has a key for it. */
  sign: (pdu: Uint8Array) => Promise<Uint8Array | null>;
}

/** The GATT client of one link. */
export class GattClient implements LinkGatt {
  readonly operations: Operations;
  /** One object per value handle, for as long as the link lives. */
  readonly #characteristics = new Map<number, RemoteCharacteristic>();
  /** Set once an exchange has happened, by either side. */
  #isMtuAgreed = false;
  #exchange: Promise<number> | null = null;
  #offer: number;
  /** By their text: making one from it again is dear. */
  readonly #uuids = new Map<string, Uuid>();
  /** Pairing with protection against a man in the middle was tried for an attribute, and the two together cannot. */
  isMitmOutOfReach = false;
  /** Values for a handle that no program has asked about. */
  unclaimed = 0;

  constructor(readonly options: GattClientOptions) {
    const { bearer, connection, operate, trace, handle } = options;
    this.#offer = options.mtu;
    this.operations = new Operations({
      bearer,
      watch: (operation) => trace.begin('att', operation, undefined, handle),
      fullName: (operation) => `${operation} on ${connection.device.address}`,
    });
    // One watch on the link and its adapter for all operations, each of which would else have its own.
    operate('use GATT', {}, Infinity, (signal) => {
      const onEnd = () => this.operations.end(signal.reason);
      signal.addEventListener('abort', onEnd, { once: true });
      return new Promise<never>(() => undefined);
    }).catch(() => undefined); // its failure is the end itself
    const onEnd = () => {
      for (const characteristic of this.#characteristics.values()) characteristic.ended(connection.signal.reason);
    };
    connection.signal.addEventListener('abort', onEnd, { once: true });
  }

  get mtu(): number {
    return this.options.bearer.mtu;
  }

  /** What this side can take: also what it answers as server. */
  get offer(): number {
    return this.#offer;
  }

  async exchangeMtu(mtu: number | undefined, o: Op): Promise<number> {
    const operation = 'exchange MTU';
    if (mtu !== undefined && !(Number.isInteger(mtu) && mtu >= DEFAULT_MTU && mtu <= MAX_MTU)) {
      throw invalidArgument(operation, `an MTU of ${mtu}; use ${DEFAULT_MTU} to ${MAX_MTU}`);
    }
    return this.operations.run(operation, o, MTU_EXCHANGE_MS, async (running) => {
      if (this.#isMtuAgreed) return this.mtu;
      if (mtu !== undefined) this.#offer = mtu;
      if (this.#exchange) return running.wait(this.#exchange);
      this.#exchange = this.#exchangeOnce(running).finally(() => {
        this.#exchange = null;
      });
      return this.#exchange;
    });
  }

  async #exchangeOnce(running: Operation): Promise<number> {
    const offer = this.#offer;
    try {
      const response = await running.ask(Uint8Array.of(ATT.exchangeMtuRequest, offer & 0xff, offer >> 8));
      if (response.length < 3) throw badResponse(running.operation, 'it is short');
      this.agree(offer, (response[1] as number) | ((response[2] as number) << 8));
    } catch (error) {
      // A server without the procedure stays at the default, Core Vol 3 Part F 3.4.2.2.
      if (!(error instanceof BleError && error.status === ATT_ERROR['request-not-supported'] && error.layer === 'att'))
        throw error;
      this.#isMtuAgreed = true;
    }
    return this.mtu;
  }

  /** Both sides have said what they can take. */
  agree(ours: number, theirs: number): void {
    this.#isMtuAgreed = true;
    const mtu = Math.max(DEFAULT_MTU, Math.min(ours, theirs));
    this.options.bearer.mtu = mtu;
    this.options.trace.event('att', 'MTU', { mtu, ours, theirs }, this.options.handle);
    this.options.onMtu(mtu);
  }

  mtuExchanged(signal: AbortSignal): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#isMtuAgreed) return resolve(this.mtu);
      const stop = this.options.connection.on('mtu', (mtu) => {
        stop();
        resolve(mtu);
      });
      signal.addEventListener('abort', () => {
        stop();
        reject(signal.reason);
      });
    });
  }

  known(tree: GattTree): KnownDatabase {
    const services: RemoteService[] = [];
    const characteristics = new Map<number, RemoteCharacteristic>();
    const descriptors = new Map<number, ClientDescriptor>();
    for (const { uuid, startHandle, endHandle, characteristics: found } of tree.services) {
      const service = new RemoteService(this, this.#uuid(uuid), startHandle, endHandle);
      services.push(service);
      for (const { descriptors: below, ...known } of found) {
        const characteristic = this.characteristic(
          service,
          { ...known, uuid: this.#uuid(known.uuid) },
          known.endHandle,
        );
        characteristics.set(known.valueHandle, characteristic);
        for (const { uuid: type, handle } of below) {
          const descriptor = new RemoteDescriptor(this, characteristic, this.#uuid(type), handle);
          descriptors.set(handle, descriptor);
          if (descriptor.uuid.equals(CCCD)) characteristic.setConfiguration(descriptor);
        }
      }
    }
    return {
      services,
      characteristic: (valueHandle) => characteristics.get(valueHandle) ?? null,
      descriptor: (handle) => descriptors.get(handle) ?? null,
    };
  }

  /** The peer asks for an exchange as client: what to answer. A second one changes nothing. */
  onMtuRequest(theirs: number): number {
    const offer = this.#offer;
    // The response itself still goes out at the old size, so the change waits for it.
    if (!this.#isMtuAgreed) queueMicrotask(() => this.agree(offer, theirs));
    return offer;
  }

  onValue(handle: number, data: Uint8Array, kind: 'notification' | 'indication'): void {
    const characteristic = this.#characteristics.get(handle);
    if (characteristic) characteristic.onValue(data, kind);
    else this.unclaimed += 1;
  }

  async service(uuid: UuidLike, o: Op): Promise<ClientService | null> {
    for await (const service of this.services(uuid, o)) return service;
    return null;
  }

  async *services(uuid: UuidLike | undefined, o: Op): AsyncGenerator<ClientService, void, void> {
    const wanted = uuid === undefined ? null : Uuid.from(uuid);
    const ask = this.budget(wanted ? `discover service ${wanted}` : 'discover services', o);
    for await (const found of each(discoverServices(ask, wanted)))
      yield new RemoteService(this, found.uuid, found.startHandle, found.endHandle);
  }

  /** The whole database. */
  async discover(o: DiscoverOptions): Promise<GattTree> {
    const ask = this.budget('discover the database', o);
    const services: GattTreeService[] = [];
    const progress: DiscoveryProgress = { services: 0, explored: 0, characteristics: 0 };
    const advance = (part: keyof DiscoveryProgress, by: number) => {
      progress[part] += by;
      o.onProgress?.({ ...progress });
    };
    for (const kind of [GATT_TYPE.primaryService, GATT_TYPE.secondaryService]) {
      const primary = kind === GATT_TYPE.primaryService;
      for await (const found of discoverServices(ask, null, kind)) {
        for (const { uuid, startHandle, endHandle } of found)
          services.push({ uuid: this.#text(uuid), primary, startHandle, endHandle, includes: [], characteristics: [] });
        advance('services', found.length);
      }
    }
    services.sort((a, b) => a.startHandle - b.startHandle);
    for (const service of services) {
      await this.#fill(service, ask, (found) => advance('characteristics', found));
      advance('explored', 1);
    }
    return { services };
  }

  async #fill(service: GattTreeService, ask: Ask, onCharacteristics: (found: number) => void): Promise<void> {
    const { startHandle, endHandle, characteristics, includes } = service;
    for await (const found of discoverCharacteristics(ask, startHandle + 1, endHandle)) {
      for (const { uuid, ...handles } of found)
        characteristics.push({ uuid: this.#text(uuid), ...handles, endHandle, descriptors: [] });
      onCharacteristics(found.length);
    }
    characteristics.forEach((characteristic, i) => {
      const next = characteristics[i + 1];
      if (next) characteristic.endHandle = next.declarationHandle - 1;
    });
    // They stand before the characteristics, Core Vol 3 Part G 3.1: mostly there is no room.
    const last = (characteristics[0]?.declarationHandle ?? endHandle + 1) - 1;
    for await (const found of discoverIncludes(ask, startHandle + 1, last)) {
      for (const { uuid, ...handles } of found) includes.push({ ...handles, uuid: this.#text(uuid) });
    }
    for (const { valueHandle, endHandle: end, descriptors } of characteristics) {
      for await (const found of discoverDescriptors(ask, valueHandle + 1, end)) {
        for (const { handle, uuid } of found) descriptors.push({ handle, uuid: this.#text(uuid) });
      }
    }
  }

  #text(uuid: Uuid): string {
    const text = String(uuid);
    this.#uuids.set(text, uuid);
    return text;
  }

  #uuid(text: string): Uuid {
    return this.#uuids.get(text) ?? Uuid.from(text);
  }

  /** The one object of a characteristic, also for one known from a GattTree. */
  characteristic(service: ClientService, found: FoundCharacteristic, endHandle: number): RemoteCharacteristic {
    const known = this.#characteristics.get(found.valueHandle);
    if (known?.uuid.equals(found.uuid) && known.endHandle === endHandle) return known;
    const created = new RemoteCharacteristic(this, service, found, endHandle);
    this.#characteristics.set(found.valueHandle, created);
    return created;
  }

  /** Asks within one time for a whole discovery; what the program does between the answers does not count. */
  budget(operation: string, o: Op): Ask {
    let leftMs = o.timeoutMs ?? GATT_MS;
    const { clock } = this.options;
    const ask = async (running: Operation, pdu: Uint8Array, ends: readonly number[]) => {
      const response = await running.exchange(pdu);
      if (response[0] !== ATT.errorResponse || response.length < 5) return response;
      if (ends.includes(response[4] as number)) return null;
      throw errorIn(response, operation);
    };
    return async (pdu, ends = []) => {
      const before = clock.now();
      const limits = { ...o, timeoutMs: leftMs };
      const response = await this.operations.run(operation, limits, GATT_MS, (running) => ask(running, pdu, ends));
      if (leftMs !== Infinity) leftMs = Math.max(1, leftMs - (clock.now() - before));
      return response;
    };
  }
}

class RemoteService implements ClientService {
  constructor(
    private readonly client: GattClient,
    readonly uuid: Uuid,
    readonly startHandle: number,
    readonly endHandle: number,
  ) {}

  get connection(): Connection {
    return this.client.options.connection;
  }

  async characteristic(uuid: UuidLike, o: Op = {}): Promise<RemoteCharacteristic | null> {
    for await (const characteristic of this.characteristics(uuid, o)) return characteristic;
    return null;
  }

  async *characteristics(uuid?: UuidLike, o: Op = {}): AsyncGenerator<RemoteCharacteristic, void, void> {
    const wanted = uuid === undefined ? null : Uuid.from(uuid);
    const ask = this.client.budget(`discover characteristics of ${this}`, o);
    for await (const [found, end] of withEnds(
      each(discoverCharacteristics(ask, this.startHandle + 1, this.endHandle)),
      this.endHandle,
    )) {
      if (wanted === null || found.uuid.equals(wanted)) yield this.client.characteristic(this, found, end);
    }
  }

  async *includes(o: Op = {}): AsyncGenerator<ClientService, void, void> {
    const ask = this.client.budget(`discover includes of ${this}`, o);
    for await (const { uuid, startHandle, endHandle } of each(
      discoverIncludes(ask, this.startHandle + 1, this.endHandle),
    )) {
      yield new RemoteService(this.client, uuid, startHandle, endHandle);
    }
  }

  toString(): string {
    return `service ${this.uuid} (handles ${this.startHandle} to ${this.endHandle})`;
  }
}

/** Each characteristic with its last handle, which the next declaration tells. */
async function* withEnds(
  found: AsyncIterable<FoundCharacteristic>,
  last: number,
): AsyncGenerator<[FoundCharacteristic, number]> {
  let before: FoundCharacteristic | null = null;
  for await (const next of found) {
    if (before) yield [before, next.declarationHandle - 1];
    before = next;
  }
  if (before) yield [before, last];
}
