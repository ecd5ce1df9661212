import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../../src-shared/bytes/hex.js';
import type { PairOptions } from '../../api/security.js';
import { DEBUG_KEY_PAIR } from '../../crypto/p256.js';
import { BAD_POINTS } from '../../testing/crypto-vectors.js';
import { encryptWith } from './legacy.js';
import { newMaterials } from './materials.js';
import { DEFAULT_POLICY } from './pair-options.js';
import { offeredKey, step } from './pairing.js';
import type { PairingConfig, StateAt } from './pairing-types.js';
import { encodePdu, type SmpPdu, type SmpPdus } from './pdus.js';
import { config, Duo, type Moment, otherPart, type Part } from './testing/duo.js';
import { SmpWorld } from './testing/smp-world.js';
import { legacyConfirm, secureConfirm, swap } from './toolbox.js';

const PARTS: Part[] = ['initiator', 'responder'];
const hex = (text: string) => fromHex(text) as Uint8Array;
const P = 0xffffffff_00000001_00000000_00000000_00000000_ffffffff_ffffffff_ffffffffn;

interface DuoOptions {
  mine?: PairOptions;
  theirs?: PairOptions;
  more?: Partial<Record<Part | 'both', Partial<PairingConfig>>>;
}

function duoOf({ mine = {}, theirs = mine, more = {} }: DuoOptions = {}): Duo {
  return new Duo(
    config('initiator', mine, { ...more.both, ...more.initiator }),
    config('responder', theirs, { ...more.both, ...more.responder }),
  );
}

/** The victim gets `change` of every command of the other one. */
function attacked(victim: Part, duo: Duo, change: (pdu: SmpPdu, duo: Duo) => SmpPdu[]): Duo {
  duo.tamper = (from, pdu) => (from === victim ? [pdu] : change(pdu, duo));
  return duo.run();
}

const sentOf = (duo: Duo, part: Part) =>
  duo[part].sent.map((pdu) => (pdu.pdu === 'pairing-failed' ? `failed ${pdu.reason}` : pdu.pdu));

/** Nothing came of it, at either end, and the victim said why. */
function expectRefused(duo: Duo, victim: Part, reason: number): void {
  expect(sentOf(duo, victim).at(-1)).toBe(`failed ${reason}`);
  expect(duo[victim].failure?.origin).toBe('local');
  expectNoKey(duo);
}

function expectNoKey(duo: Duo): void {
  expect([duo.initiator.encrypts, offeredKey(duo.responder.state), duo.initiator.result, duo.responder.result]).toEqual(
    [null, null, null, null],
  );
}

describe.each(PARTS)('against the %s', (victim) => {
  const attacker = otherPart(victim);
  const role = victim === 'initiator' ? 'CEN' : 'PER';

  it.each(BAD_POINTS.filter(({ x }) => x.length === 64))(
    `SM/${role}/KDU/BI-04 SM/${role}/KDU/BI-01 CVE-2018-5383 invalid curve: $name is refused at once`,
    ({ x, y }) => {
      const duo = attacked(victim, duoOf(), (pdu) => [
        pdu.pdu === 'pairing-public-key' ? { ...pdu, x: swap(hex(x)), y: swap(hex(y)) } : pdu,
      ]);
      expectRefused(duo, victim, 0x0b);
      const said = sentOf(duo, victim);
      expect(said).toEqual(
        victim === 'initiator'
          ? ['pairing-request', 'pairing-public-key', 'failed 11']
          : ['pairing-response', 'failed 11'],
      );
    },
  );

  it.each(['as it is', 'mirrored'])(
    `SM/${role}/KDU/BI-04 CVE-2020-26558 reflection: our own public key %s is refused at once`,
    (how) => {
      const duo = attacked(victim, duoOf(), (pdu, { [victim]: own }) => {
        if (pdu.pdu !== 'pairing-public-key') return [pdu];
        const { x, y } = own.config.materials.keyPair.publicKey;
        const mirrored = hex((P - BigInt(`0x${Buffer.from(y).toString('hex')}`)).toString(16).padStart(64, '0'));
        return [{ pdu: 'pairing-public-key', x: swap(x), y: swap(how === 'mirrored' ? mirrored : y) }];
      });
      expectRefused(duo, victim, 0x0b);
    },
  );

  it('CVE-2020-26558 reflection: a nonce equal to ours is refused, even where the confirm value fits it', () => {
    const nonces = newMaterials(false).nonces;
    const same = { materials: { ...newMaterials(false), nonces } };
    const duo = duoOf({ more: { initiator: same, responder: { materials: { ...newMaterials(false), nonces } } } });
    // As initiator: the responder, which would refuse too, gets another one.
    const other: SmpPdu = { pdu: 'pairing-random', value: new Uint8Array(16).fill(9) };
    duo.tamper = (from, pdu) => [
      victim === 'initiator' && from === 'initiator' && pdu.pdu === 'pairing-random' ? other : pdu,
    ];
    duo.run();
    expectRefused(duo, victim, 0x04);
  });

  it.each([
    ['PKE', false],
    ['SCPK', true],
  ])(
    `SM/CEN/PKE/BI-03 SM/CEN/JW/BI-06 CVE-2020-26558 reflection: a confirm value equal to ours is refused (%s)`,
    (_, leSecure) => {
      const typing = { mitm: true, io: 'keyboard-only', leSecure } as const;
      const duo = attacked(victim, duoOf({ mine: typing }), (pdu, d) => [
        pdu.pdu === 'pairing-confirm' ? { pdu: 'pairing-confirm', value: ownConfirm(d, victim, leSecure) } : pdu,
      ]);
      expectRefused(duo, victim, 0x04);
      // Neither is the value revealed, nor, by the responder, the confirm value given.
      expect(sentOf(duo, victim)).not.toContain('pairing-random');
      expect(sentOf(duo, victim).filter((name) => name === 'pairing-confirm')).toHaveLength(
        victim === 'initiator' ? 1 : 0,
      );
    },
  );

  it("debug key: the specification's debug key is refused unless debug mode is on", () => {
    const debugging = {
      materials: { ...newMaterials(false), keyPair: DEBUG_KEY_PAIR },
      policy: { ...DEFAULT_POLICY, debugKeys: true },
    };
    const duo = duoOf({ more: { [attacker]: debugging } }).run();
    expectRefused(duo, victim, 0x03);
  });

  it('debug key: in debug mode it pairs, is not authenticated, and is never a bond', async () => {
    const world = new SmpWorld();
    const central = victim === 'initiator' ? world.central : world.peripheral;
    central.rules = { ...DEFAULT_POLICY, debugKeys: true };
    const peer = central === world.central ? world.peripheral : world.central;
    peer.rules = { ...DEFAULT_POLICY, debugKeys: true };
    world.peripheral.ask({ mitm: true, io: 'display-yes-no' });
    const result = await world.run(world.pair({ mitm: true, io: 'display-yes-no' }));
    for (const { outcome } of [result, world.peripheral.paired[0] as typeof result])
      expect(outcome).toMatchObject({ method: 'numeric-comparison', authenticated: false, bonded: false });
    expect(world.central.keys[0]?.authenticated).toBe(false);
  });

  it.each([true, false])(
    `SM/${role}/EKS/BI-0${victim === 'initiator' ? 1 : 2} KNOB: keys shorter than 7 bytes, and by default than 16, are refused (Secure Connections %s)`,
    (leSecure) => {
      for (const [size, minKeySize, reason] of [
        [6, 7, 0x06],
        [1, 7, 0x06],
        [0, 7, 0x06],
        [15, 16, 0x06],
        [7, 16, 0x06],
        [7, 8, 0x06],
      ] as const) {
        const duo = duoOf({ mine: { leSecure }, more: { [victim]: { policy: { ...DEFAULT_POLICY, minKeySize } } } });
        const shorter = {
          [attacker]: {
            ...duo[attacker].config,
            options: { ...duo[attacker].config.options, maxKeySize: size },
            policy: { ...DEFAULT_POLICY, minKeySize: 7 },
          },
        };
        const weak = new Duo(
          shorter.initiator ?? duo.initiator.config,
          shorter.responder ?? duo.responder.config,
        ).run();
        expectNoKey(weak);
        // Below 7 whoever negotiates first refuses: the responder.
        const refuser = weak.responder.failure?.origin === 'local' ? 'responder' : 'initiator';
        expect(sentOf(weak, refuser).at(-1)).toBe(`failed ${reason}`);
        if (size >= 7) expect(refuser).toBe(victim);
      }
    },
  );

  it(`SM/${role}/EKS/BV-0${victim === 'initiator' ? 1 : 2} keys of 7 bytes where the policy lets them, with the rest zero`, () => {
    for (const leSecure of [true, false]) {
      const policy = { ...DEFAULT_POLICY, minKeySize: 7 };
      const base = duoOf({ mine: { leSecure }, more: { both: { policy } } });
      const short = { ...base[attacker].config, options: { ...base[attacker].config.options, maxKeySize: 7 } };
      const duo = new Duo(
        attacker === 'initiator' ? short : base.initiator.config,
        attacker === 'responder' ? short : base.responder.config,
      ).run();
      const { encrypts, result } = duo.initiator;
      expect(encrypts).toMatchObject({ keySize: 7, secureConnections: leSecure });
      for (const key of [encrypts?.key, result?.keys.ltk, result?.keys.ltkLocal, duo.responder.result?.keys.ltk]) {
        expect(key?.subarray(7)).toEqual(new Uint8Array(9));
        expect(key?.subarray(0, 7)).not.toEqual(new Uint8Array(7));
      }
    }
  });

  it('downgrade: a pairing weaker than the bond it would replace is refused, and one as strong is not', () => {
    const strong = { authenticated: true, secureConnections: true, keySize: 16 };
    const NC: PairOptions = { mitm: true, io: 'display-yes-no' };
    const against = (o: PairOptions, existing: PairingConfig['existing']) =>
      duoOf({ mine: o, more: { [victim]: { existing } } }).run();
    for (const o of [{}, { leSecure: false }, { ...NC, leSecure: false, io: 'keyboard-display' }] as PairOptions[]) {
      expectRefused(against(o, strong), victim, 0x03);
    }
    expect(against(NC, strong)[victim].result).not.toBeNull();
    expect(against({}, { ...strong, authenticated: false })[victim].result).not.toBeNull();
    expect(against({ bond: false }, strong)[victim].result).not.toBeNull(); // it replaces nothing
    const policy = { ...DEFAULT_POLICY, minKeySize: 7 };
    const shorter = duoOf({ more: { both: { policy }, [victim]: { existing: { ...strong, authenticated: false } } } });
    const { config: weak } = shorter[attacker];
    const short = { ...weak, options: { ...weak.options, maxKeySize: 15 } };
    const duo = new Duo(
      attacker === 'initiator' ? short : shorter.initiator.config,
      attacker === 'responder' ? short : shorter.responder.config,
    );
    expectRefused(duo.run(), victim, 0x03);
  });

  it('downgrade: where the policy asks, people decide, told that the bond gets weaker; nobody to ask is a no', async () => {
    for (const answer of [true, false, null]) {
      const world = new SmpWorld();
      const side = victim === 'initiator' ? world.central : world.peripheral;
      side.bond = { authenticated: true, secureConnections: true, keySize: 16 };
      side.rules = { ...DEFAULT_POLICY, rejectDowngrade: false };
      const asked: boolean[] = [];
      if (answer !== null)
        side.people.confirm = async ({ weakensBond }) => {
          asked.push(weakensBond);
          return answer;
        };
      const pairing = world.run(world.pair());
      if (answer) expect((await pairing).outcome.bonded).toBe(true);
      else await expect(pairing).rejects.toMatchObject({ code: 'smp/pairing-not-supported' });
      expect(asked).toEqual(answer === null ? [] : [true]);
    }
  });

  it('zero LTK: a zero Long Term Key or signature key is refused, a zero IRK is no IRK', () => {
    const zero = new Uint8Array(16);
    const withZero = (name: SmpPdu['pdu']) =>
      attacked(victim, duoOf({ mine: { leSecure: false } }), (pdu) => {
        if (pdu.pdu !== name) return [pdu];
        return [
          Object.fromEntries(
            Object.entries(pdu).map(([k, v]) => [k, v instanceof Uint8Array ? zero : v]),
          ) as unknown as SmpPdu,
        ];
      });
    for (const name of ['encryption-information', 'signing-information'] as const) {
      const duo = withZero(name);
      expect(sentOf(duo, victim).at(-1)).toBe('failed 15');
      expect(duo[victim].result).toBeNull();
    }
    expect(withZero('identity-information')[victim].result?.keys.irk).toBeUndefined();
    expect(withZero('identity-information')[victim].result?.received).toEqual(['ltk', 'identity', 'csrk']);
  });

  it('zero LTK CVE-2019-19194: a pairing that comes to the zero key encrypts nothing', () => {
    const { moments } = duoOf().run();
    const secure = moments.find(({ part, state }) => part === victim && state.at === 'secure');
    const { ctx } = (secure as Moment).state as StateAt<'secure'>;
    const { state, effects } = encryptWith(ctx, new Uint8Array(16), false);
    expect(state.at).toBe('ended');
    expect(effects.map(({ do: what }) => what)).toEqual(['send', 'fail']);
  });

  it('CVE-2020-13593 skipped DHKey check: a wrong one is refused and nothing encrypts', () => {
    const duo = attacked(victim, duoOf(), (pdu) => [
      pdu.pdu === 'pairing-dhkey-check' ? { ...pdu, value: pdu.value.map((b, i) => (i === 15 ? b ^ 1 : b)) } : pdu,
    ]);
    expect(sentOf(duo, victim).at(-1)).toBe('failed 11');
    expect(duo.initiator.encrypts).toBeNull();
    expect(duo[victim].result).toBeNull();
  });

  it('MITM claimed but not done: authenticated is what was done, whatever the flags say', () => {
    const duo = duoOf({
      mine: { mitm: true, io: 'no-input-no-output' },
      theirs: { mitm: true, io: 'keyboard-display' },
    }).run();
    expect(duo[victim].result?.agreed).toMatchObject({
      mitm: true,
      association: { method: 'just-works', authenticated: false },
    });
    expect(duo.initiator.encrypts?.authenticated).toBe(false);
    const strict = duoOf({
      mine: { requireMitm: victim === 'initiator' },
      theirs: { requireMitm: victim === 'responder' },
    }).run();
    expectRefused(strict, victim, 0x03);
  });

  it('Secure Connections only: legacy pairing is refused, and so are short keys', () => {
    const policy = { ...DEFAULT_POLICY, minKeySize: 7, secureConnectionsOnly: true };
    const legacy = { [attacker === 'initiator' ? 'mine' : 'theirs']: { leSecure: false } } as DuoOptions;
    expectRefused(duoOf({ ...legacy, more: { [victim]: { policy } } }).run(), victim, 0x03);
    const base = duoOf({
      more: { [victim]: { policy }, [attacker]: { policy: { ...policy, secureConnectionsOnly: false } } },
    });
    const { config: weak } = base[attacker];
    const short = { ...weak, options: { ...weak.options, maxKeySize: 15 } };
    const duo = new Duo(
      attacker === 'initiator' ? short : base.initiator.config,
      attacker === 'responder' ? short : base.responder.config,
    );
    expectRefused(duo.run(), victim, 0x06);
  });

  it('key distribution: a key before the link is encrypted ends the pairing', () => {
    const early: SmpPdu = { pdu: 'identity-information', irk: new Uint8Array(16).fill(7) };
    const { moments } = duoOf().run();
    const before = moments.filter(
      ({ part, state }) => part === victim && state.at !== 'distributing' && state.at !== 'ended',
    );
    expect(before.length).toBeGreaterThan(4);
    for (const { state } of before) expect(step(state, { is: 'pdu', pdu: early }).state.at).toBe('ended');
  });

  it('key distribution: no key is taken or given once the link is not encrypted any more', async () => {
    const world = new SmpWorld();
    world.tamper = (from, pdu) => {
      const isFirstKey = pdu[0] === 0x08 && from === (victim === 'initiator' ? 'peripheral' : 'central');
      if (isFirstKey) world.encryptedWith = null;
      return [pdu];
    };
    await world.run(world.pair().catch(() => undefined)); // whoever gave its last key already is through
    const side = victim === 'initiator' ? world.central : world.peripheral;
    expect(side.paired).toEqual([]);
    expect(side.lastReason).toBe(0x08);
  });
});

/** What the victim's own Pairing Confirm of the first round is or would be. */
function ownConfirm(duo: Duo, victim: Part, leSecure: boolean): Uint8Array {
  const { materials, ends } = duo[victim].config;
  const nonce = materials.nonces[0] as Uint8Array;
  const find = <K extends SmpPdu['pdu']>(part: Part, name: K) =>
    duo[part].sent.find(({ pdu }) => pdu === name) as SmpPdus[K];
  if (leSecure) {
    const [own, theirs] = [find(victim, 'pairing-public-key'), find(otherPart(victim), 'pairing-public-key')];
    return secureConfirm(own.x, theirs.x, nonce, 0x80 | (duo.agreedPasskey & 1));
  }
  const tk = new Uint8Array(16);
  new DataView(tk.buffer).setUint32(0, duo.agreedPasskey, true);
  const [preq, pres] = [
    encodePdu(find('initiator', 'pairing-request')),
    encodePdu(find('responder', 'pairing-response')),
  ];
  return legacyConfirm(tk, nonce, preq, pres, ends);
}

describe('against a responder that is asked for its key', () => {
  it.each([true, false])(
    'CVE-2019-19194 CVE-2020-13593 the LTK request is answered after the checks, and never before (Secure Connections %s)',
    async (leSecure) => {
      const world = new SmpWorld();
      const answers: [string, boolean][] = [];
      const zero = new Uint8Array(8);
      world.peripheral.ask({ leSecure });
      world.tamper = (from, pdu) => {
        if (from === 'peripheral') answers.push([`${pdu[0]}`, world.peripheral.smp.ltkFor(zero, 0) !== null]);
        return [pdu];
      };
      // The central asks for encryption after every command, and its own encrypt() comes last.
      const { receive } = world.peripheral.smp;
      world.peripheral.smp.receive = (pdu) => {
        receive.call(world.peripheral.smp, pdu);
        const isLast = pdu[0] === (leSecure ? 0x0d : 0x04);
        expect(world.peripheral.smp.ltkFor(zero, 0) !== null).toBe(isLast && world.encryptedWith === null);
      };
      expect(world.peripheral.smp.ltkFor(zero, 0)).toBeNull();
      await world.run(world.pair({ leSecure }));
      expect(answers.length).toBeGreaterThan(3);
      expect(world.peripheral.smp.ltkFor(zero, 0)).toBeNull(); // nor ever after
    },
  );

  it('names other than zero, and a central, have no key of a pairing', async () => {
    const world = new SmpWorld();
    const seen: unknown[] = [];
    const { encrypt } = world;
    world.encrypt = async (key) => {
      const { smp } = world.peripheral;
      seen.push(
        smp.ltkFor(new Uint8Array(8), 1),
        smp.ltkFor(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1), 0),
        world.central.smp.ltkFor(new Uint8Array(8), 0),
      );
      await encrypt.call(world, key);
    };
    await world.run(world.pair());
    expect(seen).toEqual([null, null, null]);
  });

  it('encryption with another key than this pairing made is not taken for its own: no key goes over it', async () => {
    const world = new SmpWorld();
    world.encrypt = async () => {
      world.encryptedWith = new Uint8Array(16).fill(1); // of a bond from earlier: the peripheral was not asked for this pairing's
      world.peripheral.smp.encryptionChanged(0, true);
    };
    await world.run(world.pair().catch(() => undefined));
    const keysSent = world.peripheral.sent.filter(({ pdu }) => pdu === 'identity-information');
    expect(keysSent).toEqual([]);
    expect(world.peripheral.paired).toEqual([]);
  });
});

describe('passkey reuse', () => {
  it('SM/CEN/SCPK/BV-05 SM/CEN/PKE/BV-05 SM/CEN/SCJW/BV-01 every pairing has its own passkey, key pair and nonces', async () => {
    const world = new SmpWorld();
    const shown: number[] = [];
    for (const side of [world.central, world.peripheral]) {
      const { displayPasskey } = side.people;
      side.people.displayPasskey = (passkey, signal) => {
        shown.push(passkey);
        displayPasskey?.(passkey, signal);
      };
    }
    world.peripheral.ask({ io: 'keyboard-only' });
    for (let i = 0; i < 5; i += 1) {
      await world.run(world.pair({ io: 'display-only', mitm: true }));
      world.reconnect();
    }
    const keys = [world.central, world.peripheral].flatMap(({ sent }) =>
      sent.flatMap((pdu) => (pdu.pdu === 'pairing-public-key' ? [pdu.x.join()] : [])),
    );
    expect(keys).toHaveLength(10);
    expect(new Set(keys).size).toBe(10);
    expect(shown).toHaveLength(5);
    expect(new Set(shown).size).toBeGreaterThan(3); // of a million
    const nonces = [world.central, world.peripheral].flatMap(({ sent }) =>
      sent.flatMap((pdu) => (pdu.pdu === 'pairing-random' ? [pdu.value.join()] : [])),
    );
    expect(nonces).toHaveLength(5 * 2 * 20);
    expect(new Set(nonces).size).toBe(nonces.length);
  });
});
