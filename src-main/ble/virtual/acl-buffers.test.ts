import { describe, expect, test } from 'vitest';
import { HCI_COMMAND, HCI_EVENT } from '../../../src-shared/assigned-numbers/hci.js';
import { ManualClock } from '../testing/manual-clock.js';
import { RawPeer, rawPair, u16 } from '../testing/raw-peer.js';
import { Medium, type MediumOptions } from './medium.js';

function world(options: MediumOptions = {}) {
  const clock = new ManualClock();
  const medium = new Medium({ seed: 7, ...options, clock });
  return { clock, medium, pair: (more = {}) => rawPair(medium, (ms) => clock.advance(ms), more) };
}
const aclOf = (peer: RawPeer) => peer.packets.filter((packet) => packet[0] === 2);
const completed = (peer: RawPeer) =>
  peer.takeEvents(HCI_EVENT.numberOfCompletedPackets).reduce((sum, event) => sum + u16(event, 6), 0);
const bytes = (length: number, from = 0) => Uint8Array.from({ length }, (_, i) => (i + from) & 0xff);

describe('5.4.2 ACL data over a link', () => {
  test('frames arrive whole and in order, both ways, however small the buffers', async () => {
    const { pair, clock } = world();
    const { central, peripheral, centralHandle, peripheralHandle } = await pair({
      central: { acl: { length: 251, count: 8 } },
      peripheral: { acl: { length: 27, count: 60 } },
    });
    for (let i = 0; i < 4; i += 1) central.send(centralHandle, 4, bytes(400, i));
    for (let i = 0; i < 3; i += 1) peripheral.send(peripheralHandle, 0x40, bytes(500, i));
    await clock.advance(1);
    for (let i = 0; i < 4; i += 1) expect(await peripheral.expect(peripheralHandle, 4)).toEqual(bytes(400, i));
    for (let i = 0; i < 3; i += 1) expect(await central.expect(centralHandle, 0x40)).toEqual(bytes(500, i));
    // To the host: first 0b10, continuing 0b01, and never more than its buffers hold.
    expect(new Set(aclOf(peripheral).map((packet) => (packet[2] ?? 0) >> 4))).toEqual(new Set([0b10, 0b01]));
    expect(Math.max(...aclOf(peripheral).map((packet) => u16(packet, 3)))).toBe(27);
  });

  test('several links of one controller are kept apart', async () => {
    const { clock, medium } = world();
    const hub = await RawPeer.open(medium);
    const spokes = await Promise.all([1, 2, 3].map(() => RawPeer.open(medium)));
    const handles: number[] = [];
    for (const spoke of spokes) {
      await spoke.advertise();
      const handle = hub.connect({ peer: { address: spoke.controller.address } });
      await clock.advance(50);
      handles.push(await handle);
    }
    for (const [i, handle] of handles.entries()) hub.send(handle, 4, [i]);
    for (const [i, spoke] of spokes.entries()) {
      const handle = spoke.controller.links[0]?.handle ?? 0;
      expect(await spoke.expect(handle, 4)).toEqual(Uint8Array.of(i));
      spoke.send(handle, 4, [10 + i]);
    }
    for (const [i, handle] of handles.entries()) expect(await hub.expect(handle, 4)).toEqual(Uint8Array.of(10 + i));
    await hub.disconnect(handles[1] ?? 0);
    await clock.advance(1);
    expect(hub.controller.links.map(({ handle }) => handle)).toEqual([handles[0], handles[2]]);
  });

  test('data sent before a disconnection still arrives, before the disconnection', async () => {
    const { pair, clock } = world({ latencyMs: 5 });
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    peripheral.packets.length = 0;
    for (let i = 0; i < 3; i += 1) central.send(centralHandle, 4, [i]);
    const done = central.disconnect(centralHandle);
    central.send(centralHandle, 4, [9]);
    await done;
    await clock.advance(10);
    expect(peripheral.packets.map((p) => (p[0] === 2 ? p[9] : 'end'))).toEqual([0, 1, 2, 'end']);
    expect(await peripheral.disconnected(peripheralHandle)).toBe(0x13);
    expect(central.controller.stats.aclDropped).toBe(1);
  });

  test('order is kept when the latency shrinks under way', async () => {
    const { pair, clock, medium } = world({ latencyMs: 30 });
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    central.send(centralHandle, 4, [1]);
    await clock.advance(29);
    medium.latencyMs = 0;
    central.send(centralHandle, 4, [2]);
    await clock.advance(0);
    expect(aclOf(peripheral)).toEqual([]);
    await clock.advance(1);
    expect(await peripheral.expect(peripheralHandle, 4)).toEqual(Uint8Array.of(1));
    expect(await peripheral.expect(peripheralHandle, 4)).toEqual(Uint8Array.of(2));
  });
});

describe('4.1 flow control towards the controller', () => {
  test('7.7.19 a buffer is free again when the peer’s host has the packet, one air latency later', async () => {
    const { pair, clock } = world({ latencyMs: 20 });
    const { central, centralHandle } = await pair();
    for (let i = 0; i < 3; i += 1) central.sendAcl(centralHandle, 0, [1, 0, 4, 0, i]);
    await clock.advance(19);
    expect(completed(central)).toBe(0);
    await clock.advance(2);
    expect(completed(central)).toBe(3);
  });

  test('7.7.19 packets that complete together are told together', async () => {
    const { pair, clock } = world();
    const { central, centralHandle } = await pair();
    for (let i = 0; i < 3; i += 1) central.sendAcl(centralHandle, 0, [1, 0, 4, 0, i]);
    await clock.advance(0);
    const events = central.takeEvents(HCI_EVENT.numberOfCompletedPackets);
    expect(events.map((event) => [...event])).toEqual([[4, 0x13, 5, 1, centralHandle, 0, 3, 0]]);
  });

  test('7.7.26 a packet without a buffer is dropped, told as Data Buffer Overflow, and counted', async () => {
    const { pair, clock } = world({ latencyMs: 5 });
    const { central, centralHandle, peripheral } = await pair({ central: { acl: { length: 27, count: 2 } } });
    for (let i = 0; i < 5; i += 1) central.sendAcl(centralHandle, 0, [1, 0, 4, 0, i]);
    await clock.advance(10);
    expect(aclOf(peripheral).map((packet) => packet[9])).toEqual([0, 1]);
    expect(completed(central)).toBe(2);
    expect(central.takeEvents(HCI_EVENT.dataBufferOverflow).map((event) => [...event])).toEqual(
      Array(3).fill([4, 0x1a, 1, 1]),
    );
    expect(central.controller.stats.aclOverflows).toBe(3);
    central.sendAcl(centralHandle, 0, [1, 0, 4, 0, 9]);
    await clock.advance(10);
    expect(aclOf(peripheral)).toHaveLength(3);
  });

  test('what cannot be sent is dropped and counted: too long, empty, flags, unknown handle, wrong length', async () => {
    const { pair, clock } = world();
    const { central, centralHandle, peripheral } = await pair({ central: { acl: { length: 27, count: 2 } } });
    central.sendAcl(centralHandle, 0, bytes(28));
    central.sendAcl(centralHandle, 0, []);
    central.sendAcl(centralHandle, 0b11, [1]);
    central.sendAcl(centralHandle, 0b0100, [1]);
    central.sendAcl(0x321, 0, [1]);
    central.sendRaw(Uint8Array.of(2, centralHandle, 0, 9, 0, 1));
    central.sendRaw(Uint8Array.of(2));
    central.sendRaw(Uint8Array.of(3, 1, 0, 0));
    central.sendRaw(Uint8Array.of(5, 1, 0, 0, 0));
    central.sendRaw(new Uint8Array(0));
    await clock.advance(1);
    expect(aclOf(peripheral)).toEqual([]);
    expect(central.controller.stats).toMatchObject({ aclDropped: 5, malformed: 5 });
  });

  test('a peer that reads nothing makes the sender wait, and nothing is lost', async () => {
    const { clock, medium } = world();
    const sender = await RawPeer.open(medium, { acl: { length: 27, count: 4 } });
    const slow = medium.createController();
    const host = slow.openHost();
    const seen: Uint8Array[] = [];
    host.start({ packet: (packet) => seen.push(packet), closed: () => undefined });
    for (const [opcode, ...parameters] of [
      [HCI_COMMAND.setEventMask, ...Array(8).fill(0xff)],
      [HCI_COMMAND.leSetAdvertisingParameters, 32, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0],
      [HCI_COMMAND.leSetAdvertisingEnable, 1],
    ] as number[][]) {
      host.send(Uint8Array.of(1, (opcode ?? 0) & 0xff, (opcode ?? 0) >> 8, parameters.length, ...parameters));
    }
    const connected = sender.connect({ peer: { address: slow.address } });
    await clock.advance(50);
    const handle = await connected;
    host.pause();
    seen.length = 0;
    for (let i = 0; i < 4; i += 1) sender.sendAcl(handle, 0, [1, 0, 4, 0, i]);
    await clock.advance(1000);
    expect([seen.length, completed(sender)]).toEqual([0, 0]);
    host.resume();
    await clock.advance(0);
    expect(seen.map((packet) => packet[9])).toEqual([0, 1, 2, 3]);
    expect(completed(sender)).toBe(4);

    // Paused while the link ends: data first, then the news.
    host.pause();
    sender.sendAcl(handle, 0, [1, 0, 4, 0, 7]);
    await sender.disconnect(handle);
    await clock.advance(10);
    expect(seen).toHaveLength(4);
    host.resume();
    await clock.advance(0);
    expect(seen.slice(4).map((packet) => packet[0])).toEqual([2, 4]);
  });
});
