import { type Adapter, type Clock, type Medium, openAdapter, systemClock } from '../ble/index.js';
import { doorLock } from './door-lock.js';
import { eddystone } from './eddystone.js';
import { fileServer } from './file-server.js';
import { heartRateSensor } from './heart-rate-sensor.js';
import { ibeacon } from './ibeacon.js';
import { keyboard } from './keyboard.js';
import { isAborted, type SimulatedDevice } from './simulated-device.js';
import { thermometer } from './thermometer.js';

const DEVICES: readonly SimulatedDevice[] = [
  heartRateSensor,
  thermometer,
  keyboard,
  doorLock,
  fileServer,
  ibeacon,
  eddystone,
];
const TRY_AGAIN_MS = 1_000;

export interface SimulatedOptions {
  /** Default: the medium's, which is the system's unless it was given another. */
  clock?: Clock;
  /** Of what the devices make up themselves. Default 1. */
  seed?: number;
  /** Told when a device failed; it tries again a second later. */
  onError?: (error: unknown, device: string) => void;
}

export interface SimulatedDevices {
  devices: { name: string; address: string }[];
  /** Switches all off and waits until their controllers have left the radio. Safe to call twice. */
  close(): Promise<void>;
}

/** Puts the simulated devices on a virtual radio, each on its own controller. Rejects when a controller cannot be had; then none stays. */
export async function startSimulatedDevices(medium: Medium, options: SimulatedOptions = {}): Promise<SimulatedDevices> {
  const clock = options.clock ?? medium.clock ?? systemClock;
  const onError = options.onError ?? (() => undefined);
  const over = new AbortController();
  const opened = await Promise.allSettled(DEVICES.map((device) => openController(medium, device)));
  const adapters = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = opened.find((result) => result.status === 'rejected');
  if (failed) {
    await Promise.all(adapters.map((adapter) => adapter.close()));
    throw failed.reason;
  }
  const runs = DEVICES.map((device, index) => {
    const context = {
      adapter: adapters[index] as Adapter,
      clock,
      random: seeded((options.seed ?? 1) * 1_000 + index),
      signal: over.signal,
    };
    return keepRunning(device, context, onError);
  });
  let closing: Promise<void> | null = null;
  return {
    devices: DEVICES.map(({ name, address }) => ({ name, address })),
    close() {
      over.abort();
      closing ??= Promise.all(runs)
        .then(() => Promise.all(adapters.map((adapter) => adapter.close())))
        .then(() => undefined);
      return closing;
    },
  };
}

function openController(medium: Medium, { name, address, addressType, rssi, walk }: SimulatedDevice): Promise<Adapter> {
  return openAdapter(`virtual:?rssi=${rssi}&walk=${walk}`, { medium, name, address, addressType });
}

/** A device goes on until it is switched off: what fails is told and begun again, as a real one restarts after a watchdog. */
async function keepRunning(
  device: SimulatedDevice,
  context: Parameters<SimulatedDevice['run']>[0],
  onError: (error: unknown, device: string) => void,
): Promise<void> {
  const { signal, clock } = context;
  while (!signal.aborted) {
    try {
      await device.run(context);
    } catch (error) {
      if (signal.aborted && isAborted(error)) return;
      onError(error, device.name);
      await pause(clock, TRY_AGAIN_MS, signal);
    }
  }
}

function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
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

/** A small generator of even numbers from 0 to below 1 (a linear congruence modulo 2^32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
