import { HCI_ERROR } from '../../../../src-shared/assigned-numbers/hci.js';
import type { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import { type AirAddress, airAddress } from '../air-address.js';
import type { OwnAddressType } from '../privacy.js';

export const INVALID = HCI_ERROR['invalid-hci-command-parameters'];
export const UNSUPPORTED = HCI_ERROR['unsupported-feature-or-parameter-value'];
export const DISALLOWED = HCI_ERROR['command-disallowed'];
export const UNKNOWN_LINK = HCI_ERROR['unknown-connection-identifier'];

/** The first status that is an error, or success. */
export function firstError(...statuses: number[]): number {
  return statuses.find((status) => status !== 0) ?? 0;
}

export function inRange(value: number, min: number, max: number): number {
  return value >= min && value <= max ? 0 : INVALID;
}

export function isTrue(holds: boolean): number {
  return holds ? 0 : INVALID;
}

/** An own or peer address type: from 2 on by the resolving list. */
export function addressType(type: number): number {
  return inRange(type, 0, 3);
}

/** Public or random, also of an identity behind a private address. */
export function bit(type: number): 0 | 1 {
  return (type & 1) as 0 | 1;
}

export function ownType(type: number): OwnAddressType {
  return (type & 3) as OwnAddressType;
}

/** Address_Type, Address. The type is taken as it comes: check it with addressType(). */
export function readAddress(p: ByteReader): { type: number; address: AirAddress } {
  const type = p.u8('Address_Type');
  return { type, address: airAddress(bit(type), p.take(6, 'Address')) };
}

/** Connection parameters as LE Create Connection and LE Connection Update have them, 7.8.12 and 7.8.18. */
export interface ConnectionParameters {
  min: number;
  max: number;
  latency: number;
  timeout: number;
  minCe: number;
  maxCe: number;
}

export function readConnectionParameters(p: ByteReader): ConnectionParameters {
  return {
    min: p.u16('Connection_Interval_Min'),
    max: p.u16('Connection_Interval_Max'),
    latency: p.u16('Max_Latency'),
    timeout: p.u16('Supervision_Timeout'),
    minCe: p.u16('Min_CE_Length'),
    maxCe: p.u16('Max_CE_Length'),
  };
}

/** 7.5 ms-4 s; latency up to 499; 100 ms-32 s, and more than (1 + latency) x interval x 2. */
export function checkConnectionParameters({ min, max, latency, timeout, minCe, maxCe }: ConnectionParameters): number {
  return firstError(
    inRange(min, 0x0006, 0x0c80),
    inRange(max, min, 0x0c80),
    inRange(latency, 0, 0x01f3),
    inRange(timeout, 0x000a, 0x0c80),
    isTrue(timeout * 10 > (1 + latency) * max * 1.25 * 2),
    isTrue(minCe <= maxCe),
  );
}
