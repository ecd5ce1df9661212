import { ADV_EVENT_TYPE, ADV_TYPE, HCI_ERROR } from '../../../src-shared/assigned-numbers/hci.js';
import { type AirAddress, airAddress } from './air-address.js';
import type { ControllerCore } from './core.js';
import type { OwnAddressType } from './privacy.js';
import type { Scheduled } from './scheduler.js';

export interface AdvertisingParameters {
  /** In 0.625 ms. */
  intervalMin: number;
  intervalMax: number;
  /** ADV_TYPE. */
  type: number;
  ownType: OwnAddressType;
  peer: AirAddress;
  channelMap: number;
  /** Bit 0: scan requests, bit 1: connection requests from the accept list only. */
  filterPolicy: number;
}

const EMPTY = new Uint8Array(0);
const UNIT_MS = 0.625;
/** Vol 6 Part B 4.4.2.2.1: advDelay is 0 to 10 ms. */
const ADV_DELAY_MS = 10;
/** 4.4.2.4.3: high duty cycle directed advertising, at most 3.75 ms between events, 1.28 s in all. */
const HIGH_DUTY_INTERVAL_MS = 3.75;
const HIGH_DUTY_MS = 1280;

/** The advertising state of one controller, Vol 6 Part B 4.4.2. */
export class Advertiser {
  parameters: AdvertisingParameters = defaults();
  data: Uint8Array = EMPTY;
  scanResponse: Uint8Array = EMPTY;
  /** The address this advertiser goes by while it is on. */
  own: AirAddress;
  /** Whom a directed advertisement calls, as it goes over the air. */
  target: AirAddress | null = null;
  #on = false;
  #next: Scheduled | null = null;
  #due = 0;
  #end = Number.POSITIVE_INFINITY;

  constructor(readonly core: ControllerCore) {
    this.own = core.publicAddress;
  }

  get on(): boolean {
    return this.#on;
  }

  get connectable(): boolean {
    const { type } = this.parameters;
    return type === ADV_TYPE.advInd || this.directed;
  }

  get scannable(): boolean {
    const { type } = this.parameters;
    return type === ADV_TYPE.advInd || type === ADV_TYPE.advScanInd;
  }

  get directed(): boolean {
    const { type } = this.parameters;
    return type === ADV_TYPE.advDirectIndHigh || type === ADV_TYPE.advDirectIndLow;
  }

  /** Event type in reports: both directed types are ADV_DIRECT_IND on the air. */
  get pdu(): number {
    return this.directed ? ADV_EVENT_TYPE.advDirectInd : this.parameters.type;
  }

  get channelMap(): number {
    return this.parameters.channelMap;
  }

  /** The filter accept list is in use (7.8.15 and following forbid changing it then). */
  get usesAcceptList(): boolean {
    return this.#on && !this.directed && this.parameters.filterPolicy !== 0;
  }

  reset(): void {
    this.stop();
    this.parameters = defaults();
    this.data = EMPTY;
    this.scanResponse = EMPTY;
  }

  /** 7.8.9. Starting again while on takes a new random address into use and changes nothing else. */
  start(): number {
    const own = this.#ownNow();
    if (!own) return HCI_ERROR['invalid-hci-command-parameters'];
    if (this.connectable && this.core.links.size >= this.core.settings.maxLinks) {
      return HCI_ERROR['connection-limit-exceeded'];
    }
    this.own = own;
    if (this.#on) return 0;
    this.#on = true;
    const now = this.core.air.scheduler.now();
    const highDuty = this.parameters.type === ADV_TYPE.advDirectIndHigh;
    this.#end = highDuty ? now + HIGH_DUTY_MS : Number.POSITIVE_INFINITY;
    this.#due = now + (highDuty ? 0 : this.core.random.next() * ADV_DELAY_MS);
    this.#schedule();
    return 0;
  }

  stop(): void {
    this.#on = false;
    this.core.air.scheduler.cancel(this.#next);
    this.#next = null;
  }

  admitsScan(scanner: AirAddress): boolean {
    return (this.parameters.filterPolicy & 1) === 0 || this.core.accepts(scanner);
  }

  admitsConnection(initiator: AirAddress): boolean {
    const shown = this.core.privacy.shown(initiator);
    if (!shown) return false;
    if (this.directed) return this.parameters.peer.key === shown.address.key;
    return (this.parameters.filterPolicy & 2) === 0 || this.core.acceptList.has(shown.address);
  }

  #ownNow(): AirAddress | null {
    return this.core.privacy.own(this.parameters.ownType, this.parameters.peer);
  }

  #schedule(): void {
    this.#next = this.core.air.scheduler.at(Math.min(this.#due, this.#end), () => this.#event());
  }

  #event(): void {
    if (this.#due >= this.#end) {
      this.stop();
      this.core.advertisingTimedOut(this.parameters.peer);
      return;
    }
    // A private address is renewed while it advertises.
    if (this.parameters.ownType >= 2) this.own = this.#ownNow() ?? this.own;
    if (this.directed) this.target = this.core.privacy.target(this.parameters.ownType, this.parameters.peer);
    this.core.stats.advertisements += 1;
    this.core.air.advertise(this);
    if (!this.#on) return;
    this.#due += this.#interval();
    this.#skipMissed();
    this.#schedule();
  }

  #interval(): number {
    if (this.parameters.type === ADV_TYPE.advDirectIndHigh) return HIGH_DUTY_INTERVAL_MS;
    return this.parameters.intervalMin * UNIT_MS + this.core.random.next() * ADV_DELAY_MS;
  }

  /** A radio does not make up for events it missed while its machine was held up. */
  #skipMissed(): void {
    const late = this.core.air.scheduler.now() - this.#due;
    if (late <= 0) return;
    const interval = this.parameters.intervalMin * UNIT_MS + ADV_DELAY_MS / 2;
    const missed = Math.ceil(late / interval);
    this.core.stats.advertisementsSkipped += missed;
    this.#due += missed * interval;
  }
}

/** 7.8.5. */
function defaults(): AdvertisingParameters {
  return {
    intervalMin: 0x0800,
    intervalMax: 0x0800,
    type: ADV_TYPE.advInd,
    ownType: 0,
    peer: airAddress(0, new Uint8Array(6)),
    channelMap: 0x07,
    filterPolicy: 0,
  };
}
