import { BleError } from '../../../src-shared/model/ble-error.js';
import type { ConnectParameters } from '../api/device-registry.js';
import type { NoblePeripheral } from './noble-like.js';

/** A link as its peripheral's events see it. */
export interface NativeLink {
  isConnected(): boolean;
  lost(reason: unknown): void;
}

interface Attempt {
  up(): void;
  failed(error: unknown): void;
}

const peers = new WeakMap<NoblePeripheral, NativePeer>();

/**
 * Hears one peripheral of noble's for as long as noble has it: a 'connect' or 'disconnect' may come at any time,
 * also after the attempt it belongs to was given up, and then must not be taken for the next one's.
 */
export class NativePeer {
  #attempt: Attempt | null = null;
  #link: NativeLink | null = null;
  /** A cancelled attempt may still fail, after the next one has begun. */
  #isFailureDue = false;

  /** The one listener of this peripheral, whichever adapter asks: noble itself is one for the whole process. */
  static of(peripheral: NoblePeripheral): NativePeer {
    const known = peers.get(peripheral);
    if (known) return known;
    const created = new NativePeer(peripheral);
    peers.set(peripheral, created);
    return created;
  }

  private constructor(readonly peripheral: NoblePeripheral) {
    peripheral.on('connect', (error) => this.#onConnect(error));
    peripheral.on('disconnect', (reason) => this.#onDisconnect(reason));
  }

  /** `createLink` is called the moment the link is up, so that its end is not missed. Aborting cancels the attempt. */
  connect<L extends NativeLink>(parameters: ConnectParameters, signal: AbortSignal, createLink: () => L): Promise<L> {
    const { peripheral } = this;
    const operation = `connect to ${peripheral.address || peripheral.id}`;
    return new Promise<L>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      if (this.#attempt || this.#link?.isConnected()) {
        const message = `${operation}: another adapter of this program uses this peripheral`;
        return reject(new BleError('busy', { layer: 'gap', operation, message }));
      }
      const onAbort = () => {
        this.#attempt = null;
        reject(signal.reason);
        peripheral.cancelConnect();
        this.#isFailureDue = true;
      };
      const over = () => {
        this.#attempt = null;
        signal.removeEventListener('abort', onAbort);
      };
      this.#attempt = {
        up: () => {
          over();
          const link = createLink();
          this.#link = link;
          resolve(link);
        },
        failed: (error) => {
          over();
          const code = 'hci/connection-failed-to-be-established';
          reject(new BleError(code, { layer: 'hci', operation, message: `${operation}: ${error}`, cause: error }));
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      peripheral.connect({
        minInterval: Math.round(parameters.minIntervalUs / 1_250),
        maxInterval: Math.round(parameters.maxIntervalUs / 1_250),
        latency: parameters.latency,
        timeout: Math.round(parameters.supervisionTimeoutMs / 10),
      });
    });
  }

  #onConnect(error: unknown): void {
    const isLateFailure = Boolean(error) && this.#isFailureDue;
    this.#isFailureDue = false;
    if (isLateFailure) return;
    if (error) this.#attempt?.failed(error);
    else if (this.#attempt) this.#attempt.up();
    else if (!this.#link?.isConnected()) this.peripheral.disconnect(); // nobody waits any more: not left as a ghost
  }

  #onDisconnect(reason: unknown): void {
    const link = this.#link;
    this.#link = null;
    link?.lost(reason);
  }
}
