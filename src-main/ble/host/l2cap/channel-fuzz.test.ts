import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import type { L2capChannel } from '../../api/l2cap.js';
import { settle } from '../../testing/manual-clock.js';
import { CID } from './fixed-channels.js';
import { type Command, encodeCommand } from './pdus.js';
import { anyCommand } from './testing/arbitraries.js';
import { BareChannels } from './testing/bare-channels.js';

const PSM = 0x80;
/** By hand a million: WORKBENCH_FUZZ_RUNS=1000000. */
const RUNS = Number(process.env.WORKBENCH_FUZZ_RUNS ?? 20_000);

const word = fc.integer({ min: 0, max: 0xffff });
/** Mostly identifiers that mean something, so that channels open, fill, and end. */
const likelyCid = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0x40, max: 0x7f }) },
  { weight: 1, arbitrary: word },
);
const small = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 20, max: 300 }) }, { weight: 1, arbitrary: word });

const likelyCommand = fc.oneof(
  fc.record({
    command: fc.constant('le-connection-request' as const),
    spsm: fc.constantFrom(PSM, PSM, PSM, PSM + 1),
    sourceCid: likelyCid,
    mtu: small,
    mps: small,
    credits: small,
  }),
  fc.record({
    command: fc.constant('credit-based-connection-request' as const),
    spsm: fc.constant(PSM),
    sourceCids: fc.array(likelyCid, { maxLength: 6 }),
    mtu: small,
    mps: small,
    credits: small,
  }),
  fc.record({ command: fc.constant('flow-control-credit' as const), cid: likelyCid, credits: small }),
  fc.record({
    command: fc.constantFrom('disconnection-request' as const, 'disconnection-response' as const),
    destinationCid: likelyCid,
    sourceCid: likelyCid,
  }),
  fc.record({
    command: fc.constant('le-connection-response' as const),
    destinationCid: likelyCid,
    mtu: small,
    mps: small,
    credits: small,
    result: fc.constantFrom(0, 0, 2, 5, 0x99),
  }),
);

/** One frame of the peer: channel and payload. */
const anyFrame: fc.Arbitrary<[number, Uint8Array]> = fc.oneof(
  { weight: 3, arbitrary: signalled(fc.integer({ min: 0, max: 40 }), likelyCommand) },
  { weight: 1, arbitrary: signalled(fc.integer({ min: 0, max: 255 }), anyCommand) },
  { weight: 1, arbitrary: fc.tuple(fc.constant(CID.signalling), fc.uint8Array({ maxLength: 30 })) },
  // An SDU in one frame, one in several that may fit together, and noise.
  {
    weight: 3,
    arbitrary: fc.tuple(
      likelyCid,
      fc.uint8Array({ maxLength: 90 }).map((sdu) => firstFrame(sdu.length, sdu)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(
      likelyCid,
      fc.tuple(fc.integer({ min: 0, max: 110 }), fc.uint8Array({ maxLength: 60 })).map((part) => firstFrame(...part)),
    ),
  },
  { weight: 1, arbitrary: fc.tuple(likelyCid, fc.uint8Array({ maxLength: 200 })) },
);

function signalled(identifier: fc.Arbitrary<number>, command: fc.Arbitrary<Command>) {
  const frame = fc.tuple(identifier, command).map(([id, one]) => encodeCommand(id, one));
  return fc.tuple(fc.constant(CID.signalling), frame);
}

function firstFrame(sduLength: number, data: Uint8Array): Uint8Array {
  return Uint8Array.of(sduLength, 0, ...data);
}

it('20,000 random signalling commands and K-frames: answered, or the channel is over; nothing throws, nothing stays', async () => {
  const bare = new BareChannels(Number.MAX_SAFE_INTEGER, 0);
  const { clock, manager, listeners, down } = bare;
  const errors: unknown[] = [];
  const onUnhandled = (error: unknown) => errors.push(error);
  process.on('unhandledRejection', onUnhandled);
  const channels: L2capChannel[] = [];
  let sdus = 0;
  const use = async (channel: L2capChannel) => {
    channels.push(channel);
    try {
      await channel.send(new Uint8Array(200));
      for (let sdu = await channel.recv(); sdu; sdu = await channel.recv()) sdus += 1;
    } catch (error) {
      if (!(error instanceof BleError)) throw error;
    }
  };
  const serving = (async () => {
    for await (const channel of listeners.listen(PSM, { mtu: 100 })) void use(channel);
  })();
  serving.catch(() => undefined);
  let opening = 0;
  let step = 0;
  await fc.assert(
    fc.asyncProperty(anyFrame, async ([cid, payload]) => {
      bare.receive(cid, payload);
      step += 1;
      if (step % 20 === 0) await settle();
      if (step % 50 !== 0) return;
      opening += 1;
      manager.connect(PSM, 100, {}).then(use, (error) => expect(error).toBeInstanceOf(BleError));
      await clock.advance(1_000);
    }),
    { numRuns: RUNS },
  );
  expect(channels.length).toBeGreaterThan(100);
  expect(sdus).toBeGreaterThan(100);
  expect(opening).toBe(RUNS / 50);
  expect(bare.count).toBeGreaterThan(1_000);
  down.abort(new BleError('disconnected', { layer: 'gap', operation: 'link' }));
  await settle();
  expect(channels.filter((channel) => channel.isOpen())).toEqual([]);
  expect(manager.room).toBe(64);
  process.off('unhandledRejection', onUnhandled);
  expect(errors).toEqual([]);
}, 600_000);
