import {
  type Adapter,
  type AdvertiseOptions,
  BleError,
  type Clock,
  encodeAdvertising,
  type Service,
} from '../ble/index.js';
import type { SimulatedIo } from './simulated-pairing.js';

/** encodeAdvertising begins with flags, which a scan response does not carry. */
const FLAGS_STRUCTURE_BYTES = 3;
/** How long to wait before asking again a controller that takes no more centrals. */
const WHILE_FULL_MS = 1_000;

/** A device that lives on the virtual radio: an ordinary program on the public API, with a controller of its own. */
export interface SimulatedDevice {
  /** As the app lists it; what it advertises may be shortened. */
  name: string;
  address: string;
  addressType: 'public' | 'random';
  /** How others hear it: dBm on average, and how far that wanders. */
  rssi: number;
  walk: number;
  /** It pairs, and with what; absent: it needs no security, and pairs by Just Works with who asks. */
  io?: SimulatedIo;
  /** Works until the signal aborts; rejects when the device fails. */
  run(context: SimulatedContext): Promise<void>;
}

export interface SimulatedContext {
  adapter: Adapter;
  clock: Clock;
  /** Even numbers from 0 to below 1, the same in every run with one seed. */
  random: () => number;
  /** Aborts when the device is switched off, and when this run of it has failed. */
  signal: AbortSignal;
}

/** Serves whoever connects until switched off, and does the device's jobs beside it; rejects when any of that fails. */
export async function serve(
  context: SimulatedContext,
  services: readonly Service[],
  advertising: Omit<AdvertiseOptions, 'signal'>,
  ...jobs: Promise<void>[]
): Promise<void> {
  context.adapter.appearance = advertising.appearance ?? 0;
  const serving = context.adapter.registerServices(...services).then(() => advertiseToCentrals(context, advertising));
  await Promise.all([serving, ...jobs]);
}

/** Goes on advertising while centrals are connected; when the controller takes no more of them, until one has left. */
async function advertiseToCentrals(
  { adapter, clock, signal }: SimulatedContext,
  options: Omit<AdvertiseOptions, 'signal'>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await adapter.advertise({ ...options, signal });
    } catch (error) {
      const isFull = error instanceof BleError && error.code === 'hci/connection-limit-exceeded';
      if (!isFull) throw error;
      await pause(clock, WHILE_FULL_MS, signal);
    }
  }
}

/** Does something again and again until the device is switched off, for the first time after one interval. */
export async function every({ clock, signal }: SimulatedContext, ms: number, act: () => void): Promise<void> {
  for (;;) {
    await pause(clock, ms, signal);
    if (signal.aborted) return;
    act();
  }
}

/** Resolves after this time, or at once when the signal aborts. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clock.clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = clock.setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** Advertises for a while, then stops. */
export async function advertiseFor(
  context: SimulatedContext,
  ms: number,
  options: Omit<AdvertiseOptions, 'signal'>,
): Promise<void> {
  const over = new AbortController();
  const timer = context.clock.setTimeout(() => over.abort(), ms);
  try {
    await context.adapter.advertise({ ...options, signal: AbortSignal.any([context.signal, over.signal]) });
  } catch (error) {
    if (!over.signal.aborted || !isAborted(error)) throw error;
  } finally {
    context.clock.clearTimeout(timer);
  }
}

/** A scan response that holds a name: for beacons, whose advertising data is full or must be just so. */
export function nameResponse(name: string): Uint8Array {
  return encodeAdvertising({ name }).advData.slice(FLAGS_STRUCTURE_BYTES);
}

export function isAborted(error: unknown): boolean {
  return error instanceof BleError && error.code === 'aborted';
}
