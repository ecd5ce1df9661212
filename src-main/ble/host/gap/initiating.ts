import type { Connection } from '../../api/connection.js';
import type { ConnectParameters, DeviceRecord } from '../../api/device-registry.js';
import { BleError, hciError } from '../../api/errors.js';
import type { TraceLog } from '../../api/trace-log.js';
import type { Clock } from '../../util/clock.js';
import { sleep } from '../../util/deadline.js';
import { Mutex } from '../../util/mutex.js';
import { commands } from '../hci/commands.js';
import type { ConnectionCompleteEvent, Hci } from '../hci/hci.js';
import type { OwnAddress } from './own-address.js';
import { connectionTiming } from './parameters.js';
import type { Scanning } from './scanning.js';

/** While it initiates, a controller listens all the time: 60 ms of every 60 ms, TGAP(scan_fast_interval). */
const SCAN_SLOTS = 96;
const RETRY_MS = 50;
const CANCEL_MS = 5_000;

export interface InitiatingOptions {
  hci: Hci;
  clock: Clock;
  own: OwnAddress;
  scanning: Scanning;
  trace: TraceLog;
  /** Makes the link object, at once, so that nothing the peer sends is missed. */
  createLink: (event: ConnectionCompleteEvent, device: DeviceRecord) => Connection;
}

interface Attempt {
  device: DeviceRecord;
  cancelled: boolean;
  done(event: ConnectionCompleteEvent, link: Connection | null): void;
  failed(error: BleError): void;
}

/** The central role: creates links, one at a time as the controller can. */
export class Initiating {
  #attempt: Attempt | null = null;
  readonly #mutex = new Mutex();

  constructor(private readonly options: InitiatingOptions) {}

  connect(device: DeviceRecord, parameters: ConnectParameters, signal: AbortSignal): Promise<Connection> {
    return this.#mutex.run(async () => {
      const operation = this.options.trace.begin('gap', 'connect', {
        peer: device.address,
        addressType: device.addressType,
      });
      try {
        const link = await this.#connect(device, parameters, signal);
        operation.end({ link: String(link) });
        return link;
      } catch (error) {
        operation.fail(error);
        throw error;
      }
    }, signal);
  }

  /** Hears of every Connection Complete in the central role, and of every failed one. */
  onComplete(event: ConnectionCompleteEvent): void {
    const attempt = this.#attempt;
    this.#attempt = null;
    if (event.status !== 0) return attempt?.done(event, null);
    if (!attempt || attempt.cancelled) {
      // Nobody waits any more: a link that came late is ended, not left as a ghost.
      const { hci, trace } = this.options;
      trace.event('gap', 'late link dropped', { peer: event.peerAddress }, event.handle);
      hci
        .send(commands.disconnect, { handle: event.handle, reason: 0x13 })
        .catch((error) => trace.event('gap', 'drop failed', { error: String(error) }));
      return attempt?.done(event, null);
    }
    attempt.done(event, this.options.createLink(event, attempt.device));
  }

  /** The controller is gone or was reset. */
  end(error: BleError): void {
    this.#attempt?.failed(error);
    this.#attempt = null;
  }

  async #connect(device: DeviceRecord, parameters: ConnectParameters, signal: AbortSignal): Promise<Connection> {
    for (;;) {
      const { event, link } = await this.#once(device, parameters, signal);
      if (link) return link;
      signal.throwIfAborted();
      // Some controllers give up at once when the peer is not on the air: until our own time is up, try again.
      if (event.status !== 0x3e) throw hciError(event.status, `connect to ${device.address}`);
      await sleep(this.options.clock, RETRY_MS, signal);
    }
  }

  async #once(
    device: DeviceRecord,
    parameters: ConnectParameters,
    signal: AbortSignal,
  ): Promise<{ event: ConnectionCompleteEvent; link: Connection | null }> {
    const { scanning } = this.options;
    let attempt: Attempt | null = null;
    const completed = new Promise<{ event: ConnectionCompleteEvent; link: Connection | null }>((resolve, reject) => {
      attempt = { device, cancelled: false, done: (event, link) => resolve({ event, link }), failed: reject };
      this.#attempt = attempt;
    });
    completed.catch(() => undefined); // the command below may fail first
    const create = () => this.#create(device, parameters);
    try {
      await create().catch((error) => {
        if (!scanning.active || !(error instanceof BleError && error.code === 'hci/command-disallowed')) throw error;
        return scanning.paused(async () => {
          await create();
          await this.#settled(completed, attempt as unknown as Attempt, signal);
        });
      });
    } catch (error) {
      this.#attempt = null;
      throw error;
    }
    await this.#settled(completed, attempt as unknown as Attempt, signal);
    return completed;
  }

  async #create(device: DeviceRecord, parameters: ConnectParameters): Promise<void> {
    const { hci, own } = this.options;
    const ownAddressType = await own.prepare();
    await hci.send(commands.leCreateConnection, {
      scanInterval: SCAN_SLOTS,
      scanWindow: SCAN_SLOTS,
      filterPolicy: 0,
      peerAddressType: device.addressType === 'random' ? 1 : 0,
      peerAddress: device.address,
      ownAddressType,
      ...connectionTiming(parameters),
    });
  }

  /** Waits for the attempt's end; when the signal aborts, cancels it in the controller and waits for that. */
  async #settled(completed: Promise<unknown>, attempt: Attempt, signal: AbortSignal): Promise<void> {
    const { hci, clock, trace } = this.options;
    const onAbort = () => {
      attempt.cancelled = true;
      const lost = clock.setTimeout(() => {
        if (this.#attempt === attempt) this.#attempt = null;
        attempt.failed(signal.reason as BleError);
      }, CANCEL_MS);
      completed.then(
        () => clock.clearTimeout(lost),
        () => clock.clearTimeout(lost),
      );
      // Refused when the link has just come up: its Connection Complete is on the way, and the link is dropped then.
      hci
        .send(commands.leCreateConnectionCancel, {})
        .catch((error) => trace.event('gap', 'cancel refused', { error: String(error) }));
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    try {
      await completed;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}
