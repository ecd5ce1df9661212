import type { EventEmitter } from 'node:events';
import { type Adapter, Medium, type OpenAdapterOptions, openAdapter } from '../../../src-main/ble/index.js';
import { overSocket, overVirtual } from './ble-host.js';
import type { Btvirt } from './btvirt.js';

/** A place where our host and another one meet: controllers for both, in range of each other. */
export interface Bed {
  adapter(options?: OpenAdapterOptions): Promise<Adapter>;
  /** A controller for a foreign host, as ble-host takes it. */
  foreign(): Promise<EventEmitter>;
  /** Whether signal strength means something. */
  hasRssi: boolean;
  /** How often a scanner hears an advertiser: btvirt tells once, when it is switched on. */
  repeats: number;
  /** What the side that ends a link is told: 0x16 by the specification. */
  localReason: number;
  close(): Promise<void>;
}

export async function virtualBed(): Promise<Bed> {
  const medium = new Medium();
  return {
    adapter: (options) => openAdapter('virtual:', { ...options, medium }),
    foreign: async () => overVirtual(medium.createController().openHost()),
    hasRssi: true,
    repeats: 5,
    localReason: 0x16,
    close: () => medium.close(),
  };
}

export function btvirtBed(btvirt: () => Btvirt): () => Promise<Bed> {
  return async () => {
    const emulator = btvirt();
    const sockets: { destroy(): void }[] = [];
    return {
      adapter: (options) => openAdapter(emulator.spec, options),
      foreign: async () => {
        const socket = await emulator.connect();
        sockets.push(socket);
        return overSocket(socket);
      },
      hasRssi: false,
      repeats: 1,
      localReason: 0x13, // the reason given, as btvirt has it
      close: async () => {
        for (const socket of sockets) socket.destroy();
      },
    };
  };
}
