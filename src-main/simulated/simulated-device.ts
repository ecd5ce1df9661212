import { type Adapter, type AdvertiseOptions, BleError, type Clock, encodeAdvertising } from '../ble/index.js';

/** encodeAdvertising begins with flags, which a scan response does not carry. */
const FLAGS_STRUCTURE_BYTES = 3;

/** A device that lives on the virtual radio: an ordinary program on the public API, with a controller of its own. */
export interface SimulatedDevice {
  /** As the app lists it; what it advertises may be shortened. */
  name: string;
  address: string;
  addressType: 'public' | 'random';
  /** How others hear it: dBm on average, and how far that wanders. */
  rssi: number;
  walk: number;
  /** Works until the signal aborts; rejects when the device fails. */
  run(context: SimulatedContext): Promise<void>;
}

export interface SimulatedContext {
  adapter: Adapter;
  clock: Clock;
  /** Even numbers from 0 to below 1, the same in every run with one seed. */
  random: () => number;
  signal: AbortSignal;
}

/** Advertises, serves whoever connects until they leave, and advertises again: one central at a time. */
export async function serveCentrals(
  { adapter, signal }: SimulatedContext,
  options: Omit<AdvertiseOptions, 'signal'>,
): Promise<void> {
  while (!signal.aborted) {
    const connection = await adapter.advertise({ ...options, signal });
    await connection.disconnected({ signal });
  }
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
