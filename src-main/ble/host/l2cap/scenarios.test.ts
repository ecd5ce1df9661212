import { expect, it } from 'vitest';
import { Characteristic, Service } from '../../index.js';
import { type ManualClock, settle } from '../../testing/manual-clock.js';
import { VirtualWorld } from '../../testing/virtual-world.js';
import { ChannelWorld } from './testing/channel-world.js';

/** Acceptance scenarios of aioble (T) and of MicroPython's Bluetooth tests (M). i0 is the peripheral, i1 the central. */
const PSM = 22;
const SERVICE = 'a5a5a5a5-ffff-9999-1111-5a5a5a5a5a5a';
const CHARACTERISTIC = '00000000-1111-2222-3333-444444444444';
const text = (data: Uint8Array | null) => new TextDecoder().decode(data ?? new Uint8Array(0));

/** The same bytes on both sides, from a seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) & 0xff;
  };
}
const bytes = (next: () => number, length: number) => Uint8Array.from({ length }, next);

const elapsed = async (clock: ManualClock, work: Promise<unknown>) => {
  const from = clock.now();
  await work;
  return clock.now() - from;
};

it.each([0, 5, 30])('T9 shutdown: three full cycles with three channels each, latency %i ms', async (latencyMs) => {
  const world = new VirtualWorld({ latencyMs });
  for (let cycle = 0; cycle < 3; cycle += 1) {
    const i0 = await world.adapter();
    const i1 = await world.adapter();
    const service = new Service(SERVICE);
    new Characteristic(service, CHARACTERISTIC, { read: true, initial: `periph${cycle}` });
    await i0.registerServices(service);

    const peripheral = (async () => {
      const link = await i0.advertise({ intervalUs: 20_000 });
      for (let n = 0; n < 3; n += 1) {
        const channel = await link.l2capAccept(PSM, 128, { timeoutMs: 5_000 });
        const buf = new Uint8Array(32);
        const length = await channel.recvInto(buf);
        expect(text(buf.subarray(0, length))).toBe(`l2cap-${cycle}-${n}`);
        await channel.disconnected({ timeoutMs: 5_000 });
      }
      await link.disconnected({ timeoutMs: 5_000 });
    })();
    const central = (async () => {
      const link = await i1.device(i0.address.address).connect({ timeoutMs: 5_000 });
      const characteristic = await (await link.service(SERVICE))?.characteristic(CHARACTERISTIC);
      expect(text((await characteristic?.read()) ?? null)).toBe(`periph${cycle}`);
      for (let n = 0; n < 3; n += 1) {
        const channel = await link.l2capConnect(PSM, 128, { timeoutMs: 5_000 });
        await channel.send(`l2cap-${cycle}-${n}`);
        await channel.disconnect();
      }
      await link.disconnect();
    })();
    await world.run(Promise.all([peripheral, central]));
    await world.run(Promise.all([i0.close(), i1.close()]));
  }
  await world.close();
});

it.each([0, 5, 30])(
  'T10 perf l2cap: 20 x 512 bytes from acceptor to initiator, all right, latency %i ms',
  async (latencyMs) => {
    const bed = await ChannelWorld.open({ latencyMs });
    const acceptor = (async () => {
      const channel = await bed.far.l2capAccept(PSM, 512);
      const next = random(22);
      for (let n = 0; n < 20; n += 1) await channel.send(bytes(next, 512));
      await channel.flush();
      await channel.disconnect();
    })();
    await settle();
    const channel = await bed.run(bed.link.l2capConnect(PSM, 512));
    const next = random(22);
    let total = 0;
    const received = (async () => {
      for (let sdu = await channel.recv(); sdu; sdu = await channel.recv()) {
        expect(sdu).toEqual(bytes(next, 512));
        total += sdu.length;
      }
    })();
    const ms = await elapsed(bed.clock, bed.run(Promise.all([received, acceptor])));
    expect(total).toBe(10_240);
    expect(ms).toBeLessThan(1_000); // without the 500 ms that the original sleeps lest data is lost
    await bed.close();
  },
);

it.each([0, 5, 30])('M9 l2cap: 16 shrinking SDUs both ways, latency %i ms', async (latencyMs) => {
  const bed = await ChannelWorld.open({ latencyMs });
  const sizes = Array.from({ length: 16 }, (_, n) => 400 - 23 * n);
  const accepted = bed.far.l2capAccept(PSM, 450);
  await settle();
  const ours = await bed.run(bed.link.l2capConnect(PSM, 450));
  const theirs = await bed.run(accepted);
  for (const [from, to, seed] of [
    [ours, theirs, 1],
    [theirs, ours, 2],
  ] as const) {
    const sent = random(seed);
    const expected = random(seed);
    let total = 0;
    const receiving = (async () => {
      const buf = new Uint8Array(450);
      while (total < 3_640) {
        const length = await to.recvInto(buf);
        expect(buf.slice(0, length)).toEqual(bytes(expected, length));
        total += length;
      }
    })();
    for (const size of sizes) await bed.run(from.send(bytes(sent, size)));
    await bed.run(receiving);
    expect(total).toBe(3_640);
  }
  const ended = Promise.all([ours.disconnected(), theirs.disconnected()]);
  await bed.run(ours.disconnect());
  await bed.run(ended);
  await bed.close();
});
