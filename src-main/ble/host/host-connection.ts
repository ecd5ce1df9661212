import { HCI_ERROR } from '../../../src-shared/assigned-numbers/hci.js';
import type { ConnectionParameterRequest, ConnectionParameters, DisconnectReason } from '../api/connection.js';
import { checkParameters, type DeviceRecord } from '../api/device-registry.js';
import { BleError, hciError } from '../api/errors.js';
import { Link } from '../api/link.js';
import { DEFAULT_TIMEOUT_MS, type Op } from '../api/options.js';
import type { TraceLog } from '../api/trace-log.js';
import type { Clock } from '../util/clock.js';
import { connectionTiming, fromTiming } from './gap/parameters.js';
import { commands } from './hci/commands.js';
import type { ConnectionCompleteEvent, Hci } from './hci/hci.js';
import { L2cap } from './l2cap/l2cap.js';

const RSSI_UNKNOWN = 127;
/** The reason we give when a program disconnects. */
const LEAVING = HCI_ERROR['remote-user-terminated-connection'];

export interface HostConnectionOptions {
  hci: Hci;
  trace: TraceLog;
  clock: Clock;
  adapterClosed: AbortSignal;
}

/** A link on a controller that our own host drives. */
export class HostConnection extends Link {
  readonly handle: number;
  readonly l2cap: L2cap;
  readonly #hci: Hci;
  readonly #trace: TraceLog;
  #asked = false;
  #updated: ((outcome: { status: number; parameters: ConnectionParameters }) => void) | null = null;

  constructor(
    event: ConnectionCompleteEvent,
    device: DeviceRecord,
    { hci, trace, clock, adapterClosed }: HostConnectionOptions,
  ) {
    super(device, event.role === 0 ? 'central' : 'peripheral', fromTiming(event), clock, adapterClosed);
    this.handle = event.handle;
    this.#hci = hci;
    this.#trace = trace;
    hci.acl.open(this.handle);
    this.l2cap = new L2cap((frame) => hci.acl.send(this.handle, frame));
    trace.event(
      'gap',
      'connected',
      { peer: device.address, addressType: device.addressType, role: this.role, ...this.parameters },
      this.handle,
    );
  }

  async updateParameters(p: ConnectionParameterRequest, o: Op = {}): Promise<void> {
    const operation = `update parameters on ${this.device.address}`;
    const {
      minIntervalUs,
      maxIntervalUs = minIntervalUs,
      latency = 0,
      supervisionTimeoutMs = this.parameters.supervisionTimeoutMs,
    } = p;
    const wanted = { minIntervalUs, maxIntervalUs, latency, supervisionTimeoutMs };
    checkParameters(wanted, operation);
    await this.operate('update parameters', o, DEFAULT_TIMEOUT_MS.gap, async (signal) => {
      if (this.#updated)
        throw new BleError('busy', { layer: 'gap', operation, message: `${operation}: an update is under way` });
      const updated = new Promise<{ status: number; parameters: ConnectionParameters }>((resolve, reject) => {
        this.#updated = resolve;
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
      updated.catch(() => undefined); // the command below may fail first
      const traced = this.#trace.begin('gap', 'update parameters', { ...wanted }, this.handle);
      try {
        await this.#hci.send(commands.leConnectionUpdate, { handle: this.handle, ...connectionTiming(wanted) });
        const { status, parameters } = await updated;
        if (status !== HCI_ERROR.success) throw hciError(status, operation, 'peer');
        traced.end({ ...parameters });
      } catch (error) {
        traced.fail(error);
        throw error;
      } finally {
        this.#updated = null;
      }
    });
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
    this.#updated?.({ status, parameters });
  }

  override ended(reported: DisconnectReason): void {
    // Some controllers report the reason we gave instead of 0x16, "terminated by local host".
    const reason: DisconnectReason =
      this.#asked && reported.status === LEAVING ? { ...reported, origin: 'local' } : reported;
    super.ended(reason);
    this.#hci.acl.close(this.handle, this.signal.reason as BleError);
    this.#trace.event(
      'gap',
      'disconnected',
      { peer: this.device.address, reason: reason.code, origin: reason.origin },
      this.handle,
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
      const isGone =
        error instanceof BleError &&
        (error.code === 'hci/unknown-connection-identifier' || error.code === 'hci/command-disallowed');
      if (!isGone) throw error;
    }
  }
}
