/** Random Security Manager commands: nothing is thrown, everything settles, and nothing is encrypted that was not verified. FUZZ_RUNS sets how many. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalBytes } from '../../../../src-shared/bytes/hex.js';
import { IO_CAPABILITIES } from '../../../../src-shared/model/association.js';
import { settle } from '../../testing/manual-clock.js';
import { offeredKey } from './pairing.js';
import { encodePdu, PDUS, type SmpPdu, type SmpPduName } from './pdus.js';
import { anyPdu, anyPduOf } from './testing/arbitraries.js';
import { config, Duo, otherPart, type Part } from './testing/duo.js';
import { type Role, SmpWorld } from './testing/smp-world.js';

/** Commands, not pairings: each pairing below is given eight. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 20_000);
const A_PAIRING = 8;

const side = fc.record({
  io: fc.constantFrom(...IO_CAPABILITIES),
  mitm: fc.boolean(),
  bond: fc.boolean(),
  leSecure: fc.boolean(),
});

/** What happens to a command on its way to the victim. */
type Change =
  | { do: 'pass' | 'drop' | 'twice' | 'after' }
  | { do: 'replace' | 'before'; pdu: SmpPdu }
  | { do: 'flip'; at: number };
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('pass' as const) }) },
  fc.record({ do: fc.constantFrom('drop' as const, 'twice' as const) }),
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('replace' as const, 'before' as const), pdu: anyPdu }) },
  fc.record({ do: fc.constant('flip' as const), at: fc.nat(63) }),
);

/** The same command with one bit of a value turned. */
function flipped(pdu: SmpPdu, at: number): SmpPdu {
  const fields = Object.entries(pdu).map(([name, value]) => {
    if (!(value instanceof Uint8Array)) return [name, value];
    const copy = value.slice();
    copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ 1;
    return [name, copy];
  });
  return Object.fromEntries(fields) as SmpPdu;
}

function apply(what: Change, pdu: SmpPdu): SmpPdu[] {
  switch (what.do) {
    case 'drop':
      return [];
    case 'twice':
      return [pdu, pdu];
    case 'replace':
      return [what.pdu];
    case 'before':
      return [what.pdu, pdu];
    case 'flip':
      return [flipped(pdu, what.at)];
    default:
      return [pdu];
  }
}

/** A key may be used only once the peer has proved that it has it too: with the check of Secure Connections, or the random of legacy. */
function expectVerified(duo: Duo, victim: Part, heard: readonly SmpPdu[]): void {
  const states = [
    ...duo.moments.filter(({ part }) => part === 'responder').map(({ state }) => state),
    duo.responder.state,
  ];
  const key =
    victim === 'initiator' ? duo.initiator.encrypts : states.map(offeredKey).find((offered) => offered !== null);
  if (!key) return;
  const proof = key.secureConnections ? 'pairing-dhkey-check' : 'pairing-random';
  const said = duo.transcript.filter(({ from, pdu }) => from === otherPart(victim) && pdu.pdu === proof);
  const isProof = (pdu: SmpPdu) =>
    pdu.pdu === proof && said.some((one) => one.pdu.pdu === proof && equalBytes(one.pdu.value, pdu.value));
  expect(heard.some(isProof)).toBe(true);
}

describe.each(['initiator', 'responder'] as const)('random commands to the %s', (victim) => {
  it(`${RUNS} structure-aware ones: no throw, an end, nothing encrypted unverified`, () => {
    fc.assert(
      fc.property(
        side,
        side,
        fc.array(change, { minLength: A_PAIRING, maxLength: A_PAIRING }),
        fc.boolean(),
        (mine, theirs, changes, isSlow) => {
          const duo = new Duo(config('initiator', mine), config('responder', theirs));
          duo.isResponderSlow = isSlow;
          const left = [...changes];
          const heard: SmpPdu[] = [];
          let commands = 0;
          duo.tamper = (from, pdu) => {
            commands += 1;
            if (commands > 400) throw new Error('the two go on without end');
            if (from === victim) return [pdu];
            const what = left.shift();
            const given = what ? apply(what, pdu) : [pdu];
            heard.push(...given);
            return given;
          };
          duo.run();
          // What is left of them comes when nobody asked for anything.
          for (const what of left)
            if ('pdu' in what) {
              heard.push(what.pdu);
              duo.give(victim, { is: 'pdu', pdu: what.pdu });
            }
          expectVerified(duo, victim, heard);
          duo.give(victim, { is: 'timeout' });
          const { state, failure, result } = duo[victim];
          if (victim === 'initiator') expect(failure !== null || result !== null).toBe(true);
          if (failure !== null || result !== null) expect(state.at).toBe('ended');
        },
      ),
      { numRuns: Math.ceil(RUNS / A_PAIRING) },
    );
  }, 600_000);
});

/** Frames as they come over the air: cut, too long, of codes that nobody knows. */
const frame: fc.Arbitrary<Uint8Array> = fc.oneof(
  anyPdu.chain((pdu) => {
    const whole = encodePdu(pdu);
    return fc.nat(whole.length).map((length) => whole.slice(0, length));
  }),
  anyPdu.chain((pdu) =>
    fc.uint8Array({ minLength: 1, maxLength: 70 }).map((more) => Uint8Array.of(...encodePdu(pdu), ...more)),
  ),
  fc.uint8Array({ maxLength: 70 }),
  anyPdu.map(encodePdu),
);

describe.each(['central', 'peripheral'] as const)('random frames to the %s', (victim: Role) => {
  it('in the middle of an honest pairing: no uncaught error, pair() settles, no timer stays', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(frame, { minLength: 1, maxLength: 6 }),
        fc.nat(12),
        side,
        async (frames, after, mine) => {
          const world = new SmpWorld();
          let carried = 0;
          world.tamper = (_from, pdu) => {
            carried += 1;
            if (carried === after + 1) for (const bytes of frames) world.deliver(victim, bytes);
            return [pdu];
          };
          const outcome = world.pair(mine).then(
            () => 'paired',
            () => 'failed',
          );
          expect(['paired', 'failed']).toContain(await world.run(outcome));
          world.lose();
          await settle();
          expect(world.clock.pendingTimers).toBe(0);
          for (const key of world.central.keys)
            expect(world.peripheral.keys.some((theirs) => equalBytes(theirs.key, key.key))).toBe(true);
        },
      ),
      { numRuns: Math.ceil(RUNS / 50) },
    );
  }, 600_000);
});

it.each(Object.keys(PDUS) as SmpPduName[])(
  '%s: cut at every byte it is refused or dropped, never believed',
  async (name) => {
    const [pdu] = fc.sample(anyPduOf(name), { numRuns: 1, seed: 1 });
    const whole = encodePdu(pdu as SmpPdu);
    for (const role of ['central', 'peripheral'] as const) {
      for (let length = 0; length < whole.length; length += 1) {
        const world = new SmpWorld();
        const before = world.side(role).sent.length;
        world.deliver(role, whole.slice(0, length));
        await settle();
        const { sent, keys, smp } = world.side(role);
        expect(keys).toEqual([]);
        expect(smp.isPairing).toBe(false);
        expect(sent.slice(before).every((answer) => answer.pdu === 'pairing-failed')).toBe(true);
        expect(world.clock.pendingTimers).toBe(0);
      }
    }
  },
);
