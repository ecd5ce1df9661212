import { SPSM } from '../../../src-shared/assigned-numbers/l2cap.js';
import { requireInteger, requireObject, requireOneOf } from '../../../src-shared/model/arguments.js';
import { invalidArgument } from './errors.js';
import type { SecurityLevel } from './gatt-server.js';
import type { L2capListenOptions, L2capSecurityOptions } from './l2cap.js';

/** Smallest MTU and MPS of a channel, Core Vol 3 Part A 4.22 and 4.25. */
export const LEAST = { basic: 23, enhanced: 64 } as const;
const LARGEST_MTU = 65_535;
const KEY_SIZES = [7, 16] as const;
const LEVELS: readonly SecurityLevel[] = ['none', 'encrypted', 'authenticated', 'secure-connections'];

/** 1 to 255; not EATT's, which is no channel for SDUs. */
export function checkPsm(operation: string, psm: number): number {
  requireInteger(operation, 'psm', psm, [1, SPSM.last]);
  if (psm === SPSM.eatt) throw invalidArgument(operation, 'PSM 0x27 is of Enhanced ATT; use 0x80 to 0xff');
  return psm;
}

export function checkMtu(operation: string, mtu: number, least: number = LEAST.basic): number {
  return requireInteger(operation, 'mtu', mtu, [least, LARGEST_MTU]);
}

/** What is demanded of a link, with nothing left open. */
export type Demands = Required<L2capSecurityOptions>;

const anybody = () => true;

export function checkSecurity(operation: string, o: L2capSecurityOptions): Demands {
  const {
    security = 'none',
    minKeySize = 0,
    authorize = anybody,
  } = requireObject(operation, 'the options argument', o);
  requireOneOf(operation, 'security', security, LEVELS);
  if (o.minKeySize !== undefined) requireInteger(operation, 'minKeySize', minKeySize, KEY_SIZES, 'bytes');
  if (typeof authorize !== 'function') throw invalidArgument(operation, 'authorize is no function');
  return { security, minKeySize, authorize };
}

export function checkListen(operation: string, psm: number, o: L2capListenOptions): Demands & { mtu: number } {
  checkPsm(operation, psm);
  const security = checkSecurity(operation, o);
  return { mtu: checkMtu(operation, o.mtu), ...security };
}
