import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ChannelEffect,
  type ChannelInput,
  type ChannelState,
  openChannel,
  openingWindow,
  segment,
  stepChannel,
} from './channel-machine.js';

const TERMS = { ourMtu: 100, ourMps: 50, peerMtu: 100, peerMps: 50, window: 10, txCredits: 3 };
const channel = (change: Partial<ChannelState> = {}): ChannelState => ({ ...openChannel(TERMS), ...change });
const frame = (length: number, head = 0): ChannelInput => ({ is: 'frame', length, head });

/** All steps one after another; what they did, with the last state. */
function run(start: ChannelState, ...inputs: ChannelInput[]): { state: ChannelState; effects: ChannelEffect[] } {
  const effects: ChannelEffect[] = [];
  let state = start;
  for (const input of inputs) {
    const step = stepChannel(state, input);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}

const violationOf = (start: ChannelState, ...inputs: ChannelInput[]) => {
  const { state, effects } = run(start, ...inputs);
  const [end, then] = effects.slice(-2);
  expect(state.at).toBe('closing');
  expect(then).toEqual({ do: 'request-disconnect' });
  return end?.do === 'end' ? end.violation : null;
};

describe('receiving, Core Vol 3 Part A 10.1', () => {
  it('an SDU in one frame, and in several', () => {
    expect(run(channel(), frame(7, 5)).effects).toEqual([
      { do: 'begin', length: 5 },
      { do: 'append', from: 2 },
      { do: 'deliver' },
    ]);
    const { state, effects } = run(channel(), frame(50, 100), frame(50), frame(2));
    expect(effects).toEqual([
      { do: 'begin', length: 100 },
      { do: 'append', from: 2 },
      { do: 'append', from: 0 },
      { do: 'append', from: 0 },
      { do: 'deliver' },
    ]);
    expect(state).toMatchObject({ sdu: -1, have: 0, unread: 100, rxCredits: 7 });
  });

  it.each<[string, ChannelState, ChannelInput[]]>([
    ['no-credit', channel({ rxCredits: 0 }), [frame(7, 5)]],
    ['pdu-too-long', channel(), [frame(53, 60)]],
    ['pdu-too-short', channel(), [frame(1, 0)]],
    ['sdu-too-long', channel(), [frame(50, 101)]],
    ['sdu-overrun', channel(), [frame(50, 47)]],
    ['sdu-overrun', channel(), [frame(50, 60), frame(13)]],
    ['credit-overflow', channel(), [{ is: 'credits', count: 65_533 }]],
  ])('a broken rule, %s, ends the channel', (violation, start, inputs) => {
    expect(violationOf(start, ...inputs)).toBe(violation);
    if (inputs.length > 1 || start.rxCredits === 0) return;
    // One less of it is fine: the check is exact.
    const [first] = inputs as [ChannelInput];
    const fine: ChannelInput[] =
      first.is === 'credits'
        ? [{ is: 'credits', count: 65_532 }]
        : first.is !== 'frame'
          ? []
          : violation === 'pdu-too-short'
            ? [frame(2, 0)]
            : violation === 'sdu-overrun'
              ? [frame(50, 48)]
              : [violation === 'pdu-too-long' ? frame(52, 60) : frame(50, 100)];
    expect(run(start, ...fine).state.at).toBe('open');
  });

  it('L2CAP/LE/CFC/BV-32-C the SDU length does not count as payload of a frame', () => {
    expect(run(channel(), frame(52, 50)).effects.at(-1)).toEqual({ do: 'deliver' });
    expect(violationOf(channel(), frame(52, 100), frame(51))).toBe('pdu-too-long');
  });

  it('the checks come in their order: credit, PDU, header, SDU, total', () => {
    expect(violationOf(channel({ rxCredits: 0 }), frame(53, 101))).toBe('no-credit');
    expect(violationOf(channel(), frame(53, 101))).toBe('pdu-too-long');
    expect(violationOf(channel({ ourMtu: 40 }), frame(50, 41))).toBe('sdu-too-long');
  });

  it('after the end nothing that comes does anything', () => {
    const { state } = run(channel(), { is: 'leave', pending: false });
    const late = [frame(500, 900), { is: 'credits', count: 65_535 }, { is: 'leave', pending: true }] as const;
    for (const input of late) expect(run(state, input)).toEqual({ state, effects: [] });
  });
});

describe('credits', () => {
  it('are given for what is read: half a window at a time, not frame by frame', () => {
    const read: ChannelInput[] = [frame(50, 48), { is: 'read', length: 48 }];
    const granted = run(channel(), ...Array.from({ length: 10 }, () => read).flat()).effects.filter(
      (effect) => effect.do === 'grant',
    );
    expect(granted).toEqual([
      { do: 'grant', credits: 5 },
      { do: 'grant', credits: 5 },
    ]);
  });

  it('L2CAP/LE/CFC/BV-07-C are not given for what lies unread, and never to more than the window', () => {
    let { state } = { state: channel({ window: 10 }) };
    for (let frames = 0; state.rxCredits > 0; frames += 1) {
      expect(frames).toBeLessThan(100);
      state = run(state, frame(50, 48)).state;
    }
    expect(state.unread).toBeLessThanOrEqual(10 * 64 + 64);
    const step = run(state, { is: 'read', length: 48 }, { is: 'read', length: 48 });
    expect(step.effects.every((effect) => effect.do === 'grant')).toBe(true);
    expect(step.effects.length).toBeGreaterThan(0);
  });

  it('a peer out of credits in the middle of an SDU gets one, however much is unread', () => {
    const full = channel({ rxCredits: 1, unread: 5_000 });
    expect(run(full, frame(50, 100)).effects.at(-1)).toEqual({ do: 'grant', credits: 1 });
    expect(run({ ...full, rxCredits: 1 }, frame(50, 48)).effects.at(-1)).toEqual({ do: 'deliver' });
  });

  it('L2CAP/LE/CFC/BV-06-C ours wake the sender when there were none; 0 means nothing', () => {
    const spent = channel({ txCredits: 0 });
    expect(run(spent, { is: 'credits', count: 0 }).effects).toEqual([]);
    expect(run(spent, { is: 'credits', count: 2 })).toMatchObject({
      state: { txCredits: 2 },
      effects: [{ do: 'wake' }],
    });
    expect(run(channel(), { is: 'credits', count: 2 })).toMatchObject({ state: { txCredits: 5 }, effects: [] });
  });

  it('the window is four SDUs or 48 kB, whichever is more, in the peer’s longest frames', () => {
    fc.assert(
      fc.property(fc.integer({ min: 23, max: 65_535 }), fc.integer({ min: 23, max: 65_533 }), (mtu, mps) => {
        const window = openingWindow(mtu, mps);
        expect(window).toBeLessThanOrEqual(65_535);
        if (window < 65_535) expect(window).toBeGreaterThanOrEqual(4 * Math.ceil((mtu + 2) / mps));
        if (mps >= 64) expect(window * mps).toBeGreaterThanOrEqual(8_192);
      }),
    );
  });

  it('sender and receiver by the rules never violate one another, and all SDUs come whole', () => {
    const sdus = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sdus, fc.integer({ min: 23, max: 80 }), fc.integer({ min: 0, max: 6 }), (lengths, mps, lazy) => {
        let receiver = openChannel({ ...TERMS, ourMtu: 300, ourMps: mps, window: openingWindow(300, mps) });
        let sender = openChannel({ ...TERMS, peerMps: mps, txCredits: receiver.window });
        const got: number[] = [];
        const unread: number[] = [];
        let current = 0;
        const apply = (input: ChannelInput) => {
          const step = stepChannel(receiver, input);
          receiver = step.state;
          for (const effect of step.effects) {
            if (effect.do === 'end') throw new Error(`${effect.violation}`);
            if (effect.do === 'begin') current = effect.length;
            if (effect.do === 'deliver') unread.push(current);
            if (effect.do === 'grant') sender = stepChannel(sender, { is: 'credits', count: effect.credits }).state;
          }
        };
        const read = (leave: number) => {
          while (unread.length > leave) {
            const length = unread.shift() as number;
            got.push(length);
            apply({ is: 'read', length });
          }
        };
        for (const length of lengths) {
          let sent = 0;
          do {
            if (sender.txCredits === 0) read(0);
            expect(sender.txCredits).toBeGreaterThan(0);
            const part = segment(mps, length, sent);
            sender = stepChannel(sender, { is: 'frame-made' }).state;
            apply({ is: 'frame', length: part + (sent === 0 ? 2 : 0), head: length });
            sent += part;
          } while (sent < length);
          read(lazy);
        }
        read(0);
        expect(got).toEqual(lengths);
        expect(sender.txCredits).toBe(receiver.rxCredits);
      }),
    );
  });
});

describe('the end', () => {
  it('L2CAP/LE/CFC/BV-08-C ours: what was accepted is sent first, then the peer is asked, then the identifier is free', () => {
    const draining = run(channel(), { is: 'leave', pending: true });
    expect(draining).toMatchObject({ state: { at: 'draining' }, effects: [] });
    expect(run(draining.state, frame(7, 5)).effects.at(-1)).toEqual({ do: 'deliver' });
    const closing = run(draining.state, { is: 'drained' });
    expect(closing.effects).toEqual([{ do: 'end', by: 'local', violation: null }, { do: 'request-disconnect' }]);
    expect(run(closing.state, { is: 'left' })).toMatchObject({ state: { at: 'closed' }, effects: [{ do: 'free' }] });
  });

  it('what cannot be sent is given up', () => {
    const { state } = run(channel(), { is: 'leave', pending: true });
    expect(run(state, { is: 'give-up' }).effects.at(-1)).toEqual({ do: 'request-disconnect' });
    expect(run(channel(), { is: 'give-up' }).effects).toEqual([]);
  });

  it("L2CAP/LE/CFC/BV-09-C the peer's: over and free at once, also when both ask", () => {
    expect(run(channel(), { is: 'peer-leaves' }).effects).toEqual([
      { do: 'end', by: 'peer', violation: null },
      { do: 'free' },
    ]);
    const { state } = run(channel(), { is: 'leave', pending: false });
    expect(run(state, { is: 'peer-leaves' }, { is: 'left' }, { is: 'lost' }).effects).toEqual([{ do: 'free' }]);
  });

  it('every order of whatever happens ends at most once and frees at most once', () => {
    const input = fc.constantFrom<ChannelInput>(
      frame(7, 5),
      frame(60, 5),
      { is: 'credits', count: 65_535 },
      { is: 'read', length: 5 },
      { is: 'leave', pending: true },
      { is: 'leave', pending: false },
      { is: 'drained' },
      { is: 'give-up' },
      { is: 'peer-leaves' },
      { is: 'left' },
      { is: 'lost' },
    );
    fc.assert(
      fc.property(fc.array(input, { maxLength: 12 }), (inputs) => {
        const { state, effects } = run(channel(), ...inputs);
        const count = (what: ChannelEffect['do']) => effects.filter((effect) => effect.do === what).length;
        expect(count('end')).toBeLessThanOrEqual(1);
        expect(count('free')).toBe(state.at === 'closed' ? 1 : 0);
        expect(count('request-disconnect')).toBeLessThanOrEqual(1);
      }),
    );
  });
});
