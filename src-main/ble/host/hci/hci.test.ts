import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { HCI_COMMAND } from '../../../../src-shared/assigned-numbers/hci.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import type { AdvertisingReport } from '../../api/scanner.js';
import { FakeTransport } from '../../testing/fake-transport.js';
import { ManualClock, settle } from '../../testing/manual-clock.js';
import { commands } from './commands.js';
import { describePacket, withoutKeys } from './describe-packet.js';
import { decode, encode, type Shape, type Values } from './fields.js';
import { Hci } from './hci.js';

function setUp() {
  const transport = new FakeTransport();
  const clock = new ManualClock();
  const hci = new Hci({ transport, clock, tap: () => undefined });
  return { transport, clock, hci };
}

const link = (...args: unknown[]) => new BleError('disconnected', { layer: 'gap', operation: String(args) });

describe('commands, Core Vol 4 Part E 4.4', () => {
  it('one at a time until the controller gives credits, in order', async () => {
    const { transport, hci } = setUp();
    const answers = [hci.send(commands.reset, {}), hci.send(commands.readBdAddr, {}), hci.send(commands.leRand, {})];
    expect(transport.sent).toEqual([Uint8Array.of(1, 0x03, 0x0c, 0)]);
    transport.event(0x0e, 2, 0x03, 0x0c, 0);
    await answers[0];
    expect(transport.sent).toHaveLength(3);
    transport.complete(HCI_COMMAND.leRand, 0, 1, 2, 3, 4, 5, 6, 7, 8);
    transport.complete(HCI_COMMAND.readBdAddr, 0, 0x06, 0x05, 0x04, 0x03, 0x02, 0x01);
    expect(await answers[1]).toEqual({ address: '01:02:03:04:05:06' });
    expect(await answers[2]).toEqual({ random: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) });
  });

  it('a refusal is an error with its name, number and the command', async () => {
    const { transport, hci } = setUp();
    const refused = hci.send(commands.leSetScanEnable, { enable: true, filterDuplicates: false });
    transport.complete(HCI_COMMAND.leSetScanEnable, 0x0c);
    await expect(refused).rejects.toMatchObject({
      code: 'hci/command-disallowed',
      layer: 'hci',
      status: 0x0c,
      operation: 'LE Set Scan Enable',
    });
    const status = hci.send(commands.disconnect, { handle: 1, reason: 0x13 });
    transport.event(0x0f, 0x02, 1, 0x06, 0x04);
    await expect(status).rejects.toMatchObject({ code: 'hci/unknown-connection-identifier' });
  });

  it('a controller that never answers: "timeout" after 5 s, and the next command is sent', async () => {
    const { transport, clock, hci } = setUp();
    const lost = expect(hci.send(commands.reset, {})).rejects.toMatchObject({ code: 'timeout', operation: 'Reset' });
    const next = hci.send(commands.readBdAddr, {});
    await clock.advance(5_000);
    await lost;
    expect(transport.sent).toHaveLength(2);
    transport.complete(HCI_COMMAND.readBdAddr, 0, 1, 0, 0, 0, 0, 0);
    expect(await next).toEqual({ address: '00:00:00:00:00:01' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('without any credit: the first in line is "timeout" after 5 s, and the next one is tried', async () => {
    const { transport, clock, hci } = setUp();
    const first = hci.send(commands.reset, {});
    transport.event(0x0e, 0, 0x03, 0x0c, 0);
    await first;
    const starved = expect(hci.send(commands.leRand, {})).rejects.toMatchObject({
      code: 'timeout',
      operation: 'LE Rand',
    });
    const next = hci.send(commands.readBdAddr, {});
    await clock.advance(4_999);
    expect(transport.sent).toHaveLength(1);
    await clock.advance(1);
    await starved;
    expect(transport.sent).toHaveLength(2);
    transport.complete(HCI_COMMAND.readBdAddr, 0, 1, 0, 0, 0, 0, 0);
    expect(await next).toEqual({ address: '00:00:00:00:00:01' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('a credit that comes late is taken', async () => {
    const { transport, clock, hci } = setUp();
    void hci.send(commands.reset, {});
    transport.event(0x0e, 0, 0x03, 0x0c, 0);
    const answer = hci.send(commands.readBdAddr, {});
    await clock.advance(4_000);
    transport.complete(0, 0); // no command: credits only, 7.7.14
    transport.complete(HCI_COMMAND.readBdAddr, 0, 1, 0, 0, 0, 0, 0);
    expect(await answer).toEqual({ address: '00:00:00:00:00:01' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('an answer that comes too late is not taken for the answer to the same command sent again', async () => {
    const { transport, clock, hci } = setUp();
    const lost = expect(hci.send(commands.readRssi, { handle: 1 })).rejects.toMatchObject({ code: 'timeout' });
    await clock.advance(5_000);
    await lost;
    const again = hci.send(commands.readRssi, { handle: 2 });
    transport.onCommand = (opcode) => {
      if (opcode === HCI_COMMAND.readLocalVersionInformation) transport.complete(opcode, 0, 13, 0, 0, 13, 0, 0, 0, 0);
    };
    transport.complete(HCI_COMMAND.readRssi, 0, 1, 0, 0xce);
    await settle();
    transport.complete(HCI_COMMAND.readLocalVersionInformation, 0, 13, 0, 0, 13, 0, 0, 0, 0);
    transport.complete(HCI_COMMAND.readRssi, 0, 2, 0, 0xc4);
    expect(await again).toEqual({ handle: 2, rssi: -60 });
    expect(clock.pendingTimers).toBe(0);
  });

  it('two commands in a row that are never answered hold nobody up for good', async () => {
    const { transport, clock, hci } = setUp();
    for (let i = 0; i < 3; i += 1) {
      const lost = expect(hci.send(commands.leRand, {})).rejects.toMatchObject({ code: 'timeout' });
      await clock.advance(10_000);
      await lost;
    }
    transport.onCommand = (opcode) => transport.complete(opcode, 0, 1, 2, 3, 4, 5, 6, 7, 8);
    expect(await hci.send(commands.leRand, {})).toEqual({ random: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) });
    expect(clock.pendingTimers).toBe(0);
  });

  it('a transport that closes rejects what waits and what comes later', async () => {
    const { transport, clock, hci } = setUp();
    const error = new BleError('transport/closed', { layer: 'transport', operation: 'fake' });
    const waiting = [hci.send(commands.reset, {}), hci.send(commands.leRand, {})];
    transport.fail(error);
    for (const answer of waiting) await expect(answer).rejects.toBe(error);
    await expect(hci.send(commands.reset, {})).rejects.toBe(error);
    expect(clock.pendingTimers).toBe(0);
  });

  it('a short answer is a typed error, not undefined fields', async () => {
    const { transport, hci } = setUp();
    const answer = hci.send(commands.readBdAddr, {});
    transport.complete(HCI_COMMAND.readBdAddr, 0, 1, 2);
    await expect(answer).rejects.toMatchObject({
      name: 'BleError',
      code: 'hci/malformed-answer',
      operation: 'Read BD_ADDR',
      cause: { field: 'address' },
    });
  });

  it('with 256 waiting the next is refused with "busy"', async () => {
    const { transport, hci } = setUp();
    const waiting = Array.from({ length: 257 }, () => hci.send(commands.leRand, {}));
    await expect(hci.send(commands.leRand, {})).rejects.toMatchObject({ code: 'busy' });
    transport.fail(null);
    await Promise.allSettled(waiting);
  });
});

describe('ACL data, Core Vol 4 Part E 4.1', () => {
  const handles = (sent: Uint8Array[]) => sent.map((p) => p[1]);

  it('cuts frames to the buffer length and marks the fragments', async () => {
    const { transport, hci } = setUp();
    hci.acl.configure(27, 4);
    hci.acl.open(1);
    await hci.acl.send(1, new Uint8Array(60));
    expect(transport.sent.map((p) => [(p[2] as number) >> 4, p.length - 5])).toEqual([
      [0, 27],
      [1, 27],
      [1, 6],
    ]);
  });

  it('never holds more packets in the controller than it has room for, and gives links equal turns', async () => {
    const { transport, hci } = setUp();
    hci.acl.configure(27, 2);
    hci.acl.open(1);
    hci.acl.open(2);
    const first = hci.acl.send(1, new Uint8Array(27 * 3));
    const second = hci.acl.send(2, new Uint8Array(27 * 2));
    expect(handles(transport.sent)).toEqual([1, 1]);
    transport.event(0x13, 1, 1, 0, 2, 0);
    expect(handles(transport.sent)).toEqual([1, 1, 2, 1]);
    await first;
    transport.event(0x13, 2, 1, 0, 1, 0, 2, 0, 1, 0);
    expect(handles(transport.sent)).toEqual([1, 1, 2, 1, 2]);
    await second;
  });

  it('a link that ends gives its buffers back and rejects what waits', async () => {
    const { transport, hci } = setUp();
    hci.acl.configure(27, 1);
    hci.acl.open(1);
    hci.acl.open(2);
    const lost = hci.acl.send(1, new Uint8Array(54));
    const other = hci.acl.send(2, new Uint8Array(10));
    const error = link();
    hci.acl.close(1, error);
    await expect(lost).rejects.toBe(error);
    await other;
    expect(handles(transport.sent)).toEqual([1, 2]);
    transport.event(0x13, 1, 1, 0, 1, 0); // late, for the link that is gone
    await expect(hci.acl.send(1, new Uint8Array(1))).rejects.toMatchObject({ code: 'disconnected' });
  });

  it('a handle has one link at a time', () => {
    const { hci } = setUp();
    hci.acl.open(1);
    expect(() => hci.acl.open(1)).toThrow(expect.objectContaining({ code: 'busy' }));
    hci.acl.close(1, link());
    hci.acl.open(1);
  });

  it('a controller that returns more buffers than it took is not believed', async () => {
    const { transport, hci } = setUp();
    hci.acl.configure(27, 1);
    hci.acl.open(1);
    await hci.acl.send(1, new Uint8Array(1));
    transport.event(0x13, 1, 1, 0, 9, 0);
    void hci.acl.send(1, new Uint8Array(54)).catch(() => undefined);
    expect(transport.sent).toHaveLength(2);
    hci.acl.close(1, link());
  });
});

describe('events', () => {
  it('reach the host though whoever watches throws', () => {
    const surfaced = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(() => undefined);
    const transport = new FakeTransport();
    const tap = () => {
      throw new Error('watcher');
    };
    const hci = new Hci({ transport, clock: new ManualClock(), tap });
    const codes: number[] = [];
    hci.on('hardwareError', (code) => codes.push(code));
    transport.event(0x10, 0x42);
    expect(codes).toEqual([0x42]);
    expect(surfaced).toHaveBeenCalledOnce();
    surfaced.mockRestore();
  });

  it('the advertising report: type, address, data and signed RSSI', () => {
    const { transport, clock, hci } = setUp();
    const reports: AdvertisingReport[] = [];
    hci.onReport = (report) => reports.push(report);
    transport.event(0x3e, 0x02, 1, 0, 1, 6, 5, 4, 3, 2, 0xc1, 3, 2, 1, 6, 0xce);
    transport.event(0x3e, 0x02, 1, 4, 0, 6, 5, 4, 3, 2, 1, 0, 127);
    expect(reports).toEqual([
      {
        pdu: 'ADV_IND',
        addressType: 'random',
        address: 'c1:02:03:04:05:06',
        data: Uint8Array.of(2, 1, 6),
        rssi: -50,
        at: clock.now(),
      },
      {
        pdu: 'SCAN_RSP',
        addressType: 'public',
        address: '01:02:03:04:05:06',
        data: new Uint8Array(0),
        rssi: null,
        at: clock.now(),
      },
    ]);
  });

  it('20,000 packets of noise: dropped and counted, nothing thrown, the next answer is heard', async () => {
    const { transport, hci } = setUp();
    const events = fc.tuple(fc.constantFrom(0x3e, 0x0e, 0x0f, 0x13, 0x05, 0xff), fc.uint8Array({ maxLength: 40 }));
    fc.assert(
      fc.property(fc.array(events, { maxLength: 20 }), (packets) => {
        for (const [code, params] of packets) transport.event(code, ...params);
      }),
      { numRuns: 1_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (packet) => transport.packet(...packet)),
      { numRuns: 10_000 },
    );
    expect(hci.malformed).toBeGreaterThan(100);
    const answer = hci.send(commands.readBdAddr, {});
    await settle();
    transport.complete(0, 0); // gives a credit in case the noise took it
    transport.complete(HCI_COMMAND.readBdAddr, 0, 1, 0, 0, 0, 0, 0);
    expect(await answer).toEqual({ address: '00:00:00:00:00:01' });
  });
});

describe('declarations', () => {
  const sample = (shape: Shape): Values<Shape> =>
    decode(
      shape,
      Uint8Array.from({ length: 80 }, (_, i) => (i * 37 + 1) & 0xff),
    ) as Values<Shape>;

  it.each(Object.values(commands).map((c) => [c.name, c] as const))(
    '%s: decode(encode(x)) is x, and every truncation is a typed error',
    (_, command) => {
      const values = sample(command.params);
      const bytes = encode(command.params as Shape, values);
      expect(decode(command.params as Shape, bytes)).toEqual(values);
      for (let length = 0; length < bytes.length; length += 1) {
        expect(() => decode(command.params as Shape, bytes.slice(0, length))).toThrow(
          expect.objectContaining({ name: 'PacketError' }),
        );
      }
    },
  );

  it('two commands never share an opcode', () => {
    const opcodes = Object.values(commands).map((c) => c.opcode);
    expect(new Set(opcodes).size).toBe(opcodes.length);
  });
});

describe('what the trace shows', () => {
  it('names a command and its fields', () => {
    const packet = Uint8Array.of(1, 0x0b, 0x20, 7, 1, 0xa0, 0, 0xa0, 0, 0, 0);
    expect(describePacket(packet)).toEqual({
      name: 'LE Set Scan Parameters',
      fields: { type: 'active', interval: 160, window: 160, ownAddressType: 'public', filterPolicy: 'all' },
    });
  });

  it('names the command that an answer is to, and says its status in words', () => {
    expect(describePacket(Uint8Array.of(4, 0x0e, 4, 1, 0x0c, 0x20, 0x0c))).toEqual({
      name: 'Command Complete: LE Set Scan Enable',
      fields: { status: 'command-disallowed' },
    });
  });

  it('gives the connection handle of a link event and of data', () => {
    expect(describePacket(Uint8Array.of(4, 0x05, 4, 0, 0x40, 0, 0x13))).toMatchObject({
      name: 'Disconnection Complete',
      connection: 0x40,
      fields: { reason: 'remote-user-terminated-connection' },
    });
    expect(describePacket(Uint8Array.of(2, 0x40, 0x20, 5, 0, 1, 0, 4, 0, 0x0a))).toMatchObject({
      connection: 0x40,
      fields: { channel: '0x0004' },
    });
  });

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (packet) => {
        expect(typeof describePacket(packet).name).toBe('string');
      }),
      { numRuns: 5_000 },
    );
  });

  it('key bytes are zeros, all else stays', () => {
    const enable = Uint8Array.from([1, 0x19, 0x20, 28, 0x40, 0, ...new Array(10).fill(7), ...new Array(16).fill(9)]);
    const kept = withoutKeys(enable);
    expect(kept.slice(0, 16)).toEqual(enable.slice(0, 16));
    expect(kept.slice(16)).toEqual(new Uint8Array(16));
    expect(enable[20]).toBe(9);
    const harmless = Uint8Array.of(1, 3, 0x0c, 0);
    expect(withoutKeys(harmless)).toBe(harmless);
  });

  it('keys on the SMP channel and DHKeys are zeros too, in both directions', () => {
    for (const code of [0x06, 0x08, 0x0a]) {
      const key = Uint8Array.from([2, 0x40, 0x20, 21, 0, 17, 0, 6, 0, code, ...new Array(16).fill(9)]);
      expect([...withoutKeys(key)]).toEqual([...key.slice(0, 10), ...new Array(16).fill(0)]);
    }
    const confirm = Uint8Array.from([2, 0x40, 0x20, 21, 0, 17, 0, 6, 0, 0x03, ...new Array(16).fill(9)]);
    expect(withoutKeys(confirm)).toBe(confirm);
    const value = Uint8Array.from([2, 0x40, 0x20, 21, 0, 17, 0, 4, 0, 0x0a, ...new Array(16).fill(9)]);
    expect(withoutKeys(value)).toBe(value);
    const dhKey = Uint8Array.from([4, 0x3e, 34, 0x09, 0, ...new Array(32).fill(9)]);
    expect([...withoutKeys(dhKey)]).toEqual([...dhKey.slice(0, 5), ...new Array(32).fill(0)]);
  });
});
