import { SMP_KEY, type SmpErrorName } from '../../../../src-shared/assigned-numbers/smp.js';
import { type Association, association, IO_CAPABILITIES } from '../../../../src-shared/model/association.js';
import type { PairingAttempt } from '../../api/security.js';
import type { BondStrength, KeySets, Negotiated, OobInput, PairingConfig } from './pairing-types.js';
import { AUTH, type SmpPdus } from './pdus.js';

/** Core Vol 3 Part H 2.3.4. */
const SHORTEST_KEY = 7;
const LONGEST_KEY = 16;
const ALL_KEYS = SMP_KEY.enc | SMP_KEY.id | SMP_KEY.sign | SMP_KEY.link;

type Request = SmpPdus['pairing-request'];
type Response = SmpPdus['pairing-response'];
export interface Refusal {
  refused: SmpErrorName;
  why: string;
}

export function pairingRequest(config: PairingConfig, oob: OobInput | null): Request {
  const { options } = config;
  // Data for legacy pairing alone can only serve legacy pairing.
  const leSecure = options.leSecure && !(oob?.tk && !oob.peer && !oob.local && !config.policy.secureConnectionsOnly);
  return { pdu: 'pairing-request', ...features(config, leSecure, oob), ...distribution(options.bond, options.keys) };
}

export function pairingResponse(config: PairingConfig, request: Request, oob: OobInput | null): Response {
  const { options } = config;
  const leSecure = options.leSecure && (request.authReq & AUTH.sc) !== 0;
  const isBond = options.bond && isBonding(request);
  const keys = {
    initiator: options.keys.initiator & request.initiatorKeys,
    responder: options.keys.responder & request.responderKeys,
  };
  return { pdu: 'pairing-response', ...features(config, leSecure, oob), ...distribution(isBond, keys) };
}

function features({ options }: PairingConfig, leSecure: boolean, oob: OobInput | null) {
  const authReq =
    (options.bond ? AUTH.bonding : 0) |
    (options.mitm || options.requireMitm ? AUTH.mitm : 0) |
    (leSecure ? AUTH.sc : 0);
  const hasOob = leSecure ? oob?.peer !== undefined : oob?.tk !== undefined;
  return { io: IO_CAPABILITIES.indexOf(options.io), oob: hasOob ? 1 : 0, authReq, maxKeySize: options.maxKeySize };
}

function distribution(isBond: boolean, keys: KeySets) {
  return { initiatorKeys: isBond ? keys.initiator : 0, responderKeys: isBond ? keys.responder : 0 };
}

/** What the two sides agree to, or why this side does not, Core Vol 3 Part H 2.3. */
export function negotiate(config: PairingConfig, request: Request, response: Response): Negotiated | Refusal {
  const keySize = Math.min(request.maxKeySize, response.maxKeySize);
  const agreed = association(side(request), side(response));
  const refusal = refusedBy(config, agreed, keySize, request, response);
  if (refusal) return refusal;
  const bond = isBonding(request) && isBonding(response);
  // The Secure Connections key is computed, not sent; keys of BR/EDR are not made here: 3.6.1.
  const wanted = SMP_KEY.id | SMP_KEY.sign | (agreed.secureConnections ? 0 : SMP_KEY.enc);
  const keys = {
    initiator: request.initiatorKeys & response.initiatorKeys & wanted,
    responder: request.responderKeys & response.responderKeys & wanted,
  };
  const { authenticated, secureConnections } = agreed;
  const weakensBond = bond && isWeaker({ authenticated, secureConnections, keySize }, config.existing);
  if (weakensBond && config.policy.rejectDowngrade)
    return { refused: 'authentication-requirements', why: 'it would replace a stronger bond' };
  const mitm = ((request.authReq | response.authReq) & AUTH.mitm) !== 0;
  return { association: agreed, bond, mitm, keySize, keys, weakensBond };
}

function refusedBy(
  { options, policy }: PairingConfig,
  { authenticated, secureConnections }: Association,
  keySize: number,
  request: Request,
  response: Response,
): Refusal | null {
  const minKeySize = Math.max(SHORTEST_KEY, policy.secureConnectionsOnly ? LONGEST_KEY : policy.minKeySize);
  if (keySize < minKeySize)
    return { refused: 'encryption-key-size', why: `keys of ${keySize} bytes are too short, ${minKeySize} are wanted` };
  if (policy.secureConnectionsOnly && !secureConnections)
    return { refused: 'authentication-requirements', why: 'the peer has no LE Secure Connections' };
  if (options.requireMitm && !authenticated)
    return { refused: 'authentication-requirements', why: 'no protection against a man in the middle is possible' };
  // A responder leaves bits out, it never adds any: 3.6.1.
  const added = (response.initiatorKeys & ~request.initiatorKeys) | (response.responderKeys & ~request.responderKeys);
  if (added & ALL_KEYS) return { refused: 'invalid-parameters', why: 'the peer wants keys that were not offered' };
  return null;
}

function isWeaker(now: BondStrength, before: BondStrength | null): boolean {
  if (!before) return false;
  const losesMitm = before.authenticated && !now.authenticated;
  const losesSecure = before.secureConnections && !now.secureConnections;
  return losesMitm || losesSecure || now.keySize < before.keySize;
}

const isBonding = ({ authReq }: Request | Response) => (authReq & AUTH.bondingMask) === AUTH.bonding;

function side({ io, oob, authReq }: Request | Response) {
  return {
    io: IO_CAPABILITIES[io] ?? 'no-input-no-output',
    oob: oob === 1,
    mitm: (authReq & AUTH.mitm) !== 0,
    secureConnections: (authReq & AUTH.sc) !== 0,
  };
}

/** What a delegate is told; before the peer has answered, what this side asks for. */
export function attemptOf({ startedBy, options }: PairingConfig, agreed: Negotiated | null): PairingAttempt {
  if (!agreed)
    return {
      startedBy,
      secureConnections: options.leSecure,
      bond: options.bond,
      mitm: options.mitm,
      weakensBond: false,
    };
  const { bond, mitm, weakensBond } = agreed;
  return { startedBy, secureConnections: agreed.association.secureConnections, bond, mitm, weakensBond };
}
