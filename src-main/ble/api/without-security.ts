import { unsupported } from './errors.js';
import type { Security } from './security.js';

/** For an engine that cannot pair: every call is refused at once. What is set is kept and serves nothing. */
export function withoutSecurity(why: string, fix: string): Security {
  const refusal = () => Promise.reject(unsupported('security', why, fix));
  return {
    adapterId: '',
    delegate: { io: 'no-input-no-output' },
    policy: { minKeySize: 16, secureConnectionsOnly: false, rejectDowngrade: true },
    bonds: refusal,
    removeBond: refusal,
    nameBond: refusal,
    reload: refusal,
    createOobData: refusal,
    on: () => () => undefined,
  };
}
