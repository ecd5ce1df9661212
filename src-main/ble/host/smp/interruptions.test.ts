/** A pairing that is broken off at each of its commands: a typed reason on both sides, nothing left behind, and the next one works. */
import { describe, expect, it } from 'vitest';
import { BleError } from '../../api/errors.js';
import type { PairOptions } from '../../api/security.js';
import { settle } from '../../testing/manual-clock.js';
import { type Role, SmpWorld } from './testing/smp-world.js';

interface Method {
  name: string;
  ours: PairOptions;
  theirs: PairOptions;
}

const METHODS: Method[] = [
  { name: 'Just Works', ours: {}, theirs: {} },
  {
    name: 'numeric comparison',
    ours: { io: 'display-yes-no', mitm: true },
    theirs: { io: 'display-yes-no', mitm: true },
  },
  {
    name: 'passkey, typed at the central',
    ours: { io: 'keyboard-only', mitm: true },
    theirs: { io: 'display-only', mitm: true },
  },
  {
    name: 'passkey, typed at the peripheral',
    ours: { io: 'display-only', mitm: true },
    theirs: { io: 'keyboard-only', mitm: true },
  },
  { name: 'legacy Just Works', ours: { leSecure: false }, theirs: {} },
  {
    name: 'legacy passkey',
    ours: { io: 'keyboard-only', mitm: true, leSecure: false },
    theirs: { io: 'display-only', mitm: true },
  },
];

/** Who sends each command when all goes well. */
async function commandsOf({ ours, theirs }: Method): Promise<Role[]> {
  const world = new SmpWorld();
  world.peripheral.ask(theirs);
  const senders: Role[] = [];
  world.tamper = (from, pdu) => {
    senders.push(from);
    return [pdu];
  };
  await world.run(world.pair(ours));
  return senders;
}

interface Broken {
  world: SmpWorld;
  /** null: the central had all it waits for, and has paired. */
  error: BleError | null;
}

/** Pairs, and does something when the nth command is on its way. */
async function breakAt(
  { ours, theirs }: Method,
  at: number,
  act: (world: SmpWorld, from: Role, abort: AbortController) => 'lost' | 'delivered',
): Promise<Broken> {
  const world = new SmpWorld();
  world.peripheral.ask(theirs);
  const abort = new AbortController();
  let count = 0;
  let isSilent = false;
  world.tamper = (from, pdu) => {
    count += 1;
    if (count === at) isSilent = act(world, from, abort) === 'lost';
    return isSilent ? [] : [pdu];
  };
  const error = await world.run(
    world.pair(ours, abort.signal).then(
      () => null,
      (why) => why,
    ),
  );
  world.tamper = (_from, pdu) => [pdu];
  return { world, error };
}

async function expectNextWorks(world: SmpWorld, { ours, theirs }: Method): Promise<void> {
  world.peripheral.ask(theirs);
  for (const side of [world.central, world.peripheral]) side.keys.length = 0;
  const { outcome } = await world.run(world.pair(ours));
  expect(outcome.bonded).toBe(true);
  expect(world.central.keys).toEqual(world.peripheral.keys);
  expect(world.clock.pendingTimers).toBe(0);
}

describe.each(METHODS)('$name', (method) => {
  it('the link is lost at each command: both hear why, and the next link pairs', async () => {
    const senders = await commandsOf(method);
    for (let at = 1; at <= senders.length; at += 1) {
      const { world, error } = await breakAt(method, at, (on) => {
        on.lose(0x13);
        return 'lost';
      });
      // The last key was with the controller already: what became of it the central cannot know.
      const known = at < senders.length ? { code: 'hci/remote-user-terminated-connection' } : null;
      if (known) expect(error, `command ${at}`).toMatchObject(known);
      else expect(error).toBeNull();
      expect([world.central.smp.isPairing, world.peripheral.smp.isPairing]).toEqual([false, false]);
      expect(world.clock.pendingTimers, `command ${at}`).toBe(0);
      world.reconnect();
      await expectNextWorks(world, method);
    }
  });

  it('silence from each command on: a time-out after 30 s; this link pairs no more, the next one does', async () => {
    const senders = await commandsOf(method);
    const lastOfTheirs = senders.lastIndexOf('peripheral') + 1;
    for (let at = 1; at <= senders.length; at += 1) {
      const { world, error } = await breakAt(method, at, () => 'lost');
      // Its own last keys are answered by nothing: the central cannot know that they did not arrive.
      expect(error?.code, `command ${at}`).toBe(at > lastOfTheirs ? undefined : 'timeout');
      // The other side waits from its own last command on.
      await world.clock.advance(30_000);
      if (at > 1) expect(world.peripheral.failed[0]?.code, `command ${at}`).toBe('timeout');
      expect([world.central.smp.isPairing, world.peripheral.smp.isPairing]).toEqual([false, false]);
      expect(world.clock.pendingTimers, `command ${at}`).toBe(0);
      if (error) await expect(world.run(world.pair(method.ours), 100)).rejects.toMatchObject({ code: 'timeout' });
      world.lose(0x13);
      world.reconnect();
      await expectNextWorks(world, method);
    }
  });

  it('the program gives up at each command: its reason here, 0x08 there, and the same link pairs', async () => {
    const reason = new BleError('aborted', { layer: 'app', operation: 'test' });
    const senders = await commandsOf(method);
    for (let at = 1; at <= senders.length; at += 1) {
      const { world, error } = await breakAt(method, at, (_on, _from, abort) => {
        queueMicrotask(() => abort.abort(reason));
        return 'delivered';
      });
      // With the peer's last key it is complete, and too late to give up.
      if (at > senders.lastIndexOf('peripheral') && error === null) continue;
      expect(error, `command ${at}`).toBe(reason);
      await settle();
      expect(world.central.lastReason, `command ${at}`).toBe(0x08);
      expect([world.central.smp.isPairing, world.peripheral.smp.isPairing]).toEqual([false, false]);
      await expectNextWorks(world, method);
    }
  });
});
