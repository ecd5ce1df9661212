import type { Address, AddressType } from '../../../src-shared/model/address.js';
import { BleError } from '../../../src-shared/model/ble-error.js';
import type { Adapter, AdapterEvents, AdapterInfo, AddressMode } from '../api/adapter.js';
import type { Capabilities } from '../api/capabilities.js';
import type { Connection } from '../api/connection.js';
import { type ConnectParameters, type DeviceRecord, DeviceRegistry } from '../api/device-registry.js';
import { adapterClosed, disconnectReason, unsupported } from '../api/errors.js';
import { IncomingConnections } from '../api/incoming-connections.js';
import { checkName } from '../api/name.js';
import { type ScanRadio, ScanSession } from '../api/scan-session.js';
import type { AdvertisingReport, ScanOptions } from '../api/scanner.js';
import type { TraceSink } from '../api/trace.js';
import { TraceLog } from '../api/trace-log.js';
import { withoutSecurity } from '../api/without-security.js';
import type { Clock } from '../util/clock.js';
import { endController, withDeadline } from '../util/deadline.js';
import { Emitter } from '../util/emitter.js';
import { advertisementBytes } from './advertisement-bytes.js';
import { NativeConnection } from './native-connection.js';
import { NativePeer } from './native-peer.js';
import type { NobleLike, NoblePeripheral } from './noble-like.js';

const POWER_ON_MS = 5_000;
const ANSWER_MS = 5_000;
const POWER_OFF = 0x15;
/** Devices kept to connect to; one heard again is found again. */
const PERIPHERAL_LIMIT = 4_096;

export interface NativeAdapterOptions {
  spec: string;
  name: string;
  clock: Clock;
  trace?: TraceSink;
  /** Where noble comes from; tests give one whose HCI socket is a stand-in. */
  load?: () => Promise<NobleLike>;
}

const CAPABILITIES: Capabilities = {
  passiveScan: false,
  activeScan: true,
  scanTiming: false,
  connect: true,
  advertise: false,
  rawAdvertising: false,
  connectionParameters: false,
  phy: false,
  readRssi: true,
  addressMode: false,
  realAddresses: process.platform !== 'darwin',
  pairing: false,
  l2cap: false,
};

async function loadNoble(): Promise<NobleLike> {
  try {
    const module = (await import('@abandonware/noble')) as unknown as { default: NobleLike };
    return module.default;
  } catch (cause) {
    throw new BleError('transport/not-loadable', {
      layer: 'transport',
      operation: 'native:',
      message: `native: the package @abandonware/noble does not load here: ${cause instanceof Error ? cause.message : cause}`,
      fix: 'npm rebuild @abandonware/noble --ignore-scripts=false',
      cause,
    });
  }
}

/** The operating system's Bluetooth, through noble. Rejects 'timeout' when it does not say that it is on, or 'transport/<state>'. */
export async function openNativeAdapter(options: NativeAdapterOptions): Promise<Adapter> {
  const noble = await (options.load ?? loadNoble)();
  await poweredOn(noble, options.clock);
  return new NativeAdapter(noble, options);
}

async function poweredOn(noble: NobleLike, clock: Clock): Promise<void> {
  let last = 'unknown';
  const spec = { clock, layer: 'transport', operation: 'open native:', defaultMs: Infinity } as const;
  const waiting = withDeadline({ ...spec, limits: { timeoutMs: POWER_ON_MS } }, (signal) => {
    return new Promise<void>((resolve, reject) => {
      const done = () => noble.off('stateChange', onState);
      const onState = (state: string) => {
        last = state;
        if (state !== 'poweredOn') return;
        done();
        resolve();
      };
      signal.addEventListener('abort', () => {
        done();
        reject(signal.reason);
      });
      noble.on('stateChange', onState);
      onState(noble.state);
    });
  });
  await waiting.catch((error) => {
    if (last === 'unknown') throw error;
    throw stateError(last);
  });
}

function stateError(state: string): BleError {
  const fixes: Record<string, string> = {
    poweredOff: 'Switch Bluetooth on.',
    unauthorized: 'Allow this program to use Bluetooth in the system settings.',
    unsupported: 'This computer has no Bluetooth Low Energy radio: plug one in.',
  };
  const code = state.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return new BleError(`transport/${code}`, {
    layer: 'transport',
    operation: 'native:',
    message: `native: the system's Bluetooth is ${code.replace('-', ' ')}`,
    fix: fixes[state],
  });
}

class NativeAdapter implements Adapter {
  readonly capabilities = CAPABILITIES;
  readonly security = withoutSecurity(
    `${process.platform} pairs by itself, and does not say how`,
    'Use a controller of your own through tcp: or unix:, or the virtual radio.',
  );
  readonly trace: TraceLog;
  readonly #closed = endController();
  readonly #events = new Emitter<AdapterEvents>();
  readonly #incoming = new IncomingConnections(this.#closed.signal);
  readonly #devices: DeviceRegistry;
  readonly #links = new Set<NativeConnection>();
  /** By device key; what noble has seen and so can connect to. */
  readonly #peripherals = new Map<string, NoblePeripheral>();
  /** Attempts that wait for their peripheral to be seen. */
  readonly #seekers = new Set<() => void>();
  readonly #info: AdapterInfo;
  #scan: ScanSession | null = null;
  #isScanning = false;
  #name: string;
  #closing: Promise<void> | null = null;

  constructor(
    private readonly noble: NobleLike,
    private readonly options: NativeAdapterOptions,
  ) {
    const { spec, clock, trace, name } = options;
    this.#name = checkName(name);
    this.#info = { spec, label: 'System Bluetooth', kind: 'native', state: 'open' };
    this.trace = new TraceLog({ adapter: spec, clock, sink: trace });
    this.#devices = new DeviceRegistry({
      clock,
      closed: this.#closed.signal,
      connect: (device, parameters, signal) => this.#connect(device, parameters, signal),
      realAddresses: CAPABILITIES.realAddresses,
    });
    noble.on('discover', this.#onDiscover);
    noble.on('stateChange', this.#onState);
  }

  get info(): AdapterInfo {
    return this.#info;
  }

  /** noble tells it on Linux only; elsewhere it is all zeros. */
  get address(): Address {
    const { address } = this.noble;
    return {
      address: /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(address) ? address.toLowerCase() : '00:00:00:00:00:00',
      type: 'public',
    };
  }

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = checkName(name);
  }

  /** Told to nobody, as there is no server. */
  appearance = 0;

  get addressMode(): AddressMode {
    return 'public';
  }

  set addressMode(mode: AddressMode) {
    if (mode !== 'public') throw unsupported('addressMode', `${process.platform} chooses the address itself`);
  }

  get connections(): readonly Connection[] {
    return [...this.#links];
  }

  on<K extends keyof AdapterEvents>(event: K, listener: (value: AdapterEvents[K]) => void): () => void {
    return this.#events.on(event, listener);
  }

  /** noble always scans actively, with an interval and window of the system's choice. */
  scan(o: ScanOptions = {}): ScanSession {
    this.#closed.signal.throwIfAborted();
    const radio: ScanRadio = { start: () => this.#startScanning(), stop: (ended) => this.#stopScanning(ended) };
    const before = this.#scan;
    const session = new ScanSession(o, this.options.clock, radio, (address, type) => this.#devices.get(address, type));
    this.#scan = session;
    void before?.finish(null);
    return session;
  }

  device(address: string, type?: AddressType): DeviceRecord {
    return this.#devices.get(address, type);
  }

  async advertise(): Promise<Connection> {
    throw unsupported(
      'advertise',
      'this version does not advertise through the operating system',
      'Advertise on the virtual radio, or on a controller of your own through tcp: or unix:.',
    );
  }

  async registerServices(): Promise<void> {
    throw unsupported(
      'registerServices',
      'this version has no GATT server through the operating system',
      'Serve on the virtual radio, or on a controller of your own through tcp: or unix:.',
    );
  }

  accept(): AsyncIterable<Connection> {
    return this.#incoming.accept();
  }

  l2capListen(): never {
    throw unsupported(
      'l2capListen',
      `${process.platform} does not give its L2CAP channels away`,
      'Listen on the virtual radio, or on a controller of your own through tcp: or unix:.',
    );
  }

  close(): Promise<void> {
    this.#closing ??= this.#end(null);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  readonly #onDiscover = (peripheral: NoblePeripheral): void => {
    const address = CAPABILITIES.realAddresses ? peripheral.address : peripheral.id;
    const addressType = peripheral.addressType === 'random' ? 'random' : 'public';
    this.#remember(`${address}/${addressType}`, peripheral);
    const report: AdvertisingReport = {
      address,
      addressType,
      pdu: peripheral.connectable ? 'ADV_IND' : peripheral.scannable ? 'ADV_SCAN_IND' : 'ADV_NONCONN_IND',
      data: advertisementBytes(peripheral.advertisement),
      rssi: peripheral.rssi === 127 ? null : peripheral.rssi,
      at: this.options.clock.now(),
    };
    for (const look of [...this.#seekers]) look();
    this.#scan?.onReport(report);
  };

  #remember(key: string, peripheral: NoblePeripheral): void {
    this.#peripherals.delete(key);
    this.#peripherals.set(key, peripheral);
    if (this.#peripherals.size <= PERIPHERAL_LIMIT) return;
    const [longestUnheard] = this.#peripherals.keys();
    this.#peripherals.delete(longestUnheard as string);
  }

  readonly #onState = (state: string): void => {
    this.trace.event('gap', 'system Bluetooth', { state });
    if (state === 'poweredOn' || this.#closed.signal.aborted) return;
    this.#closing ??= this.#end(stateError(state));
  };

  async #end(error: BleError | null): Promise<void> {
    const reason = error ?? adapterClosed();
    this.#closed.abort(reason);
    await this.#scan?.finish(reason);
    for (const link of [...this.#links]) {
      link.drop();
      link.ended(disconnectReason(POWER_OFF));
    }
    this.noble.off('discover', this.#onDiscover);
    this.noble.off('stateChange', this.#onState);
    this.#events.emit('closed', error);
  }

  async #startScanning(): Promise<void> {
    if (this.#isScanning) return;
    this.#isScanning = true;
    try {
      await this.#answer<void>('start scanning', (done, failed) => {
        this.noble.startScanning([], true, (error) => (error ? failed(error) : done()));
      });
    } catch (error) {
      this.#isScanning = false;
      throw error;
    }
  }

  async #stopScanning(session: ScanSession): Promise<void> {
    if (this.#scan !== session || !this.#isScanning) return;
    this.#scan = null;
    if (this.#seekers.size > 0) return; // they look on, and stop it when they are done
    this.#isScanning = false;
    await this.#answer<void>('stop scanning', (done) => this.noble.stopScanning(() => done()));
  }

  /** A call to noble that may never answer. */
  #answer<T>(operation: string, ask: (done: (value: T) => void, failed: (error: Error) => void) => void): Promise<T> {
    return withDeadline(
      { clock: this.options.clock, layer: 'transport', operation, defaultMs: ANSWER_MS },
      () => new Promise<T>(ask),
    );
  }

  async #connect(device: DeviceRecord, parameters: ConnectParameters, signal: AbortSignal): Promise<Connection> {
    const peripheral = await this.#find(device, signal);
    return NativePeer.of(peripheral).connect(parameters, signal, () => {
      const { clock } = this.options;
      const link = new NativeConnection(device, peripheral, clock, this.#closed.signal, (ended) => {
        this.#links.delete(ended);
        this.#events.emit('disconnection', ended);
      });
      this.#links.add(link);
      this.#events.emit('connection', link);
      return link;
    });
  }

  /** noble connects only to what it has seen: look for the device first where it has not. */
  async #find(device: DeviceRecord, signal: AbortSignal): Promise<NoblePeripheral> {
    const key = `${device.address}/${device.addressType}`;
    const known = this.#peripherals.get(key);
    if (known) return known;
    await this.#startScanning();
    try {
      return await new Promise<NoblePeripheral>((resolve, reject) => {
        const look = () => {
          const found = this.#peripherals.get(key);
          if (!found) return;
          this.#seekers.delete(look);
          resolve(found);
        };
        signal.addEventListener('abort', () => {
          this.#seekers.delete(look);
          reject(signal.reason);
        });
        this.#seekers.add(look);
      });
    } finally {
      if (this.#isScanning && !this.#scan && this.#seekers.size === 0) {
        this.#isScanning = false;
        this.noble.stopScanning();
      }
    }
  }
}
