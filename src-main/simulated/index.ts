import { type Adapter, type Clock, type KeyStore, type Medium, openAdapter, systemClock } from '../ble/index.js';
import { doorLock } from './door-lock.js';
import { eddystone } from './eddystone.js';
import { errorZoo } from './error-zoo.js';
import { fileServer } from './file-server.js';
import { heartRateSensor } from './heart-rate-sensor.js';
import { ibeacon } from './ibeacon.js';
import { keyboard } from './keyboard.js';
import { scratchpad } from './scratchpad.js';
import { isAborted, pause, type SimulatedDevice } from './simulated-device.js';
import { SimulatedPairings } from './simulated-pairing.js';
import { slow } from './slow.js';
import { thermometer } from './thermometer.js';

const DEVICES: readonly SimulatedDevice[] = [
  heartRateSensor,
  thermometer,
  keyboard,
  doorLock,
  fileServer,
  ibeacon,
  eddystone,
  scratchpad,
  errorZoo,
  slow,
];
const TRY_AGAIN_MS = 1_000;

export interface SimulatedOptions {
  /** Default: the medium's, which is the system's unless it was given another. */
  clock?: Clock;
  /** Of what the devices make up themselves. Default 1. */
  seed?: number;
  /** Default: all. */
  devices?: readonly SimulatedDevice[];
  /** Where the devices that pair keep their bonds; absent: for as long as they run. */
  keyStore?: KeyStore;
  /** Told when a device failed; it tries again a second later. */
  onError?: (error: unknown, device: string) => void;
}

export interface SimulatedDevices {
  devices: { name: string; address: string }[];
  /** Displays, buttons and bonds of those that pair. */
  pairing: SimulatedPairings;
  /** Switches all off and waits until their controllers have left the radio. Safe to call twice. */
  close(): Promise<void>;
}

/** Puts the simulated devices on a virtual radio, each on its own controller. Rejects when a controller cannot be had; then none stays. */
export async function startSimulatedDevices(medium: Medium, options: SimulatedOptions = {}): Promise<SimulatedDevices> {
  const clock = options.clock ?? medium.clock ?? systemClock;
  const onError = options.onError ?? (() => undefined);
  const devices = options.devices ?? DEVICES;
  const over = new AbortController();
  const opened = await Promise.allSettled(devices.map((device) => openController(medium, device, options.keyStore)));
  const adapters = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = opened.find((result) => result.status === 'rejected');
  if (failed) {
    await Promise.all(adapters.map((adapter) => adapter.close()));
    throw failed.reason;
  }
  const pairing = new SimulatedPairings();
  for (const [index, { name, address, io }] of devices.entries())
    if (io) await pairing.add({ name, address, io }, adapters[index] as Adapter);
  const runs = devices.map((device, index) => {
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
    devices: devices.map(({ name, address }) => ({ name, address })),
    pairing,
    close() {
      over.abort();
      pairing.close();
      closing ??= Promise.all(runs)
        .then(() => Promise.all(adapters.map((adapter) => adapter.close())))
        .then(() => undefined);
      return closing;
    },
  };
}

function openController(
  medium: Medium,
  { name, address, addressType, rssi, walk, io }: SimulatedDevice,
  keyStore: KeyStore | undefined,
): Promise<Adapter> {
  const keeps = io ? { keyStore } : {};
  return openAdapter(`virtual:?rssi=${rssi}&walk=${walk}`, { medium, name, address, addressType, ...keeps });
}

/** A device goes on until it is switched off: what fails is told and begun again, as a real one restarts after a watchdog. */
async function keepRunning(
  device: SimulatedDevice,
  context: Parameters<SimulatedDevice['run']>[0],
  onError: (error: unknown, device: string) => void,
): Promise<void> {
  const { signal, clock } = context;
  while (!signal.aborted) {
    const run = new AbortController();
    try {
      await device.run({ ...context, signal: AbortSignal.any([signal, run.signal]) });
    } catch (error) {
      if (signal.aborted && isAborted(error)) return;
      run.abort(error); // whatever else it was doing
      onError(error, device.name);
      await pause(clock, TRY_AGAIN_MS, signal);
    }
  }
}

/** A small generator of even numbers from 0 to below 1 (a linear congruence modulo 2^32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
