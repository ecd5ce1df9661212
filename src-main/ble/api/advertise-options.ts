import type { AdvertisingFields } from '../../../src-shared/decode/encode-advertising.js';
import type { UuidLike } from '../../../src-shared/model/uuid.js';

export type { UuidLike };

export interface AdvertiseOptions extends AdvertisingFields {
  /** Time between advertising events in microseconds, 20_000 to 10_240_000, rounded down to steps of 625. */
  intervalUs: number;
  /** Raw payloads, at most 31 bytes each. With either given, every field option is ignored and the other defaults to empty. */
  advData?: Uint8Array;
  respData?: Uint8Array;
  /** Default true. false: a beacon that nobody can connect to. */
  connectable?: boolean;
  /** Whether scanners get a scan response. Default true; false with connectable false sends ADV_NONCONN_IND. */
  scannable?: boolean;
  timeoutMs?: number;
  signal?: AbortSignal;
}
