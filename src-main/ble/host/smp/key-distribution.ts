import { SMP_KEY } from '../../../../src-shared/assigned-numbers/smp.js';
import { addressKind } from '../../../../src-shared/model/address.js';
import { isZero } from '../../crypto/equal-secret.js';
import type { ExchangedKeys, KeyName, PairingEffect, StateAt, Step } from './pairing-types.js';
import type { SmpPdu } from './pdus.js';
import { ENDED, first, go, outOfOrder, refuse } from './steps.js';
import { shortenKey } from './toolbox.js';

/* Phase 3, over the link that has just been encrypted: Core Vol 3 Part H 2.4.3 and 3.6. The responder gives its keys first. */

type Distributing = StateAt<'distributing'>;

export function distribute({ ctx, link, isDebug }: StateAt<'encrypting'>): Step {
  const { role } = ctx.config;
  const expected = commandsFor(ctx.agreed.keys[role === 'initiator' ? 'responder' : 'initiator']);
  // One key for both directions, of which rand and ediv are zero: 2.4.4.
  const shared = {
    ltk: link.key,
    ltkLocal: link.key,
    ediv: 0,
    edivLocal: 0,
    rand: new Uint8Array(8),
    randLocal: new Uint8Array(8),
  };
  const keys: ExchangedKeys = link.secureConnections ? shared : {};
  const state: Distributing = { at: 'distributing', ctx, link, isDebug, expected, keys, sent: [], received: [] };
  return role === 'responder' || expected.length === 0 ? give(state) : go(state);
}

/** The commands that carry a set of keys, in the order of 3.6.1. */
function commandsFor(keys: number): SmpPdu['pdu'][] {
  const commands: SmpPdu['pdu'][] = [];
  if (keys & SMP_KEY.enc) commands.push('encryption-information', 'central-identification');
  if (keys & SMP_KEY.id) commands.push('identity-information', 'identity-address-information');
  if (keys & SMP_KEY.sign) commands.push('signing-information');
  return commands;
}

function give(state: Distributing): Step {
  const { config, agreed } = state.ctx;
  const own = agreed.keys[config.role];
  const { materials, identity } = config;
  const effects: PairingEffect[] = [];
  const send = (pdu: SmpPdu) => effects.push({ do: 'send', pdu });
  const keys: ExchangedKeys = { ...state.keys };
  const sent: KeyName[] = [];
  if (own & SMP_KEY.enc) {
    keys.ltkLocal = shortenKey(materials.ltk, agreed.keySize);
    keys.edivLocal = materials.ediv;
    keys.randLocal = materials.rand;
    send({ pdu: 'encryption-information', ltk: keys.ltkLocal });
    send({ pdu: 'central-identification', ediv: materials.ediv, rand: materials.rand });
    sent.push('ltk');
  }
  if (own & SMP_KEY.id) {
    send({ pdu: 'identity-information', irk: identity.irk });
    const { address, type } = identity.address;
    send({ pdu: 'identity-address-information', type: type === 'random' ? 1 : 0, address });
    sent.push('irk', 'identity');
  }
  if (own & SMP_KEY.sign) {
    keys.csrkLocal = materials.csrk;
    send({ pdu: 'signing-information', csrk: materials.csrk });
    sent.push('csrk');
  }
  return first(effects, finishIfDone({ ...state, keys, sent }));
}

export function onDistributed(state: Distributing, pdu: SmpPdu): Step {
  const [awaited, ...expected] = state.expected;
  if (pdu.pdu !== awaited) return outOfOrder(pdu.pdu);
  const taken = take(state, pdu);
  if (typeof taken === 'string') return refuse('key-rejected', taken);
  const next: Distributing = { ...state, ...taken, expected };
  // As initiator, our keys follow the last of the responder's.
  return expected.length === 0 && next.ctx.config.role === 'initiator' ? give(next) : finishIfDone(next);
}

/** What a command gives us, or why it is refused. */
function take({ keys, received }: Distributing, pdu: SmpPdu): Pick<Distributing, 'keys' | 'received'> | string {
  switch (pdu.pdu) {
    case 'encryption-information':
      if (isZero(pdu.ltk)) return 'the Long Term Key is zero';
      return { keys: { ...keys, ltk: pdu.ltk }, received };
    case 'central-identification':
      return { keys: { ...keys, ediv: pdu.ediv, rand: pdu.rand }, received: [...received, 'ltk'] };
    case 'identity-information':
      // Zero says that the peer has no private addresses, 3.6.4. Kept, it would resolve what anybody can make.
      return isZero(pdu.irk) ? { keys, received } : { keys: { ...keys, irk: pdu.irk }, received: [...received, 'irk'] };
    case 'identity-address-information': {
      const identity = { address: pdu.address, type: pdu.type === 1 ? 'random' : 'public' } as const;
      const kind = addressKind(identity);
      if (kind !== 'public' && kind !== 'static') return 'the identity address is a private one';
      return { keys: { ...keys, identity }, received: [...received, 'identity'] };
    }
    case 'signing-information':
      if (isZero(pdu.csrk)) return 'the signature key is zero';
      return { keys: { ...keys, csrk: pdu.csrk }, received: [...received, 'csrk'] };
    default:
      return 'it is no key';
  }
}

function finishIfDone(state: Distributing): Step {
  const { ctx, expected, keys, sent, received, isDebug } = state;
  if (expected.length > 0) return go(state);
  return go(ENDED, { do: 'complete', result: { agreed: ctx.agreed, isDebug, keys, sent, received } });
}
