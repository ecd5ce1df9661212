import { equalSecret } from '../../crypto/equal-secret.js';
import { isDebugKey, isOnCurve, type KeyPair } from '../../crypto/p256.js';
import { attemptOf } from './features.js';
import { encryptWith } from './legacy.js';
import type { Context, PairingEffect, StateAt, Step } from './pairing-types.js';
import type { SmpPdus } from './pdus.js';
import { first, go, outOfOrder, refuse } from './steps.js';
import {
  comparisonValue,
  dhKeyCheck,
  type Ends,
  passkeyBytes,
  pointOf,
  secureConfirm,
  secureKeys,
  swap,
} from './toolbox.js';

/* LE Secure Connections, phase 2: Core Vol 3 Part H 2.3.5.6. */

type Secure = StateAt<'secure'>;

/** Bits of a passkey, one a round: 2.3.5.6.3. */
const ROUNDS = 20;
const ZERO = new Uint8Array(16);

export function startSecure(ctx: Context): Step {
  const state = { at: 'public-key', ctx } as const;
  return isInitiator(ctx) ? go(state, sendPublicKey(ctx)) : go(state);
}

export function onPublicKey({ ctx }: StateAt<'public-key'>, pdu: SmpPdus['pairing-public-key']): Step {
  const point = pointOf(pdu);
  if (!isOnCurve(point)) return refuse('dhkey-check-failed', 'the public key of the peer is no point of the curve');
  const keyPair = ownKeyPair(ctx);
  const isTheirsDebug = isDebugKey(point);
  const isDebugMode = ctx.config.policy.debugKeys === true;
  // Whoever shows our own key back, or its mirror image with the same X, could pass for us (CVE-2020-26558).
  if (equalSecret(point.x, keyPair.publicKey.x) && !(isDebugMode && isTheirsDebug))
    return refuse('dhkey-check-failed', 'the peer sent our own public key back');
  if (isTheirsDebug && !isDebugMode)
    return refuse('authentication-requirements', 'the peer uses the debug key, which everybody knows');
  const state: Secure = {
    at: 'secure',
    ctx,
    waitsFor: 'confirm',
    dhKey: keyPair.dhKey(point),
    keyPair,
    theirX: pdu.x,
    isDebug: isTheirsDebug || isDebugKey(keyPair.publicKey),
    round: 0,
    passkey: null,
    confirm: null,
    nonce: null,
    check: null,
  };
  return isInitiator(ctx) ? startStage1(state) : first([sendPublicKey(ctx)], startStage1(state));
}

function startStage1(state: Secure): Step {
  const { ctx, theirX } = state;
  const { method, [ctx.config.role]: part } = ctx.agreed.association;
  if (method === 'oob') {
    const { peer } = ctx.oob ?? {};
    if (peer && !equalSecret(secureConfirm(theirX, theirX, peer.random), peer.confirm))
      return refuse('confirm-value-failed', 'the public key is not the one that was told out of band');
    return isInitiator(ctx)
      ? go({ ...state, waitsFor: 'random' }, sendNonce(state))
      : go({ ...state, waitsFor: 'random' });
  }
  if (method !== 'passkey')
    return isInitiator(ctx) ? go(state) : go({ ...state, waitsFor: 'random' }, sendConfirm(state, 0));
  if (part === 'displays') {
    const { passkey } = ctx.config.materials;
    return first([{ do: 'display', passkey }], onSecurePasskey(state, passkey));
  }
  const question = { about: 'passkey', attempt: attemptOf(ctx.config, ctx.agreed) } as const;
  return go({ ...state, waitsFor: isInitiator(ctx) ? 'passkey' : 'confirm' }, { do: 'ask', question });
}

export function onSecurePasskey(state: Secure, passkey: number): Step {
  const { ctx, confirm } = state;
  if (isInitiator(ctx)) return go({ ...state, passkey, waitsFor: 'confirm' }, sendConfirm(state, bitOf(passkey, 0)));
  return confirm ? confirmBack({ ...state, passkey }, passkey, confirm) : go({ ...state, passkey });
}

export function onSecureConfirm(state: Secure, confirm: Uint8Array): Step {
  if (state.waitsFor !== 'confirm') return outOfOrder('Pairing Confirm');
  const { ctx, passkey, round } = state;
  const isPasskey = ctx.agreed.association.method === 'passkey';
  if (!isInitiator(ctx))
    return passkey === null ? go({ ...state, waitsFor: 'passkey', confirm }) : confirmBack(state, passkey, confirm);
  if (isPasskey && equalSecret(confirm, ownConfirm(state, bitOf(passkey as number, round))))
    return refuse('confirm-value-failed', 'the peer sent our own confirm value back');
  return go({ ...state, waitsFor: 'random', confirm }, sendNonce(state));
}

/** The responder's confirm value of a round, in answer to the initiator's. */
function confirmBack(state: Secure, passkey: number, confirm: Uint8Array): Step {
  const z = bitOf(passkey, state.round);
  if (equalSecret(confirm, ownConfirm(state, z)))
    return refuse('confirm-value-failed', 'the peer sent our own confirm value');
  return go({ ...state, waitsFor: 'random', confirm }, sendConfirm(state, z));
}

export function onSecureRandom(state: Secure, nonce: Uint8Array): Step {
  if (state.waitsFor !== 'random') return outOfOrder('Pairing Random');
  const { ctx, theirX, round, passkey, confirm } = state;
  if (equalSecret(nonce, ownNonce(state)))
    return refuse('confirm-value-failed', 'the peer sent our own random value back');
  const z = passkey === null ? 0 : bitOf(passkey, round);
  // With numeric comparison only the responder confirms; out of band nobody does.
  if (confirm && !equalSecret(secureConfirm(theirX, swap(state.keyPair.publicKey.x), nonce, z), confirm))
    return refuse('confirm-value-failed', 'the confirm value of the peer is wrong');
  const heard: Secure = { ...state, nonce };
  const answer = isInitiator(ctx) ? [] : [sendNonce(state)];
  const { method } = ctx.agreed.association;
  if (method === 'passkey' && round + 1 < ROUNDS) return first(answer, nextRound(heard, passkey as number));
  if (method === 'numeric-comparison') {
    const value = comparisonValue(xOf(heard, 'initiator'), xOf(heard, 'responder'), nonces(heard));
    return go({ ...heard, waitsFor: 'comparison' }, ...answer, { do: 'ask', question: { about: 'comparison', value } });
  }
  return first(answer, startStage2(heard));
}

function nextRound(state: Secure, passkey: number): Step {
  const next: Secure = { ...state, round: state.round + 1, waitsFor: 'confirm', confirm: null };
  return isInitiator(state.ctx) ? go(next, sendConfirm(next, bitOf(passkey, next.round))) : go(next);
}

export function onComparison(state: Secure, isSame: boolean): Step {
  if (state.waitsFor !== 'comparison') return go(state);
  if (!isSame) return refuse('numeric-comparison-failed', 'the numbers differ');
  return state.check ? onSecureCheck({ ...state, waitsFor: 'check' }, state.check) : startStage2(state);
}

/** Stage 2, 2.3.5.6.5: the initiator proves first that it has the keys, and the responder waits for that. */
function startStage2(state: Secure): Step {
  const next: Secure = { ...state, waitsFor: 'check' };
  return isInitiator(state.ctx) ? go(next, sendCheck(next)) : go(next);
}

export function onSecureCheck(state: Secure, check: Uint8Array): Step {
  const { ctx } = state;
  // The initiator's user may be the faster one.
  if (state.waitsFor === 'comparison' && !isInitiator(ctx) && !state.check) return go({ ...state, check });
  if (state.waitsFor !== 'check') return outOfOrder('Pairing DHKey Check');
  const from = isInitiator(ctx) ? 'responder' : 'initiator';
  if (!equalSecret(check, checkOf(state, from)))
    return refuse('dhkey-check-failed', 'the DHKey check of the peer is wrong');
  const step = encryptWith(ctx, keysOf(state).ltk, state.isDebug);
  return isInitiator(ctx) || step.state.at === 'ended' ? step : first([sendCheck(state)], step);
}

const isInitiator = ({ config }: Context) => config.role === 'initiator';
/** 0x80 or 0x81, 2.3.5.6.3. */
const bitOf = (passkey: number, round: number) => 0x80 | ((passkey >>> round) & 1);

/** The pair that our out of band half was made of, where the peer was told that half. */
function ownKeyPair({ config, agreed, oob }: Context): KeyPair {
  return agreed.association.method === 'oob' && oob?.local ? oob.local.keyPair : config.materials.keyPair;
}

const ownNonce = ({ ctx, round }: Secure) => ctx.config.materials.nonces[round] as Uint8Array;
const ownX = ({ keyPair }: Secure) => swap(keyPair.publicKey.x);
const ownConfirm = (state: Secure, z: number) => secureConfirm(ownX(state), state.theirX, ownNonce(state), z);
const xOf = (state: Secure, role: keyof Ends) => (state.ctx.config.role === role ? ownX(state) : state.theirX);

function nonces(state: Secure) {
  const [own, theirs] = [ownNonce(state), state.nonce as Uint8Array];
  return isInitiator(state.ctx) ? { initiator: own, responder: theirs } : { initiator: theirs, responder: own };
}

const keysOf = (state: Secure) => secureKeys(state.dhKey, nonces(state), state.ctx.config.ends);

function checkOf(state: Secure, from: keyof Ends): Uint8Array {
  const { config, request, response } = state.ctx;
  const { io, oob, authReq } = from === 'initiator' ? request : response;
  const ioCap = Uint8Array.of(io, oob, authReq);
  return dhKeyCheck(keysOf(state).macKey, from, nonces(state), config.ends, sharedSecret(state, from), ioCap);
}

/**
 * What a sender proves to know: the passkey; out of band, the other side's random value, if its own flag says that it was told; else
 * nothing, 2.3.5.6.5.
 */
function sharedSecret({ ctx, passkey }: Secure, from: keyof Ends): Uint8Array {
  if (passkey !== null) return passkeyBytes(passkey);
  const wasTold = (from === 'initiator' ? ctx.request : ctx.response).oob === 1;
  if (ctx.agreed.association.method !== 'oob' || !wasTold) return ZERO;
  const isOurs = from !== ctx.config.role; // then it is our half that the peer was told
  return (isOurs ? ctx.oob?.local : ctx.oob?.peer)?.random ?? ZERO;
}

function sendPublicKey(ctx: Context): PairingEffect {
  const { x, y } = ownKeyPair(ctx).publicKey;
  return { do: 'send', pdu: { pdu: 'pairing-public-key', x: swap(x), y: swap(y) } };
}

const sendConfirm = (state: Secure, z: number): PairingEffect => ({
  do: 'send',
  pdu: { pdu: 'pairing-confirm', value: ownConfirm(state, z) },
});
const sendNonce = (state: Secure): PairingEffect => ({
  do: 'send',
  pdu: { pdu: 'pairing-random', value: ownNonce(state) },
});
const sendCheck = (state: Secure): PairingEffect => ({
  do: 'send',
  pdu: { pdu: 'pairing-dhkey-check', value: checkOf(state, state.ctx.config.role) },
});
