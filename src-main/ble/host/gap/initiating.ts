import { HCI_ERROR } from '../../../../src-shared/assigned-numbers/hci.js';
import type { Connection } from '../../api/connection.js';
import type { ConnectParameters, DeviceRecord } from '../../api/device-registry.js';
import { type BleError, hasCode, hciError } from '../../api/errors.js';
import type { TraceLog } from '../../api/trace-log.js';
import { atMost } from '../../util/at-most.js';
import type { Clock, TimerHandle } from '../../util/clock.js';
import { sleep } from '../../util/deadline.js';
import { Mutex } from '../../util/mutex.js';
import { commands } from '../hci/commands.js';
import type { ConnectionCompleteEvent, Hci } from '../hci/hci.js';
import { Attempt, type Ending } from './attempt.js';
import type { AddressUser, OwnAddress } from './own-address.js';
import { connectionTiming } from './parameters.js';
import type { Scanning } from './scanning.js';

/** While it initiates, a controller listens all the time: 60 ms of every 60 ms, TGAP(scan_fast_interval). */
const SCAN_SLOTS = 96;
const RETRY_MS = 50;
const CANCEL_MS = 5_000;
/** A controller initiates to one peer at a time: while others wait, each has it for so long. */
const TURN_MS = 1_000;
/** Creates that did not get through in a row, before their error is the answer. */
const TROUBLES = 3;

const NOT_FOUND: Ending = { link: null, status: HCI_ERROR['connection-failed-to-be-established'], again: 'soon' };
const CANCELLED: Ending = { link: null, status: HCI_ERROR['unknown-connection-identifier'], again: 'now' };

export interface InitiatingOptions {
  hci: Hci;
  clock: Clock;
  own: OwnAddress;
  scanning: Scanning;
  trace: TraceLog;
  /** One sequence of commands to the radio at a time. */
  gate: Mutex;
  /** Makes the link object, at once, so that nothing the peer sends is missed. */
  createLink: (event: ConnectionCompleteEvent, device: DeviceRecord) => Connection;
}

/** One connect(), which may take several attempts. */
interface Call {
  device: DeviceRecord;
  parameters: ConnectParameters;
  signal: AbortSignal;
  /** This controller refuses to initiate while it scans. */
  pausesScan: boolean;
  troubles: number;
}

/** The central role: creates links, one at a time as the controller can. */
export class Initiating implements AddressUser {
  #attempt: Attempt | null = null;
  /** An answer is missing: the controller may be initiating. */
  #isUnsure = false;
  readonly #turns = new Mutex();

  constructor(private readonly options: InitiatingOptions) {}

  get isOn(): boolean {
    return this.#attempt !== null || this.#isUnsure;
  }

  get shows(): 0 | 1 | null {
    return this.#attempt?.device ? this.#attempt.ownAddressType : null;
  }

  async connect(device: DeviceRecord, parameters: ConnectParameters, signal: AbortSignal): Promise<Connection> {
    const operation = this.options.trace.begin('gap', 'connect', {
      peer: device.address,
      addressType: device.addressType,
    });
    try {
      const link = await this.#connect({ device, parameters, signal, pausesScan: false, troubles: 0 });
      operation.end({ link: String(link) });
      return link;
    } catch (error) {
      operation.fail(error);
      throw error;
    }
  }

  /** Whether a link to this event's peer is being made. */
  isExpecting(event: ConnectionCompleteEvent): boolean {
    return this.#attempt?.isFor(event) ?? false;
  }

  /** Hears of every Connection Complete in the central role, and of every failed one. */
  onComplete(event: ConnectionCompleteEvent): void {
    const attempt = this.#attempt;
    this.#attempt = null;
    this.#isUnsure = false;
    if (event.status !== HCI_ERROR.success) return attempt?.settle(this.#failure(event.status, attempt));
    const device = attempt?.isFor(event) ? attempt.wanted : null;
    if (attempt && device) {
      return attempt.settle({ link: this.options.createLink(event, device), status: event.status, again: 'never' });
    }
    // Nobody waits for it any more, or ever did: ended, not left as a ghost.
    const { hci, trace } = this.options;
    trace.event('gap', 'late link dropped', { peer: event.peerAddress }, event.handle);
    hci
      .send(commands.disconnect, { handle: event.handle, reason: HCI_ERROR['remote-user-terminated-connection'] })
      .catch((error) => trace.event('gap', 'drop failed', { error: String(error) }));
    attempt?.settle(NOT_FOUND);
  }

  /** The peer that we are connecting to has connected to us: that link is as good. */
  onIncoming(link: Connection): void {
    if (this.#attempt?.device === link.device) void this.#cancel(this.#attempt);
  }

  /** The controller is gone or was reset. */
  end(error: BleError): void {
    const attempt = this.#attempt;
    this.#attempt = null;
    this.#isUnsure = false;
    attempt?.fail(error);
  }

  /** Within the gate: ends the attempt; the connect() it is for begins another one once the gate is free. */
  async suspend(): Promise<void> {
    if (this.#attempt) await this.#cancel(this.#attempt);
    else if (this.#isUnsure) await this.#clear();
  }

  async resume(): Promise<void> {}

  async #connect(call: Call): Promise<Connection> {
    const { device, signal } = call;
    for (;;) {
      const { link, status, again } = await this.#turns.run(() => this.#turn(call), signal);
      if (link) return link;
      signal.throwIfAborted();
      if (again === 'never') throw hciError(status, `connect to ${device.address}`);
      if (again === 'soon') await sleep(this.options.clock, RETRY_MS, signal);
    }
  }

  /** One attempt, which others that wait may cut short. */
  async #turn(call: Call): Promise<Ending> {
    const { clock, gate, own, scanning } = this.options;
    const { signal } = call;
    const { connection } = call.device;
    if (connection?.isConnected()) return { link: connection, status: HCI_ERROR.success, again: 'never' };
    const attempt = new Attempt(call.device, signal);
    let isScanPaused = false;
    let timer: TimerHandle | null = null;
    const cancel = () => void this.#cancel(attempt);
    const nextTurn = () => {
      if (this.#turns.waiting > 0) cancel();
      else timer = clock.setTimeout(nextTurn, TURN_MS);
    };
    try {
      await gate.run(async () => {
        if (call.pausesScan) {
          isScanPaused = true;
          await scanning.suspend();
        }
        await this.#create(attempt, call);
      }, signal);
      if (signal.aborted) cancel();
      else signal.addEventListener('abort', cancel, { once: true });
      timer = clock.setTimeout(nextTurn, TURN_MS);
      return await attempt.ended;
    } finally {
      if (timer !== null) clock.clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      if (this.#attempt === attempt) this.#attempt = null;
      if (isScanPaused) void gate.run(() => scanning.resume());
      own.changed();
    }
  }

  /** Within the gate. When it resolves the attempt has begun, or has ended already. */
  async #create(attempt: Attempt, call: Call): Promise<void> {
    const { own } = this.options;
    if (this.#isUnsure) await this.#clear();
    attempt.ownAddressType = await own.prepare();
    call.signal.throwIfAborted();
    this.#attempt = attempt;
    own.changed();
    try {
      // A link that is up counts, whatever became of the answer.
      await Promise.race([this.#send(attempt, call), attempt.ended]);
      attempt.isAccepted = true;
      call.troubles = 0;
    } catch (error) {
      if (!attempt.isOver) await this.#settleTrouble(attempt, call, error);
    }
  }

  #send(attempt: Attempt, { device, parameters }: Call): Promise<void> {
    return this.options.hci.send(commands.leCreateConnection, {
      scanInterval: SCAN_SLOTS,
      scanWindow: SCAN_SLOTS,
      filterPolicy: 0,
      peerAddressType: device.onAir.type === 'random' ? 1 : 0,
      peerAddress: device.onAir.address,
      ownAddressType: attempt.ownAddressType,
      ...connectionTiming(parameters),
    });
  }

  /** The controller did not answer, or is at something already: once it is at nothing the next attempt has a chance. */
  async #settleTrouble(attempt: Attempt, call: Call, error: unknown): Promise<void> {
    const { scanning } = this.options;
    const isRefused = hasCode(error, 'hci/command-disallowed');
    if (!isRefused && !hasCode(error, 'timeout')) throw error;
    const wasInitiating = await this.#cancel(attempt);
    call.troubles += 1;
    if (call.troubles >= TROUBLES) throw error;
    if (isRefused && !wasInitiating && !attempt.isOver) {
      if (call.pausesScan || !scanning.isOn) throw error;
      call.pausesScan = true;
    }
    attempt.settle(CANCELLED);
  }

  /** Ends whatever the controller may be at. */
  async #clear(): Promise<void> {
    const unknown = new Attempt(null, null);
    this.#attempt = unknown;
    await this.#cancel(unknown);
    if (this.#attempt === unknown) this.#attempt = null;
    unknown.settle(CANCELLED);
    await unknown.ended;
  }

  /** Ends an attempt in the controller, and resolves when it has; with whether the controller was at it. Never rejects. */
  #cancel(attempt: Attempt): Promise<boolean> {
    attempt.cancelling ??= this.#cancelInController(attempt).catch((error) => {
      this.options.trace.event('gap', 'cancel failed', { error: String(error) });
      if (!attempt.isOver) this.#isUnsure = true;
      attempt.fail(error);
      return false;
    });
    return attempt.cancelling;
  }

  async #cancelInController(attempt: Attempt): Promise<boolean> {
    const wasInitiating = await this.#sendCancel(attempt);
    // Connection Complete tells its end; also when the cancel is refused, as the link has just come up then.
    if (wasInitiating || attempt.isAccepted) {
      await atMost(this.options.clock, CANCEL_MS, attempt.ended);
      if (!attempt.isOver) this.#isUnsure = true;
      if (this.#attempt === attempt) this.#attempt = null;
      attempt.settle(CANCELLED);
    }
    return wasInitiating;
  }

  async #sendCancel(attempt: Attempt): Promise<boolean> {
    const { hci } = this.options;
    for (let tries = 2; !attempt.isOver; tries -= 1) {
      try {
        await hci.send(commands.leCreateConnectionCancel, {});
        return true;
      } catch (error) {
        if (hasCode(error, 'hci/command-disallowed')) return false;
        // A lost command is worth a second one, or the radio would go on for ever.
        if (tries === 1 || !hasCode(error, 'timeout')) throw error;
      }
    }
    return true; // its end has been told, which is better than an answer
  }

  #failure(status: number, attempt: Attempt): Ending {
    if (attempt.cancelling) return { ...CANCELLED, status };
    // Some controllers give up at once when the peer is not on the air, and the end of a cancelled attempt may come late:
    // until our own time is up, try again.
    const isWorthAnother = status === NOT_FOUND.status || status === CANCELLED.status;
    return { link: null, status, again: isWorthAnother ? 'soon' : 'never' };
  }
}
