import type { ErrorLayer } from '../../../src-shared/model/ble-error.js';
import type { UuidLike } from '../../../src-shared/model/uuid.js';
import type { Clock } from '../util/clock.js';
import { endController, withDeadline } from '../util/deadline.js';
import { Emitter } from '../util/emitter.js';
import type {
  Connection,
  ConnectionEvents,
  ConnectionParameterRequest,
  ConnectionParameters,
  DataLength,
  DisconnectReason,
  LinkPhy,
  LinkSecurity,
  SecurityRequest,
} from './connection.js';
import type { DeviceRecord } from './device-registry.js';
import { disconnectedError } from './errors.js';
import type { ClientService, DiscoverOptions, GattTree, KnownDatabase } from './gatt-client.js';
import type { L2capAcceptOptions, L2capChannel, L2capConnectOptions } from './l2cap.js';
import type { LinkChannels } from './link-channels.js';
import type { LinkGatt } from './link-gatt.js';
import { DEFAULT_TIMEOUT_MS, type Op } from './options.js';
import type { PairingOutcome, PairingStep, PairOptions } from './security.js';

/** The engine-neutral part of a Connection: state, waiting for the end, events. */
export abstract class Link implements Connection {
  readonly #ended = endController();
  readonly #events = new Emitter<ConnectionEvents>();
  #reason: DisconnectReason | null = null;
  #parameters: ConnectionParameters;
  #dataLength: DataLength = { txOctets: 27, rxOctets: 27 };
  #phy: LinkPhy = { tx: '1M', rx: '1M' };

  constructor(
    readonly device: DeviceRecord,
    readonly role: 'central' | 'peripheral',
    parameters: ConnectionParameters,
    protected readonly clock: Clock,
    /** Aborts when the adapter closes. */
    protected readonly adapterClosed: AbortSignal,
  ) {
    this.#parameters = parameters;
    device.setConnection(this);
  }

  get encrypted(): boolean {
    return this.security.encrypted;
  }

  get authenticated(): boolean {
    return this.security.authenticated;
  }

  get bonded(): boolean {
    return this.security.bonded;
  }

  get keySize(): number {
    return this.security.keySize;
  }

  get secureConnections(): boolean {
    return this.security.secureConnections;
  }

  get mtu(): number {
    return this.gatt.mtu;
  }

  get parameters(): Readonly<ConnectionParameters> {
    return this.#parameters;
  }

  get dataLength(): Readonly<DataLength> {
    return this.#dataLength;
  }

  get phy(): Readonly<LinkPhy> {
    return this.#phy;
  }

  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  isConnected(): boolean {
    return this.#reason === null;
  }

  async disconnect(o: Op = {}): Promise<void> {
    await withDeadline(
      {
        clock: this.clock,
        layer: 'gap',
        operation: `disconnect from ${this.device.address}`,
        limits: o,
        defaultMs: DEFAULT_TIMEOUT_MS.disconnect, // no end but its own: with the adapter the link goes down too, which is what is wanted
      },
      async (signal) => {
        if (!this.isConnected()) return;
        const down = this.#untilDown(signal);
        const asked = this.requestDisconnect().then(() => down);
        // What the radio answers is of no interest once the link is down.
        await Promise.race([down, asked]).catch((error) => {
          if (this.isConnected()) throw error;
        });
      },
    );
  }

  async disconnected(o: Op = {}): Promise<DisconnectReason> {
    return withDeadline(
      {
        clock: this.clock,
        layer: 'gap',
        operation: `wait for ${this.device.address} to disconnect`,
        limits: o,
        defaultMs: Infinity,
      },
      (signal) => this.#untilDown(signal),
    );
  }

  exchangeMtu(mtu?: number, o: Op = {}): Promise<number> {
    return this.gatt.exchangeMtu(mtu, o);
  }

  async mtuExchanged(o: Op = {}): Promise<number> {
    return this.operate('wait for the MTU', o, Infinity, (signal) => this.gatt.mtuExchanged(signal), 'att');
  }

  service(uuid: UuidLike, o: Op = {}): Promise<ClientService | null> {
    return this.gatt.service(uuid, o);
  }

  services(uuid?: UuidLike, o: Op = {}): AsyncIterable<ClientService> {
    return this.gatt.services(uuid, o);
  }

  discover(o: DiscoverOptions = {}): Promise<GattTree> {
    return this.gatt.discover(o);
  }

  known(tree: GattTree): KnownDatabase {
    return this.gatt.known(tree);
  }

  l2capAccept(psm: number, mtu: number, o: L2capAcceptOptions = {}): Promise<L2capChannel> {
    return this.channels.accept(psm, mtu, o);
  }

  l2capConnect(psm: number, mtu: number, o: L2capConnectOptions = {}): Promise<L2capChannel> {
    return this.channels.connect(psm, mtu, o);
  }

  abstract pair(o?: PairOptions): Promise<PairingOutcome>;
  abstract cancelPairing(): void;
  abstract setPhy(wanted: Partial<LinkPhy>, o?: Op): Promise<LinkPhy>;
  abstract updateParameters(p: ConnectionParameterRequest, o?: Op): Promise<void>;
  abstract readRssi(o?: Op): Promise<number>;

  on<K extends keyof ConnectionEvents>(event: K, listener: (value: ConnectionEvents[K]) => void): () => void {
    return this.#events.on(event, listener);
  }

  toString(): string {
    const state =
      this.#reason === null ? `interval ${this.#parameters.intervalUs / 1_000} ms` : `ended, ${this.#reason.code}`;
    return `link to ${this.device.address} (${this.device.addressType}) as ${this.role}, ${state}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.disconnect();
  }

  protected abstract readonly gatt: LinkGatt;

  protected abstract readonly channels: LinkChannels;

  /** How far the link is protected now. */
  protected abstract readonly security: LinkSecurity;

  /** Asks the radio to end the link; resolves when the request is accepted. */
  protected abstract requestDisconnect(): Promise<void>;

  /** Engines call this once, when the link is down. */
  ended(reason: DisconnectReason): void {
    if (this.#reason) return;
    this.#reason = reason;
    if (this.device.connection === this) this.device.setConnection(null);
    this.#ended.abort(disconnectedError(this.device.address, reason));
  }

  /** Engines call this when an MTU exchange has happened. */
  mtuChanged(mtu: number): void {
    this.#events.emit('mtu', mtu);
  }

  /** Engines call this when the link's parameters changed. */
  parametersChanged(parameters: ConnectionParameters): void {
    this.#parameters = parameters;
    this.#events.emit('parameters', parameters);
  }

  /** Engines call this when the length of data PDUs changed. */
  dataLengthChanged(dataLength: DataLength): void {
    this.#dataLength = dataLength;
    this.#events.emit('data-length', dataLength);
  }

  /** Engines call this when what `security` says has changed. */
  securityChanged(state: LinkSecurity): void {
    this.#events.emit('encryption', state);
  }

  /** Engines call this when a peripheral asks for security. */
  securityRequested(request: SecurityRequest): void {
    this.#events.emit('security-request', request);
  }

  /** Engines call this at every step of a pairing. */
  pairingStep(step: PairingStep): void {
    this.#events.emit('pairing-step', step);
  }

  /** Engines call this when the PHY changed. */
  phyChanged(phy: LinkPhy): void {
    this.#phy = phy;
    this.#events.emit('phy', phy);
  }

  /** Runs one remote operation of this link, which ends with it. */
  protected operate<T>(
    operation: string,
    limits: Op,
    defaultMs: number,
    work: (signal: AbortSignal) => Promise<T>,
    layer: ErrorLayer = 'gap',
  ): Promise<T> {
    const spec = {
      clock: this.clock,
      layer,
      operation: `${operation} on ${this.device.address}`,
      limits,
      defaultMs,
      ends: [this.adapterClosed, this.signal],
    } as const;
    return withDeadline(spec, work);
  }

  #untilDown(limit: AbortSignal): Promise<DisconnectReason> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      if (this.#reason) return resolve(this.#reason);
      if (limit.aborted) return reject(limit.reason);
      const onDown = () => {
        limit.removeEventListener('abort', onLimit);
        resolve(this.#reason as DisconnectReason);
      };
      const onLimit = () => {
        signal.removeEventListener('abort', onDown);
        reject(limit.reason);
      };
      signal.addEventListener('abort', onDown, { once: true });
      limit.addEventListener('abort', onLimit, { once: true });
    });
  }
}
