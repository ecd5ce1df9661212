import {
  type AdvertisingFields,
  encodeAdvertising,
  LEGACY_CAPACITY,
} from '../../../src-shared/decode/encode-advertising.js';
import { requireBoolean, requireBytes, requireNumber, requireObject } from '../../../src-shared/model/arguments.js';
import type { UuidLike } from '../../../src-shared/model/uuid.js';
import { invalidArgument } from './errors.js';

export type { UuidLike };

export interface AdvertiseOptions extends AdvertisingFields {
  /** Time between advertising events in microseconds, 20_000 to 10_240_000, rounded down to steps of 625. */
  intervalUs: number;
  /** Raw payloads, at most 31 bytes each. With either given, every field option is ignored and the other defaults to empty. */
  advData?: Uint8Array;
  respData?: Uint8Array;
  /** Default true. false: a beacon that nobody can connect to. */
  connectable?: boolean;
  /**
   * Whether scanners get a scan response. Default true; false with connectable false sends ADV_NONCONN_IND, and then
   * all fields share the 31 bytes of the advertising data, and respData is 'invalid-argument'.
   */
  scannable?: boolean;
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface AdvertisingPayload {
  pdu: 'ADV_IND' | 'ADV_SCAN_IND' | 'ADV_NONCONN_IND';
  advData: Uint8Array;
  respData: Uint8Array;
  /** Which fields did not fit whole, in words. */
  omitted: string[];
}

/** Checks the options and makes of them what goes on the air. */
export function advertisingPayload(o: AdvertiseOptions): AdvertisingPayload {
  const { intervalUs, connectable = true, scannable = true } = requireObject('advertise', 'the options argument', o);
  requireNumber('advertise', 'intervalUs', intervalUs, [20_000, 10_240_000], 'microseconds');
  requireBoolean('advertise', 'connectable', connectable);
  requireBoolean('advertise', 'scannable', scannable);
  const pdu = connectable ? 'ADV_IND' : scannable ? 'ADV_SCAN_IND' : 'ADV_NONCONN_IND';
  const scanResponse = pdu !== 'ADV_NONCONN_IND';
  if (o.advData === undefined && o.respData === undefined) return { pdu, ...encodeAdvertising(o, { scanResponse }) };
  const advData = rawPayload('advData', o.advData);
  const respData = rawPayload('respData', o.respData);
  if (respData.length > 0 && !scanResponse) {
    throw invalidArgument(
      'advertise',
      'respData would never be sent: what is not connectable nor scannable has no scan response',
    );
  }
  return { pdu, advData, respData, omitted: [] };
}

function rawPayload(name: string, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const { length } = requireBytes('advertise', name, data);
  if (length > LEGACY_CAPACITY)
    throw invalidArgument('advertise', `${name} has ${length} bytes; ${LEGACY_CAPACITY} fit`);
  return data;
}
