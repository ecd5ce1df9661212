import { equalSecret, isZero } from '../../crypto/equal-secret.js';
import { attemptOf } from './features.js';
import type { Context, LinkKey, PairingEffect, StateAt, Step } from './pairing-types.js';
import { encodePdu } from './pdus.js';
import { first, go, outOfOrder, refuse } from './steps.js';
import { legacyConfirm, passkeyBytes, shortenKey, shortTermKey } from './toolbox.js';

/* LE legacy pairing, phase 2: Core Vol 3 Part H 2.3.5.2 to 2.3.5.5. The initiator confirms first and reveals first. */

type Legacy = StateAt<'legacy'>;

export function startLegacy(ctx: Context): Step {
  const { method, [ctx.config.role]: part } = ctx.agreed.association;
  const state: Legacy = { at: 'legacy', ctx, waitsFor: 'confirm', tk: null, confirm: null };
  if (method === 'oob') return knowing(state, ctx.oob?.tk as Uint8Array);
  if (method === 'just-works') return knowing(state, new Uint8Array(16));
  if (part === 'displays') {
    const { passkey } = ctx.config.materials;
    return first([{ do: 'display', passkey }], knowing(state, passkeyBytes(passkey)));
  }
  const question = { about: 'passkey', attempt: attemptOf(ctx.config, ctx.agreed) } as const;
  const isFirst = ctx.config.role === 'initiator';
  return go({ ...state, waitsFor: isFirst ? 'tk' : 'confirm' }, { do: 'ask', question });
}

export function legacyPasskey(state: Legacy, passkey: number): Step {
  return knowing(state, passkeyBytes(passkey));
}

export function legacyConfirmed(state: Legacy, confirm: Uint8Array): Step {
  if (state.waitsFor !== 'confirm') return outOfOrder('Pairing Confirm');
  const { ctx, tk } = state;
  if (ctx.config.role === 'responder')
    return tk ? confirmBack(state, tk, confirm) : go({ ...state, waitsFor: 'tk', confirm });
  // Who sends back what it got knows no more than that (CVE-2020-26558), 2.3.5.5.
  if (equalSecret(confirm, confirmOf(ctx, tk as Uint8Array, ownRandom(ctx))))
    return refuse('confirm-value-failed', 'the peer sent our own confirm value back');
  return go({ ...state, waitsFor: 'random', confirm }, sendRandom(ctx));
}

export function legacyRandom(state: Legacy, random: Uint8Array): Step {
  if (state.waitsFor !== 'random') return outOfOrder('Pairing Random');
  const { ctx, tk, confirm } = state;
  const own = ownRandom(ctx);
  if (equalSecret(random, own)) return refuse('confirm-value-failed', 'the peer sent our own random value back');
  if (!equalSecret(confirmOf(ctx, tk as Uint8Array, random), confirm as Uint8Array))
    return refuse('confirm-value-failed', 'the confirm value of the peer is wrong');
  const isFirst = ctx.config.role === 'initiator';
  const stk = shortTermKey(tk as Uint8Array, isFirst ? random : own, isFirst ? own : random);
  const step = encryptWith(ctx, stk, false);
  return isFirst ? step : first([sendRandom(ctx)], step);
}

/** The key is verified: the initiator begins to encrypt, the responder waits to be asked for it. */
export function encryptWith(ctx: Context, key: Uint8Array, isDebug: boolean): Step {
  const { keySize, association } = ctx.agreed;
  const { authenticated, secureConnections } = association;
  const isAuthenticated = authenticated && !isDebug; // a key that everybody can compute keeps nobody out
  const link: LinkKey = { key: shortenKey(key, keySize), keySize, authenticated: isAuthenticated, secureConnections };
  if (isZero(link.key)) return refuse('unspecified-reason', 'the key is zero');
  const effects: PairingEffect[] = ctx.config.role === 'initiator' ? [{ do: 'encrypt', link }] : [];
  return go({ at: 'encrypting', ctx, link, isDebug, isKeyGiven: false }, ...effects);
}

/** With the Temporary Key the initiator can begin, and the responder can answer what has come. */
function knowing(state: Legacy, tk: Uint8Array): Step {
  const { ctx, confirm } = state;
  if (ctx.config.role === 'initiator') return go({ ...state, tk, waitsFor: 'confirm' }, sendConfirm(ctx, tk));
  return confirm ? confirmBack(state, tk, confirm) : go({ ...state, tk });
}

function confirmBack(state: Legacy, tk: Uint8Array, confirm: Uint8Array): Step {
  const { ctx } = state;
  if (equalSecret(confirm, confirmOf(ctx, tk, ownRandom(ctx))))
    return refuse('confirm-value-failed', 'the peer sent our own confirm value');
  return go({ ...state, tk, confirm, waitsFor: 'random' }, sendConfirm(ctx, tk));
}

const ownRandom = ({ config }: Context) => config.materials.nonces[0] as Uint8Array;
const confirmOf = ({ config, request, response }: Context, tk: Uint8Array, random: Uint8Array) =>
  legacyConfirm(tk, random, encodePdu(request), encodePdu(response), config.ends);
const sendConfirm = (ctx: Context, tk: Uint8Array): PairingEffect => ({
  do: 'send',
  pdu: { pdu: 'pairing-confirm', value: confirmOf(ctx, tk, ownRandom(ctx)) },
});
const sendRandom = (ctx: Context): PairingEffect => ({
  do: 'send',
  pdu: { pdu: 'pairing-random', value: ownRandom(ctx) },
});
