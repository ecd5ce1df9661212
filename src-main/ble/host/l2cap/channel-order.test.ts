import { expect, it } from 'vitest';
import type { L2capChannel } from '../../api/l2cap.js';
import { settle } from '../../testing/manual-clock.js';
import { CID } from './fixed-channels.js';
import { BareChannels } from './testing/bare-channels.js';
import { leRequest, PSM, THEIRS } from './testing/raw-link.js';

/** Lets the controller take so many packets, one at a time. */
async function take(bare: BareChannels, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    bare.completed(1);
    await settle();
  }
}

async function accepted(bare: BareChannels, sourceCid = THEIRS): Promise<L2capChannel> {
  const accept = bare.manager.accept(PSM, 100, {});
  await settle();
  bare.tell(leRequest({ sourceCid, credits: 100 }));
  return accept;
}

it('no frame of a channel goes before the answer that opens it, however long that waits', async () => {
  const bare = new BareChannels(1);
  bare.queue(CID.att, 5);
  const channel = await accepted(bare);
  void channel.send('early');
  await take(bare, 20);
  expect(bare.sent).toEqual([...Array(5).fill(CID.att), CID.signalling, THEIRS]);
});

it('the Disconnection Request goes after the last frame', async () => {
  const bare = new BareChannels(1);
  const channel = await accepted(bare);
  await take(bare, 2);
  void channel.send(new Uint8Array(200));
  channel.disconnect().catch(() => undefined);
  await take(bare, 20);
  const frames = bare.sent.lastIndexOf(THEIRS);
  expect(bare.sent.slice(frames)).toEqual([THEIRS, CID.signalling]);
});

it('channels and other protocols take turns, frame by frame, and so do the channels', async () => {
  const bare = new BareChannels(1);
  const one = await accepted(bare, 0x51);
  const two = await accepted(bare, 0x52);
  await take(bare, 10);
  bare.sent.length = 0;
  bare.queue(CID.att, 6);
  for (const channel of [one, two]) void channel.send(new Uint8Array(300)); // three SDUs of 48 + 50 + 2 bytes
  await take(bare, 30);
  const [att, first, second] = [CID.att, 0x51, 0x52];
  expect(bare.sent.slice(0, 9)).toEqual([att, first, att, second, att, first, att, second, att]);
  expect(bare.sent.filter((cid) => cid === first)).toHaveLength(9);
});

it('frames are made only when the controller has room: none wait', async () => {
  const bare = new BareChannels(1);
  const channel = await accepted(bare);
  await take(bare, 3);
  const { sentFrames } = channel.stats;
  void channel.send(new Uint8Array(1_000));
  await settle();
  expect(channel.stats.sentFrames - sentFrames).toBeLessThanOrEqual(1);
  expect(channel.credits.tx).toBeGreaterThanOrEqual(98);
});
