import { requireObject, requireSignal } from '../../../../src-shared/model/arguments.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import type { Op } from '../../api/options.js';
import { checkTimeout, failureOf, timeoutError } from '../../util/deadline.js';
import type { AttBearer, Transaction } from '../att/att-bearer.js';
import { errorIn } from '../att/att-error.js';
import { Deadline } from '../att/deadlines.js';

const NOTHING: Uint8Array = new Uint8Array(0);
const ignore = () => undefined;

/** What hears of each request and its end, for the trace. */
export type Watch = (operation: string) => { end(fields: Record<string, number>): void; fail(error: unknown): void };

/** Fields of a trace event by the length of a response: there are few, and very many events. */
const SIZES: Record<string, number>[] = Array.from({ length: 1_024 }, (_, bytes) => ({ bytes }));

/** Something of a program's that waits, and what it is told when it need not any more. */
abstract class Waiting extends Deadline {
  constructor(
    readonly operation: string,
    due: number,
    private readonly timeoutMs: number,
    /** The operation with its peer, for what this side itself finds wrong. */
    private readonly fullName: (operation: string) => string,
  ) {
    super(due);
  }

  abstract fail(error: unknown): void;

  reached(): void {
    this.fail(timeoutError('att', this.fullName(this.operation), this.timeoutMs));
  }

  aborted(cause: unknown): void {
    const operation = this.fullName(this.operation);
    this.fail(new BleError('aborted', { layer: 'att', operation, cause, message: `${operation}: aborted` }));
  }

  ended(reason: unknown): void {
    this.fail(failureOf(this.fullName(this.operation), reason));
  }
}

/** Waits for one promise. */
class Wait extends Waiting {
  fail: (error: unknown) => void = ignore;
}

/**
 * One operation of a program on a link: its requests one after another, within its limits. It is what withDeadline() is elsewhere, without
 * the abort signals, each of which costs more than the request itself.
 */
export class Operation extends Waiting implements Transaction {
  pdu = NOTHING;
  #resolve: (response: Uint8Array) => void = ignore;
  #reject: (error: unknown) => void = ignore;
  #traced: ReturnType<Watch> | null = null;
  #isOver = false;
  #error: unknown;

  constructor(
    operation: string,
    due: number,
    timeoutMs: number,
    fullName: (operation: string) => string,
    private readonly bearer: AttBearer,
    private readonly watch: Watch,
  ) {
    super(operation, due, timeoutMs, fullName);
  }

  /** One request and its response, which may be an Error Response. */
  exchange(pdu: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) return reject(this.#error);
      this.pdu = pdu;
      this.#resolve = resolve;
      this.#reject = reject;
      this.#traced = this.watch(this.operation);
      this.bearer.start(this);
    });
  }

  /** One request and its response; rejects 'att/<error>' as the peer answers. */
  async ask(pdu: Uint8Array): Promise<Uint8Array> {
    const response = await this.exchange(pdu);
    const error = errorIn(response, this.operation);
    if (error) throw error;
    return response;
  }

  /** What the promise gives, unless the operation ends first. */
  wait<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) return reject(this.#error);
      this.#reject = reject;
      promise.then(resolve, reject);
    });
  }

  answered(response: Uint8Array): void {
    const traced = this.#traced;
    this.#traced = null;
    const error = traced && errorIn(response, this.operation);
    if (error) traced.fail(error);
    else traced?.end(SIZES[response.length - 1] ?? { bytes: response.length - 1 });
    this.#resolve(response);
  }

  failed(error: unknown): void {
    this.#traced?.fail(error);
    this.#traced = null;
    this.#reject(error);
  }

  fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#error = error;
    this.bearer.abandon(this);
    this.failed(error);
  }
}

export interface OperationsOptions {
  bearer: AttBearer;
  watch: Watch;
  fullName: (operation: string) => string;
}

/** What of a link's programs is under way. */
export class Operations {
  /** Why there will be no more. */
  #end: { reason: unknown } | null = null;

  constructor(private readonly options: OperationsOptions) {}

  /** Runs one within its limits. Bad limits are 'invalid-argument', and the work is not begun. */
  async run<T>(name: string, limits: Op, defaultMs: number, work: (operation: Operation) => Promise<T>): Promise<T> {
    const { bearer, watch, fullName } = this.options;
    const timeoutMs = check(name, limits, defaultMs);
    const operation = new Operation(name, this.#due(timeoutMs), timeoutMs, fullName, bearer, watch);
    const release = this.#begin(operation, limits.signal);
    try {
      return await work(operation);
    } finally {
      bearer.deadlines.remove(operation);
      release?.();
    }
  }

  /** As run(), for what is one promise and no request: it is not made when the operation cannot begin. */
  waitFor<T>(name: string, limits: Op, defaultMs: number, start: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timeoutMs = check(name, limits, defaultMs);
      const wait = new Wait(name, this.#due(timeoutMs), timeoutMs, this.options.fullName);
      wait.fail = reject;
      const release = this.#begin(wait, limits.signal);
      const over = () => {
        this.options.bearer.deadlines.remove(wait);
        release?.();
      };
      if (this.#end || limits.signal?.aborted) return over(); // told already
      start().then(
        (value) => {
          over();
          resolve(value);
        },
        (error) => {
          over();
          reject(error);
        },
      );
    });
  }

  /** The link or its adapter has ended. */
  end(reason: unknown): void {
    this.#end ??= { reason };
    for (const waiting of this.options.bearer.deadlines.all()) if (waiting instanceof Waiting) waiting.ended(reason);
  }

  #due(timeoutMs: number): number {
    return timeoutMs === Infinity ? Infinity : this.options.bearer.deadlines.now() + timeoutMs;
  }

  /** Returns what to do when it is over, if anything. */
  #begin(waiting: Waiting, signal: AbortSignal | undefined): (() => void) | null {
    this.options.bearer.deadlines.add(waiting);
    if (this.#end) waiting.ended(this.#end.reason);
    if (signal === undefined) return null;
    const onAbort = () => waiting.aborted(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    return () => signal.removeEventListener('abort', onAbort);
  }
}

/** Milliseconds, or Infinity. */
function check(name: string, limits: Op, defaultMs: number): number {
  const { signal, timeoutMs } = requireObject(name, 'the options argument', limits);
  if (signal !== undefined) requireSignal(name, signal);
  return checkTimeout(timeoutMs, defaultMs, name);
}
