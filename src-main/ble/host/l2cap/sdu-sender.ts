import { BleError } from '../../../../src-shared/model/ble-error.js';
import { L2capSendError } from '../../api/l2cap.js';
import type { Clock } from '../../util/clock.js';
import { failureOf } from '../../util/deadline.js';
import { Fifo } from '../../util/fifo.js';
import { StallTimer } from '../../util/stall-timer.js';
import { segment } from './channel-machine.js';
import { sduFrame } from './k-frame.js';

/** Calls of send() that may wait on one channel. */
const QUEUE_LIMIT = 1_024;
const NOTHING: Uint8Array = new Uint8Array(0);

/** One send(): its data, and how far it is. Between SDUs all three offsets are the same. */
interface Sending {
  data: Uint8Array;
  readonly chunk: number;
  sduStart: number;
  at: number;
  sduEnd: number;
  readonly operation: string;
  /** null once the program has its answer. */
  resolve: (() => void) | null;
  reject(error: unknown): void;
  release(): void;
}

export interface SendLimits {
  /** Of one stall. */
  timeoutMs: number;
  signal?: AbortSignal;
}

/** SDUs of one channel on their way out. Frames are made one by one, when the controller has room. */
export class SduSender {
  readonly #queue = new Fifo<Sending>();
  /** Whose frame is on its way to the controller. */
  #made: Sending | null = null;
  #movedAt = -Infinity;
  sentFrames = 0;
  sentBytes = 0;
  sentSdus = 0;

  constructor(
    private readonly clock: Clock,
    private readonly cid: number,
    /** Nothing is left to be sent. */
    private readonly onIdle: () => void,
  ) {}

  /** Something is to be sent, or is not all with the controller yet. */
  get isBusy(): boolean {
    return this.#queue.length > 0;
  }

  get hasFrame(): boolean {
    return this.#queue.length > 0 && this.#made === null;
  }

  /** When something last went out. */
  get movedAt(): number {
    return this.#movedAt;
  }

  /** Resolves when all of it is with the controller, after all that came before. No data: when that is. */
  send(data: Uint8Array, chunk: number, operation: string, limits: SendLimits): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#queue.length >= QUEUE_LIMIT) {
        const message = `${operation}: ${QUEUE_LIMIT} wait already`;
        return reject(new BleError('busy', { layer: 'l2cap', operation, message }));
      }
      const sending: Sending = {
        data,
        chunk,
        sduStart: 0,
        at: 0,
        sduEnd: 0,
        operation,
        resolve,
        reject,
        release: () => undefined,
      };
      if (limits.timeoutMs !== Infinity || limits.signal) this.#limit(sending, limits);
      if (sending.resolve === null) return; // aborted before it began
      this.#queue.push(sending);
      this.#settle();
    });
  }

  /** The next frame; there must be one. */
  next(mps: number): Uint8Array {
    const sending = this.#queue.first as Sending;
    const isFirst = sending.at === sending.sduEnd;
    if (isFirst) {
      sending.sduStart = sending.at;
      sending.sduEnd = Math.min(sending.data.length, sending.at + sending.chunk);
    }
    const { data, sduStart, at, sduEnd } = sending;
    const sduLength = sduEnd - sduStart;
    const length = segment(mps, sduLength, at - sduStart);
    sending.at += length;
    this.#made = sending;
    this.sentBytes += length;
    return sduFrame(this.cid, data, at, length, isFirst ? sduLength : null);
  }

  /** The frame is with the controller. */
  sent(): void {
    const sending = this.#made;
    this.#made = null;
    this.#movedAt = this.clock.now();
    this.sentFrames += 1;
    if (sending && sending.at === sending.sduEnd) this.sentSdus += 1;
    this.#settle();
  }

  moved(): void {
    this.#movedAt = this.clock.now();
  }

  /** Nothing more can be sent. */
  end(reason: unknown): void {
    this.#made = null;
    for (const sending of this.#queue.clear()) {
      const { at, sduStart, sduEnd, operation } = sending;
      this.#reject(sending, failureOf(operation, reason), at === sduEnd ? at : sduStart);
    }
  }

  /** Answers those at the front that are done. */
  #settle(): void {
    for (let first = this.#queue.first; first; first = this.#queue.first) {
      if (first === this.#made || first.at < first.data.length) return;
      this.#queue.shift();
      first.release();
      first.resolve?.();
      first.resolve = null;
    }
    this.onIdle();
  }

  #limit(sending: Sending, { timeoutMs, signal }: SendLimits): void {
    const { clock } = this;
    const { operation } = sending;
    const stop = (error: BleError) => this.#stop(sending, error);
    const onAbort = () =>
      stop(
        new BleError('aborted', {
          layer: 'l2cap',
          operation,
          cause: signal?.reason,
          message: `${operation}: aborted`,
        }),
      );
    const onStalled = () => {
      const message = `${operation}: nothing could be sent for ${timeoutMs} ms`;
      stop(new BleError('timeout', { layer: 'l2cap', operation, message }));
    };
    const timer = timeoutMs === Infinity ? null : new StallTimer(clock, timeoutMs, () => this.#movedAt, onStalled);
    sending.release = () => {
      timer?.clear();
      signal?.removeEventListener('abort', onAbort);
    };
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  }

  /** The program waits no longer. The SDU that has begun is finished, from a copy, as the data is the program's again. */
  #stop(sending: Sending, error: BleError): void {
    const { at, sduEnd, data } = sending;
    this.#reject(sending, error, sduEnd);
    sending.data = at < sduEnd ? data.slice(at, sduEnd) : NOTHING;
    sending.sduStart -= at;
    sending.sduEnd -= at;
    sending.at = 0;
    this.#settle();
  }

  #reject(sending: Sending, error: unknown, bytesSent: number): void {
    sending.release();
    if (sending.resolve === null) return;
    sending.resolve = null;
    sending.reject(error instanceof BleError ? new L2capSendError(error, bytesSent) : error);
  }
}
