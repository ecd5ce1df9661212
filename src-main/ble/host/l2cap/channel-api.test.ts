import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { L2capChannel } from '../../index.js';
import { settle } from '../../testing/manual-clock.js';
import { ChannelWorld, PSM, pattern, text } from './testing/channel-world.js';

let bed: ChannelWorld;

beforeEach(async () => {
  bed = await ChannelWorld.open();
});
afterEach(() => bed.close());

const run = <T>(promise: Promise<T>) => bed.run(promise);

it('the trace tells the story of a channel', async () => {
  const [ours] = await bed.channel(100);
  await run(ours.disconnect());
  const told = bed.i1.trace.events().filter(({ level }) => level === 'l2cap');
  expect(told.map(({ name, phase }) => `${name} ${phase}`)).toEqual([
    'open channel start',
    'LE Credit Based Connection Request instant',
    'LE Credit Based Connection Response instant',
    'channel open instant',
    'open channel end',
    'channel closed instant',
    'Disconnection Request instant',
    'Disconnection Response instant',
  ]);
  expect(told[1]?.fields).toMatchObject({ direction: 'tx', identifier: 1, spsm: '0x0080', mtu: 100 });
  expect(told[5]?.fields).toEqual({ ourCid: 0x40, peerCid: 0x40, by: 'local' });
});

describe('opening', () => {
  it('L2 FIX: nobody listens: l2cap/spsm-not-supported at once, and the next attempt works', async () => {
    const before = bed.clock.now();
    await expect(run(bed.link.l2capConnect(PSM, 100))).rejects.toMatchObject({
      code: 'l2cap/spsm-not-supported',
      origin: 'peer',
      status: 2,
      layer: 'l2cap',
    });
    expect(bed.clock.now() - before).toBeLessThan(50);
    for (let i = 0; i < 70; i += 1) await run(bed.link.l2capConnect(PSM, 100).catch(() => undefined));
    await bed.channel();
  });

  it('L1 FIX, L3 FIX: many channels on one link, to different PSMs, in either direction', async () => {
    const accepts = [0x80, 0x81, 0x16].map((psm) => bed.far.l2capAccept(psm, 100 + psm));
    const reverse = bed.link.l2capAccept(0x80, 99);
    await settle();
    for (const psm of [0x16, 0x81, 0x80]) {
      const channel = await run(bed.link.l2capConnect(psm, 50));
      expect(channel).toMatchObject({ psm, ourMtu: 50, peerMtu: 100 + psm });
    }
    const opened = await Promise.all(accepts);
    expect(opened.map(({ psm, ourMtu, peerMtu }) => [psm, ourMtu, peerMtu])).toEqual([
      [0x80, 228, 50],
      [0x81, 229, 50],
      [0x16, 122, 50],
    ]);
    expect(await run(bed.far.l2capConnect(0x80, 60))).toMatchObject({ peerMtu: 99 });
    expect((await reverse).connection).toBe(bed.link);
  });

  it('bad PSMs, MTUs, security and times are "invalid-argument", and nothing is sent', async () => {
    const bad = (promise: Promise<unknown>) => expect(promise).rejects.toMatchObject({ code: 'invalid-argument' });
    for (const psm of [0, 0x27, 256, -1, 1.5, Number.NaN, '0x80' as never]) {
      await bad(bed.link.l2capConnect(psm, 100));
      await bad(bed.link.l2capAccept(psm, 100));
      expect(() => bed.i0.l2capListen(psm, { mtu: 100 })).toThrow(
        expect.objectContaining({ code: 'invalid-argument' }),
      );
    }
    for (const mtu of [22, 65_536, 100.5, undefined as never]) {
      await bad(bed.link.l2capConnect(PSM, mtu));
      await bad(bed.link.l2capAccept(PSM, mtu));
    }
    await bad(bed.link.l2capConnect(PSM, 63, { enhanced: true }));
    await bad(bed.link.l2capConnect(PSM, 100, { timeoutMs: 0 }));
    await bad(bed.link.l2capAccept(PSM, 100, { security: 'none at all' as never }));
    await bad(bed.link.l2capAccept(PSM, 100, { minKeySize: 6 }));
  });

  it('an abort ends accept and connect', async () => {
    const stop = new AbortController();
    const accepted = bed.far.l2capAccept(PSM, 100, { signal: stop.signal });
    stop.abort();
    await expect(accepted).rejects.toMatchObject({ code: 'aborted' });
    await expect(run(bed.link.l2capConnect(PSM, 100))).rejects.toMatchObject({ code: 'l2cap/spsm-not-supported' });
    await expect(bed.link.l2capConnect(PSM, 100, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
  });

  it('link loss ends what waits for a channel', async () => {
    const accepted = expect(bed.far.l2capAccept(PSM, 100)).rejects.toMatchObject({ code: 'disconnected' });
    const reverse = expect(bed.link.l2capAccept(PSM, 100)).rejects.toMatchObject({ code: 'disconnected' });
    await settle();
    await run(bed.link.disconnect());
    await Promise.all([accepted, reverse]);
    await expect(bed.link.l2capConnect(PSM, 100)).rejects.toMatchObject({ code: 'disconnected' });
  });

  it('the adapter closes: everything pending is "adapter-closed"', async () => {
    const [ours] = await bed.channel();
    const pending = [
      ours.recv(),
      ours.recv({ timeoutMs: 60_000 }),
      bed.link.l2capAccept(PSM, 100),
      bed.i1.l2capListen(0x90, { mtu: 100 })[Symbol.asyncIterator]().next(),
    ].map((promise: Promise<unknown>) => expect(promise).rejects.toMatchObject({ code: 'adapter-closed' }));
    await run(bed.i1.close());
    await Promise.all(pending);
    expect(() => bed.i1.l2capListen(0x91, { mtu: 100 })).toThrow(expect.objectContaining({ code: 'adapter-closed' }));
  });
});

describe('l2capListen', () => {
  it('gives every channel on any link until the loop is left; accept comes first', async () => {
    const listening = bed.i0.l2capListen(PSM, { mtu: 100 });
    expect(() => bed.i0.l2capListen(PSM, { mtu: 100 })).toThrow(expect.objectContaining({ code: 'busy' }));
    const accepted = bed.far.l2capAccept(PSM, 200);
    await settle();
    expect(await run(bed.link.l2capConnect(PSM, 50))).toMatchObject({ peerMtu: 200 });
    await accepted;
    expect(await run(bed.link.l2capConnect(PSM, 50))).toMatchObject({ peerMtu: 100 });
    const waiting = await run(bed.link.l2capConnect(PSM, 50));
    for await (const channel of listening) {
      expect(channel).toMatchObject({ psm: PSM, ourMtu: 100, connection: bed.far });
      break;
    }
    await run(waiting.disconnected());
    await run(bed.far.l2capAccept(PSM, 100, { timeoutMs: 10 }).catch(() => undefined));
    await expect(run(bed.link.l2capConnect(PSM, 50))).rejects.toMatchObject({ code: 'l2cap/spsm-not-supported' });
    bed.i0.l2capListen(PSM, { mtu: 101 });
    expect(await run(bed.link.l2capConnect(PSM, 50))).toMatchObject({ peerMtu: 101 });
  });
});

describe('sending and receiving', () => {
  it('L5 data is cut into SDUs of the peer’s MTU; L7 recvInto gives parts, and the rest stays', async () => {
    const [ours, theirs] = await bed.channel(64, 128);
    expect([ours.ourMtu, ours.peerMtu]).toEqual([128, 64]);
    await run(ours.send(pattern(150)));
    await bed.clock.advance(10);
    const buf = new Uint8Array(50);
    expect(await run(theirs.recvInto(buf))).toBe(50);
    expect(buf).toEqual(pattern(150).subarray(0, 50));
    expect(theirs.available()).toBe(true);
    expect(await run(theirs.recvInto(buf))).toBe(14);
    expect(buf.subarray(0, 14)).toEqual(pattern(150).subarray(50, 64));
    expect(await run(theirs.recvInto(buf))).toBe(50);
    expect((await run(theirs.recv()))?.length).toBe(14); // what was left of the second
    expect((await run(theirs.recv()))?.length).toBe(22);
    expect(theirs.available()).toBe(false);
  });

  it('L5 chunkSize, text, and our own MTU twice', async () => {
    const [ours, theirs] = await bed.channel(512, 32);
    await run(ours.send('héllo wörld', { chunkSize: 6 }));
    expect([text(await run(theirs.recv())), text(await run(theirs.recv()))]).toEqual(['héllo', ' wörl']);
    expect(text(await run(theirs.recv()))).toBe('d');
    await run(ours.send(pattern(100)));
    expect([(await run(theirs.recv()))?.length, (await run(theirs.recv()))?.length]).toEqual([64, 36]);
    await run(ours.send(pattern(600), { chunkSize: 1_000 }));
    expect([(await run(theirs.recv()))?.length, (await run(theirs.recv()))?.length]).toEqual([512, 88]);
    await expect(ours.send(pattern(1), { chunkSize: 0 })).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(ours.send([1] as never)).rejects.toMatchObject({ code: 'invalid-argument' });
    await run(ours.send(new Uint8Array(0)));
  });

  it('several at once keep their order, on both sides', async () => {
    const [ours, theirs] = await bed.channel(512);
    const got = Promise.all([theirs.recv(), theirs.recv({ timeoutMs: 1_000 }), theirs.recv()]);
    await run(Promise.all(['a', 'b', 'c'].map((letter) => ours.send(letter))));
    expect((await run(got)).map(text)).toEqual(['a', 'b', 'c']);
  });

  it('L7 a time-out of recv changes nothing; one that is aborted takes nothing', async () => {
    const [ours, theirs] = await bed.channel();
    await expect(run(theirs.recv({ timeoutMs: 50 }))).rejects.toMatchObject({ code: 'timeout', layer: 'l2cap' });
    const stop = new AbortController();
    const aborted = theirs.recv({ signal: stop.signal });
    const kept = theirs.recv();
    stop.abort();
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
    await run(ours.send('x'));
    expect(text(await run(kept))).toBe('x');
  });

  it('an abort lets the SDU that has begun come whole, from a copy', async () => {
    await bed.close();
    bed = await ChannelWorld.open({ acl: '192x1', latencyMs: 5 });
    const [ours, theirs] = await bed.channel(60_000);
    const stop = new AbortController();
    const data = pattern(60_000 * 3);
    const expected = data.slice();
    const sending = ours.send(data, { signal: stop.signal }).catch((error) => error);
    await bed.clock.advance(600);
    stop.abort();
    const error = await sending;
    expect(error).toMatchObject({ code: 'aborted', bytesSent: 60_000 });
    expect(ours.stats.sentBytes).toBeGreaterThan(1_000);
    expect(ours.stats.sentBytes).toBeLessThan(60_000);
    data.fill(0);
    await run(Promise.all([ours.send('after'), drain(theirs, error.bytesSent, expected)]));
    expect(text(await run(theirs.recv()))).toBe('after');
  });

  async function drain(channel: L2capChannel, length: number, expected: Uint8Array): Promise<void> {
    for (let at = 0; at < length; ) {
      const sdu = (await channel.recv()) as Uint8Array;
      expect(Buffer.compare(sdu, expected.subarray(at, at + sdu.length))).toBe(0);
      at += sdu.length;
    }
  }

  it('L6 flush waits until all that was accepted is with the controller', async () => {
    const [ours, theirs] = await bed.channel(100);
    await run(ours.flush());
    const sending = ours.send(pattern(200_000));
    await expect(run(ours.flush({ timeoutMs: 200 }))).rejects.toMatchObject({ code: 'timeout' });
    const flushed = ours.flush().then(() => ours.stats.sentBytes);
    await run(Promise.all([sending, drain(theirs, 200_000, pattern(200_000))]));
    expect(await run(flushed)).toBe(200_000);
  });

  it('1,024 calls of send may wait; one more is "busy"', async () => {
    const [ours] = await bed.channel(100);
    const all = Array.from({ length: 1_024 }, () => ours.send(pattern(1_000)).catch((error) => error));
    await expect(ours.send('x')).rejects.toMatchObject({ code: 'busy', layer: 'l2cap' });
    await run(bed.link.disconnect());
    expect((await Promise.all(all)).at(-1)).toMatchObject({ code: 'disconnected', bytesSent: 0 });
  });
});

describe('the end of a channel', () => {
  it('L10 FIX: data before the end is delivered, then null; not one byte is lost without a pause', async () => {
    const [ours, theirs] = await bed.channel(100);
    const sending = [ours.send(pattern(300)), ours.send('last words')];
    await run(ours.disconnect());
    await Promise.all(sending);
    expect(theirs.isOpen()).toBe(false);
    const got: (number | undefined)[] = [];
    for (let sdu = await theirs.recv(); sdu; sdu = await theirs.recv()) got.push(sdu.length);
    expect(got).toEqual([100, 100, 100, 10]);
    expect([await theirs.recv(), await theirs.recvInto(new Uint8Array(1)), await ours.recv()]).toEqual([null, 0, null]);
  });

  it('L9 disconnect is idempotent; disconnected is seen on both sides and has no time limit', async () => {
    const [ours, theirs] = await bed.channel();
    await expect(run(ours.disconnected({ timeoutMs: 30 }))).rejects.toMatchObject({ code: 'timeout' });
    const ends = Promise.all([ours.disconnected(), theirs.disconnected()]);
    await bed.clock.advance(10_000);
    await run(Promise.all([ours.disconnect(), ours.disconnect()]));
    await run(ends);
    await ours.disconnect();
    await theirs.disconnect();
    expect(bed.link.isConnected()).toBe(true);
  });

  it('L10 afterwards send is "disconnected", told whose wish it was', async () => {
    const [ours, theirs] = await bed.channel();
    const waiting = theirs.recv();
    await run(ours.disconnect());
    expect(await waiting).toBeNull();
    await expect(ours.send('x')).rejects.toMatchObject({ code: 'disconnected', layer: 'l2cap', origin: 'local' });
    await expect(theirs.send('x')).rejects.toMatchObject({ code: 'disconnected', layer: 'l2cap', origin: 'peer' });
    await expect(theirs.flush()).rejects.toMatchObject({ code: 'disconnected' });
  });

  it('disconnect sends what was accepted, as long as it takes, and gives up when nothing moves', async () => {
    const [ours, theirs] = await bed.channel(1_000);
    const sending = ours.send(pattern(400_000));
    const leaving = ours.disconnect();
    await expect(ours.send('more')).rejects.toMatchObject({ code: 'disconnected', origin: 'local' });
    let bytes = 0;
    for (let sdu = await run(theirs.recv()); sdu; sdu = await run(theirs.recv())) {
      bytes += sdu.length;
      await bed.clock.advance(20);
    }
    expect(bytes).toBe(400_000);
    await run(Promise.all([sending, leaving]));

    const [stuck, unread] = await bed.channel(1_000);
    const never = stuck.send(pattern(400_000)).catch((error) => error);
    const from = bed.clock.now();
    await expect(run(stuck.disconnect())).rejects.toMatchObject({ code: 'timeout' });
    expect(bed.clock.now() - from).toBeLessThan(2_500);
    expect(await never).toMatchObject({ code: 'disconnected', origin: 'local' });
    await run(unread.disconnected());
  });

  it('disconnect waits for no send that has given up', async () => {
    const [ours] = await bed.channel(1_000);
    const sending = ours.send(pattern(400_000), { timeoutMs: 300 }).catch((error) => error);
    const from = bed.clock.now();
    await run(ours.disconnect());
    expect(bed.clock.now() - from).toBeLessThan(600);
    expect(await sending).toMatchObject({ code: 'timeout' });
  });

  it('L11 leaving an `await using` scope disconnects', async () => {
    const [, theirs] = await bed.channel();
    await (async () => {
      await using channel = theirs;
      expect(channel.isOpen()).toBe(true);
      void bed.clock.advance(50);
    })();
    expect(theirs.isOpen()).toBe(false);
  });
});

describe('web streams', () => {
  it('carry a transfer both ways, and closing one ends the other', async () => {
    const [ours, theirs] = await bed.channel(1_000);
    const parts: Uint8Array[] = [];
    const reading = (async () => {
      for await (const part of theirs.readable) parts.push(part);
    })();
    const writer = ours.writable.getWriter();
    for (let i = 0; i < 50; i += 1) await run(writer.write(pattern(2_500, i)));
    await run(writer.close());
    await run(reading);
    expect(
      Buffer.compare(Buffer.concat(parts), Buffer.concat(Array.from({ length: 50 }, (_, i) => pattern(2_500, i)))),
    ).toBe(0);
    expect(ours.readable).toBe(ours.readable);
  });

  it('read nothing ahead, so that the peer stalls when the program does; cancel disconnects', async () => {
    const [ours, theirs] = await bed.channel(1_000);
    const sending = ours.send(pattern(300_000)).catch((error) => error);
    const reader = theirs.readable.getReader();
    expect((await run(reader.read())).value?.length).toBe(1_000);
    await bed.clock.advance(1_000);
    expect(ours.stats.sentBytes).toBeLessThan(100_000);
    await run(reader.cancel());
    expect(await sending).toMatchObject({ code: 'disconnected', origin: 'peer' });
  });
});
