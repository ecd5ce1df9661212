import { ADV_EVENT_TYPE, HCI_ERROR } from '../../../src-shared/assigned-numbers/hci.js';
import type { Advertiser } from './advertiser.js';
import type { AirAddress } from './air-address.js';
import type { ControllerCore } from './core.js';
import { advertisingReport } from './events.js';
import { isListening, type Listening } from './listening.js';
import type { OwnAddressType, Shown } from './privacy.js';

export interface ScanParameters {
  active: boolean;
  /** In 0.625 ms. */
  interval: number;
  window: number;
  ownType: OwnAddressType;
  acceptListOnly: boolean;
}

/** Reports remembered by the duplicate filter; past that the oldest is forgotten and may be reported again. */
const DUPLICATES_KEPT = 8192;

/** The scanning state of one controller, Vol 6 Part B 4.4.3. */
export class Scanner {
  parameters: ScanParameters = defaults();
  #on = false;
  #own: AirAddress;
  #listening: Listening = { interval: 0x10, window: 0x10, since: 0 };
  #filterDuplicates = false;
  #seen = new Set<string>();
  /** Counts scans, so that reports still in the air when one ends do not reach the next. */
  #session = 0;

  constructor(readonly core: ControllerCore) {
    this.#own = core.publicAddress;
  }

  get on(): boolean {
    return this.#on;
  }

  get active(): boolean {
    return this.parameters.active;
  }

  get usesAcceptList(): boolean {
    return this.#on && this.parameters.acceptListOnly;
  }

  reset(): void {
    this.stop();
    this.parameters = defaults();
  }

  /** 7.8.11. Enabling again changes the duplicate filter and takes a new random address into use. */
  start(filterDuplicates: boolean): number {
    const own = this.core.ownAddress((this.parameters.ownType & 1) as 0 | 1);
    if (!own) return HCI_ERROR['invalid-hci-command-parameters'];
    this.#own = own;
    this.#filterDuplicates = filterDuplicates;
    this.#seen.clear();
    if (this.#on) return 0;
    this.#on = true;
    this.#session += 1;
    const { interval, window } = this.parameters;
    this.#listening = { interval, window, since: this.core.air.scheduler.now() };
    this.core.air.scanners.add(this);
    return 0;
  }

  stop(): void {
    this.#on = false;
    this.#seen.clear();
    this.core.air.scanners.delete(this);
  }

  hears(now: number, channelMap: number): boolean {
    return isListening(this.#listening, now, channelMap);
  }

  /** An advertising PDU has been received. */
  hear(from: Advertiser, rssi: number): void {
    const { privacy } = this.core;
    const shown = privacy.shown(from.own);
    if (!shown || (this.parameters.acceptListOnly && !this.core.acceptList.has(shown.address))) return;
    if (from.directed) {
      const isMeant = from.target && (from.target.key === this.#own.key || privacy.isOurs(from.target));
      if (isMeant) this.#report(from.pdu, shown, NO_DATA, rssi);
      return;
    }
    this.#report(from.pdu, shown, from.data, rssi);
    if (!this.parameters.active || !from.scannable) return;
    const own = privacy.own(this.parameters.ownType, shown.address) ?? this.#own;
    if (!from.admitsScan(own) || this.core.air.loses()) return;
    this.#report(ADV_EVENT_TYPE.scanRsp, shown, from.scanResponse, rssi);
  }

  #report(pdu: number, { address, resolved }: Shown, data: Uint8Array, rssi: number): void {
    if (this.#filterDuplicates && this.#duplicate(pdu, address, data)) return;
    const packet = advertisingReport(pdu, address, data, rssi, resolved);
    if (this.core.air.latencyMs === 0) {
      this.core.report(packet);
      return;
    }
    const session = this.#session;
    this.core.air.arrive(() => {
      if (this.#on && this.#session === session) this.core.report(packet);
    });
  }

  /** A report is new when its address, type or data is: a beacon that changes its data is reported each time. */
  #duplicate(pdu: number, address: AirAddress, data: Uint8Array): boolean {
    const key = `${pdu}${address.key}${String.fromCharCode(...data)}`;
    if (this.#seen.has(key)) return true;
    if (this.#seen.size >= DUPLICATES_KEPT) {
      const [oldest] = this.#seen;
      if (oldest !== undefined) this.#seen.delete(oldest);
    }
    this.#seen.add(key);
    return false;
  }
}

const NO_DATA = new Uint8Array(0);

/** 7.8.10. */
function defaults(): ScanParameters {
  return { active: false, interval: 0x10, window: 0x10, ownType: 0, acceptListOnly: false };
}
