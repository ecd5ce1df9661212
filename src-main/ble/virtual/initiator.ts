import type { Advertiser } from './advertiser.js';
import type { AirAddress } from './air-address.js';
import type { ControllerCore } from './core.js';
import { isListening } from './listening.js';

export interface ConnectRequest {
  scanInterval: number;
  scanWindow: number;
  /** null: whoever is on the accept list. */
  peer: AirAddress | null;
  own: AirAddress;
  /** Connection interval in 1.25 ms, latency in events, time-out in 10 ms. */
  interval: number;
  latency: number;
  timeout: number;
}

/** The initiating state of one controller, Vol 6 Part B 4.4.4: it waits for its peer until cancelled. */
export class Initiator {
  #request: ConnectRequest | null = null;
  #since = 0;

  constructor(readonly core: ControllerCore) {}

  get request(): ConnectRequest | null {
    return this.#request;
  }

  get on(): boolean {
    return this.#request !== null;
  }

  get usesAcceptList(): boolean {
    return this.#request !== null && this.#request.peer === null;
  }

  start(request: ConnectRequest): void {
    this.#request = request;
    this.#since = this.core.air.scheduler.now();
    this.core.air.initiators.add(this);
  }

  stop(): void {
    this.#request = null;
    this.core.air.initiators.delete(this);
  }

  hears(now: number, channelMap: number): boolean {
    if (!this.#request) return false;
    const { scanInterval: interval, scanWindow: window } = this.#request;
    return isListening({ interval, window, since: this.#since }, now, channelMap);
  }

  /** The request to send to this advertiser, or null when it is not meant or would not admit us. */
  answers(from: Advertiser): ConnectRequest | null {
    const request = this.#request;
    if (!request || !from.admitsConnection(request.own)) return null;
    const wanted = request.peer ? request.peer.key === from.own.key : this.core.acceptList.has(from.own);
    return wanted && !this.core.isConnectedTo(from.own) ? request : null;
  }
}
