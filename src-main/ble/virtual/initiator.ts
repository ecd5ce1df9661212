import type { Advertiser } from './advertiser.js';
import type { AirAddress } from './air-address.js';
import type { ControllerCore } from './core.js';
import { isListening } from './listening.js';
import type { OwnAddressType } from './privacy.js';

export interface ConnectRequest {
  scanInterval: number;
  scanWindow: number;
  /** null: whoever is on the accept list. */
  peer: AirAddress | null;
  own: AirAddress;
  ownType: OwnAddressType;
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
    const { privacy, acceptList } = this.core;
    const shown = request && privacy.shown(from.own);
    if (!shown) return null;
    const { peer } = request;
    // A host may know the private address itself.
    const isWanted = peer ? peer.key === shown.address.key || peer.key === from.own.key : acceptList.has(shown.address);
    if (!isWanted || this.core.isConnectedTo(from.own)) return null;
    const own = request.ownType >= 2 ? (privacy.own(request.ownType, shown.address) ?? request.own) : request.own;
    return from.admitsConnection(own) ? { ...request, own } : null;
  }
}
