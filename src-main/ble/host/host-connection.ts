import { HCI_ERROR } from '../../../src-shared/assigned-numbers/hci.js';
import type { Address } from '../../../src-shared/model/address.js';
import { requireObject, requireOneOf } from '../../../src-shared/model/arguments.js';
import type {
  ConnectionParameterRequest,
  ConnectionParameters,
  DisconnectReason,
  LinkPhy,
  LinkSecurity,
} from '../api/connection.js';
import { type ConnectParameters, checkParameters, type DeviceRecord } from '../api/device-registry.js';
import { BleError, hciError, unsupported } from '../api/errors.js';
import { Link } from '../api/link.js';
import { DEFAULT_TIMEOUT_MS, type Op } from '../api/options.js';
import type { PairingOutcome, PairOptions } from '../api/security.js';
import type { TraceLog } from '../api/trace-log.js';
import type { Clock } from '../util/clock.js';
import { unlessAborted } from '../util/unless-aborted.js';
import { AttBearer } from './att/att-bearer.js';
import { connectionTiming, fromTiming, isAcceptable } from './gap/parameters.js';
import { GattClient } from './gatt/gatt-client.js';
import type { GattServer } from './gatt/gatt-server.js';
import { commands } from './hci/commands.js';
import type { ConnectionCompleteEvent, Hci } from './hci/hci.js';
import type { ChannelListeners } from './l2cap/channel-listeners.js';
import { ChannelManager } from './l2cap/channel-manager.js';
import { CID } from './l2cap/fixed-channels.js';
import { L2cap } from './l2cap/l2cap.js';
import { describeCommand } from './l2cap/pdus.js';
import { type ParameterTiming, Signalling } from './l2cap/signalling.js';
import { LinkEncryption } from './smp/link-encryption.js';
import type { SecurityManager } from './smp/security-manager.js';

const RSSI_UNKNOWN = 127;
/** The reason we give when a program disconnects. */
const LEAVING = HCI_ERROR['remote-user-terminated-connection'];

/** A procedure of the link layer is answered within 40 s, or the link ends: Core Vol 6 Part B 5.2. */
const PROCEDURE_MS = 40_000;

/** PHY preference bits, Vol 4 Part E 7.8.49. */
const PHY_BIT = { '1M': 1, '2M': 2, coded: 4 } as const;

interface UpdateOutcome {
  status: number;
  parameters: ConnectionParameters;
}

export interface HostConnectionOptions {
  hci: Hci;
  trace: TraceLog;
  clock: Clock;
  adapterClosed: AbortSignal;
  server: GattServer;
  manager: SecurityManager;
  /** Who listens for L2CAP channels on every link. */
  listeners: ChannelListeners;
  /** The address this side made the link with, and the one it is known by. */
  ours: Address;
  ourIdentity: () => Address;
  /** Pair and try again when the peer asks for more security. */
  autoPair: boolean;
  /** The controller can encrypt. */
  canPair: boolean;
  /** ATT MTU to offer and to answer with. */
  mtu: number;
}

/** A link on a controller that our own host drives. */
export class HostConnection extends Link {
  readonly handle: number;
  readonly l2cap: L2cap;
  protected readonly gatt: GattClient;
  protected readonly channels: ChannelManager;
  readonly encryption: LinkEncryption;
  readonly #canPair: boolean;
  readonly #bearer: AttBearer;
  readonly #signalling: Signalling;
  readonly #server: GattServer;
  readonly #hci: Hci;
  readonly #trace: TraceLog;
  readonly #phyWaiters: ((outcome: { status: number; phy: LinkPhy }) => void)[] = [];
  #asked = false;
  /** The change of parameters that the controller carries out, whether or not anybody waits for it. */
  #update: { done: (outcome: UpdateOutcome) => void; until: number } | null = null;

  constructor(event: ConnectionCompleteEvent, device: DeviceRecord, options: HostConnectionOptions) {
    const { hci, trace, clock, adapterClosed, server, mtu, manager, ours, ourIdentity, autoPair } = options;
    super(device, event.role === 0 ? 'central' : 'peripheral', fromTiming(event), clock, adapterClosed);
    this.handle = event.handle;
    this.#hci = hci;
    this.#trace = trace;
    hci.acl.open(this.handle);
    this.l2cap = new L2cap((frame) => hci.acl.send(this.handle, frame));
    this.#server = server;
    this.#canPair = options.canPair;
    this.encryption = new LinkEncryption({
      connection: this,
      handle: this.handle,
      hci,
      clock,
      trace,
      manager,
      ours,
      theirs: { address: event.peerAddress, type: event.peerAddressType & 1 ? 'random' : 'public' },
      ourIdentity,
      send: (pdu) => this.l2cap.send(CID.smp, pdu),
      onState: (state) => this.securityChanged(state),
      onStep: (step) => this.pairingStep(step),
      onSecurityRequest: (request) => this.securityRequested(request),
      subscriptions: () => server.subscriptions(this),
      onBond: ({ cccd }) => server.restore(this, cccd),
    });
    this.#bearer = new AttBearer({
      clock,
      send: (pdu) => this.l2cap.send(CID.att, pdu),
      serve: (pdu) =>
        server.serve(this, pdu, {
          onMtuRequest: (theirs) => this.gatt.onMtuRequest(theirs),
          verify: (signed) => this.encryption.verify(signed),
        }),
      onValue: (attribute, data, kind) => this.gatt.onValue(attribute, data, kind),
      onDead: (error) => this.#dropDead(error),
    });
    this.gatt = new GattClient({
      connection: this,
      bearer: this.#bearer,
      operate: (operation, limits, defaultMs, work) => this.operate(operation, limits, defaultMs, work, 'att'),
      clock,
      trace,
      handle: this.handle,
      mtu,
      autoPair,
      onMtu: (agreed) => this.mtuChanged(agreed),
      sign: (pdu) => this.encryption.sign(pdu),
    });
    this.#signalling = new Signalling({
      clock,
      role: this.role,
      send: (frame) => this.l2cap.send(CID.signalling, frame),
      onParameterRequest: (wanted) => this.#agreeToParameters(wanted),
      onSendFailed: (error) => this.#trace.event('l2cap', 'signalling failed', { error: String(error) }, this.handle),
      onCommand: (direction, identifier, command) => {
        const { name, fields } = describeCommand(command);
        this.#trace.event('l2cap', name, { direction, identifier, ...fields }, this.handle);
      },
    });
    this.channels = new ChannelManager({
      clock,
      trace,
      handle: this.handle,
      connection: this,
      l2cap: this.l2cap,
      signalling: this.#signalling,
      acl: hci.acl,
      listeners: options.listeners,
      operate: (...args) => this.operate(...args),
      autoPair,
    });
    this.l2cap.onChannel(CID.signalling, (frame) => this.#signalling.receive(frame));
    this.l2cap.onChannel(CID.att, (pdu) => this.#bearer.receive(pdu));
    if (options.canPair) this.l2cap.onChannel(CID.smp, (pdu) => this.encryption.receive(pdu));
    server.open(this, this.#bearer);
    trace.event(
      'gap',
      'connected',
      { peer: device.address, addressType: device.addressType, role: this.role, ...this.parameters },
      this.handle,
    );
  }

  protected get security(): LinkSecurity {
    return this.encryption.state;
  }

  async pair(o: PairOptions = {}): Promise<PairingOutcome> {
    return this.operate(
      'pair',
      o,
      DEFAULT_TIMEOUT_MS.pair,
      async (signal) => {
        if (!this.#canPair) throw unsupported('pair', 'this controller cannot encrypt');
        return this.encryption.pair(o, signal);
      },
      'smp',
    );
  }

  cancelPairing(): void {
    this.encryption.cancel();
  }

  async updateParameters(p: ConnectionParameterRequest, o: Op = {}): Promise<void> {
    const operation = `update parameters on ${this.device.address}`;
    const wanted = requestedParameters(p, this.parameters, operation);
    await this.operate('update parameters', o, DEFAULT_TIMEOUT_MS.gap, async (signal) => {
      if (this.#update && this.clock.now() < this.#update.until) throw updateBusy(operation);
      const updated = new Promise<UpdateOutcome>((done) => {
        this.#update = { done, until: this.clock.now() + PROCEDURE_MS };
      });
      const update = this.#update;
      const traced = this.#trace.begin('gap', 'update parameters', { ...wanted }, this.handle);
      try {
        await unlessAborted(this.#askForParameters(wanted, operation), signal);
        const { status, parameters } = await unlessAborted(updated, signal);
        if (status !== HCI_ERROR.success) throw hciError(status, operation, 'peer');
        traced.end({ ...parameters });
      } catch (error) {
        traced.fail(error);
        // Given up, the procedure still runs in the controller, until its event; refused, it never began.
        if (!signal.aborted && this.#update === update) this.#update = null;
        throw isHciError(error, 'command-disallowed') ? updateBusy(operation, error) : error;
      }
    });
  }

  async setPhy(wanted: Partial<LinkPhy>, o: Op = {}): Promise<LinkPhy> {
    const operation = `set PHY on ${this.device.address}`;
    const { tx, rx } = wanted;
    for (const phy of [tx, rx]) {
      if (phy !== undefined) requireOneOf(operation, 'the PHY', phy, Object.keys(PHY_BIT));
    }
    return this.operate('set PHY', o, DEFAULT_TIMEOUT_MS.gap, async (signal) => {
      const updated = new Promise<{ status: number; phy: LinkPhy }>((done) => this.#phyWaiters.push(done));
      await this.#hci.send(commands.leSetPhy, {
        handle: this.handle,
        allPhys: (tx === undefined ? 1 : 0) | (rx === undefined ? 2 : 0), // what is absent may be any
        txPhys: tx === undefined ? 0 : PHY_BIT[tx],
        rxPhys: rx === undefined ? 0 : PHY_BIT[rx],
        options: 0,
      });
      const { status, phy } = await unlessAborted(updated, signal);
      if (status !== HCI_ERROR.success) throw hciError(status, operation, 'peer');
      return phy;
    });
  }

  onPhyUpdated(status: number, phy: LinkPhy): void {
    if (status === HCI_ERROR.success) {
      this.#trace.event('gap', 'PHY changed', { ...phy }, this.handle);
      this.phyChanged(phy);
    }
    for (const done of this.#phyWaiters.splice(0)) done({ status, phy });
  }

  async readRssi(o: Op = {}): Promise<number> {
    return this.operate('read RSSI', o, DEFAULT_TIMEOUT_MS.gap, async () => {
      const { rssi } = await this.#hci.send(commands.readRssi, { handle: this.handle });
      if (rssi === RSSI_UNKNOWN) {
        throw new BleError('unsupported', {
          layer: 'hci',
          operation: 'read RSSI',
          message: 'read RSSI: this controller does not know the signal strength',
        });
      }
      return rssi;
    });
  }

  onParametersUpdated(status: number, parameters: ConnectionParameters): void {
    if (status === HCI_ERROR.success) {
      this.#trace.event('gap', 'parameters changed', { ...parameters }, this.handle);
      this.parametersChanged(parameters);
    }
    this.#update?.done({ status, parameters });
    this.#update = null;
  }

  override ended(reported: DisconnectReason): void {
    // Some controllers report the reason we gave instead of 0x16, "terminated by local host".
    const reason: DisconnectReason =
      this.#asked && reported.status === LEAVING ? { ...reported, origin: 'local' } : reported;
    super.ended(reason);
    const error = this.signal.reason as BleError;
    this.encryption.close(error);
    this.#bearer.close(error);
    this.#signalling.close(error);
    this.#server.end(this);
    this.#hci.acl.close(this.handle, error);
    this.#trace.event(
      'gap',
      'disconnected',
      { peer: this.device.address, reason: reason.code, origin: reason.origin },
      this.handle,
    );
  }

  /** As central, asked by the peripheral over L2CAP: what we agree to we also do, Core Vol 3 Part A 4.20. */
  #agreeToParameters(wanted: ParameterTiming): boolean {
    const isFine = isAcceptable(wanted);
    this.#trace.event('l2cap', 'parameters asked for', { ...wanted, agreed: isFine }, this.handle);
    if (!isFine) return false;
    const update = { handle: this.handle, ...wanted, ceLengthMin: 0, ceLengthMax: 0 };
    this.#hci
      .send(commands.leConnectionUpdate, update)
      .catch((error) => this.#trace.event('gap', 'parameters not changed', { error: String(error) }, this.handle));
    return true;
  }

  /**
   * Asks for other parameters: by the link layer, or, as peripheral of a controller or peer without that procedure, over L2CAP.
   * What comes of it is told by Connection Update Complete.
   */
  async #askForParameters(wanted: ConnectParameters, operation: string): Promise<void> {
    const timing = connectionTiming(wanted);
    try {
      await this.#hci.send(commands.leConnectionUpdate, { handle: this.handle, ...timing });
    } catch (error) {
      if (this.role === 'central' || !isRefusedByLinkLayer(error)) throw error;
      if (await this.#signalling.requestParameters(timing)) return;
      throw new BleError('l2cap/connection-parameters-rejected', {
        layer: 'l2cap',
        operation,
        origin: 'peer',
        status: 1,
        message: `${operation}: the central does not agree`,
      });
    }
  }

  /** A transaction took 30 s: no more ATT may go on this link, Core Vol 3 Part F 3.3.3. */
  #dropDead(error: BleError): void {
    this.#trace.event('att', 'bearer dead', { error: error.message }, this.handle);
    this.disconnect().catch((failure) =>
      this.#trace.event('gap', 'drop failed', { error: String(failure) }, this.handle),
    );
  }

  protected async requestDisconnect(): Promise<void> {
    this.#asked = true;
    try {
      await this.#hci.send(commands.disconnect, {
        handle: this.handle,
        reason: LEAVING,
      });
    } catch (error) {
      // The link is ending already: its Disconnection Complete is on the way.
      if (!isHciError(error, 'unknown-connection-identifier') && !isHciError(error, 'command-disallowed')) throw error;
    }
  }
}

/** What is absent stays as it is. */
function requestedParameters(
  p: ConnectionParameterRequest,
  current: Readonly<ConnectionParameters>,
  operation: string,
): ConnectParameters {
  requireObject(operation, 'the parameters argument', p);
  const { intervalUs = current.intervalUs, latency = current.latency } = p;
  const { supervisionTimeoutMs = current.supervisionTimeoutMs } = p;
  const least = p.minIntervalUs ?? p.minConnIntervalUs;
  const greatest = p.maxIntervalUs ?? p.maxConnIntervalUs;
  const minIntervalUs = least ?? (greatest === undefined ? intervalUs : Math.min(intervalUs, greatest));
  const wanted = { minIntervalUs, maxIntervalUs: greatest ?? minIntervalUs, latency, supervisionTimeoutMs };
  checkParameters(wanted, operation);
  return wanted;
}

function isHciError(error: unknown, name: keyof typeof HCI_ERROR): boolean {
  return error instanceof BleError && error.code === `hci/${name}`;
}

/** Vol 6 Part B 5.1.7.1: where one side lacks the procedure. Our own controller's refusal reads 'unsupported'. */
function isRefusedByLinkLayer(error: unknown): boolean {
  return isHciError(error, 'unsupported-remote-feature') || (error instanceof BleError && error.code === 'unsupported');
}

function updateBusy(operation: string, cause?: unknown): BleError {
  return new BleError('busy', { layer: 'gap', operation, cause, message: `${operation}: an update is under way` });
}
