import { attemptOf, negotiate, pairingRequest, pairingResponse } from './features.js';
import { distribute, onDistributed } from './key-distribution.js';
import { legacyConfirmed, legacyPasskey, legacyRandom, startLegacy } from './legacy.js';
import type { Context, LinkKey, OobInput, PairingConfig, PairingInput, PairingState, Step } from './pairing-types.js';
import type { SmpPdu, SmpPdus } from './pdus.js';
import {
  onComparison,
  onPublicKey,
  onSecureCheck,
  onSecureConfirm,
  onSecurePasskey,
  onSecureRandom,
  startSecure,
} from './secure-connections.js';
import { ENDED, first, go, outOfOrder, refuse } from './steps.js';

/*
 * One pairing, Core Vol 3 Part H 2.3, as a pure function of what it was and what happened: no time, no randomness, no waiting.
 * It begins with begin(), goes on with step(), and is over when the state is at 'ended': then 'complete' or 'fail' was among the effects.
 */

/** The first step: as initiator without, as responder with the peer's Pairing Request. */
export function begin(config: PairingConfig, request: SmpPdus['pairing-request'] | null = null): Step {
  if (!config.asksOob) return exchangeFeatures(config, request, config.oob);
  return go(
    { at: 'oob', config, request },
    { do: 'ask', question: { about: 'oob', attempt: attemptOf(config, null) } },
  );
}

export function step(state: PairingState, input: PairingInput): Step {
  if (state.at === 'ended') return go(state);
  switch (input.is) {
    case 'pdu':
      return onPdu(state, input.pdu);
    case 'malformed':
      return isOnAir(state) ? refuse('invalid-parameters', 'the peer sent what is no command') : go(state);
    case 'timeout':
      return go(ENDED, { do: 'fail', failure: { reason: 'timeout', origin: 'local', why: 'no answer within 30 s' } });
    case 'abort':
      return onAbort(state, input.as);
    case 'key-given':
      return go(state.at === 'encrypting' && isResponder(state.ctx) ? { ...state, isKeyGiven: true } : state);
    case 'encryption':
      return onEncryption(state, input.ok);
    default:
      return onAnswer(state, input);
  }
}

/** As responder: the key for an LTK request with rand 0 and ediv 0, only once it is verified and until the link is encrypted. */
export function offeredKey(state: PairingState): LinkKey | null {
  return state.at === 'encrypting' && isResponder(state.ctx) ? state.link : null;
}

const isResponder = ({ config }: Context) => config.role === 'responder';
/** Whether the peer knows of this pairing. */
const isOnAir = (state: PairingState) => state.at !== 'oob' || state.config.role === 'responder';

function exchangeFeatures(
  config: PairingConfig,
  request: SmpPdus['pairing-request'] | null,
  oob: OobInput | null,
): Step {
  if (request) return agree(config, request, pairingResponse(config, request, oob), oob);
  const own = pairingRequest(config, oob);
  return go({ at: 'response', config, request: own, oob }, { do: 'send', pdu: own });
}

function agree(
  config: PairingConfig,
  request: SmpPdus['pairing-request'],
  response: SmpPdus['pairing-response'],
  oob: OobInput | null,
): Step {
  const agreed = negotiate(config, request, response);
  if ('refused' in agreed) return refuse(agreed.refused, agreed.why);
  const ctx: Context = { config, request, response, agreed, oob };
  if (agreed.association.method === 'oob' && !hasWhatItNeeds(ctx))
    return refuse('oob-not-available', 'the peer counts on out of band data that this side does not have');
  if (agreed.association.method !== 'just-works' && !agreed.weakensBond) return authenticate(ctx);
  return go({ at: 'consent', ctx }, { do: 'ask', question: { about: 'consent', attempt: attemptOf(config, agreed) } });
}

/** Out of band: what our own flag promises, and the half that the peer's flag says it was told. */
function hasWhatItNeeds({ config, request, response, agreed, oob }: Context): boolean {
  if (!agreed.association.secureConnections) return oob?.tk !== undefined;
  const theirs = config.role === 'initiator' ? response : request;
  return theirs.oob === 0 || oob?.local !== undefined;
}

function authenticate(ctx: Context): Step {
  const start = ctx.agreed.association.secureConnections ? startSecure(ctx) : startLegacy(ctx);
  return isResponder(ctx) ? first([{ do: 'send', pdu: ctx.response }], start) : start;
}

function onAbort(state: PairingState, as: 'unspecified-reason' | 'passkey-entry-failed'): Step {
  if (as === 'passkey-entry-failed') return refuse(as, 'the passkey cannot be shown');
  const why = 'the program gave up';
  if (isOnAir(state)) return refuse(as, why, 'abort');
  return go(ENDED, { do: 'fail', failure: { reason: 'abort', origin: 'local', why } });
}

function onEncryption(state: PairingState, ok: boolean): Step {
  if (state.at === 'distributing' && !ok)
    return refuse('unspecified-reason', 'the link is no longer encrypted', 'encryption');
  if (state.at !== 'encrypting') return go(state);
  // As responder: encryption with an older key is none of this pairing's.
  if (isResponder(state.ctx) && !state.isKeyGiven) return go(state);
  return ok ? distribute(state) : refuse('unspecified-reason', 'the link could not be encrypted', 'encryption');
}

function onAnswer(
  state: PairingState,
  input: Extract<PairingInput, { is: 'oob' | 'consent' | 'passkey' | 'comparison' }>,
): Step {
  if (input.is === 'oob')
    return state.at === 'oob' ? exchangeFeatures(state.config, state.request, input.oob) : go(state);
  if (input.is === 'consent') {
    if (state.at !== 'consent') return go(state);
    return input.yes ? authenticate(state.ctx) : refuse('pairing-not-supported', 'declined');
  }
  if (input.is === 'comparison') return state.at === 'secure' ? onComparison(state, input.yes) : go(state);
  if (state.at !== 'legacy' && state.at !== 'secure') return go(state);
  const isKnown = state.at === 'legacy' ? state.tk !== null : state.passkey !== null;
  if (isKnown || state.ctx.agreed.association.method !== 'passkey') return go(state);
  if (input.passkey === null) return refuse('passkey-entry-failed', 'no passkey was entered');
  return state.at === 'legacy' ? legacyPasskey(state, input.passkey) : onSecurePasskey(state, input.passkey);
}

function onPdu(state: Exclude<PairingState, { at: 'ended' }>, pdu: SmpPdu): Step {
  if (!isOnAir(state)) return go(state);
  if (pdu.pdu === 'pairing-failed')
    return go(ENDED, {
      do: 'fail',
      failure: { reason: pdu.reason, origin: 'peer', why: 'the peer ended the pairing' },
    });
  if (pdu.pdu === 'security-request' && roleOf(state) === 'initiator') return go(state); // what it asks for is being done, 2.4.6
  if (pdu.pdu === 'pairing-keypress-notification' && takesKeypresses(state)) return go(state);
  switch (state.at) {
    case 'response':
      if (pdu.pdu === 'pairing-response') return agree(state.config, state.request, pdu, state.oob);
      break;
    case 'legacy':
      if (pdu.pdu === 'pairing-confirm') return legacyConfirmed(state, pdu.value);
      if (pdu.pdu === 'pairing-random') return legacyRandom(state, pdu.value);
      break;
    case 'public-key':
      if (pdu.pdu === 'pairing-public-key') return onPublicKey(state, pdu);
      break;
    case 'secure':
      if (pdu.pdu === 'pairing-confirm') return onSecureConfirm(state, pdu.value);
      if (pdu.pdu === 'pairing-random') return onSecureRandom(state, pdu.value);
      if (pdu.pdu === 'pairing-dhkey-check') return onSecureCheck(state, pdu.value);
      break;
    case 'distributing':
      return onDistributed(state, pdu);
    default:
  }
  return outOfOrder(pdu.pdu);
}

function roleOf(state: Exclude<PairingState, { at: 'ended' }>): PairingConfig['role'] {
  return 'ctx' in state ? state.ctx.config.role : state.config.role;
}

/** While a passkey is or may be typed, 3.5.8. */
function takesKeypresses(state: PairingState): boolean {
  if (state.at !== 'legacy' && state.at !== 'secure' && state.at !== 'public-key') return false;
  return state.ctx.agreed.association.method === 'passkey';
}
