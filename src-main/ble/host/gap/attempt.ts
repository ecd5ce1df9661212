import type { Connection } from '../../api/connection.js';
import type { DeviceRecord } from '../../api/device-registry.js';
import type { ConnectionCompleteEvent } from '../hci/hci.js';

/** How an attempt ended: with a link, or with a status and whether another attempt makes sense. */
export interface Ending {
  link: Connection | null;
  status: number;
  again: 'now' | 'soon' | 'never';
}

/** One LE Create Connection, from before it is sent to its LE Connection Complete. */
export class Attempt {
  /** Rejects when the controller is gone, was reset, or does not say what it does. */
  readonly ended: Promise<Ending>;
  ownAddressType: 0 | 1 = 0;
  /** The controller has taken the command, so that its end will be told. */
  isAccepted = false;
  /** Set once it is being cancelled; resolves with whether the controller was at it. */
  cancelling: Promise<boolean> | null = null;
  #isOver = false;
  #resolve: (ending: Ending) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  /** Without a device: for whatever a controller may be at that nobody wants. */
  constructor(
    readonly device: DeviceRecord | null,
    readonly signal: AbortSignal | null,
  ) {
    this.ended = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.ended.catch(() => undefined); // whoever needs it awaits it
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The device that a link of this attempt is to; null when nobody wants one any more. */
  get wanted(): DeviceRecord | null {
    return this.signal?.aborted ? null : this.device;
  }

  /** Whether the event tells of this attempt's peer. A controller that resolved the address tells the identity instead: types 2 and 3. */
  isFor({ peerAddressType, peerAddress }: ConnectionCompleteEvent): boolean {
    if (!this.device) return false;
    const { address, type: addressType } = this.device.onAir;
    return (
      peerAddressType === 2 ||
      peerAddressType === 3 ||
      (peerAddress === address && (peerAddressType === 1) === (addressType === 'random'))
    );
  }

  settle(ending: Ending): void {
    this.#isOver = true;
    this.#resolve(ending);
  }

  fail(error: unknown): void {
    this.#isOver = true;
    this.#reject(error);
  }
}
