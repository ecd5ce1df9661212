import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { L2CAP_RESULT } from '../../../../src-shared/assigned-numbers/l2cap.js';
import { settle } from '../../testing/manual-clock.js';
import { type Command, type Commands, reject } from './pdus.js';
import { leRequest, PSM, RawLink, THEIRS } from './testing/raw-link.js';

let bed: RawLink;

beforeEach(async () => {
  bed = await RawLink.open();
});
afterEach(() => bed.world.close());

const leAnswer = (change: Partial<Commands['le-connection-response']> = {}): Command => ({
  command: 'le-connection-response',
  destinationCid: THEIRS,
  mtu: 100,
  mps: 50,
  credits: 3,
  result: 0,
  ...change,
});

const enhancedAnswer = (change: Partial<Commands['credit-based-connection-response']> = {}): Command => ({
  command: 'credit-based-connection-response',
  mtu: 100,
  mps: 64,
  credits: 3,
  result: 0,
  destinationCids: [THEIRS],
  ...change,
});

const refusals = Object.entries(L2CAP_RESULT).filter(([, result]) => result > 0 && result < 0x000c);

describe('channels that we ask for', () => {
  it('L2CAP/LE/CFC/BV-02-C the request says what we take; the answer what the peer takes', async () => {
    const opening = bed.link.l2capConnect(PSM, 512);
    const { identifier, command } = await bed.toldOf('le-connection-request');
    expect(command).toMatchObject({ spsm: PSM, sourceCid: 0x40, mtu: 512, mps: 514 });
    expect(command.credits).toBeGreaterThanOrEqual(4);
    bed.tell(leAnswer(), identifier);
    const channel = await bed.run(opening);
    expect(channel).toMatchObject({ psm: PSM, ourMtu: 512, peerMtu: 100, peerMps: 50, ourCid: 0x40, peerCid: THEIRS });
    expect(channel.credits).toEqual({ tx: 3, rx: command.credits });
    expect(String(channel)).toBe(`channel 0x0040/0x0045 (PSM 0x0080) to ${bed.link.device.address}`);
  });

  it.each(refusals)(
    'L2CAP/LE/CFC/BV-04,10,12,14,16,18,19,21,24-C "%s" is the error, and nothing stays',
    async (name, result) => {
      for (let round = 0; round < 2; round += 1) {
        const opening = expect(bed.link.l2capConnect(PSM, 100)).rejects.toMatchObject({
          code: `l2cap/${name}`,
          layer: 'l2cap',
          origin: 'peer',
          status: result,
        });
        const { identifier } = await bed.toldOf('le-connection-request');
        bed.tell(leAnswer({ destinationCid: 0, mtu: 0, mps: 0, credits: 0, result }), identifier);
        await bed.run(opening);
      }
      expect(bed.world.clock.pendingTimers).toBeLessThan(4);
    },
  );

  it.each([false, true])(
    'L2CAP/LE/CFC/BV-01-C L2CAP/ECFC/BV-01-C a peer that knows no such channels, enhanced: %s',
    async (enhanced) => {
      const unknown = expect(bed.link.l2capConnect(PSM, 100, { enhanced })).rejects.toMatchObject({
        code: 'l2cap/command-rejected',
        origin: 'peer',
      });
      bed.tell(reject('command-not-understood'), (await bed.told()).identifier);
      await bed.run(unknown);
    },
  );

  it('a result without a name', async () => {
    const unnamed = expect(bed.link.l2capConnect(PSM, 100)).rejects.toMatchObject({ code: 'l2cap/result-0x0077' });
    bed.tell(leAnswer({ result: 0x77 }), (await bed.told()).identifier);
    await bed.run(unnamed);
  });

  it('answers that cannot be: invalid-response; a channel that the peer has made is ended', async () => {
    for (const [change, asksEnd] of [
      [{ destinationCid: 0x3f }, false],
      [{ destinationCid: 0x80 }, false],
      [{ destinationCid: 0x50, mtu: 22 }, true],
      [{ destinationCid: 0x50, mps: 22 }, true],
    ] as const) {
      const opening = expect(bed.link.l2capConnect(PSM, 100)).rejects.toMatchObject({ code: 'l2cap/invalid-response' });
      const { identifier, command } = await bed.toldOf('le-connection-request');
      bed.tell(leAnswer(change), identifier);
      await bed.run(opening);
      if (!asksEnd) continue;
      const { command: left } = await bed.toldOf('disconnection-request');
      expect(left).toMatchObject({ destinationCid: 0x50, sourceCid: command.sourceCid });
    }
  });

  it.each([false, true])(
    'L2CAP/ECFC/BV-29-C a CID given twice: neither channel is used, enhanced: %s',
    async (enhanced) => {
      const { channel } = await bed.opened();
      const opening = expect(bed.link.l2capConnect(PSM, 100, { enhanced })).rejects.toMatchObject({
        code: 'l2cap/invalid-response',
      });
      bed.tell(enhanced ? enhancedAnswer() : leAnswer(), (await bed.told()).identifier);
      await bed.run(opening);
      expect((await bed.toldOf('disconnection-request')).command.destinationCid).toBe(THEIRS);
      expect(channel.isOpen()).toBe(false);
      await expect(channel.recv()).rejects.toMatchObject({ code: 'l2cap/duplicate-cid', origin: 'peer' });
    },
  );

  it('no answer: "timeout" after 5 s; one that comes later ends that channel, and the next works', async () => {
    const late = bed.link.l2capConnect(PSM, 100).catch((error) => error);
    const { identifier, command } = await bed.toldOf('le-connection-request');
    await bed.world.clock.advance(4_990);
    expect(bed.world.clock.pendingTimers).toBeGreaterThan(0);
    await bed.world.clock.advance(20);
    expect(await late).toMatchObject({ code: 'timeout', layer: 'l2cap' });
    bed.tell(leAnswer(), identifier);
    const { identifier: asked, command: left } = await bed.toldOf('disconnection-request');
    expect(left).toMatchObject({ destinationCid: THEIRS, sourceCid: command.sourceCid });
    bed.tell({ ...left, command: 'disconnection-response' }, asked);
    const next = bed.link.l2capConnect(PSM, 100);
    bed.tell(leAnswer(), (await bed.toldOf('le-connection-request')).identifier);
    expect((await bed.run(next)).isOpen()).toBe(true);
  });

  it('an answer of the wrong kind is passed over', async () => {
    const opening = bed.link.l2capConnect(PSM, 100);
    const { identifier } = await bed.toldOf('le-connection-request');
    bed.tell(enhancedAnswer(), identifier);
    bed.tell(leAnswer(), identifier);
    expect((await bed.run(opening)).enhanced).toBe(false);
  });

  it.each([false, true])(
    'L2CAP/LE/CFC/BV-08-C L2CAP/ECFC/BV-08-C we disconnect; a peer that does not answer keeps nobody: "timeout" after 2 s, free after 30, enhanced: %s',
    async (enhanced) => {
      const { channel } = await bed.opened(100, {}, enhanced);
      const leaving = expect(channel.disconnect()).rejects.toMatchObject({ code: 'timeout' });
      await bed.toldOf('disconnection-request');
      await bed.world.clock.advance(2_000);
      await leaving;
      expect([channel.isOpen(), await channel.recv()]).toEqual([false, null]);
      const ended = channel.disconnected();
      await bed.world.clock.advance(28_001);
      await ended;
      await bed.opened();
    },
  );

  it('both sides disconnect at once', async () => {
    const { channel, terms } = await bed.opened();
    const leaving = channel.disconnect();
    const { identifier, command } = await bed.toldOf('disconnection-request');
    bed.tell({ command: 'disconnection-request', destinationCid: terms.destinationCid, sourceCid: THEIRS }, 9);
    expect(await bed.told()).toMatchObject({ identifier: 9, command: { command: 'disconnection-response' } });
    await bed.run(leaving);
    bed.tell({ ...command, command: 'disconnection-response' }, identifier);
    await bed.opened();
  });
});

describe('Enhanced Credit Based Flow Control', () => {
  it('L2CAP/ECFC/BV-02-C we ask for one channel; "pending" is waited for', async () => {
    const opening = bed.link.l2capConnect(PSM, 512, { enhanced: true, timeoutMs: 60_000 });
    const { identifier, command } = await bed.toldOf('credit-based-connection-request');
    expect(command).toMatchObject({ spsm: PSM, mtu: 512, mps: 514, sourceCids: [0x40] });
    bed.tell(enhancedAnswer({ result: 0x000e, destinationCids: [] }), identifier);
    await bed.world.clock.advance(40_000);
    bed.tell(enhancedAnswer(), identifier);
    expect(await bed.run(opening)).toMatchObject({ enhanced: true, peerCid: THEIRS });
  });

  it.each([...refusals, ['invalid-parameters', 0x000c] as const])(
    'L2CAP/ECFC/BV-04,10,12,14,16,18,19,21,31-C refused: %s',
    async (name, result) => {
      const opening = expect(bed.link.l2capConnect(PSM, 64, { enhanced: true })).rejects.toMatchObject({
        code: `l2cap/${name}`,
        status: result,
        origin: 'peer',
      });
      const { identifier } = await bed.toldOf('credit-based-connection-request');
      bed.tell(enhancedAnswer({ result, destinationCids: [0] }), identifier);
      await bed.run(opening);
    },
  );

  const enhancedRequest = (change: Partial<Commands['credit-based-connection-request']> = {}): Command => ({
    command: 'credit-based-connection-request',
    spsm: PSM,
    mtu: 100,
    mps: 64,
    credits: 3,
    sourceCids: [0x50, 0x51, 0x52],
    ...change,
  });

  it('L2CAP/ECFC/BV-03-C the peer asks for several at once, and each carries', async () => {
    const listening = bed.ours.l2capListen(PSM, { mtu: 40 });
    bed.tell(enhancedRequest());
    const { command } = await bed.toldOf('credit-based-connection-response');
    expect(command).toMatchObject({ mtu: 64, mps: 66, result: 0 });
    expect(new Set(command.destinationCids).size).toBe(3);
    let n = 0;
    for await (const channel of listening) {
      bed.frame(command.destinationCids[n] as number, [n], 1);
      expect(await bed.run(channel.recv())).toEqual(Uint8Array.of(n));
      await channel.send('!');
      expect(await bed.run(bed.raw.expect(bed.handle, 0x50 + n))).toEqual(Uint8Array.of(1, 0, 33));
      n += 1;
      if (n === 3) break;
    }
  });

  it.each<[string, Command, number, number[]]>([
    ['nobody listens', enhancedRequest({ spsm: 0x99 }), 0x0002, [0, 0, 0]],
    ['an MTU below 64', enhancedRequest({ mtu: 63 }), 0x000c, [0, 0, 0]],
    ['an MPS below 64', enhancedRequest({ mps: 63 }), 0x000c, [0, 0, 0]],
    ['no credits', enhancedRequest({ credits: 0 }), 0x000c, [0, 0, 0]],
    ['no channels', enhancedRequest({ sourceCids: [] }), 0x000c, []],
    ['six channels', enhancedRequest({ sourceCids: [80, 81, 82, 83, 84, 85] }), 0x000c, [0, 0, 0, 0, 0]],
    ['one impossible', enhancedRequest({ sourceCids: [0x50, 0x20] }), 0x0009, [0x40, 0]],
    ['one in use', enhancedRequest({ sourceCids: [0x50, THEIRS] }), 0x000a, [0x41, 0]],
    ['one twice', enhancedRequest({ sourceCids: [0x50, 0x50] }), 0x000a, [0x40, 0]],
  ])('L2CAP/ECFC/BV-17,20,26,28-C %s', async (name, asked, result, cids) => {
    if (name === 'one in use') await bed.opened();
    void bed.ours.l2capListen(PSM, { mtu: 100 });
    bed.tell(asked);
    const { command } = await bed.toldOf('credit-based-connection-response');
    expect([command.result, command.destinationCids]).toEqual([result, cids]);
  });

  it('L2CAP/ECFC/BV-17-C one accept takes one of three', async () => {
    const accepted = bed.link.l2capAccept(PSM, 100);
    await settle();
    bed.tell(enhancedRequest());
    const { command } = await bed.toldOf('credit-based-connection-response');
    expect([command.result, command.destinationCids]).toEqual([0x0004, [0x40, 0, 0]]);
    expect(await bed.run(accepted)).toMatchObject({ peerCid: 0x50, enhanced: true });
  });

  it('L2CAP/ECFC/BV-23,25-C L2CAP/ECFC/BI-03,04,05,06,07-C the peer reconfigures: sizes grow, an MPS may shrink alone', async () => {
    const listening = bed.ours.l2capListen(PSM, { mtu: 100 })[Symbol.asyncIterator]();
    bed.tell(enhancedRequest({ mtu: 100, mps: 80 }));
    await bed.told();
    const basic = await bed.opened();
    const channel = (await listening.next()).value;
    const reconfigure = async (mtu: number, mps: number, ...cids: number[]) => {
      bed.tell({ command: 'reconfigure-request', mtu, mps, cids });
      return (await bed.toldOf('reconfigure-response')).command.result;
    };
    expect(await reconfigure(200, 90, 0x50, 0x51)).toBe(0);
    expect([channel.peerMtu, channel.peerMps]).toEqual([200, 90]);
    expect(await reconfigure(200, 70, 0x50)).toBe(0);
    expect(await reconfigure(199, 90, 0x50)).toBe(1);
    expect(await reconfigure(200, 65, 0x50, 0x51)).toBe(2);
    expect(await reconfigure(200, 90, 0x50, 0x66)).toBe(3);
    expect(await reconfigure(200, 90, basic.channel.peerCid)).toBe(3);
    expect(await reconfigure(200, 60, 0x50)).toBe(4);
    expect(await reconfigure(200, 90)).toBe(4);
    expect([channel.peerMtu, channel.peerMps]).toEqual([200, 70]);
  });
});

it('a request that comes between two accepts waits for the second, at most a second', async () => {
  await bed.opened();
  bed.tell(leRequest({ sourceCid: 0x60 }), 5);
  await bed.world.clock.advance(500);
  const second = bed.link.l2capAccept(PSM, 100);
  expect((await bed.toldOf('le-connection-response')).command.result).toBe(0);
  expect(await bed.run(second)).toMatchObject({ peerCid: 0x60 });
  bed.tell(leRequest({ sourceCid: 0x61 }), 6);
  await bed.world.clock.advance(1_000);
  expect((await bed.toldOf('le-connection-response')).command.result).toBe(0x0002);
});

it('L1 FIX: a timed-out accept leaves nothing behind', async () => {
  await bed.opened();
  await expect(bed.run(bed.link.l2capAccept(PSM, 100, { timeoutMs: 200 }))).rejects.toMatchObject({ code: 'timeout' });
  const before = bed.world.clock.now();
  bed.tell(leRequest({ sourceCid: 0x60 }));
  expect((await bed.toldOf('le-connection-response')).command.result).toBe(0x0002);
  expect(bed.world.clock.now() - before).toBeLessThan(100);
  const again = bed.link.l2capAccept(PSM, 100);
  await settle();
  bed.tell(leRequest({ sourceCid: 0x60 }));
  expect((await bed.run(again)).isOpen()).toBe(true);
});
