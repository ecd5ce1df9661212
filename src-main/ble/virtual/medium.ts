import { BleError, invalidArgument } from '../../../src-shared/model/ble-error.js';
import { type Clock, systemClock } from '../util/clock.js';
import { Emitter } from '../util/emitter.js';
import { Air } from './air.js';
import { type ControllerOptions, VirtualController } from './controller.js';
import { FaultHooks } from './faults.js';
import { mix } from './random.js';
import { Scheduler } from './scheduler.js';
import { listenOn, type MediumServer } from './server.js';

export type { ControllerOptions } from './controller.js';
export type { MediumServer } from './server.js';

export interface MediumOptions {
  /** One way through the air, in ms. Default 0. */
  latencyMs?: number;
  /** Share of advertising PDUs, 0 to 1, that a receiver misses. Default 0. */
  lossRate?: number;
  /** The same seed gives the same addresses, timing, RSSI and random numbers. Without one LE Rand is truly random. */
  seed?: number;
  clock?: Clock;
}

const DEFAULT_SEED = 1;

/** A piece of air: controllers that join it hear each other. Core 5.4 Vol 6 Part B, without channels, collisions or distance. */
export class Medium {
  readonly clock: Clock;
  readonly faults = new FaultHooks();
  #seed: number;
  #scheduler: Scheduler;
  #air: Air;
  #controllers: VirtualController[] = [];
  #servers = new Set<MediumServer>();
  #emitter = new Emitter<{ join: VirtualController; leave: VirtualController }>();
  #ids = 0;
  #closed = false;

  /** Throws BleError 'invalid-argument'. */
  constructor(options: MediumOptions = {}) {
    const { seed } = options;
    if (seed !== undefined && !Number.isFinite(seed)) throw invalidArgument('open medium', `seed is ${seed}`);
    this.clock = options.clock ?? systemClock;
    this.#seed = (seed ?? DEFAULT_SEED) >>> 0;
    this.#scheduler = new Scheduler(this.clock);
    this.#air = new Air(this.#scheduler, this.faults, this.#seed, seed !== undefined);
    this.latencyMs = options.latencyMs ?? 0;
    this.lossRate = options.lossRate ?? 0;
  }

  get latencyMs(): number {
    return this.#air.latencyMs;
  }

  set latencyMs(ms: number) {
    if (!Number.isFinite(ms) || ms < 0) throw invalidArgument('set latency', `${ms} is not a time in ms`);
    this.#air.latencyMs = ms;
  }

  get lossRate(): number {
    return this.#air.lossRate;
  }

  set lossRate(rate: number) {
    if (!(rate >= 0 && rate <= 1)) throw invalidArgument('set loss rate', `${rate} is not from 0 to 1`);
    this.#air.lossRate = rate;
  }

  /** In the order they joined. */
  get controllers(): readonly VirtualController[] {
    return this.#controllers;
  }

  /** A new controller joins. Throws BleError 'invalid-argument', also for an address that is taken; 'transport/closed' after close(). */
  createController(options: ControllerOptions = {}): VirtualController {
    this.#check('create virtual controller');
    const id = this.#ids + 1;
    const controller = new VirtualController(
      this.#air,
      {
        id,
        seed: mix(this.#seed ^ mix(id)),
        address: this.#freeAddress(id),
        left: (gone) => this.#left(gone),
      },
      options,
    );
    if (this.#taken(controller.address)) {
      throw invalidArgument('create virtual controller', `${controller.address} is taken on this medium`);
    }
    this.#ids = id;
    this.#controllers = [...this.#controllers, controller];
    this.#emitter.emit('join', controller);
    return controller;
  }

  /**
   * Lets foreign H4 hosts join: 'tcp:127.0.0.1:0', 'tcp:9000' (loopback), 'unix:/path'. Each connection gets a
   * controller of its own. Rejects with BleError 'invalid-argument' or 'transport/listen-failed'.
   */
  async listen(spec: string): Promise<MediumServer> {
    this.#check(`listen on ${spec}`);
    const server = await listenOn(spec, {
      now: () => this.clock.now(),
      join: (name) => this.createController({ name }),
      closed: (gone) => void this.#servers.delete(gone),
    });
    this.#servers.add(server);
    if (this.#closed) await server.close();
    return server;
  }

  /** Returns the function that stops listening. */
  on(event: 'join' | 'leave', listener: (controller: VirtualController) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  /** Servers close, controllers lose power, time stands still. Safe to call twice. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const server of [...this.#servers]) await server.close();
    for (const controller of [...this.#controllers]) controller.destroy();
    this.#scheduler.close();
  }

  #left(controller: VirtualController): void {
    this.#controllers = this.#controllers.filter((other) => other !== controller);
    this.#emitter.emit('leave', controller);
  }

  /** c0:ff:ee, a byte of the seed, and the number of the controller. */
  #freeAddress(id: number): string {
    const bytes = [0xc0, 0xff, 0xee, mix(this.#seed) & 0xff, (id >> 8) & 0xff, id & 0xff];
    return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
  }

  #taken(address: string): boolean {
    return this.#controllers.some((other) => other.address === address);
  }

  #check(operation: string): void {
    if (this.#closed) throw new BleError('transport/closed', { layer: 'transport', operation });
  }
}

let shared: Medium | null = null;

/** The medium of this process, empty until something joins. */
export function defaultMedium(): Medium {
  shared ??= new Medium();
  return shared;
}
