import { HCI_ERROR } from '../../../src-shared/assigned-numbers/hci.js';
import type { Address, AddressType } from '../../../src-shared/model/address.js';
import type { Adapter, AdapterEvents, AdapterInfo, AddressMode } from '../api/adapter.js';
import type { AdvertiseOptions } from '../api/advertise-options.js';
import type { Capabilities } from '../api/capabilities.js';
import type { Connection, PhyName } from '../api/connection.js';
import { type ConnectWishes, type DeviceRecord, DeviceRegistry } from '../api/device-registry.js';
import { adapterClosed, type BleError, disconnectReason, hciError } from '../api/errors.js';
import type { Service } from '../api/gatt-server.js';
import { IncomingConnections } from '../api/incoming-connections.js';
import type { KeyStore } from '../api/key-store.js';
import type { L2capChannel, L2capListenOptions } from '../api/l2cap.js';
import { checkAppearance, checkName } from '../api/name.js';
import type { ScanSession } from '../api/scan-session.js';
import type { ScanOptions } from '../api/scanner.js';
import type { TraceSink } from '../api/trace.js';
import { TraceLog } from '../api/trace-log.js';
import type { HciTransport } from '../transports/transport.js';
import { atMost } from '../util/at-most.js';
import type { Clock } from '../util/clock.js';
import { endController } from '../util/deadline.js';
import { Emitter } from '../util/emitter.js';
import { Mutex } from '../util/mutex.js';
import { type ControllerFacts, setUpController } from './controller-setup.js';
import { Advertising } from './gap/advertising.js';
import { Initiating } from './gap/initiating.js';
import { OwnAddress } from './gap/own-address.js';
import { fromTiming, isAcceptable } from './gap/parameters.js';
import { Scanning } from './gap/scanning.js';
import { GattServer } from './gatt/gatt-server.js';
import { MAX_MTU } from './gatt/limits.js';
import { commands } from './hci/commands.js';
import { describePacket, withoutKeys } from './hci/describe-packet.js';
import { type ConnectionCompleteEvent, Hci } from './hci/hci.js';
import { HostConnection } from './host-connection.js';
import { ChannelListeners } from './l2cap/channel-listeners.js';
import { SecurityManager } from './smp/security-manager.js';

const CLOSE_MS = 1_000;

export interface HostAdapterOptions {
  transport: HciTransport;
  clock: Clock;
  info: Pick<AdapterInfo, 'spec' | 'label' | 'kind'>;
  name: string;
  /** A static random address to use instead of the controller's public one. */
  staticAddress: string | null;
  trace?: TraceSink;
  /** See OpenAdapterOptions. */
  mtu?: number;
  autoPair?: boolean;
  keyStore?: KeyStore;
}

/** Vol 4 Part E 7.7.65.12. */
const phyName = (phy: number): PhyName => (['1M', '2M', 'coded'] as const)[phy - 1] ?? '1M';

/** The Adapter on any HCI controller: wires the layers of our own host. */
export class HostAdapter implements Adapter {
  readonly trace: TraceLog;
  readonly security: SecurityManager;
  readonly #clock: Clock;
  readonly #hci: Hci;
  readonly #events = new Emitter<AdapterEvents>();
  readonly #closed = endController();
  readonly #links = new Map<number, HostConnection>();
  /** What a link was told of with, to know when it is told of again. */
  readonly #origins = new WeakMap<HostConnection, ConnectionCompleteEvent>();
  /** One sequence of commands to the radio at a time, whichever role it is for. */
  readonly #gate = new Mutex();
  readonly #incoming = new IncomingConnections(this.#closed.signal);
  readonly #listeners = new ChannelListeners(this.#closed.signal);
  readonly #devices: DeviceRegistry;
  readonly #server: GattServer;
  readonly #options: HostAdapterOptions;
  #own!: OwnAddress;
  #scanning!: Scanning;
  #advertising!: Advertising;
  #initiating!: Initiating;
  #facts!: ControllerFacts;
  #name: string;
  #appearance = 0;
  #closing: Promise<void> | null = null;

  /** Opens the controller behind a transport. Rejects 'timeout' when it does not answer; the transport is closed then. */
  static async open(options: HostAdapterOptions): Promise<HostAdapter> {
    const adapter = new HostAdapter(options);
    try {
      await adapter.#setUp();
      return adapter;
    } catch (error) {
      adapter.#closed.abort(error);
      await options.transport.close();
      throw error;
    }
  }

  private constructor(options: HostAdapterOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#name = checkName(options.name);
    this.trace = new TraceLog({
      adapter: options.info.spec,
      clock: options.clock,
      sink: options.trace,
      describe: describePacket,
      redact: withoutKeys,
    });
    this.security = new SecurityManager({ clock: options.clock, store: options.keyStore ?? null });
    this.#hci = new Hci({
      transport: options.transport,
      clock: options.clock,
      tap: (direction, packet) => this.trace.packet(direction, packet),
    });
    this.#server = new GattServer({
      clock: options.clock,
      closed: this.#closed.signal,
      trace: this.trace,
      name: () => this.#name,
      appearance: () => this.#appearance,
      onConfigured: (connection, cccd) => {
        for (const link of this.#links.values()) if (link === connection) link.encryption.remember(cccd);
      },
    });
    this.#devices = new DeviceRegistry({
      clock: options.clock,
      closed: this.#closed.signal,
      connect: (...args) => this.#connect(...args),
    });
    this.#hci.on('closed', (error) => this.#onLost(error));
  }

  get info(): AdapterInfo {
    const { version, manufacturer } = this.#facts;
    return {
      ...this.#options.info,
      state: 'open',
      version: version ?? undefined,
      manufacturer: manufacturer ?? undefined,
    };
  }

  get capabilities(): Capabilities {
    return this.#facts.capabilities;
  }

  get address(): Address {
    return this.#own.current;
  }

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = checkName(name);
  }

  get appearance(): number {
    return this.#appearance;
  }

  set appearance(appearance: number) {
    this.#appearance = checkAppearance(appearance);
  }

  get addressMode(): AddressMode {
    return this.#own.mode;
  }

  set addressMode(mode: AddressMode) {
    this.#own.mode = mode;
  }

  get connections(): readonly Connection[] {
    return [...this.#links.values()];
  }

  on<K extends keyof AdapterEvents>(event: K, listener: (value: AdapterEvents[K]) => void): () => void {
    return this.#events.on(event, listener);
  }

  scan(options: ScanOptions = {}): ScanSession {
    this.#closed.signal.throwIfAborted();
    return this.#scanning.scan(options);
  }

  device(address: string, type?: AddressType): DeviceRecord {
    return this.#devices.get(address, type);
  }

  async advertise(options: AdvertiseOptions): Promise<Connection> {
    return this.#advertising.advertise(options);
  }

  async registerServices(...services: Service[]): Promise<void> {
    this.#closed.signal.throwIfAborted();
    this.#server.register(services);
  }

  accept(): AsyncIterable<Connection> {
    return this.#incoming.accept();
  }

  l2capListen(psm: number, o: L2capListenOptions): AsyncIterable<L2capChannel> {
    return this.#listeners.listen(psm, o);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #setUp(): Promise<void> {
    const hci = this.#hci;
    this.#facts = await setUpController(hci);
    const radio = { hci, clock: this.#clock, trace: this.trace, gate: this.#gate };
    const { publicAddress } = this.#facts;
    const irk = () => this.security.identity.irk;
    this.#own = new OwnAddress({ ...radio, publicAddress, staticAddress: this.#options.staticAddress, irk });
    const { address } = this.#own.identity;
    await this.security.load(address, this.#own.identity.type === 'random' ? address : null);
    this.#own.mode = this.#own.mode; // a private address is of the key that was kept
    const shared = { ...radio, own: this.#own };
    this.#scanning = new Scanning({
      ...shared,
      device: (address, type) => this.#deviceAt(address, type),
    });
    this.#advertising = new Advertising({ ...shared, closed: this.#closed.signal });
    this.#initiating = new Initiating({
      ...shared,
      scanning: this.#scanning,
      createLink: (event, device) => this.#createLink(event, device),
    });
    this.#own.users = [this.#advertising, this.#initiating, this.#scanning];
    hci.onAcl = (handle, isStart, packet, from) => this.#links.get(handle)?.l2cap.receive(isStart, packet, from);
    hci.on('connected', (event) => this.#onConnected(event));
    hci.on('disconnected', ({ status, handle, reason }) => {
      if (status === HCI_ERROR.success) this.#endLink(handle, reason);
    });
    hci.on('connectionUpdated', (event) =>
      this.#links.get(event.handle)?.onParametersUpdated(event.status, fromTiming(event)),
    );
    hci.on('dataLengthChanged', ({ handle, txOctets, rxOctets }) => {
      this.#links.get(handle)?.dataLengthChanged({ txOctets, rxOctets });
    });
    hci.on('phyUpdated', ({ status, handle, tx, rx }) => {
      this.#links.get(handle)?.onPhyUpdated(status, { tx: phyName(tx), rx: phyName(rx) });
    });
    hci.on('encryptionChanged', ({ status, handle, enabled }) => {
      this.#links.get(handle)?.encryption.changed(status, enabled);
    });
    hci.on('longTermKeyRequest', ({ handle, rand, ediv }) =>
      this.#links.get(handle)?.encryption.keyRequested(rand, ediv),
    );
    hci.on('connectionParameterRequest', (request) => this.#answerParameterRequest(request));
    hci.on('hardwareError', (code) => this.#onHardwareError(code));
  }

  #onConnected(event: ConnectionCompleteEvent): void {
    const known = event.status === HCI_ERROR.success ? this.#links.get(event.handle) : undefined;
    if (known) {
      if (this.#isDuplicate(known, event)) return this.trace.event('gap', 'told of a link again', {}, event.handle);
      // A controller gives a handle again once its link is gone: that end we were not told.
      this.#endLink(event.handle, HCI_ERROR['connection-timeout']);
    }
    if (event.role === 0 || event.status !== HCI_ERROR.success) return this.#initiating.onComplete(event);
    const device = this.#deviceAt(event.peerAddress, event.peerAddressType & 1 ? 'random' : 'public');
    const link = this.#createLink(event, device);
    this.#initiating.onIncoming(link);
    const isAwaited = this.#advertising.onConnected(link);
    if (this.#incoming.push(link) || isAwaited) return;
    link.disconnect().catch((error) => this.trace.event('gap', 'drop failed', { error: String(error) })); // nobody wants it any more
  }

  /** Brings a link up; one to a bonded device is encrypted before anybody has it, so that nothing passes for that device without its key. */
  async #connect(device: DeviceRecord, wishes: ConnectWishes, signal: AbortSignal): Promise<Connection> {
    const link = await this.#initiating.connect(device, wishes, signal);
    const encryption = this.#links.get((link as HostConnection).handle)?.encryption;
    if (!wishes.encrypt || !encryption?.bond?.ltk) return link;
    try {
      await encryption.resume(signal);
      return link;
    } catch (error) {
      link.disconnect().catch((failure) => this.trace.event('gap', 'drop failed', { error: String(failure) }));
      throw error;
    }
  }

  /** The device that shows this address; one with a bond is known by its identity. */
  #deviceAt(address: string, type: AddressType): DeviceRecord {
    const identity = type === 'random' ? this.security.find({ address, type })?.identity : undefined;
    if (!identity || identity.address === address) return this.#devices.get(address, type);
    const device = this.#devices.get(identity.address, identity.type);
    device.privateAddress = address;
    return device;
  }

  /** The same peer once more, with nothing under way that could have brought it. */
  #isDuplicate(known: HostConnection, event: ConnectionCompleteEvent): boolean {
    const { role, peerAddress, peerAddressType } = this.#origins.get(known) ?? event;
    const isSame =
      role === event.role && peerAddress === event.peerAddress && peerAddressType === event.peerAddressType;
    return isSame && !(role === 0 ? this.#initiating.isExpecting(event) : this.#advertising.isOn);
  }

  #createLink(event: ConnectionCompleteEvent, device: DeviceRecord): HostConnection {
    const link = new HostConnection(event, device, {
      hci: this.#hci,
      trace: this.trace,
      clock: this.#clock,
      adapterClosed: this.#closed.signal,
      server: this.#server,
      manager: this.security,
      listeners: this.#listeners,
      ours: this.#own.current,
      ourIdentity: () => this.#own.identity,
      autoPair: this.#options.autoPair ?? false,
      canPair: this.#facts.capabilities.pairing,
      mtu: this.#options.mtu ?? MAX_MTU,
    });
    this.#links.set(event.handle, link);
    this.#origins.set(link, event);
    this.#events.emit('connection', link);
    return link;
  }

  #endLink(handle: number, reason: number): void {
    const link = this.#links.get(handle);
    if (!link) return;
    this.#links.delete(handle);
    link.ended(disconnectReason(reason));
    this.#events.emit('disconnection', link);
  }

  #answerParameterRequest(request: {
    handle: number;
    intervalMin: number;
    intervalMax: number;
    latency: number;
    supervisionTimeout: number;
  }): void {
    const { handle, ...timing } = request;
    const answer = isAcceptable(request)
      ? this.#hci.send(commands.leRemoteConnectionParameterRequestReply, {
          handle,
          ...timing,
          ceLengthMin: 0,
          ceLengthMax: 0,
        })
      : this.#hci.send(commands.leRemoteConnectionParameterRequestNegativeReply, {
          handle,
          reason: HCI_ERROR['unacceptable-connection-parameters'],
        });
    answer.catch((error) =>
      this.trace.event('gap', 'parameter request not answered', { error: String(error) }, handle),
    );
  }

  /** Core Vol 4 Part E 7.7.16: the controller is in an unknown state. Everything ends cleanly; after a reset it serves again. */
  #onHardwareError(code: number): void {
    const error = hciError(HCI_ERROR['hardware-failure'], `controller (hardware code ${code})`);
    this.trace.event('gap', 'hardware error', { code });
    this.#hci.failCommands(error);
    this.#dropEverything(error, HCI_ERROR['hardware-failure']);
    const ready = setUpController(this.#hci).then(
      (facts) => {
        this.#facts = facts;
      },
      (failure) => this.#onLost(failure),
    );
    void this.#gate.run(() => ready); // whatever is asked meanwhile comes after it
  }

  #onLost(error: BleError | null): void {
    if (this.#closed.signal.aborted) return;
    const reason = error ?? adapterClosed();
    this.#closed.abort(reason);
    if (this.#own) this.#dropEverything(reason, HCI_ERROR['hardware-failure']);
    this.#events.emit('closed', reason);
    this.#closing ??= this.#options.transport.close();
  }

  #dropEverything(error: BleError, reason: number): void {
    this.#scanning.forget(error);
    void this.#scanning.end(error);
    this.#advertising.end(error);
    this.#initiating.end(error);
    this.#own.forget();
    for (const handle of [...this.#links.keys()]) this.#endLink(handle, reason);
  }

  async #close(): Promise<void> {
    this.#closed.abort(adapterClosed());
    const links = [...this.#links.values()];
    const farewell = async () => {
      await this.#scanning.end(adapterClosed());
      const handles = links.map((link) => link.handle);
      await Promise.all(
        handles.map((handle) =>
          this.#hci.send(commands.disconnect, {
            handle,
            reason: HCI_ERROR['remote-device-terminated-due-to-power-off'],
          }),
        ),
      );
      await Promise.all(links.map((link) => link.disconnected()));
      await this.#hci.send(commands.reset, {});
    };
    await atMost(
      this.#clock,
      CLOSE_MS,
      farewell().catch((error) => this.trace.event('gap', 'close', { error: String(error) })),
    );
    this.#dropEverything(adapterClosed(), HCI_ERROR['connection-terminated-by-local-host']);
    await this.#options.transport.close();
    this.#events.emit('closed', null);
  }
}
