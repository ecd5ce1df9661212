import type { ReadableStream, WritableStream } from 'node:stream/web';
import { hexNumber } from '../../../../src-shared/bytes/hex.js';
import { requireBytes, requireInteger, requireObject, requireSignal } from '../../../../src-shared/model/arguments.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import { readableOf, writableOf } from '../../api/channel-streams.js';
import type { Connection } from '../../api/connection.js';
import { type L2capChannel, L2capSendError, type L2capSendOptions, type L2capStats } from '../../api/l2cap.js';
import { DEFAULT_TIMEOUT_MS, type Op } from '../../api/options.js';
import type { Clock } from '../../util/clock.js';
import { checkTimeout, endController, failureOf, timeoutError, withDeadline } from '../../util/deadline.js';
import { StallTimer } from '../../util/stall-timer.js';
import {
  type ChannelEffect,
  type ChannelInput,
  type ChannelState,
  type ChannelTerms,
  openChannel,
  stepChannel,
  type Violation,
} from './channel-machine.js';
import { sendingMps } from './k-frame.js';
import { closedError, violationError } from './l2cap-error.js';
import { SduReceiver } from './sdu-receiver.js';
import { SduSender } from './sdu-sender.js';

const NO_BYTES: Uint8Array = new Uint8Array(0);
const encoder = new TextEncoder();

/** What a channel needs of its link. */
export interface ChannelHost {
  readonly clock: Clock;
  readonly connection: Connection;
  /** Of the controller's ACL packets. */
  readonly aclLength: number;
  /** It has frames to send. */
  wake(channel: HostChannel): void;
  grant(channel: HostChannel, credits: number): void;
  /** Asks the peer to agree to the end, and tells left() when it has, or did not answer. */
  requestDisconnect(channel: HostChannel): void;
  /** Over for its program; null: in order. */
  ended(channel: HostChannel, by: 'local' | 'peer', violation: Violation | null): void;
  /** Its identifiers are free. */
  freed(channel: HostChannel): void;
}

export interface ChannelIdentity {
  psm: number;
  enhanced: boolean;
  ourCid: number;
  peerCid: number;
}

/** Runs the machine of one channel, and moves its bytes. */
export class HostChannel implements L2capChannel {
  readonly psm: number;
  readonly enhanced: boolean;
  readonly ourCid: number;
  readonly peerCid: number;
  readonly #name: string;
  readonly #sending: string;
  readonly #receiving: string;
  /** For the link's line of those that want to send. */
  isInLine = false;
  #state: ChannelState;
  /** Frames may go: the peer knows of the channel. */
  #isStarted = false;
  /** Why nothing can be sent any more. */
  #end: { reason: unknown } | null = null;
  readonly #over = endController();
  readonly #receiver = new SduReceiver((length) => this.#step({ is: 'read', length }));
  readonly #sender: SduSender;
  #receivedBytes = 0;
  #receivedSdus = 0;
  #receivedFrames = 0;
  #stalls = 0;
  #stalledMs = 0;
  #stalledSince: number | null = null;
  /** The frame that the machine is looking at. */
  #payload = NO_BYTES;
  #readable: ReadableStream<Uint8Array> | null = null;
  #writable: WritableStream<Uint8Array> | null = null;

  constructor(
    identity: ChannelIdentity,
    terms: ChannelTerms,
    private readonly host: ChannelHost,
  ) {
    this.psm = identity.psm;
    this.enhanced = identity.enhanced;
    this.ourCid = identity.ourCid;
    this.peerCid = identity.peerCid;
    this.#state = openChannel(terms);
    this.#sender = new SduSender(host.clock, identity.peerCid, () => this.#step({ is: 'drained' }));
    const cids = `${hexNumber(this.ourCid, 4)}/${hexNumber(this.peerCid, 4)}`;
    this.#name = `channel ${cids} (PSM ${hexNumber(this.psm, 4)}) to ${host.connection.device.address}`;
    this.#sending = `send on ${this.#name}`;
    this.#receiving = `receive on ${this.#name}`;
  }

  get connection(): Connection {
    return this.host.connection;
  }

  get ourMtu(): number {
    return this.#state.ourMtu;
  }

  get peerMtu(): number {
    return this.#state.peerMtu;
  }

  get ourMps(): number {
    return this.#state.ourMps;
  }

  get peerMps(): number {
    return this.#state.peerMps;
  }

  get credits(): { readonly tx: number; readonly rx: number } {
    return { tx: this.#state.txCredits, rx: this.#state.rxCredits };
  }

  get stats(): L2capStats {
    const { sentBytes, sentSdus, sentFrames } = this.#sender;
    const stalling = this.#stalledSince === null ? 0 : this.host.clock.now() - this.#stalledSince;
    return {
      sentBytes,
      receivedBytes: this.#receivedBytes,
      sentSdus,
      receivedSdus: this.#receivedSdus,
      sentFrames,
      receivedFrames: this.#receivedFrames,
      stalls: this.#stalls,
      stalledMs: this.#stalledMs + stalling,
    };
  }

  get readable(): ReadableStream<Uint8Array> {
    this.#readable ??= readableOf(this);
    return this.#readable;
  }

  get writable(): WritableStream<Uint8Array> {
    this.#writable ??= writableOf(this);
    return this.#writable;
  }

  isOpen(): boolean {
    return this.#state.at === 'open' && this.#end === null;
  }

  async send(data: Uint8Array | string, o: L2capSendOptions = {}): Promise<void> {
    const operation = this.#sending;
    const bytes = typeof data === 'string' ? encoder.encode(data) : requireBytes(operation, 'data', data);
    const { chunkSize } = requireObject(operation, 'the options argument', o);
    if (chunkSize !== undefined) requireInteger(operation, 'chunkSize', chunkSize, [1, Infinity]);
    await this.#send(bytes, Math.min(this.peerMtu, chunkSize ?? 2 * this.ourMtu), operation, o);
  }

  async flush(o: Op = {}): Promise<void> {
    const operation = `flush ${this}`;
    requireObject(operation, 'the options argument', o);
    await this.#send(NO_BYTES, 1, operation, o);
  }

  async recv(o?: Op): Promise<Uint8Array | null> {
    const operation = this.#receiving;
    return this.#receive(operation, o, (signal) => this.#receiver.recv(operation, signal));
  }

  async recvInto(buf: Uint8Array, o?: Op): Promise<number> {
    const operation = this.#receiving;
    requireBytes(operation, 'buf', buf);
    return this.#receive(operation, o, (signal) => this.#receiver.recvInto(buf, operation, signal));
  }

  available(): boolean {
    return this.#receiver.available;
  }

  async disconnect(o: Op = {}): Promise<void> {
    const operation = `disconnect ${this}`;
    const { timeoutMs, signal } = requireObject(operation, 'the options argument', o);
    const limitMs = checkTimeout(timeoutMs, DEFAULT_TIMEOUT_MS.disconnect, operation);
    const limits = signal === undefined ? {} : { signal };
    await this.#within(operation, limits, async (ends) => {
      this.#step({ is: 'leave', pending: this.#sender.isBusy });
      if (this.#over.signal.aborted) return;
      await this.#untilOver(ends, operation, limitMs);
    });
  }

  async disconnected(o: Op = {}): Promise<void> {
    const operation = `wait for the end of ${this}`;
    await this.#within(operation, o, (ends) => this.#untilOver(ends, operation, Infinity));
  }

  toString(): string {
    return this.#name;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.disconnect();
  }

  /** The peer knows of the channel: frames sent from now on come after that. */
  start(): void {
    this.#isStarted = true;
    this.#wake();
  }

  get canSend(): boolean {
    return this.#isStarted && this.#end === null && this.#state.txCredits > 0 && this.#sender.hasFrame;
  }

  /** The next frame, when it can send. */
  nextFrame(): Uint8Array {
    this.#step({ is: 'frame-made' });
    return this.#sender.next(sendingMps(this.#state.peerMps, this.host.aclLength));
  }

  /** The frame is with the controller. */
  frameSent(): void {
    this.#sender.sent();
    this.#noteStall();
  }

  receive(payload: Uint8Array): void {
    this.#receivedFrames += 1;
    this.#payload = payload;
    const head = payload.length < 2 ? 0 : (payload[0] as number) | ((payload[1] as number) << 8);
    this.#step({ is: 'frame', length: payload.length, head });
    this.#payload = NO_BYTES;
  }

  creditsGiven(count: number): void {
    this.#step({ is: 'credits', count });
  }

  disowned(): void {
    this.#step({ is: 'disowned' });
  }

  reconfigured(mtu: number, mps: number): void {
    this.#step({ is: 'reconfigured', mtu, mps });
  }

  peerLeaves(): void {
    this.#step({ is: 'peer-leaves' });
  }

  /** Nobody waits for it any more. */
  leave(): void {
    this.#step({ is: 'leave', pending: false });
  }

  left(): void {
    this.#step({ is: 'left' });
  }

  /** The link is gone, and why. */
  lost(reason: unknown): void {
    this.#stop(reason, reason);
    this.#step({ is: 'lost' });
  }

  #send(data: Uint8Array, chunk: number, operation: string, { timeoutMs, signal }: Op): Promise<void> {
    const limitMs = checkTimeout(timeoutMs, Infinity, operation);
    if (signal !== undefined) requireSignal(operation, signal);
    const over = this.#end ? failureOf(operation, this.#end.reason) : null;
    if (over instanceof BleError) throw new L2capSendError(over, 0);
    if (this.#state.at !== 'open') throw new L2capSendError(closedError(operation, 'local'), 0);
    const sent = this.#sender.send(data, chunk, operation, { timeoutMs: limitMs, signal });
    this.#wake();
    this.#noteStall();
    return sent;
  }

  #receive<T>(operation: string, o: Op | undefined, receive: (signal: AbortSignal | null) => Promise<T>): Promise<T> {
    // Without limits there is nothing to watch: what ends the channel ends its readers, too.
    if (o === undefined || Object.keys(requireObject(operation, 'the options argument', o)).length === 0)
      return receive(null);
    return this.#within(operation, o, receive);
  }

  #within<T>(operation: string, limits: Op, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return withDeadline({ clock: this.host.clock, layer: 'l2cap', operation, limits, defaultMs: Infinity }, work);
  }

  /** Rejects 'timeout' once nothing has moved for so long; then what is left is not sent any more. */
  #untilOver(ends: AbortSignal, operation: string, limitMs: number): Promise<void> {
    const over = this.#over.signal;
    return new Promise((resolve, reject) => {
      if (over.aborted) return resolve();
      const release = () => {
        timer?.clear();
        over.removeEventListener('abort', onOver);
        ends.removeEventListener('abort', onEnd);
      };
      const onOver = () => {
        release();
        resolve();
      };
      const onEnd = () => {
        release();
        reject(ends.reason);
      };
      const onStalled = () => {
        release();
        reject(timeoutError('l2cap', operation, limitMs));
        this.#step({ is: 'give-up' });
      };
      const movedAt = () => this.#sender.movedAt;
      const timer = limitMs === Infinity ? null : new StallTimer(this.host.clock, limitMs, movedAt, onStalled);
      over.addEventListener('abort', onOver, { once: true });
      ends.addEventListener('abort', onEnd, { once: true });
    });
  }

  #step(input: ChannelInput): void {
    const { state, effects } = stepChannel(this.#state, input);
    this.#state = state;
    for (const effect of effects) this.#do(effect);
  }

  #do(effect: ChannelEffect): void {
    switch (effect.do) {
      case 'begin':
        return this.#receiver.begin(effect.length);
      case 'append':
        this.#receivedBytes += this.#payload.length - effect.from;
        return this.#receiver.append(this.#payload, effect.from);
      case 'deliver':
        this.#receivedSdus += 1;
        return this.#receiver.deliver();
      case 'grant':
        return this.host.grant(this, effect.credits);
      case 'wake':
        this.#noteFlow();
        return this.#wake();
      case 'end':
        return this.#onEnd(effect.by, effect.violation);
      case 'request-disconnect':
        this.#sender.moved(); // its time begins now
        return this.host.requestDisconnect(this);
      case 'free':
        this.#over.abort();
        return this.host.freed(this);
    }
  }

  #onEnd(by: 'local' | 'peer', violation: Violation | null): void {
    const operation = String(this);
    const broken = violation && violationError(violation, operation);
    this.#stop(broken ?? closedError(operation, by), broken);
    this.host.ended(this, by, violation);
    if (broken) this.#over.abort(); // such a peer may never agree to the end
  }

  #stop(forSenders: unknown, forReaders: unknown): void {
    if (this.#end) return;
    this.#end = { reason: forSenders };
    this.#noteFlow();
    this.#sender.end(forSenders);
    this.#receiver.end(forReaders);
  }

  #wake(): void {
    if (this.canSend) this.host.wake(this);
  }

  #noteStall(): void {
    if (this.#stalledSince !== null || this.#state.txCredits > 0 || !this.#sender.isBusy || this.#end) return;
    this.#stalls += 1;
    this.#stalledSince = this.host.clock.now();
  }

  #noteFlow(): void {
    if (this.#stalledSince === null) return;
    this.#stalledMs += this.host.clock.now() - this.#stalledSince;
    this.#stalledSince = null;
  }
}
