import type { Uuid, UuidLike } from '../../../src-shared/model/uuid.js';
import type { Device } from './device.js';

export interface ScanFilter {
  address?: string;
  /** Exact name, or a pattern. */
  name?: string | RegExp;
  /** All of these are advertised. */
  services?: UuidLike[];
  /** Company identifier of manufacturer data. */
  manufacturer?: number;
  minRssi?: number;
  connectable?: boolean;
}

export interface ScanOptions {
  /** Absent or 0: until stopped. */
  durationMs?: number;
  /** 2_500 to 10_240_000 microseconds, default 1_280_000. */
  intervalUs?: number;
  /** At most the interval, default 11_250. */
  windowUs?: number;
  /** Ask for scan responses. Default false. */
  active?: boolean;
  filter?: ScanFilter;
  /** Results kept while nobody takes them, default 1024; the oldest go first, are counted in stats.dropped and told when next heard. */
  queue?: number;
  signal?: AbortSignal;
}

export interface ScanStats {
  /** Advertising reports from the radio. */
  received: number;
  /** Results handed to the program. */
  delivered: number;
  /** Changed results the program did not take in time. */
  dropped: number;
}

/** One device as scanned so far; the same object is given again whenever something changed. */
export interface ScanResult {
  readonly device: Device;
  /** dBm of the newest report; null when the controller could not tell (HCI value 127). */
  readonly rssi: number | null;
  /** Newest advertising data; empty until one came. */
  readonly advData: Uint8Array;
  /** Newest scan response; null until one came. */
  readonly respData: Uint8Array | null;
  readonly connectable: boolean;
  readonly scannable: boolean;
  readonly directed: boolean;
  /** Milliseconds since the epoch. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Reports of any kind. */
  readonly count: number;
  /** Estimated time between advertising events in milliseconds; null before the second. */
  readonly intervalMs: number | null;
  /** Complete or shortened name, from advertising data or else the scan response; null when absent. Bad UTF-8 is replaced. */
  name(): string | null;
  services(): Uuid[];
  manufacturer(company?: number): [number, Uint8Array][];
  serviceData(uuid?: UuidLike): [Uuid, Uint8Array][];
  appearance(): number | null;
  flags(): number | null;
  /** dBm. */
  txPower(): number | null;
  uri(): string | null;
  toString(): string;
}

/** A running scan: iterate it, or only read stats. Leaving a `for await` stops it. */
export interface Scanner extends AsyncIterable<ScanResult> {
  readonly stats: Readonly<ScanStats>;
  /** Every device seen by this scan. */
  readonly results: ReadonlyMap<string, ScanResult>;
  readonly running: boolean;
  /** Resolves when the radio scans; rejects with why it does not, 'aborted' included. */
  readonly started: Promise<void>;
  /** Stops and waits until the radio has stopped; rejects with why it did not. The iteration just ends. Safe to call twice. */
  cancel(): Promise<void>;
  /** Every advertising report, before merging, for programs that keep their own books. */
  on(event: 'report', listener: (report: AdvertisingReport) => void): () => void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What a radio reports of one advertising PDU. */
export interface AdvertisingReport {
  address: string;
  addressType: 'public' | 'random';
  pdu: 'ADV_IND' | 'ADV_DIRECT_IND' | 'ADV_SCAN_IND' | 'ADV_NONCONN_IND' | 'SCAN_RSP';
  data: Uint8Array;
  /** dBm, null when unknown. */
  rssi: number | null;
  /** Milliseconds since the epoch. */
  at: number;
}
