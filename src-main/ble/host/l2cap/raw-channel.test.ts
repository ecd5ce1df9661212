import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settle } from '../../testing/manual-clock.js';
import { CID } from './fixed-channels.js';
import { type Command, reject } from './pdus.js';
import { leRequest, PSM, RawLink, THEIRS } from './testing/raw-link.js';

let bed: RawLink;

beforeEach(async () => {
  bed = await RawLink.open();
});
afterEach(() => bed.world.close());

const bytes = (length: number) => new Uint8Array(length).fill(7);

describe.each([false, true])('a channel whose peer opened it, enhanced: %s', (enhanced) => {
  const opened = (mtu?: number, asked?: Parameters<RawLink['opened']>[1]) => bed.opened(mtu, asked, enhanced);

  type Misbehave = (cid: number, mps: number, credits: number) => void | Promise<void>;

  async function losesIt(code: string, misbehave: Misbehave): Promise<void> {
    const { channel, terms } = await opened();
    const other = await opened(100, { sourceCid: THEIRS + 1 });
    await misbehave(terms.destinationCid, terms.mps, terms.credits);
    let { command } = await bed.told();
    while (command.command === 'flow-control-credit') ({ command } = await bed.told());
    expect(command).toEqual({
      command: 'disconnection-request',
      destinationCid: THEIRS,
      sourceCid: terms.destinationCid,
    });
    while (channel.available()) await channel.recv();
    await expect(channel.recv()).rejects.toMatchObject({ code: `l2cap/${code}`, origin: 'peer', layer: 'l2cap' });
    await expect(channel.send('x')).rejects.toMatchObject({ code: `l2cap/${code}`, bytesSent: 0 });
    await channel.disconnected();
    bed.frame(other.terms.destinationCid, bytes(3), 3);
    expect(await bed.run(other.channel.recv())).toEqual(bytes(3));
    expect(bed.link.isConnected()).toBe(true);
  }

  it('L2CAP/LE/CFC/BV-26-C L2CAP/ECFC/BV-33-C an SDU longer than our MTU', () =>
    losesIt('sdu-too-long', (cid) => bed.frame(cid, bytes(10), 101)));

  it('L2CAP/LE/CFC/BV-27-C L2CAP/ECFC/BV-34-C a frame longer than our MPS', () =>
    losesIt('pdu-too-long', (cid, mps) => bed.frame(cid, bytes(mps + 1), 100)));

  it.each([0, 1])('a first frame of %i bytes', (length) =>
    losesIt('pdu-too-short', (cid) => bed.frame(cid, bytes(length))),
  );

  it('L2CAP/LE/CFC/BV-28-C L2CAP/ECFC/BV-35-C frames longer together than their SDU', () =>
    losesIt('sdu-overrun', (cid) => {
      bed.frame(cid, bytes(5), 10);
      bed.frame(cid, bytes(6));
    }));

  it('one frame longer than its SDU', () => losesIt('sdu-overrun', (cid) => bed.frame(cid, bytes(11), 10)));

  it('L2CAP/ECFC/BI-02-C a frame without a credit', () =>
    losesIt('no-credit', async (cid, _mps, credits) => {
      for (let i = 0; i <= 2 * credits; i += 1) {
        bed.frame(cid, bytes(98), 98);
        await settle();
      }
    }));

  it('L2CAP/LE/CFC/BI-01-C L2CAP/ECFC/BI-01-C none and then too many credits', () =>
    losesIt('credit-overflow', async () => {
      bed.tell({ command: 'flow-control-credit', cid: THEIRS, credits: 0 });
      await bed.world.clock.advance(50);
      bed.tell({ command: 'flow-control-credit', cid: THEIRS, credits: 65_533 });
    }));

  it('L2CAP/LE/CFC/BV-32-C L2CAP/ECFC/BV-80-C SDUs around our MPS, each in as few frames as that allows', async () => {
    const { channel, terms } = await opened(4_000, { mtu: 4_000, mps: 4_000 });
    const { mps, destinationCid } = terms;
    for (const length of [mps, mps - 1, mps + 1, 2 * mps, 2 * mps + 1, 4_000]) {
      bed.frame(destinationCid, bytes(Math.min(length, mps)), length);
      for (let at = mps; at < length; at += mps) {
        await settle(); // the raw peer does not mind its controller's buffers
        bed.frame(destinationCid, bytes(Math.min(length - at, mps)));
      }
      expect((await bed.run(channel.recv()))?.length).toBe(length);
    }
  });

  it('L2CAP/LE/CFC/BV-06-C L2CAP/ECFC/BV-06-C as many frames as there are credits, and no more', async () => {
    const { channel } = await opened(100, { credits: 1, mps: 64 });
    const sending = channel.send(bytes(1_000)).catch((error) => error);
    let frames = 1;
    for (const credits of [1, 1, 2, 5]) {
      await bed.world.clock.advance(50);
      expect([channel.stats.sentFrames, channel.credits.tx]).toEqual([frames, 0]);
      bed.tell({ command: 'flow-control-credit', cid: channel.ourCid + 1_000, credits: 9 }); // another's
      bed.tell({ command: 'flow-control-credit', cid: THEIRS, credits });
      frames += credits;
    }
    await bed.world.clock.advance(50);
    expect(channel.stats.sentFrames).toBe(frames);
    bed.tell({ command: 'disconnection-request', destinationCid: channel.ourCid, sourceCid: THEIRS });
    expect(await bed.run(sending)).toMatchObject({ code: 'disconnected', origin: 'peer' });
  });

  it('L2CAP/LE/CFC/BV-07-C L2CAP/ECFC/BV-07-C what it may send is what is not unread: at least four SDUs, and again once they are read', async () => {
    const { channel, terms } = await opened(1_000, { mtu: 1_000, mps: 500 });
    const perSdu = Math.ceil(1_002 / terms.mps);
    expect(terms.credits).toBeGreaterThanOrEqual(4 * perSdu);
    let sdus = 0;
    for (; channel.credits.rx >= perSdu; sdus += 1) {
      let left = 1_000;
      bed.frame(terms.destinationCid, bytes(Math.min(left, terms.mps - 2)), 1_000);
      for (left -= Math.min(left, terms.mps - 2); left > 0; left -= Math.min(left, terms.mps))
        bed.frame(terms.destinationCid, bytes(Math.min(left, terms.mps)));
      await settle();
    }
    expect(channel.isOpen()).toBe(true);
    expect(sdus).toBeGreaterThanOrEqual(4);
    expect(sdus).toBeLessThan(80);
    for (let i = 0; i < sdus; i += 1) await bed.run(channel.recv());
    expect((await bed.told()).command).toMatchObject({ command: 'flow-control-credit', cid: terms.destinationCid });
    expect(channel.credits.rx).toBeGreaterThan(terms.credits / 2);
  });

  it('L2CAP/LE/CFC/BV-09,23-C L2CAP/ECFC/BV-09,30-C what comes for a channel that is gone is passed over, and its end rejected', async () => {
    const { channel, terms } = await opened();
    bed.tell({ command: 'disconnection-request', destinationCid: terms.destinationCid, sourceCid: THEIRS }, 9);
    expect(await bed.told()).toEqual({
      identifier: 9,
      command: { command: 'disconnection-response', destinationCid: terms.destinationCid, sourceCid: THEIRS },
    });
    expect(await bed.run(channel.recv())).toBeNull();
    bed.frame(terms.destinationCid, bytes(5), 5);
    bed.tell({ command: 'flow-control-credit', cid: THEIRS, credits: 5 });
    bed.tell({ command: 'disconnection-request', destinationCid: terms.destinationCid, sourceCid: THEIRS }, 10);
    expect((await bed.told()).command).toEqual(reject('invalid-cid', terms.destinationCid, THEIRS));
    await opened();
  });

  it('a Disconnection Request with the wrong source is passed over', async () => {
    const { channel, terms } = await opened();
    bed.tell({ command: 'disconnection-request', destinationCid: terms.destinationCid, sourceCid: THEIRS + 1 });
    await bed.world.clock.advance(100);
    expect(channel.isOpen()).toBe(true);
  });
});

describe('requests of the peer', () => {
  async function refused(asked: Command, result: number): Promise<void> {
    void bed.ours.l2capListen(PSM, { mtu: 100 });
    bed.tell(asked, 7);
    expect(await bed.told()).toEqual({
      identifier: 7,
      command: { command: 'le-connection-response', destinationCid: 0, mtu: 0, mps: 0, credits: 0, result },
    });
  }

  it('L2CAP/LE/CFC/BV-05,22-C nobody listens', () => refused(leRequest({ spsm: 0x81 }), 0x0002));

  it.each([0x0000, 0x0005, 0x003f, 0x0080, 0xffff])('a source CID that LE links do not give out: %i', (sourceCid) =>
    refused(leRequest({ sourceCid }), 0x0009),
  );

  it.each([{ mtu: 22 }, { mps: 22 }, { mps: 65_534 }])('an MTU or MPS outside the range: %j', (change) =>
    refused(leRequest(change), 0x000b),
  );

  it('L2CAP/LE/CFC/BV-20-C a source CID that is in use', async () => {
    await bed.opened();
    void bed.ours.l2capListen(PSM, { mtu: 100 });
    bed.tell(leRequest());
    expect((await bed.told()).command).toMatchObject({ result: 0x000a });
  });

  it('L2CAP/LE/CFC/BV-17,29-C 64 channels and no more', async () => {
    const listening = bed.ours.l2capListen(PSM, { mtu: 100 });
    const cids = new Set<number>();
    for (let cid = 0x40; cid <= 0x7f; cid += 1) {
      bed.tell(leRequest({ sourceCid: cid }));
      const { command } = await bed.told();
      if (command.command !== 'le-connection-response') throw new Error(command.command);
      expect(command.result).toBe(0);
      cids.add(command.destinationCid);
    }
    expect([cids.size, Math.min(...cids), Math.max(...cids)]).toEqual([64, 0x40, 0x7f]);
    await expect(bed.link.l2capConnect(PSM, 100)).rejects.toMatchObject({
      code: 'l2cap/no-resources-available',
      origin: 'local',
    });
    for await (const channel of listening) {
      const left = channel.disconnect();
      const { identifier, command } = await bed.told();
      if (command.command !== 'disconnection-request') throw new Error(command.command);
      const { destinationCid, sourceCid } = command;
      bed.tell({ command: 'disconnection-response', destinationCid, sourceCid }, identifier);
      await bed.run(left);
      break;
    }
    // Leaving the loop sends the others away.
    for (let i = 0; i < 63; i += 1) expect((await bed.told()).command.command).toBe('disconnection-request');
  });

  it('a request that is cut short is not understood', async () => {
    bed.raw.send(bed.handle, CID.signalling, [0x14, 3, 4, 0, 0x80, 0, 0x40, 0]);
    expect(await bed.told()).toEqual({ identifier: 3, command: reject('command-not-understood') });
  });
});
