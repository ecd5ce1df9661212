import type { AddressType } from '../../../src-shared/model/address.js';
import type { GattTree } from '../../../src-shared/model/gatt-tree.js';
import { BleError, type ConnectionParameterRequest, type LinkPhy, type Op } from '../../ble/index.js';
import type { KnownAttributes, PeerAdapter, PeerCharacteristic, PeerLink, PeerValue } from '../explorer/peer-link.js';

/** One thing the core was asked for and has not answered: the test answers it. */
export interface Asked {
  what: string;
  data?: Uint8Array;
  options?: object;
  answer(value?: unknown): void;
  refuse(error: unknown): void;
}

export function attRefusal(status: number, code: string, operation = 'read'): BleError {
  return new BleError(`att/${code}`, { layer: 'att', operation, status, origin: 'peer' });
}

/** Heart Rate with a sensor location and control point, Battery, two Reports of one UUID. */
export const TREE: GattTree = {
  services: [
    service('180d', 1, 8, [
      characteristic('2a37', 0x10, 2, [['2902', 4]], 4),
      characteristic('2a38', 0x02, 5),
      characteristic('2a39', 0x08, 7),
    ]),
    service('180f', 9, 12, [characteristic('2a19', 0x12, 10, [['2902', 12]], 12)]),
    service('1812', 13, 19, [
      characteristic('2a4d', 0x32, 14, [['2902', 16]], 16),
      characteristic('2a4d', 0x12, 17, [['2902', 19]], 19),
    ]),
  ],
};

function service(uuid: string, startHandle: number, endHandle: number, characteristics: Characteristics) {
  return { uuid, primary: true, startHandle, endHandle, includes: [], characteristics };
}

type Characteristics = GattTree['services'][number]['characteristics'];

function characteristic(
  uuid: string,
  properties: number,
  declarationHandle: number,
  descriptors: [string, number][] = [],
  endHandle = declarationHandle + 1,
): Characteristics[number] {
  return {
    uuid,
    properties,
    declarationHandle,
    valueHandle: declarationHandle + 1,
    endHandle,
    descriptors: descriptors.map(([type, handle]) => ({ uuid: type, handle })),
  };
}

/** A connection a test drives: every request waits in `asked` unless `auto` answers it. */
export class FakePeer implements PeerLink {
  mtu = 23;
  parameters = { intervalUs: 30_000, latency: 0, supervisionTimeoutMs: 5_000 };
  phy: LinkPhy = { tx: '1M', rx: '1M' };
  dataLength = { txOctets: 27, rxOctets: 27 };
  encrypted = false;
  authenticated = false;
  bonded = false;
  keySize = 0;
  secureConnections = false;
  tree: GattTree = TREE;
  /** Everything asked, answered or not. */
  readonly log: string[] = [];
  /** Open requests, oldest first. */
  asked: Asked[] = [];
  /** Most ATT requests that were open at one time. */
  mostOpen = 0;
  /** Answers by itself; undefined = leave it to the test. A BleError refuses. */
  auto: (what: string) => unknown = (what) => {
    if (what === 'mtu') this.mtu = 247;
    if (what === 'mtu') return 247;
    if (what === 'discover') return this.tree;
    if (what.startsWith('subscribe')) return null;
    return undefined;
  };
  rssi: number | BleError = -50;
  rssiReads = 0;
  readonly #down = new AbortController();
  readonly #queues = new Map<number, Set<ValueQueue>>();
  readonly #listeners = new Map<string | number, Set<() => void>>();

  get signal(): AbortSignal {
    return this.#down.signal;
  }

  get listenerCount(): number {
    return [...this.#listeners.values(), ...this.#queues.values()].reduce((sum, set) => sum + set.size, 0);
  }

  isConnected(): boolean {
    return !this.signal.aborted;
  }

  on(event: string | number, listener: (value: never) => void): () => void {
    const set = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, set);
    const call = () => listener(undefined as never);
    set.add(call);
    return () => void set.delete(call);
  }

  emit(event: string): void {
    for (const call of this.#listeners.get(event) ?? []) call();
  }

  /** The link goes down, HCI reason as given. */
  drop(status = 0x08, origin: 'peer' | 'local' = 'peer'): void {
    const error = new BleError('disconnected', {
      layer: 'gap',
      operation: 'link to the fake',
      status,
      origin,
      message: `link to the fake: disconnected, HCI 0x${status.toString(16).padStart(2, '0')}`,
    });
    this.#down.abort(error);
    for (const { refuse } of this.asked.splice(0)) refuse(error);
    for (const queues of this.#queues.values()) for (const queue of queues) queue.fail(error);
  }

  notify(handle: number, data: Uint8Array, at: number, kind: PeerValue['kind'] = 'notification'): void {
    for (const queue of this.#queues.get(handle) ?? []) queue.push({ data, kind, at });
  }

  async disconnect(): Promise<void> {
    this.log.push('disconnect');
    this.drop(0x16, 'local');
  }

  exchangeMtu(_mtu?: number, o: Op = {}): Promise<number> {
    return this.#ask('mtu', o);
  }

  discover(o: Op = {}): Promise<GattTree> {
    return this.#ask('discover', o);
  }

  updateParameters(request: ConnectionParameterRequest, o: Op = {}): Promise<void> {
    return this.#ask('parameters', { ...o, ...request });
  }

  setPhy(wanted: Partial<LinkPhy>, o: Op = {}): Promise<LinkPhy> {
    return this.#ask('phy', { ...o, ...wanted });
  }

  async readRssi(): Promise<number> {
    this.rssiReads += 1;
    if (this.rssi instanceof BleError) throw this.rssi;
    return this.rssi;
  }

  known(_tree: GattTree): KnownAttributes {
    return {
      characteristic: (handle) => this.#characteristic(handle),
      descriptor: (handle) => ({
        read: (o = {}) => this.#ask(`read ${handle}`, o),
        write: (data, o = {}) => this.#ask(`write ${handle}`, o, data),
      }),
    };
  }

  #characteristic(handle: number): PeerCharacteristic {
    return {
      read: (o = {}) => this.#ask(`read ${handle}`, o),
      write: (data, o = {}) => this.#ask(`write ${handle}`, o, data),
      subscribe: (o = {}) => this.#ask(`subscribe ${handle} ${o.notify ? 'n' : ''}${o.indicate ? 'i' : ''}`.trim(), o),
      values: () => {
        const queues = this.#queues.get(handle) ?? new Set();
        this.#queues.set(handle, queues);
        const queue = new ValueQueue(() => queues.delete(queue));
        queues.add(queue);
        return { [Symbol.asyncIterator]: () => queue };
      },
    };
  }

  #ask<T>(what: string, o: Op, data?: Uint8Array): Promise<T> {
    this.log.push(what);
    return new Promise<T>((resolve, reject) => {
      const reason: unknown = this.signal.reason;
      if (this.signal.aborted) return reject(reason);
      const over = () => {
        this.asked = this.asked.filter((open) => open !== asked);
      };
      const asked: Asked = {
        what,
        data,
        options: o,
        answer: (value) => {
          over();
          resolve(value as T);
        },
        refuse: (error) => {
          over();
          reject(error);
        },
      };
      this.asked.push(asked);
      this.mostOpen = Math.max(
        this.mostOpen,
        this.asked.filter((open) => !['parameters', 'phy'].includes(open.what)).length,
      );
      o.signal?.addEventListener('abort', () =>
        asked.refuse(new BleError('aborted', { layer: 'att', operation: what })),
      );
      const answer = this.auto(what);
      if (answer instanceof BleError) asked.refuse(answer);
      else if (answer !== undefined) asked.answer(answer);
    });
  }
}

class ValueQueue implements AsyncIterator<PeerValue> {
  readonly #items: PeerValue[] = [];
  #error: unknown = null;
  #isOver = false;
  #wake: () => void = () => undefined;

  constructor(private readonly onReturn: () => void) {}

  push(value: PeerValue): void {
    this.#items.push(value);
    this.#wake();
  }

  /** What is here already is still given; then the error. */
  fail(error: unknown): void {
    this.onReturn();
    this.#error = error;
    this.#wake();
  }

  async next(): Promise<IteratorResult<PeerValue>> {
    for (;;) {
      const value = this.#items.shift();
      if (this.#isOver) return { done: true, value: undefined };
      if (value) return { done: false, value };
      if (this.#error !== null) throw this.#error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<PeerValue>> {
    this.#isOver = true;
    this.onReturn();
    this.#wake();
    return { done: true, value: undefined };
  }
}

export interface Attempted {
  address: string;
  addressType: AddressType;
  /** The device answers. */
  up(peer: FakePeer): void;
  refuse(error: unknown): void;
  signal: AbortSignal | undefined;
}

/** An adapter whose devices answer when the test lets them. */
export class FakeCentral implements PeerAdapter {
  readonly info: PeerAdapter['info'];
  readonly capabilities = { readRssi: true, realAddresses: true, phy: true };
  readonly attempts: Attempted[] = [];
  /** A link that comes up in the moment its attempt is given up. */
  isLate = false;

  constructor(kind: PeerAdapter['info']['kind'] = 'virtual') {
    this.info = { kind };
  }

  get attempt(): Attempted {
    const last = this.attempts.at(-1);
    if (!last) throw new Error('nobody has tried to connect');
    return last;
  }

  device(address: string, addressType: AddressType) {
    return {
      connect: ({ signal }: Op) =>
        new Promise<PeerLink>((resolve, reject) => {
          this.attempts.push({ address, addressType, up: resolve, refuse: reject, signal });
          if (this.isLate) return;
          signal?.addEventListener('abort', () =>
            reject(new BleError('aborted', { layer: 'gap', operation: 'connect' })),
          );
        }),
    };
  }
}
