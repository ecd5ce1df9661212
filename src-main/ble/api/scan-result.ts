import { equalBytes } from '../../../src-shared/bytes/hex.js';
import {
  adAppearance,
  adFlags,
  adManufacturer,
  adName,
  adServiceData,
  adServices,
  adTxPower,
  adUri,
} from '../../../src-shared/decode/ad-fields.js';
import { type AdStructure, decodeAdvertising } from '../../../src-shared/decode/ad-structure.js';
import type { Uuid, UuidLike } from '../../../src-shared/model/uuid.js';
import { IntervalEstimate } from '../util/interval-estimate.js';
import type { Device } from './device.js';
import type { AdvertisingReport, ScanResult } from './scanner.js';

const EMPTY = new Uint8Array(0);

export class ScanResultRecord implements ScanResult {
  rssi: number | null = null;
  advData: Uint8Array = EMPTY;
  respData: Uint8Array | null = null;
  connectable = false;
  scannable = false;
  directed = false;
  lastSeen: number;
  count = 0;
  /** A change of it was dropped before a program took it: its next report is news, whatever it says. */
  untold = false;
  #interval = new IntervalEstimate();
  #structures: [AdStructure[], AdStructure[]] | null = null;

  constructor(
    readonly device: Device,
    readonly firstSeen: number,
  ) {
    this.lastSeen = firstSeen;
  }

  get intervalMs(): number | null {
    return this.#interval.medianMs;
  }

  /** Takes in one report; whether anything changed that a program wants to hear of. */
  apply(report: AdvertisingReport): boolean {
    this.count += 1;
    this.lastSeen = report.at;
    let changed = this.count === 1 || report.rssi !== this.rssi;
    this.rssi = report.rssi;
    if (report.pdu === 'SCAN_RSP') return this.#applyResponse(report.data) || changed;
    this.#interval.heard(report.at);
    const connectable = report.pdu === 'ADV_IND' || report.pdu === 'ADV_DIRECT_IND';
    const scannable = report.pdu === 'ADV_IND' || report.pdu === 'ADV_SCAN_IND';
    const directed = report.pdu === 'ADV_DIRECT_IND';
    if (connectable !== this.connectable || scannable !== this.scannable || directed !== this.directed) changed = true;
    Object.assign(this, { connectable, scannable, directed });
    if (directed || equalBytes(report.data, this.advData)) return changed;
    this.advData = report.data;
    this.#structures = null;
    // A scannable advertiser's story is told by both packets: until the response came, its data alone is no news.
    return changed || report.pdu !== 'ADV_SCAN_IND' || this.respData !== null;
  }

  #applyResponse(data: Uint8Array): boolean {
    if (this.respData !== null && equalBytes(data, this.respData)) return false;
    this.respData = data;
    this.#structures = null;
    return data.length > 0;
  }

  name(): string | null {
    return adName(...this.#parsed())?.name ?? null;
  }

  services(): Uuid[] {
    return adServices(...this.#parsed());
  }

  manufacturer(company?: number): [number, Uint8Array][] {
    return adManufacturer(this.#parsed(), company);
  }

  serviceData(uuid?: UuidLike): [Uuid, Uint8Array][] {
    return adServiceData(this.#parsed(), uuid);
  }

  appearance(): number | null {
    return adAppearance(...this.#parsed());
  }

  flags(): number | null {
    return adFlags(...this.#parsed());
  }

  txPower(): number | null {
    return adTxPower(...this.#parsed());
  }

  uri(): string | null {
    return adUri(...this.#parsed());
  }

  toString(): string {
    const name = this.name();
    return `${this.device.address} (${this.device.addressType})${name === null ? '' : ` "${name}"`} ${this.rssi ?? '?'} dBm`;
  }

  #parsed(): [AdStructure[], AdStructure[]] {
    this.#structures ??= [decodeAdvertising(this.advData), this.respData ? decodeAdvertising(this.respData) : []];
    return this.#structures;
  }
}
