import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter, Connection, L2capChannel } from '../../index.js';
import { settle } from '../../testing/manual-clock.js';
import { VirtualWorld } from '../../testing/virtual-world.js';

const PSM = 0x80;

/** Bytes that depend on their place, so that a hole or an exchange shows. */
const pattern = (length: number, seed = 1) => {
  const data = new Uint8Array(length);
  for (let i = 0; i < length; i += 1) data[i] = (i * 31 + (i >> 8) * 7 + seed) & 0xff;
  return data;
};

describe.each([
  ['acl=192x1', 0],
  ['acl=251x8', 0],
  ['acl=192x1', 5],
  ['acl=251x8', 30],
] as const)('channels on the virtual radio, %s, latency %i ms', (acl, latencyMs) => {
  let world: VirtualWorld;
  let i0: Adapter;
  let i1: Adapter;
  let link: Connection;
  let far: Connection;

  beforeEach(async () => {
    world = new VirtualWorld({ latencyMs });
    i0 = await world.adapter(`virtual:?${acl}`);
    i1 = await world.adapter(`virtual:?${acl}`);
    const advertised = i0.advertise({ intervalUs: 20_000 });
    link = await run(i1.device(i0.address.address).connect());
    far = await run(advertised);
  });
  afterEach(() => world.close());

  const run = <T>(promise: Promise<T>) => world.run(promise);

  async function open(mtu = 512, ourMtu = mtu, enhanced = false): Promise<[L2capChannel, L2capChannel]> {
    const accepted = far.l2capAccept(PSM, mtu);
    await settle();
    const ours = await run(link.l2capConnect(PSM, ourMtu, { enhanced }));
    return [ours, await run(accepted)];
  }

  it.each([false, true])(
    'L2CAP/LE/CFC/BV-01-C L2CAP/ECFC/BV-01-C SDUs of all sizes are echoed, enhanced: %s',
    async (enhanced) => {
      const [ours, theirs] = await open(65_535, 65_535, enhanced);
      const echo = (async () => {
        for (let sdu = await theirs.recv(); sdu; sdu = await theirs.recv()) await theirs.send(sdu);
      })();
      const sizes = [1, 2, 22, 23, 245, 246, 247, 248, 249, 998, 999, 1_000, 1_001, 1_999, 5_000, 65_534, 65_535];
      for (const size of sizes) {
        const data = pattern(size, size);
        await run(ours.send(data));
        expect(await run(ours.recv())).toEqual(data);
      }
      await run(ours.disconnect());
      await run(echo);
      expect(theirs.isOpen()).toBe(false);
    },
  );

  it('both ways at once', async () => {
    const [ours, theirs] = await open(1_000);
    const send = async (channel: L2capChannel, seed: number) => {
      for (let i = 0; i < 100; i += 1) await channel.send(pattern(700 + i, seed + i));
    };
    const receive = async (channel: L2capChannel, seed: number) => {
      for (let i = 0; i < 100; i += 1) expect(await channel.recv()).toEqual(pattern(700 + i, seed + i));
    };
    await run(Promise.all([send(ours, 1), send(theirs, 7), receive(ours, 7), receive(theirs, 1)]));
    expect(ours.stats).toMatchObject({ sentSdus: 100, receivedSdus: 100 });
  });
});
