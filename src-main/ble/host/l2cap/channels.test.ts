import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { L2capChannel, L2capSendError } from '../../index.js';
import { ChannelWorld, PSM, pattern } from './testing/channel-world.js';

const BEDS = [
  ['192x1', 0],
  ['251x8', 0],
  ['192x1', 5],
  ['251x8', 30],
  ['27x2', 0],
] as const;

describe.each(BEDS)('channels with ACL buffers %s and %i ms of latency', (acl, latencyMs) => {
  let bed: ChannelWorld;

  beforeEach(async () => {
    bed = await ChannelWorld.open({ acl, latencyMs });
  });
  afterEach(() => bed.close());

  const SIZES = [1, 2, 22, 23, 186, 187, 245, 246, 247, 953, 954, 955, 998, 999, 1_000, 1_001, 5_000, 65_534, 65_535];

  it.each([false, true])(
    'L2CAP/LE/CFC/BV-02,03-C L2CAP/ECFC/BV-02,03-C SDUs from 1 to 65535 bytes are echoed, enhanced: %s',
    async (enhanced) => {
      const [ours, theirs] = await bed.channel(65_535, 65_535, { enhanced });
      const echo = (async () => {
        for (let sdu = await theirs.recv(); sdu; sdu = await theirs.recv()) await theirs.send(sdu);
      })();
      for (const size of SIZES) {
        const data = pattern(size, size);
        await bed.run(ours.send(data));
        expect(Buffer.compare((await bed.run(ours.recv())) ?? new Uint8Array(0), data)).toBe(0);
      }
      await bed.run(ours.disconnect());
      await bed.run(echo);
      expect([ours.isOpen(), theirs.isOpen()]).toEqual([false, false]);
    },
  );

  it('L2CAP/LE/CFC/BV-07-C both ways at once, all in order', async () => {
    const [ours, theirs] = await bed.channel(1_000);
    const send = async (channel: L2capChannel, seed: number) => {
      for (let i = 0; i < 150; i += 1) await channel.send(pattern(700 + i, seed + i));
    };
    const receive = async (channel: L2capChannel, seed: number) => {
      for (let i = 0; i < 150; i += 1) expect(await channel.recv()).toEqual(pattern(700 + i, seed + i));
    };
    await bed.run(Promise.all([send(ours, 1), send(theirs, 7), receive(ours, 7), receive(theirs, 1)]));
    for (const { stats } of [ours, theirs])
      expect(stats).toMatchObject({
        sentSdus: 150,
        receivedSdus: 150,
        sentBytes: stats.receivedBytes,
        sentFrames: stats.receivedFrames,
      });
  });

  it('eight channels at once, each with its share', async () => {
    const pairs: [L2capChannel, L2capChannel][] = [];
    for (let i = 0; i < 8; i += 1) pairs.push(await bed.channel(2_000));
    const BYTES = 60_000;
    const data = pattern(BYTES);
    const got = pairs.map(() => 0);
    let least = BYTES;
    const receive = async ([, theirs]: [L2capChannel, L2capChannel], index: number) => {
      while ((got[index] as number) < BYTES) {
        const sdu = (await theirs.recv()) as Uint8Array;
        const at = got[index] as number;
        expect(Buffer.compare(sdu, data.subarray(at, at + sdu.length))).toBe(0);
        got[index] = at + sdu.length;
        if (got[index] === BYTES) least = Math.min(least, ...got);
      }
    };
    const sending = pairs.map(([ours]) => ours.send(data));
    await bed.run(Promise.all([...sending, ...pairs.map(receive)]));
    expect(least).toBeGreaterThan(BYTES * 0.9); // when the first was done
  });

  it('one that cannot send keeps none of the others waiting', async () => {
    const [stuck, unread] = await bed.channel(1_000);
    const [free, read] = await bed.channel(1_000);
    const waiting = stuck.send(pattern(200_000)).catch((error) => error);
    const receiving = (async () => {
      for (let bytes = 0; bytes < 50_000; ) bytes += (await read.recv())?.length ?? 0;
    })();
    await bed.run(Promise.all([free.send(pattern(50_000)), receiving]));
    expect(stuck.stats.stalls).toBeGreaterThan(0);
    await bed.run(unread.disconnect());
    expect(await waiting).toMatchObject({ code: 'disconnected', layer: 'l2cap', origin: 'peer' });
  });

  it('attributes are read while channels are full both ways', async () => {
    const BYTES = 150_000;
    const [ours, theirs] = await bed.channel(1_000);
    const full = [ours, theirs].map((channel) => channel.send(pattern(BYTES)));
    const drained = [ours, theirs].map(async (channel) => {
      for (let bytes = 0; bytes < BYTES; ) bytes += (await channel.recv())?.length ?? 0;
    });
    const reading = (async () => {
      const name = await (await bed.link.service(0x1800))?.characteristic(0x2a00);
      expect(new TextDecoder().decode(await name?.read())).toBe(bed.i0.name);
      return ours.stats.sentBytes + theirs.stats.sentBytes;
    })();
    await bed.run(Promise.all([...full, ...drained]));
    expect(await reading).toBeLessThan(2 * BYTES);
  });

  it('L5 a stalled send times out with what it has sent, and the next goes on from there', async () => {
    const [ours, theirs] = await bed.channel(1_000);
    const data = pattern(300_000);
    const error: L2capSendError = await bed.run(ours.send(data, { timeoutMs: 500 }).catch((e) => e));
    expect(error).toMatchObject({ code: 'timeout', layer: 'l2cap', origin: 'local' });
    expect(error.bytesSent).toBeGreaterThan(8_192);
    expect(error.bytesSent).toBeLessThan(data.length);
    expect(ours.isOpen()).toBe(true);
    const rest = ours.send(data.slice(error.bytesSent), { timeoutMs: 500 });
    const received = (async () => {
      let at = 0;
      while (at < data.length) {
        const sdu = (await theirs.recv()) as Uint8Array;
        expect(Buffer.compare(sdu, data.subarray(at, at + sdu.length))).toBe(0);
        at += sdu.length;
      }
    })();
    await bed.run(Promise.all([rest, received]));
    expect(ours.stats.stalls).toBeGreaterThan(0);
    expect(ours.stats.stalledMs).toBeGreaterThanOrEqual(500);
  });

  it('a link lost mid-transfer: what came is still read, then everything is "disconnected"', async () => {
    const [ours, theirs] = await bed.channel(1_000);
    const sending = ours.send(pattern(300_000)).catch((error) => error);
    expect(await bed.run(theirs.recv())).toEqual(pattern(300_000).subarray(0, 1_000));
    await bed.clock.advance(200);
    bed.breakLink();
    const leaving = theirs.disconnected();
    await bed.clock.advance(60_000);
    await leaving;
    expect(await sending).toMatchObject({ code: 'disconnected', layer: 'gap', status: 0x08 });
    let unread = 0;
    for (; theirs.available(); unread += 1) await theirs.recv();
    expect(unread).toBeGreaterThan(0);
    for (const failing of [
      theirs.recv(),
      theirs.recvInto(new Uint8Array(5)),
      theirs.send('x'),
      ours.recv(),
      ours.flush(),
    ])
      await expect(failing).rejects.toMatchObject({ code: 'disconnected', status: 0x08 });
    await ours.disconnect();
    await theirs.disconnected();
  });
});

it('1,000 channels opened and closed on one link leave nothing', async () => {
  const bed = await ChannelWorld.open();
  const listening = bed.i0.l2capListen(PSM, { mtu: 100 });
  const served = (async () => {
    for await (const channel of listening) {
      expect(await channel.recv()).toEqual(Uint8Array.of(1, 2, 3));
      expect(await channel.recv()).toBeNull();
    }
  })();
  const timers = bed.clock.pendingTimers;
  for (let i = 0; i < 1_000; i += 1) {
    const channel = await bed.run(bed.link.l2capConnect(PSM, 100));
    await bed.run(channel.send(Uint8Array.of(1, 2, 3)));
    await bed.run(channel.disconnect());
  }
  expect(bed.clock.pendingTimers).toBe(timers);
  const all = [];
  for (let i = 0; i < 64; i += 1) all.push(await bed.run(bed.link.l2capConnect(PSM, 100)));
  await expect(bed.link.l2capConnect(PSM, 100)).rejects.toMatchObject({ code: 'l2cap/no-resources-available' });
  const ended = served.catch((error) => error);
  await bed.close();
  expect(await ended).toMatchObject({ code: 'adapter-closed' });
});
