import { SMP_ERROR, type SmpErrorName } from '../../../../src-shared/assigned-numbers/smp.js';
import type { Failure, PairingEffect, PairingState, Step } from './pairing-types.js';

export const ENDED: PairingState = { at: 'ended' };

export const go = (state: PairingState, ...effects: PairingEffect[]): Step => ({ state, effects });

/** This side ends the pairing and tells the peer why, Core Vol 3 Part H 3.5.5. */
export function refuse(reason: SmpErrorName, why: string, as: Failure['reason'] = reason): Step {
  return go(
    ENDED,
    { do: 'send', pdu: { pdu: 'pairing-failed', reason: SMP_ERROR[reason] } },
    { do: 'fail', failure: { reason: as, origin: 'local', why } },
  );
}

export const outOfOrder = (what: string) => refuse('unspecified-reason', `${what} came out of order`);

/** Effects that come before those of a step. */
export function first(effects: readonly PairingEffect[], step: Step): Step {
  return { state: step.state, effects: [...effects, ...step.effects] };
}
