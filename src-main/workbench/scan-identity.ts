import { equalBytes } from '../../src-shared/bytes/hex.js';
import { addressKind } from '../../src-shared/model/address.js';
import type { ScanDetail, ScanRow } from '../../src-shared/model/scan-row.js';
import type { AdvertisingReport } from '../ble/index.js';
import { IntervalEstimator } from './interval-estimator.js';
import { bytesToText, LONG_HISTORY, PacketHistory, SHORT_HISTORY } from './packet-history.js';
import { RateMeter } from './rate-meter.js';
import { RssiWindow } from './rssi-window.js';
import type { SummaryCache } from './summary-cache.js';

const NO_BYTES = new Uint8Array(0);
const RSSI_UNKNOWN = 127;
const SCAN_RESPONSE = 'SCAN_RSP';

/** '<address>/<type>': what makes two reports one device. */
export const identityKey = (address: string, type: string): string => `${address}/${type}`;

/** One advertiser as heard so far. */
export class ScanIdentity {
  readonly key: string;
  /** The window has its row. */
  sent = false;
  /** Heard since its numbers were sent. */
  fresh = false;
  /** The rate the window was last told. */
  sentRate = 0;
  count = 0;
  rssi: number = RSSI_UNKNOWN;
  lastSeen = 0;
  readonly rate = new RateMeter();
  readonly interval = new IntervalEstimator();
  readonly #rssiWindow = new RssiWindow();
  readonly #history = new PacketHistory();
  readonly #address: string;
  readonly #addressType: 'public' | 'random';
  readonly #firstSeen: number;
  #pdu = SCAN_RESPONSE;
  #virtual = false;
  #advData: Uint8Array = NO_BYTES;
  #advText = '';
  #respData: Uint8Array | null = null;
  #respText = '';
  #row: ScanRow | null = null;

  constructor(
    readonly id: number,
    report: AdvertisingReport,
  ) {
    this.key = identityKey(report.address, report.addressType);
    this.#address = report.address;
    this.#addressType = report.addressType;
    this.#firstSeen = report.at;
  }

  /** Takes one report in. True when the row, not only its numbers, is now another. */
  apply(report: AdvertisingReport, virtual: boolean): boolean {
    const { pdu, at, rssi, data } = report;
    this.fresh = true;
    this.count += 1;
    this.lastSeen = Math.max(this.lastSeen, at);
    if (rssi !== null) {
      this.rssi = rssi;
      this.#rssiWindow.heard(at, rssi);
    }
    const isResponse = pdu === SCAN_RESPONSE;
    let changed = this.count === 1 || virtual !== this.#virtual;
    this.#virtual = virtual;
    if (isResponse) {
      if (this.#respData === null || !equalBytes(data, this.#respData)) {
        this.#respData = data.slice();
        this.#respText = bytesToText(data);
        changed = true;
      }
    } else {
      this.rate.heard(at);
      this.interval.heard(at);
      if (pdu !== this.#pdu) {
        this.#pdu = pdu;
        changed = true;
      }
      if (!equalBytes(data, this.#advData)) {
        this.#advData = data.slice();
        this.#advText = bytesToText(data);
        changed = true;
      }
    }
    this.#history.add(pdu, isResponse ? this.#respText : this.#advText, rssi, at);
    if (changed) this.#row = null;
    return changed;
  }

  row(summaries: SummaryCache): ScanRow {
    this.#row ??= this.#buildRow(summaries);
    return this.#row;
  }

  detail(now: number): ScanDetail {
    const { min, max } = this.#rssiWindow.range(now);
    return {
      id: this.id,
      rssiMin: min,
      rssiMax: max,
      jitterMs: this.interval.jitterMs,
      count: this.count,
      history: this.#history.entries(),
      advChanged: this.#history.newestChanged((pdu) => pdu !== SCAN_RESPONSE),
      respChanged: this.#history.newestChanged((pdu) => pdu === SCAN_RESPONSE),
    };
  }

  setWatched(watched: boolean): void {
    this.#history.setLimit(watched ? LONG_HISTORY : SHORT_HISTORY);
  }

  #buildRow(summaries: SummaryCache): ScanRow {
    const key = `${this.#advText.length}${this.#respData === null ? '-' : '+'}${this.#advText}${this.#respText}`;
    const pdu = this.#pdu;
    return {
      id: this.id,
      address: this.#address,
      addressType: this.#addressType,
      addressKind: kindOf(this.#address, this.#addressType),
      ...summaries.get(key, this.#advData, this.#respData),
      connectable: pdu === 'ADV_IND' || pdu === 'ADV_DIRECT_IND',
      scannable: pdu === 'ADV_IND' || pdu === 'ADV_SCAN_IND' || pdu === SCAN_RESPONSE,
      directed: pdu === 'ADV_DIRECT_IND',
      pdu,
      advData: this.#advData,
      respData: this.#respData,
      firstSeen: this.#firstSeen,
      virtual: this.#virtual,
    };
  }
}

/** What an operating system gives in place of an address is an identifier of its own making. */
function kindOf(address: string, type: 'public' | 'random'): ScanRow['addressKind'] {
  return /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(address) ? addressKind({ address, type }) : 'identifier';
}
