import type {
  Adapter,
  AdapterEvents,
  AdapterInfo,
  AdvertisingReport,
  Capabilities,
  Connection,
  Device,
  Scanner,
  ScanOptions,
  ScanResult,
  Security,
  Trace,
} from '../../ble/index.js';
import { BleError } from '../../ble/index.js';

const ALL: Capabilities = {
  passiveScan: true,
  activeScan: true,
  scanTiming: true,
  connect: true,
  advertise: true,
  rawAdvertising: true,
  connectionParameters: true,
  phy: true,
  readRssi: true,
  addressMode: true,
  realAddresses: true,
  pairing: true,
  l2cap: true,
};

const notHere = (what: string) =>
  new BleError('unsupported', { layer: 'app', operation: what, message: `${what}: not in this fake` });

/** A scan that a test drives: it reports what it is told and ends when it is told. */
export class FakeScanner implements Scanner {
  readonly stats = { received: 0, delivered: 0, dropped: 0 };
  readonly results = new Map<string, ScanResult>();
  running = true;
  readonly started: Promise<void>;
  readonly #listeners = new Set<(report: AdvertisingReport) => void>();
  readonly #ended: Promise<void>;
  #settle: { resolve: () => void; reject: (error: unknown) => void } = {
    resolve: () => undefined,
    reject: () => undefined,
  };

  constructor(
    readonly options: ScanOptions,
    startError: unknown = null,
  ) {
    this.started = startError === null ? Promise.resolve() : Promise.reject(startError);
    this.started.catch(() => undefined);
    this.#ended = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.#ended.catch(() => undefined);
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  report(report: AdvertisingReport): void {
    for (const listener of this.#listeners) listener(report);
  }

  /** The scan ends by itself, in good order or with an error. */
  end(error?: unknown): void {
    this.running = false;
    if (error === undefined) this.#settle.resolve();
    else this.#settle.reject(error);
  }

  async cancel(): Promise<void> {
    this.end();
  }

  on(_event: 'report', listener: (report: AdvertisingReport) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  [Symbol.asyncIterator](): AsyncIterator<ScanResult, undefined> {
    const next = async (): Promise<IteratorResult<ScanResult, undefined>> => {
      await this.#ended;
      return { done: true, value: undefined };
    };
    return { next };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cancel();
  }
}

/** An adapter without a radio: scans are driven by the test, everything else is refused. */
export class FakeAdapter implements Adapter {
  readonly security: Security = {
    adapterId: 'c0:00:00:00:00:01',
    delegate: { io: 'no-input-no-output' },
    policy: { minKeySize: 16, secureConnectionsOnly: false, rejectDowngrade: true },
    bonds: async () => [],
    removeBond: async () => undefined,
    nameBond: async () => undefined,
    reload: async () => undefined,
    createOobData: () => Promise.reject(new Error('a fake adapter has none')),
    on: () => () => undefined,
  };
  readonly info: AdapterInfo;
  readonly address = { address: 'c0:00:00:00:00:01', type: 'public' as const };
  readonly capabilities: Capabilities = { ...ALL };
  readonly trace: Trace = { on: () => () => undefined, events: () => [], dropped: 0 };
  readonly addressMode = 'public' as const;
  readonly scans: FakeScanner[] = [];
  connections: Connection[] = [];
  name = 'fake';
  appearance = 0;
  closed = false;
  /** Thrown by scan(). */
  scanError: unknown = null;
  /** Why the radio does not begin to scan. */
  startError: unknown = null;
  readonly #listeners = new Map<keyof AdapterEvents, Set<(value: never) => void>>();

  constructor(spec = 'virtual:') {
    const kind = spec.slice(0, spec.indexOf(':')) as AdapterInfo['kind'];
    this.info = {
      spec,
      label: spec === 'virtual:' ? 'Virtual radio' : spec,
      kind,
      state: 'open',
      version: 'Bluetooth 5.4',
      manufacturer: 'Nobody',
    };
  }

  get scanner(): FakeScanner {
    const last = this.scans.at(-1);
    if (!last) throw new Error('no scan was started');
    return last;
  }

  get listenerCount(): number {
    return [...this.#listeners.values()].reduce((sum, set) => sum + set.size, 0);
  }

  async registerServices(): Promise<void> {
    throw new Error('a fake adapter serves nothing');
  }

  scan(options: ScanOptions = {}): Scanner {
    if (this.scanError !== null) throw this.scanError;
    this.scans.at(-1)?.end();
    const scanner = new FakeScanner(options, this.startError);
    this.scans.push(scanner);
    if (this.startError !== null) scanner.end(this.startError);
    return scanner;
  }

  /** The controller is gone. */
  lose(error: Error): void {
    this.closed = true;
    this.scans.at(-1)?.end(error);
    this.emit('closed', error);
  }

  emit<K extends keyof AdapterEvents>(event: K, value: AdapterEvents[K]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])])
      (listener as (value: AdapterEvents[K]) => void)(value);
  }

  on<K extends keyof AdapterEvents>(event: K, listener: (value: AdapterEvents[K]) => void): () => void {
    const set = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, set);
    set.add(listener as (value: never) => void);
    return () => void set.delete(listener as (value: never) => void);
  }

  device(): Device {
    throw notHere('device');
  }

  advertise(): Promise<Connection> {
    return Promise.reject(notHere('advertise'));
  }

  accept(): AsyncIterable<Connection> {
    throw notHere('accept');
  }

  l2capListen(): never {
    throw notHere('l2capListen');
  }

  setAddressMode(): Promise<void> {
    return Promise.reject(notHere('setAddressMode'));
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.scans.at(-1)?.end(new BleError('adapter-closed', { layer: 'app', operation: 'scan' }));
    this.emit('closed', null);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
