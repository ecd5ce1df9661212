import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../../src-shared/bytes/hex.js';
import type { Address } from '../../../../src-shared/model/address.js';
import type { PairOptions } from '../../api/security.js';
import { KeyPair } from '../../crypto/p256.js';
import { F5_VECTOR, P256_VECTORS } from '../../testing/crypto-vectors.js';
import { newMaterials } from './materials.js';
import { DEFAULT_POLICY } from './pair-options.js';
import { step } from './pairing.js';
import type { Materials, PairingState } from './pairing-types.js';
import { encodePdu, PDUS, type SmpPdu, type SmpPduName } from './pdus.js';
import { anyPduOf } from './testing/arbitraries.js';
import { config, Duo, type Moment, type Part } from './testing/duo.js';
import { GOLDEN_LEGACY, GOLDEN_SECURE } from './testing/golden.js';
import { swap } from './toolbox.js';

const hex = (text: string) => fromHex(text) as Uint8Array;
const NAMES = Object.keys(PDUS) as SmpPduName[];
const [set1] = P256_VECTORS;

/** Fixed "random" values: every byte of a value is its number. */
function fixed(first: number, privateKey: string): Materials {
  const fill = (length: number, value: number) => new Uint8Array(length).fill(value);
  return {
    keyPair: KeyPair.of(hex(privateKey)),
    nonces: Array.from({ length: 20 }, (_, i) => fill(16, first + i)),
    passkey: 19_655,
    ltk: fill(16, first + 0x20),
    rand: fill(8, first + 0x21),
    ediv: 0x1234,
    csrk: fill(16, first + 0x22),
  };
}

function fixedDuo(o: PairOptions, theirs: PairOptions = o): Duo {
  return new Duo(
    config('initiator', o, { materials: fixed(0x10, P256_VECTORS[1].privateA) }),
    config('responder', theirs, { materials: fixed(0x60, P256_VECTORS[1].privateB) }),
  );
}

const lines = ({ transcript }: Duo) =>
  transcript.map(({ from, pdu }) => `${from === 'initiator' ? '>' : '<'} ${toHex(encodePdu(pdu))}`);
const told = ({ transcript }: Duo) =>
  transcript.map(({ from, pdu }) => `${from === 'initiator' ? '>' : '<'} ${pdu.pdu}`);

describe('golden transcripts', () => {
  it("SM/CEN/SCJW/BV-01 SM/PER/SCJW/BV-02 with the specification's keys and nonces the LTK is the specification's", () => {
    const at = (text: string): Address => ({
      address: (text.slice(2).match(/../g) as string[]).join(':'),
      type: 'public',
    });
    const more = {
      ends: { initiator: at(F5_VECTOR.a1), responder: at(F5_VECTOR.a2) },
      policy: { ...DEFAULT_POLICY, debugKeys: true }, // the first sample key is the debug key
    };
    const give = (privateKey: string, nonce: string) => ({
      ...newMaterials(false),
      keyPair: KeyPair.of(hex(privateKey)),
      nonces: [swap(hex(nonce))],
    });
    const duo = new Duo(
      config('initiator', {}, { ...more, materials: give(set1.privateA, F5_VECTOR.n1) }),
      config('responder', {}, { ...more, materials: give(set1.privateB, F5_VECTOR.n2) }),
    ).run();
    expect(toHex(swap(duo.initiator.encrypts?.key as Uint8Array))).toBe(F5_VECTOR.ltk);
    expect(duo.responder.result?.keys.ltk).toEqual(duo.initiator.encrypts?.key);
  });

  it('SM/CEN/SCJW/BV-01 Secure Connections, Just Works, bonding', () => {
    expect(lines(fixedDuo({}).run())).toEqual(GOLDEN_SECURE);
  });

  it('SM/CEN/PKE/BV-01 SM/PER/KDU/BV-01 SM/CEN/KDU/BV-06 legacy, passkey shown by the responder, bonding', () => {
    const duo = fixedDuo({ leSecure: false, mitm: true, io: 'keyboard-only' }, { io: 'display-only' }).run();
    expect(duo.initiator.questions.map(({ about }) => about)).toEqual(['passkey']);
    expect(lines(duo)).toEqual(GOLDEN_LEGACY);
  });

  it('SM/CEN/SCPK/BV-01 passkey entry goes through twenty rounds', () => {
    const duo = fixedDuo({ mitm: true, io: 'keyboard-only' }, { io: 'display-only', bond: false }).run();
    const round = ['> pairing-confirm', '< pairing-confirm', '> pairing-random', '< pairing-random'];
    expect(told(duo)).toEqual([
      '> pairing-request',
      '< pairing-response',
      '> pairing-public-key',
      '< pairing-public-key',
      ...Array.from({ length: 20 }, () => round).flat(),
      '> pairing-dhkey-check',
      '< pairing-dhkey-check',
    ]);
    expect(duo.initiator.result?.agreed).toMatchObject({
      bond: false,
      association: { method: 'passkey', authenticated: true },
    });
  });

  it('SM/CEN/SCJW/BV-01 numeric comparison: both see the same six digits, and nobody proves anything before both have agreed', () => {
    const duo = fixedDuo({ mitm: true, io: 'display-yes-no' }).run();
    const values = [duo.initiator, duo.responder].map(({ questions }) =>
      questions.find(({ about }) => about === 'comparison'),
    );
    expect(values[0]).toEqual(values[1]);
    expect(values[0]).toMatchObject({ value: expect.any(Number) });
    expect(told(duo).slice(4, 9)).toEqual([
      '< pairing-confirm',
      '> pairing-random',
      '< pairing-random',
      '> pairing-dhkey-check',
      '< pairing-dhkey-check',
    ]);
  });
});

/** Every way to pair, with each side in each part. */
const WAYS: [string, PairOptions, PairOptions][] = [
  ['Secure Connections, Just Works', {}, {}],
  ['Secure Connections, numeric comparison', { mitm: true, io: 'display-yes-no' }, { io: 'display-yes-no' }],
  ['Secure Connections, passkey shown by the initiator', { mitm: true, io: 'display-only' }, { io: 'keyboard-only' }],
  ['Secure Connections, passkey shown by the responder', { mitm: true, io: 'keyboard-only' }, { io: 'display-only' }],
  ['Secure Connections, passkey typed twice', { mitm: true, io: 'keyboard-only' }, { io: 'keyboard-only' }],
  ['legacy, Just Works', { leSecure: false }, {}],
  [
    'legacy, passkey shown by the initiator',
    { leSecure: false, mitm: true, io: 'display-only' },
    { io: 'keyboard-only' },
  ],
  [
    'legacy, passkey shown by the responder',
    { leSecure: false, mitm: true, io: 'keyboard-only' },
    { io: 'display-only' },
  ],
  ['legacy, passkey typed twice', { leSecure: false, mitm: true, io: 'keyboard-only' }, { io: 'keyboard-only' }],
];

describe.each(WAYS)('%s', (_, mine, theirs) => {
  const isPasskey = mine.mitm === true && !(mine.io === 'display-yes-no');

  const run = (isResponderSlow: boolean) => {
    const duo = new Duo(config('initiator', mine), config('responder', theirs));
    duo.isResponderSlow = isResponderSlow;
    return duo.run();
  };
  const moments = [run(false), run(true)].flatMap((duo) => duo.moments).filter(({ state }) => state.at !== 'ended');

  it.each([false, true])("goes through, the responder's people slow: %s", (isSlow) => {
    const duo = run(isSlow);
    expect([duo.initiator.failure, duo.responder.failure]).toEqual([null, null]);
    expect(duo.initiator.result?.keys.ltk).toEqual(duo.responder.result?.keys.ltkLocal);
  });

  it('out-of-order PDUs: at every step every other command ends the pairing, and nothing is encrypted', () => {
    let refused = 0;
    for (const { part, state, input } of moments) {
      for (const name of NAMES.filter((n) => !mayCome(n, part, state, input, isPasskey))) {
        const [pdu] = fc.sample(anyPduOf(name), { numRuns: 1, seed: 1 }) as [SmpPdu];
        const { state: next, effects } = step(state, { is: 'pdu', pdu });
        expect(next.at, `${name} while ${state.at}`).toBe('ended');
        const failed = effects.filter(({ do: what }) => what === 'fail');
        expect(failed).toHaveLength(1);
        expect(effects.some(({ do: what }) => what === 'encrypt' || what === 'complete')).toBe(false);
        if (name !== 'pairing-failed')
          expect(effects[0]).toMatchObject({ do: 'send', pdu: { pdu: 'pairing-failed', reason: 0x08 } });
        else expect(effects).toHaveLength(1); // no Pairing Failed in answer to Pairing Failed
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(60);
  });

  it('what nobody waits for any more is left alone: late answers of people, encryption by another key', () => {
    for (const { part, state, input } of moments) {
      for (const late of [
        { is: 'oob', oob: null },
        { is: 'consent', yes: true },
        { is: 'comparison', yes: true },
        { is: 'passkey', passkey: 1 },
      ] as const) {
        if (late.is === input.is || isAsked(state, late.is)) continue;
        expect(step(state, late), `${late.is} while ${state.at}`).toEqual({ state, effects: [] });
      }
      if (part === 'responder' && !(state.at === 'encrypting' && state.isKeyGiven) && state.at !== 'distributing') {
        expect(step(state, { is: 'encryption', ok: true })).toEqual({ state, effects: [] });
      }
    }
  });
});

/** Questions that are open at a state. */
function isAsked(state: PairingState, is: string): boolean {
  if (state.at === 'legacy') return is === 'passkey' && state.tk === null;
  if (state.at !== 'secure') return false;
  if (is === 'comparison') return state.waitsFor === 'comparison';
  return is === 'passkey' && state.passkey === null && state.ctx.agreed.association.method === 'passkey';
}

/** Whether a command is in order at a moment. */
function mayCome(
  name: SmpPduName,
  part: Part,
  state: PairingState,
  input: Moment['input'],
  isPasskey: boolean,
): boolean {
  if (input.is === 'pdu' && input.pdu.pdu === name) return true;
  if (name === 'security-request' && part === 'initiator') return true;
  const isAuthenticating = state.at === 'secure' || state.at === 'legacy' || state.at === 'public-key';
  if (name === 'pairing-keypress-notification') return isAuthenticating && isPasskey;
  // The initiator may be ahead of our user.
  if (part === 'initiator' || input.is === 'pdu') return false;
  if (name === 'pairing-dhkey-check') return state.at === 'secure' && state.waitsFor === 'comparison';
  return name === 'pairing-confirm' && (state.at === 'secure' || state.at === 'legacy') && state.waitsFor === 'confirm';
}
