import { SMP_KEY } from '../../../../src-shared/assigned-numbers/smp.js';
import {
  requireBoolean,
  requireBytes,
  requireInteger,
  requireObject,
  requireOneOf,
} from '../../../../src-shared/model/arguments.js';
import { IO_CAPABILITIES } from '../../../../src-shared/model/association.js';
import { invalidArgument } from '../../../../src-shared/model/ble-error.js';
import type { OobData, PairingDelegate, PairOptions, SecurityPolicy } from '../../api/security.js';
import type { PairingRequestOptions } from './pairing-types.js';

/** What one pairing asks for, with every default filled in. `oob` undefined: ask the delegate. */
export interface ResolvedPairOptions extends PairingRequestOptions {
  oob?: OobData | null;
}

export const DEFAULT_POLICY: Readonly<SecurityPolicy> = {
  minKeySize: 16,
  secureConnectionsOnly: false,
  rejectDowngrade: true,
  debugKeys: false,
};

export const DEFAULT_DELEGATE: Readonly<PairingDelegate> = { io: 'no-input-no-output' };

const EVERY_KEY = SMP_KEY.enc | SMP_KEY.id | SMP_KEY.sign;

/** Options of pair(), then the delegate's, then the defaults. Throws 'invalid-argument'. */
export function resolvePairOptions(o: PairOptions, delegate: PairingDelegate, operation: string): ResolvedPairOptions {
  requireObject(operation, 'the options argument', o);
  const flag = (name: 'bond' | 'leSecure' | 'mitm', fallback: boolean) =>
    requireBoolean(operation, name, o[name] ?? delegate[name] ?? fallback);
  return {
    io: requireOneOf(operation, 'io', o.io ?? delegate.io ?? 'no-input-no-output', IO_CAPABILITIES),
    bond: flag('bond', true),
    leSecure: flag('leSecure', true),
    mitm: flag('mitm', false),
    requireMitm: requireBoolean(operation, 'requireMitm', o.requireMitm ?? false),
    maxKeySize: 16,
    keys: { initiator: EVERY_KEY, responder: EVERY_KEY },
    oob: o.oob === undefined ? undefined : checkOob(o.oob, operation),
  };
}

/** Throws 'invalid-argument' for what is no policy. */
export function checkPolicy(policy: SecurityPolicy): SecurityPolicy {
  const operation = 'set the security policy';
  requireObject(operation, 'the policy', policy);
  requireInteger(operation, 'minKeySize', policy.minKeySize, [7, 16], 'bytes');
  requireBoolean(operation, 'secureConnectionsOnly', policy.secureConnectionsOnly);
  requireBoolean(operation, 'rejectDowngrade', policy.rejectDowngrade);
  requireBoolean(operation, 'debugKeys', policy.debugKeys ?? false);
  return policy;
}

/** Throws 'invalid-argument' when a value has not 16 bytes. */
export function checkOob(oob: OobData | null, operation: string): OobData | null {
  if (oob === null) return null;
  requireObject(operation, 'oob', oob);
  const check = (name: string, value: Uint8Array | undefined) => {
    if (value !== undefined && requireBytes(operation, name, value).length !== 16)
      throw invalidArgument(operation, `${name} has ${value.length} bytes; use 16`);
  };
  check('oob.tk', oob.tk);
  for (const half of ['peer', 'local'] as const) {
    check(`oob.${half}.confirm`, oob[half]?.confirm);
    check(`oob.${half}.random`, oob[half]?.random);
  }
  return oob;
}
