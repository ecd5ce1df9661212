import type { AddressType } from '../../../src-shared/model/address.js';
import type { Connection } from './connection.js';
import type { Op } from './options.js';

export interface ConnectOptions extends Op {
  /** Microseconds, 7_500 to 4_000_000. Defaults 30_000 and 50_000. */
  minConnIntervalUs?: number;
  maxConnIntervalUs?: number;
  /** Connection events the peripheral may skip, 0 to 499. Default 0. */
  latency?: number;
  /** 100 to 32_000. Default 5_000. */
  supervisionTimeoutMs?: number;
  /**
   * With a bond, encrypt with its key before the link is given out; what fails there fails connect(), and the link is ended. Default true.
   * false leaves the link plain until pair().
   */
  encrypt?: boolean;
}

/** A remote device, by address. One object per (type, address) and adapter. */
export interface Device {
  /** 'aa:bb:cc:dd:ee:ff', or the identifier an operating system gives instead. */
  readonly address: string;
  readonly addressType: AddressType;
  readonly connection: Connection | null;
  /** Joins an attempt that is pending; returns the link that is up; otherwise starts afresh. Time-out and abort cancel the radio's attempt. */
  connect(o?: ConnectOptions): Promise<Connection>;
  toString(): string;
}
