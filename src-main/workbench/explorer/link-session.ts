import { PROPERTY } from '../../../src-shared/assigned-numbers/att.js';
import { ByteReader } from '../../../src-shared/bytes/byte-reader.js';
import { BleError, errorInfo, invalidArgument } from '../../../src-shared/model/ble-error.js';
import type { DiscoveryState, LinkOperation, LinkState } from '../../../src-shared/model/link.js';
import type { ConnectionParameterRequest, LinkPhy } from '../../ble/index.js';
import type { Clock } from '../clock.js';
import type { IndexedAttribute } from './attribute-index.js';
import { attributeError } from './explorer-errors.js';
import type { LinkRecord } from './link-record.js';
import { OnePairing } from './one-pairing.js';
import { OperationQueue } from './operation-queue.js';
import { pause } from './pause.js';
import type { KnownAttributes, PeerCharacteristic, PeerLink } from './peer-link.js';
import { RssiPoll } from './rssi-poll.js';

const SERVICE_CHANGED = '2a05';
/** Longest attribute value, Core Vol 3 Part F 3.2.9. */
const MAX_VALUE_LENGTH = 512;
/** A large database on a slow link takes its time; the user can cancel. */
const DISCOVERY_MS = 180_000;
/** Values that may come in one go before they are looked at. */
const VALUE_QUEUE = 1_024;
const PARAMETERS_MS = 30_000;
const BUSY_RETRY_MS = 200;

export type WriteMode = 'request' | 'command' | 'reliable';

export interface SessionDeps {
  clock: Clock;
  nextOperationId(): number;
  /** What the link's state tells changed. */
  onChange(): void;
  /** A value came, or an attribute's error did. */
  onValue(): void;
  readsRssi: boolean;
}

/** One connection of a link: its operations, what it hears and what it has configured. Ends with the connection. */
export class LinkSession {
  readonly #queue: OperationQueue;
  /** Changes of connection parameters do not wait for ATT, nor ATT for them. */
  readonly #parameterQueue: OperationQueue;
  readonly #configured = new Set<number>();
  #known: KnownAttributes | null = null;
  #listening: AsyncIterator<unknown>[] = [];
  #stops: (() => void)[];
  #discovery: DiscoveryState | null = null;
  #servicesChanged: LinkState['servicesChanged'] = null;
  readonly #rssi: RssiPoll | null;
  #isOver = false;

  constructor(
    readonly peer: PeerLink,
    private readonly book: LinkRecord,
    private readonly deps: SessionDeps,
  ) {
    const { clock, nextOperationId, onChange } = deps;
    const options = { now: () => clock.now(), nextId: nextOperationId, onChange };
    this.#queue = new OperationQueue(options);
    this.#parameterQueue = new OperationQueue(options);
    this.#stops = (['mtu', 'parameters', 'phy', 'data-length', 'encryption'] as const).map((event) =>
      peer.on(event, onChange),
    );
    this.#rssi = deps.readsRssi ? new RssiPoll(peer, clock, onChange) : null;
  }

  get rssi(): number | null {
    return this.#rssi?.rssi ?? null;
  }

  /** How far a discovery that runs is. */
  get discovery(): DiscoveryState | null {
    return this.#discovery;
  }

  /** What the device has said of its database since it was discovered. */
  get servicesChanged(): LinkState['servicesChanged'] {
    return this.#servicesChanged;
  }

  operations(): LinkOperation[] {
    return [...this.#queue.operations(), ...this.#parameterQueue.operations()];
  }

  /** Is this subscription in force on this connection? */
  isConfigured(handle: number): boolean {
    return this.#configured.has(handle);
  }

  cancel(operation: number): boolean {
    return this.#queue.cancel(operation) || this.#parameterQueue.cancel(operation);
  }

  end(error: BleError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const stop of this.#stops.splice(0)) stop();
    this.#rssi?.stop();
    this.#queue.close(error);
    this.#parameterQueue.close(error);
    // What came just before a link went down is still to be taken; after it the values end by themselves.
    if (!this.peer.signal.aborted) this.#stopListening();
  }

  exchangeMtu(mtu: number): Promise<number> {
    return this.#queue.run('Exchange MTU', null, (signal) => this.peer.exchangeMtu(mtu, { signal }));
  }

  discover(onDone: () => void): Promise<void> {
    return this.#queue.run('Discover', null, async (signal) => {
      const onProgress = (progress: DiscoveryState) => {
        this.#discovery = progress;
        this.deps.onChange();
      };
      const tree = await this.peer.discover({ signal, timeoutMs: DISCOVERY_MS, onProgress }).finally(() => {
        this.#discovery = null;
      });
      if (this.#isOver) return;
      const known = this.peer.known(tree);
      this.book.discovered(tree);
      this.#known = known;
      this.#servicesChanged = null;
      this.#listen(known);
      onDone();
    });
  }

  updateParameters(request: ConnectionParameterRequest): Promise<void> {
    return this.#parameterQueue.run('Update connection parameters', null, async (signal) => {
      const giveUpAt = this.deps.clock.now() + PARAMETERS_MS;
      for (;;) {
        try {
          return await this.peer.updateParameters(request, { signal });
        } catch (error) {
          // A change that was cancelled may still be on its way; its end is waited for here rather than by the user.
          const isBusy = error instanceof BleError && error.code === 'busy';
          if (!isBusy || this.deps.clock.now() >= giveUpAt) throw error;
          await pause(this.deps.clock, BUSY_RETRY_MS, signal);
        }
      }
    });
  }

  setPhy(phy: LinkPhy): Promise<LinkPhy> {
    return this.#parameterQueue.run('Set PHY', null, (signal) => this.peer.setPhy(phy, { signal }));
  }

  read(handle: number): Promise<Uint8Array> {
    return this.#queue.run(`Read ${this.book.nameOf(handle)}`, handle, (signal) => this.#read(handle, signal));
  }

  async write(handle: number, data: Uint8Array, mode: WriteMode): Promise<void> {
    const operation = `Write ${this.book.nameOf(handle)}`;
    if (data.length > MAX_VALUE_LENGTH)
      throw invalidArgument(operation, `${data.length} bytes; an attribute holds ${MAX_VALUE_LENGTH}`);
    await this.#queue.run(operation, handle, async (signal) => {
      const { isDescriptor } = this.#attribute(handle, operation);
      if (isDescriptor && mode !== 'request') throw invalidArgument(operation, 'a descriptor takes a write request');
      await this.#toldOf(handle, operation, () => this.#send(handle, data, mode, signal));
      this.#wrote(handle, data);
    });
  }

  subscribe(handle: number, notify: boolean, indicate: boolean): Promise<void> {
    const verb = notify || indicate ? 'Subscribe to' : 'Unsubscribe from';
    return this.#queue.run(`${verb} ${this.book.nameOf(handle)}`, handle, (signal) =>
      this.#subscribe(handle, notify, indicate, signal),
    );
  }

  /** Brings back what the user had subscribed to on the connection before. What the peer refuses now is no longer asked for. */
  restoreSubscriptions(): void {
    for (const [handle, bits] of this.book.subscriptions) {
      if (this.#configured.has(handle)) continue;
      const restored = this.#queue.run(`Subscribe again to ${this.book.nameOf(handle)}`, handle, (signal) =>
        // With a bond the link is encrypted by now; without one the user has not asked to pair.
        this.#subscribe(handle, (bits & 1) !== 0, (bits & 2) !== 0, signal, false),
      );
      restored.catch(() => {
        // The value carries the peer's reason. A link that ended meanwhile leaves the wish for the next one.
        if (!this.#isOver) this.book.subscriptions.delete(handle);
        this.deps.onChange();
      });
    }
  }

  readAll(): Promise<{ read: number; failed: number }> {
    return this.#queue.run('Read all', null, async (signal, tell) => {
      const targets = this.book.index?.readable() ?? [];
      const pairing = new OnePairing();
      let read = 0;
      let failed = 0;
      for (const { handle, name } of targets) {
        tell(`Read all: ${name}`, { done: read + failed, total: targets.length });
        if (await this.#succeeds(() => pairing.run((pair) => this.#read(handle, signal, pair)), signal)) read += 1;
        else failed += 1;
      }
      return { read, failed };
    });
  }

  subscribeAll(on: boolean): Promise<{ done: number; failed: number }> {
    const title = on ? 'Subscribe to all' : 'Unsubscribe from all';
    return this.#queue.run(title, null, async (signal, tell) => {
      const targets = (this.book.index?.updating() ?? []).filter(
        ({ handle }) => on || this.book.subscriptions.has(handle),
      );
      const pairing = new OnePairing();
      let done = 0;
      let failed = 0;
      for (const { handle, name, characteristic } of targets) {
        tell(`${title}: ${name}`, { done: done + failed, total: targets.length });
        const canNotify = (characteristic.properties & PROPERTY.notify) !== 0;
        const work = () =>
          pairing.run((pair) => this.#subscribe(handle, on && canNotify, on && !canNotify, signal, pair));
        const isThere = on && this.book.subscriptions.has(handle) && this.#configured.has(handle);
        if (isThere || (await this.#succeeds(work, signal))) done += 1;
        else failed += 1;
      }
      return { done, failed };
    });
  }

  /** `pair` undefined: as the adapter does. */
  async #read(handle: number, signal: AbortSignal, pair?: boolean): Promise<Uint8Array> {
    const operation = `Read ${this.book.nameOf(handle)}`;
    const { isDescriptor } = this.#attribute(handle, operation);
    return this.#toldOf(handle, operation, async () => {
      const data = isDescriptor
        ? await this.#descriptor(handle, operation).read({ signal, pair })
        : // The user asked for it: whether it may be read is the peer's to say.
          await this.#characteristic(handle, operation).read({ signal, pair, force: true });
      this.#record(handle, 'read', data);
      return data;
    });
  }

  #send(handle: number, data: Uint8Array, mode: WriteMode, signal: AbortSignal): Promise<void> {
    const operation = `Write ${this.book.nameOf(handle)}`;
    if (this.#attribute(handle, operation).isDescriptor)
      return this.#descriptor(handle, operation).write(data, { signal });
    return this.#characteristic(handle, operation).write(data, {
      signal,
      force: true,
      response: mode !== 'command',
      reliable: mode === 'reliable',
    });
  }

  async #subscribe(
    handle: number,
    notify: boolean,
    indicate: boolean,
    signal: AbortSignal,
    pair?: boolean,
  ): Promise<void> {
    const operation = `Subscribe to ${this.book.nameOf(handle)}`;
    const characteristic = this.#characteristic(handle, operation);
    await this.#toldOf(handle, operation, () =>
      characteristic.subscribe({ notify, indicate, signal, pair, queue: VALUE_QUEUE }),
    );
    const bits = (notify ? 1 : 0) | (indicate ? 2 : 0);
    this.book.values.clearError(handle);
    const configuration = this.book.index?.configurationOf(handle) ?? null;
    if (configuration === null) this.#setSubscription(handle, bits);
    else this.#wrote(configuration, Uint8Array.of(bits, 0));
  }

  #wrote(handle: number, data: Uint8Array): void {
    this.#record(handle, 'written', data);
    const { index } = this.book;
    const owner = index?.isConfiguration(handle) ? index.get(handle)?.characteristic.valueHandle : undefined;
    if (owner !== undefined) this.#setSubscription(owner, (data[0] ?? 0) & 3);
  }

  #setSubscription(handle: number, bits: number): void {
    if (bits === 0) {
      this.book.subscriptions.delete(handle);
      this.#configured.delete(handle);
    } else {
      this.book.subscriptions.set(handle, bits);
      this.#configured.add(handle);
    }
    this.deps.onChange();
  }

  /** Runs what is about one attribute; keeps with the attribute why it failed. */
  async #toldOf<T>(handle: number, operation: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const info = attributeError(error, operation);
      if (info && !this.#isOver) {
        this.book.values.fail(handle, info, this.deps.clock.now());
        this.deps.onValue();
      }
      throw error;
    }
  }

  /** For the operations that go on with the next attribute, unless they were cancelled or the link went. */
  async #succeeds(work: () => Promise<unknown>, signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted();
    try {
      await work();
      return true;
    } catch {
      // The attribute keeps the reason; a cancellation and the end of the link show at the next one.
      return false;
    }
  }

  #record(handle: number, kind: 'read' | 'written', data: Uint8Array): void {
    if (this.#isOver) return;
    this.book.record(handle, kind, data, this.deps.clock.now());
    this.deps.onValue();
  }

  #attribute(handle: number, operation: string): IndexedAttribute {
    const attribute = this.#known && this.book.index?.get(handle);
    if (attribute) return attribute;
    const handleText = `handle 0x${handle.toString(16).padStart(4, '0')}`;
    throw invalidArgument(
      operation,
      this.#known
        ? `${handleText} is no value and no descriptor of this device`
        : `${handleText} is not known: this connection's database has not been discovered`,
    );
  }

  #characteristic(handle: number, operation: string): PeerCharacteristic {
    const { isDescriptor } = this.#attribute(handle, operation);
    const found = isDescriptor ? null : this.#known?.characteristic(handle);
    if (!found) throw invalidArgument(operation, 'this is not the value of a characteristic');
    return found;
  }

  #descriptor(handle: number, operation: string) {
    const found = this.#known?.descriptor(handle);
    if (!found) throw invalidArgument(operation, 'this is not a descriptor');
    return found;
  }

  /**
   * Hears every value the peer sends, asked for or not: one that remembers an earlier subscription sends at once, and the
   * first value may come together with the answer to ours.
   */
  #listen(known: KnownAttributes): void {
    this.#stopListening();
    for (const { handle } of this.book.index?.updating() ?? []) {
      const characteristic = known.characteristic(handle);
      if (characteristic) this.#follow(handle, characteristic);
    }
  }

  #follow(handle: number, characteristic: PeerCharacteristic): void {
    const values = characteristic.values()[Symbol.asyncIterator]();
    this.#listening.push(values);
    const follow = async () => {
      for (let next = await values.next(); !next.done; next = await values.next()) {
        const { kind, data, at } = next.value;
        this.book.record(handle, kind, data, at);
        this.deps.onValue();
        if (this.book.index?.get(handle)?.uuid === SERVICE_CHANGED) this.#noteChange(data);
      }
    };
    follow().catch((error: unknown) => {
      if (this.#isOver || this.peer.signal.aborted) return;
      this.book.values.fail(handle, errorInfo(error, 'notifications'), this.deps.clock.now());
      this.deps.onValue();
    });
  }

  /** Two indications make one range: what lies between is discovered again anyway. */
  #noteChange(data: Uint8Array): void {
    if (data.length !== 4 || this.#isOver) return;
    const reader = new ByteReader(data, 'Service Changed');
    const startHandle = reader.u16('start');
    const endHandle = reader.u16('end');
    const before = this.#servicesChanged;
    this.#servicesChanged = {
      startHandle: Math.min(startHandle, before?.startHandle ?? startHandle),
      endHandle: Math.max(endHandle, before?.endHandle ?? endHandle),
    };
    this.deps.onChange();
  }

  #stopListening(): void {
    for (const values of this.#listening.splice(0)) {
      const left = values.return?.();
      left?.catch(() => undefined); // the values are of no interest any more
    }
  }
}
