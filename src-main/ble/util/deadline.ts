import { setMaxListeners } from 'node:events';
import { requireObject, requireSignal, show } from '../../../src-shared/model/arguments.js';
import { BleError, type ErrorLayer, invalidArgument } from '../../../src-shared/model/ble-error.js';
import type { Clock } from './clock.js';

export interface Limits {
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface DeadlineSpec {
  clock: Clock;
  layer: ErrorLayer;
  /** In words, for messages: 'connect to c2:00:00:00:00:01'. */
  operation: string;
  limits?: Limits;
  /** Used when limits.timeoutMs is absent; Infinity = none. */
  defaultMs: number;
  /** Further ends, such as the link's or the adapter's; their reason becomes the rejection. */
  ends?: readonly AbortSignal[];
}

/** Milliseconds, or Infinity. Throws 'invalid-argument' for 0, negative and NaN. */
export function checkTimeout(timeoutMs: number | undefined, defaultMs: number, operation: string): number {
  if (timeoutMs === undefined) return defaultMs;
  if (typeof timeoutMs !== 'number' || !(timeoutMs > 0)) {
    throw invalidArgument(
      operation,
      `timeoutMs is ${show(timeoutMs)}; use a positive number of milliseconds or Infinity`,
    );
  }
  return timeoutMs;
}

/**
 * Runs one operation within its limits. The promise rejects at the first of: time-out ('timeout'), the caller's signal ('aborted'),
 * an end (that signal's reason, told of this operation), or the work's own failure. The work gets a signal that aborts with the
 * same error, so that it can tidy up; it is not waited for once the limit is reached. Bad limits are 'invalid-argument', and the
 * work is not begun.
 */
export async function withDeadline<T>(spec: DeadlineSpec, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { clock, layer, operation, limits = {}, ends = [] } = spec;
  const { signal } = requireObject(operation, 'the options argument', limits);
  const timeoutMs = checkTimeout(limits.timeoutMs, spec.defaultMs, operation);
  if (signal !== undefined) requireSignal(operation, signal);
  const stop = new AbortController();
  const releases: (() => void)[] = [];
  let reject: (error: unknown) => void = () => undefined;
  const reached = new Promise<never>((_, rejectReached) => {
    reject = rejectReached;
  });
  reached.catch(() => undefined); // its rejection is the race's; without a loser's handler it would count as unhandled
  const end = (error: unknown) => {
    reject(error);
    stop.abort(error);
  };
  const listen = (source: AbortSignal, reason: () => unknown) => {
    const onAbort = () => end(reason());
    if (source.aborted) return onAbort();
    source.addEventListener('abort', onAbort, { once: true });
    releases.push(() => source.removeEventListener('abort', onAbort));
  };
  try {
    for (const source of ends) listen(source, () => failureOf(operation, source.reason));
    if (signal)
      listen(
        signal,
        () => new BleError('aborted', { layer, operation, cause: signal.reason, message: `${operation}: aborted` }),
      );
    stop.signal.throwIfAborted();
    if (timeoutMs !== Infinity) {
      const timer = clock.setTimeout(() => end(timeoutError(layer, operation, timeoutMs)), timeoutMs);
      releases.push(() => clock.clearTimeout(timer));
    }
    const running = work(stop.signal);
    running.catch(() => undefined); // likewise when the limit came first
    return await Promise.race([running, reached]);
  } finally {
    for (const release of releases) release();
  }
}

/** Ends whatever listens for it. Any number may: unlike a plain AbortController's, its signal does not warn at the eleventh. */
export function endController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** What ended an operation, told of that operation; the reason itself is the cause. What is no BleError stays as it is. */
export function failureOf(operation: string, reason: unknown): unknown {
  if (!(reason instanceof BleError)) return reason;
  const { code, layer, status, origin, fix, message } = reason;
  const prefix = `${reason.operation}: `;
  const what = message.startsWith(prefix) ? message.slice(prefix.length) : message;
  return new BleError(code, { layer, operation, message: `${operation}: ${what}`, status, origin, fix, cause: reason });
}

export function timeoutError(layer: ErrorLayer, operation: string, timeoutMs: number): BleError {
  return new BleError('timeout', { layer, operation, message: `${operation}: no answer within ${timeoutMs} ms` });
}

/** Resolves after ms by the clock, or rejects with the signal's reason. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const onAbort = () => {
      clock.clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = clock.setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
