import { afterEach, describe, expect, it } from 'vitest';
import { BleError, type L2capChannel, type VirtualController } from '../../index.js';
import { ChannelWorld, PSM, pattern } from './testing/channel-world.js';

/** ACL packets of a whole exchange on this bed, there and back. */
const STEPS = 20;

let bed: ChannelWorld;
afterEach(() => bed.close());

/** Opens, sends both ways, and closes; gives every error on the way. All of it must be over, whatever happens to the link. */
async function exchange(): Promise<unknown[]> {
  const errors: unknown[] = [];
  const noted = (error: unknown) => void errors.push(error);
  const use = async (channel: L2capChannel) => {
    const received = (async () => {
      while (await channel.recv({ timeoutMs: 20_000 })) {
        // until the end
      }
    })().catch(noted);
    await channel.send(pattern(1_500), { timeoutMs: 3_000 });
    await channel.disconnect();
    await received;
  };
  const accepting = bed.far.l2capAccept(PSM, 500, { timeoutMs: 10_000 }).then(use).catch(noted);
  const connecting = bed.link.l2capConnect(PSM, 500).then(use).catch(noted);
  await bed.run(Promise.all([accepting, connecting]));
  return errors;
}

const typed = (errors: unknown[]) => errors.every((error) => error instanceof BleError);

/** Does something at the n-th ACL packet of either host. */
function atPacket(
  n: number,
  act: (controller: VirtualController, packet: Uint8Array) => 'drop' | undefined,
): () => void {
  let count = 0;
  return bed.world.medium.faults.acl((controller, packet) => {
    count += 1;
    return count === n ? act(controller, packet) : undefined;
  });
}

async function relink(): Promise<void> {
  const advertised = bed.i0.advertise({ intervalUs: 20_000 });
  bed.link = await bed.run(bed.i1.device(bed.i0.address.address).connect());
  bed.far = await bed.run(advertised);
}

describe.each(Array.from({ length: STEPS }, (_, n) => n + 1))('at packet %i', (n) => {
  it('the link breaks: all ends, typed, and the next link works', async () => {
    bed = await ChannelWorld.open({ acl: '192x2' });
    const remove = atPacket(n, () => {
      bed.breakLink();
      return undefined;
    });
    const errors = await exchange();
    expect(typed(errors)).toBe(true);
    expect(errors.length).toBeGreaterThan(0);
    remove();
    await bed.run(Promise.all([bed.link.disconnected(), bed.far.disconnected()]));
    await relink();
    expect(await exchange()).toEqual([]);
  });

  it('a packet is lost: all ends within its time, typed, and the next channel on the same link works', async () => {
    bed = await ChannelWorld.open({ acl: '192x2' });
    const remove = atPacket(n, () => 'drop');
    expect(typed(await exchange())).toBe(true);
    remove();
    await bed.clock.advance(31_000); // what was not answered is given up
    expect(bed.link.isConnected()).toBe(true);
    expect(await exchange()).toEqual([]);
  });
});

it('a controller that dies in the middle of a transfer: its own side is told why, the other loses the link', async () => {
  bed = await ChannelWorld.open();
  const [ours, theirs] = await bed.channel(1_000);
  const sending = ours.send(pattern(500_000)).catch((error) => error);
  const reading = theirs.recv().then(() => theirs.recv({ timeoutMs: 60_000 }));
  reading.catch(() => undefined);
  await bed.clock.advance(50);
  const controller = bed.world.medium.controllers[1] as VirtualController;
  bed.world.medium.faults.garbage(controller, Uint8Array.of(0x04, 0x10, 0x01, 0x42)); // Hardware Error
  expect(await bed.run(sending)).toMatchObject({ code: 'disconnected', status: 0x03 });
  await bed.run(theirs.disconnected());
  while (theirs.available()) await theirs.recv();
  await expect(theirs.recv()).rejects.toMatchObject({ code: 'disconnected' });
  await bed.run(bed.far.disconnected());
  await relink();
  const [again] = await bed.channel(100);
  await bed.run(again.send('x'));
});
