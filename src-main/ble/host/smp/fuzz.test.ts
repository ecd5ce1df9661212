/** Random Security Manager commands: nothing is thrown, everything settles, and nothing is encrypted that was not verified. By hand a million: WORKBENCH_FUZZ_RUNS=1000000. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalBytes } from '../../../../src-shared/bytes/hex.js';
import { IO_CAPABILITIES } from '../../../../src-shared/model/association.js';
import { BleError } from '../../api/errors.js';
import type { PairOptions } from '../../api/security.js';
import { settle } from '../../testing/manual-clock.js';
import { DEFAULT_DELEGATE, resolvePairOptions } from './pair-options.js';
import { offeredKey } from './pairing.js';
import { encodePdu, PDUS, type SmpPdu, type SmpPduName } from './pdus.js';
import { anyFrame, anyPdu, anyPduOf } from './testing/arbitraries.js';
import { config, Duo, otherPart, type Part } from './testing/duo.js';
import { GOLDEN_LEGACY, GOLDEN_SECURE } from './testing/golden.js';
import { type Role, SmpWorld } from './testing/smp-world.js';
import { Witness } from './testing/witness.js';

/** Commands, not pairings: each pairing below is given eight. */
const RUNS = Number(process.env.WORKBENCH_FUZZ_RUNS ?? 20_000);
const A_PAIRING = 8;

const side = fc.record({
  io: fc.constantFrom(...IO_CAPABILITIES),
  mitm: fc.boolean(),
  bond: fc.boolean(),
  leSecure: fc.nat(3).map((n) => n > 0),
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

/** What comes to the victim of a live pairing, and when. */
type Event =
  | { do: 'frame'; frame: Uint8Array }
  /** The next command of the honest side is lost, or comes with a bit turned, or cut. */
  | { do: 'lose' }
  | { do: 'flip' | 'cut'; at: number }
  /** The peripheral's controller asks for a key; the central's could not encrypt. */
  | { do: 'ask-key'; ediv: number; rand: Uint8Array }
  | { do: 'not-encrypted' }
  | { do: 'pair' | 'cancel' }
  | { do: 'wait'; ms: number };
const noName = fc.record({
  do: fc.constant('ask-key' as const),
  ediv: fc.constant(0),
  rand: fc.constant(new Uint8Array(8)),
});
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant('frame' as const), frame: anyFrame }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('flip' as const, 'cut' as const), at: fc.nat(64) }) },
  { weight: 3, arbitrary: noName },
  fc.record({
    do: fc.constant('ask-key' as const),
    ediv: fc.integer({ min: 0, max: 0xffff }),
    rand: fc.uint8Array({ minLength: 8, maxLength: 8 }),
  }),
  fc.record({ do: fc.constantFrom('lose' as const, 'not-encrypted' as const, 'pair' as const, 'cancel' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.nat(40_000) }),
);
/** After how many commands of the pairing: passkey entry has 84 before the check, most others 15 in all. */
const when = fc.oneof({ weight: 3, arbitrary: fc.nat(15) }, { weight: 1, arbitrary: fc.nat(95) });

interface Case {
  mine: PairOptions;
  theirs: PairOptions;
  /** The peripheral asks for security, and waits for what comes of it. */
  isAsked: boolean;
  /** The victim's people say no. */
  declines: boolean;
  events: { after: number; event: Event }[];
  salt: number;
}
const liveCase: fc.Arbitrary<Case> = fc.record({
  mine: side,
  theirs: side,
  isAsked: fc.boolean(),
  declines: fc.nat(7).map((n) => n === 0),
  events: fc.array(fc.record({ after: when, event }), { minLength: A_PAIRING, maxLength: A_PAIRING }),
  salt: fc.nat(),
});

/** One link, its victim, and everything that was started on it. */
async function live(victim: Role, { mine, theirs, isAsked, declines, events, salt }: Case) {
  const world = new SmpWorld();
  world.peripheral.ask(theirs);
  const { people } = world.side(victim);
  const { compareNumbers } = people;
  if (declines) {
    people.requestPasskey = async () => null;
    people.compareNumbers = async (value, signal) => (await compareNumbers?.(value, signal)) === null;
  }
  const witness = new Witness(world, victim, `${salt}`);
  const promises: Promise<unknown>[] = [];
  const settled: unknown[] = [];
  const keep = (promise: Promise<unknown>) => {
    promises.push(promise);
    promise.then(
      () => settled.push('done'),
      (error) => settled.push(error),
    );
  };
  const pair = () => keep(world.pair(mine));
  const ask = () =>
    keep(
      world.peripheral.smp.requestSecurity(
        resolvePairOptions(theirs, DEFAULT_DELEGATE, 'test'),
        new AbortController().signal,
      ),
    );
  world.central.onSecurityRequest = () => {
    if (world.central.smp.isPairing) return true;
    pair();
    return true;
  };
  const { smp } = world.side(victim);
  const due = [...events].sort((a, b) => a.after - b.after);
  const waits: number[] = [];
  let change: ((frame: Uint8Array) => Uint8Array[]) | null = null;
  let carried = 0;
  const happen = ({ event: what }: { event: Event }): void => {
    if (what.do === 'frame') world.deliver(victim, what.frame);
    else if (what.do === 'lose') change = () => [];
    else if (what.do === 'cut') change = (frame) => [frame.slice(0, what.at % frame.length)];
    else if (what.do === 'flip') change = (frame) => [frame.map((b, i) => (i === what.at % frame.length ? b ^ 1 : b))];
    else if (what.do === 'wait') waits.push(what.ms);
    // Nothing of a program or controller comes in the middle of a frame.
    else if (what.do === 'ask-key') queueMicrotask(() => smp.ltkFor(what.rand, what.ediv));
    else if (what.do === 'not-encrypted') queueMicrotask(() => smp.encryptionChanged(0x06, false));
    else if (what.do === 'pair') queueMicrotask(victim === 'central' ? pair : ask);
    else queueMicrotask(() => smp.cancel(new BleError('aborted', { layer: 'app', operation: 'test' })));
  };
  world.tamper = (from, frame) => {
    carried += 1;
    if (carried > 600) throw new Error('the two go on without end');
    while (due[0] && due[0].after <= carried) happen(due.shift() as Case['events'][number]);
    if (from === victim || !change) return [frame];
    const given = change(frame);
    change = null;
    return given;
  };
  if (isAsked) ask();
  else pair();
  const turn = async () => {
    for (const ms of [0, 1, 1, 600, ...waits.splice(0)]) await world.clock.advance(ms);
  };
  await turn();
  // What is left comes when nobody waits for it.
  while (due[0]) {
    happen(due.shift() as Case['events'][number]);
    await turn();
  }
  return { world, witness, promises, settled };
}

describe.each(['central', 'peripheral'] as const)('random frames to the %s of a live pairing', (victim: Role) => {
  it(`${RUNS} in every state: no uncaught error, every promise settles with its link, no key is used or given unverified`, async () => {
    const unhandled: unknown[] = [];
    const onUnhandled = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', onUnhandled);
    let keysUsed = 0;
    let paired = 0;
    await fc.assert(
      fc.asyncProperty(liveCase, async (one) => {
        const { world, witness, promises, settled } = await live(victim, one);
        world.lose();
        await settle();
        expect(witness.complaints).toEqual([]);
        expect(settled).toHaveLength(promises.length);
        for (const error of settled) if (error !== 'done') expect(error).toBeInstanceOf(BleError);
        expect([world.central.smp.isPairing, world.peripheral.smp.isPairing]).toEqual([false, false]);
        expect(world.clock.pendingTimers).toBe(0);
        expect(unhandled).toEqual([]);
        keysUsed += witness.keysUsed;
        paired += world.side(victim).paired.length;
      }),
      { numRuns: Math.ceil(RUNS / A_PAIRING) },
    );
    process.off('unhandledRejection', onUnhandled);
    // The search is worth something only where pairings come so far.
    expect(keysUsed).toBeGreaterThan(RUNS / A_PAIRING / 10);
    expect(paired).toBeGreaterThan(RUNS / A_PAIRING / 20);
  }, 3_600_000);
});

describe.each([
  ['Secure Connections', GOLDEN_SECURE.length, true],
  ['legacy', GOLDEN_LEGACY.length, false],
] as const)('%s: the commands of a pairing, each cut at every byte', (_, count, leSecure) => {
  it.each(['central', 'peripheral'] as const)(
    'the %s refuses what is left, and gives and takes no key',
    async (victim) => {
      for (let at = 1; at <= count; at += 1) {
        for (let length = 0; ; length += 1) {
          const world = new SmpWorld();
          if (!leSecure) world.peripheral.ask({ io: 'display-only' });
          const witness = new Witness(world, victim, `${at} ${length}`);
          let carried = 0;
          let whole = 0;
          world.tamper = (from, frame) => {
            carried += 1;
            if (carried !== at || from === victim) return [frame];
            whole = frame.length;
            return [frame.slice(0, length)];
          };
          const o: PairOptions = leSecure ? {} : { leSecure, mitm: true, io: 'keyboard-only' };
          const outcome = world.pair(o).catch((error) => error);
          await world.clock.advance(0);
          if (whole === 0 || length >= whole) break; // it is the victim's own, or was cut everywhere
          const isNothing = at === 1 && length === 0; // begins no pairing that could be refused
          expect(world.side(victim).lastReason, `command ${at}, ${length} bytes`).toBe(isNothing ? null : 0x0a);
          expect(world.side(victim).paired).toEqual([]);
          expect(witness.complaints).toEqual([]);
          world.lose();
          await outcome;
          expect(world.clock.pendingTimers).toBe(0);
        }
      }
    },
  );
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
