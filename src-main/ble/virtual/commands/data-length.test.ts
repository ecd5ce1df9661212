import { describe, expect, test } from 'vitest';
import { HCI_COMMAND, HCI_EVENT, HCI_LE_EVENT } from '../../../../src-shared/assigned-numbers/hci.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { RawPeer, rawPair } from '../../testing/raw-peer.js';
import { Medium, type MediumOptions } from '../medium.js';

function world(options: MediumOptions = {}) {
  const clock = new ManualClock();
  const medium = new Medium({ seed: 7, ...options, clock });
  return { clock, medium, pair: (more = {}) => rawPair(medium, (ms) => clock.advance(ms), more) };
}
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');
const u16s = (...values: number[]) => values.reduce((w, value) => w.u16(value), new ByteWriter()).finish();

const set = (peer: RawPeer, handle: number, octets: number, time: number) =>
  peer.command(HCI_COMMAND.leSetDataLength, u16s(handle, octets, time));
const suggest = (peer: RawPeer, octets: number, time: number) =>
  peer.command(HCI_COMMAND.leWriteSuggestedDefaultDataLength, u16s(octets, time));
/** Handle, octets and µs to send, octets and µs to receive. */
const told = (peer: RawPeer) =>
  peer.takeLe(HCI_LE_EVENT.dataLengthChange).map((event) => {
    expect(event).toHaveLength(14);
    return Array.from({ length: 5 }, (_, i) => new DataView(event.buffer).getUint16(4 + 2 * i, true));
  });
const facts = (peer: RawPeer) => Object.values(peer.controller.links[0]?.dataLength ?? {});

const WRONG: [string, number, number][] = [
  ['26 octets', 26, 328],
  ['252 octets', 252, 2120],
  ['327 µs', 27, 327],
  ['17041 µs', 251, 17_041],
];

describe('7.8.33 LE Set Data Length', () => {
  test('changes one direction of the link; 7.7.65.7 both hosts are told, each from its side', async () => {
    const { clock, pair } = world();
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    expect(hex(await set(central, centralHandle, 251, 2120))).toBe('000100');
    await clock.advance(1);
    expect(told(central)).toEqual([[centralHandle, 251, 2120, 27, 328]]);
    expect(told(peripheral)).toEqual([[peripheralHandle, 27, 328, 251, 2120]]);
    expect(facts(central)).toEqual([251, 2120, 27, 328]);
    expect(facts(peripheral)).toEqual([27, 328, 251, 2120]);

    await set(peripheral, peripheralHandle, 100, 1000);
    await clock.advance(1);
    expect(told(central)).toEqual([[centralHandle, 251, 2120, 100, 1000]]);
    expect(told(peripheral)).toEqual([[peripheralHandle, 100, 1000, 251, 2120]]);
  });

  test('asked again for what is in force, nobody is told; asked for less, both are', async () => {
    const { clock, pair } = world();
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    await set(central, centralHandle, 27, 328);
    await clock.advance(1);
    expect([...told(central), ...told(peripheral)]).toEqual([]);
    await set(central, centralHandle, 251, 2120);
    await clock.advance(1);
    expect([told(central).length, told(peripheral).length]).toEqual([1, 1]);
    await set(central, centralHandle, 251, 2120);
    await clock.advance(1);
    expect([...told(central), ...told(peripheral)]).toEqual([]);
    await set(central, centralHandle, 251, 328);
    await clock.advance(1);
    expect(told(central)).toEqual([[centralHandle, 251, 328, 27, 328]]);
    expect(told(peripheral)).toEqual([[peripheralHandle, 27, 328, 251, 328]]);
  });

  test('the time of the Coded PHY is allowed, and cut down to that of LE 1M', async () => {
    const { clock, pair } = world();
    const { central, peripheral, centralHandle } = await pair();
    expect(hex(await set(central, centralHandle, 251, 17_040))).toBe('000100');
    await clock.advance(1);
    expect(facts(central)).toEqual([251, 2120, 27, 328]);
    expect(facts(peripheral)).toEqual([27, 328, 251, 2120]);
  });

  test.each(WRONG)('%s is invalid, and changes nothing', async (_name, octets, time) => {
    const { clock, pair } = world();
    const { central, centralHandle } = await pair();
    expect(hex(await set(central, centralHandle, octets, time))).toBe('120100');
    expect(hex(await set(central, 9, 251, 2120))).toBe('020900');
    await clock.advance(1);
    expect(told(central)).toEqual([]);
    expect(facts(central)).toEqual([27, 328, 27, 328]);
  });

  test('Vol 6 Part B 5.1.9 the peer changes when it has the request, the asker when it has the response', async () => {
    const { clock, pair } = world({ latencyMs: 5 });
    const { central, peripheral, centralHandle } = await pair();
    await set(central, centralHandle, 251, 2120);
    await clock.advance(4);
    expect(facts(peripheral)).toEqual([27, 328, 27, 328]);
    await clock.advance(2);
    expect(facts(peripheral)).toEqual([27, 328, 251, 2120]);
    expect(facts(central)).toEqual([27, 328, 27, 328]);
    await clock.advance(5);
    expect(facts(central)).toEqual([251, 2120, 27, 328]);
  });

  test('from both ends at once: both directions change, and the last word to each host is the same', async () => {
    const { clock, pair } = world({ latencyMs: 5 });
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    await Promise.all([set(central, centralHandle, 200, 1000), set(peripheral, peripheralHandle, 100, 900)]);
    await clock.advance(20);
    expect(told(central)).toEqual([[centralHandle, 200, 1000, 100, 900]]);
    expect(told(peripheral)).toEqual([[peripheralHandle, 100, 900, 200, 1000]]);
  });

  test('a link that ends meanwhile says nothing more', async () => {
    const { clock, pair } = world({ latencyMs: 5 });
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    await central.disconnect(centralHandle);
    await set(central, centralHandle, 251, 2120);
    await clock.advance(50);
    expect([...told(central), ...told(peripheral)]).toEqual([]);
    expect(await peripheral.disconnected(peripheralHandle)).toBe(0x13);
  });

  test('7.8.1 the event comes only to a host that has unmasked it; the other end is told all the same', async () => {
    const { clock, pair } = world();
    const { central, peripheral, centralHandle } = await pair();
    await central.ok(HCI_COMMAND.leSetEventMask, [0xbf, 0xff, 0, 0, 0, 0, 0, 0]);
    await set(central, centralHandle, 251, 2120);
    await clock.advance(1);
    expect(told(central)).toEqual([]);
    expect(told(peripheral)).toHaveLength(1);
    expect(facts(central)).toEqual([251, 2120, 27, 328]);
  });
});

test('7.8.34 LE Read Suggested Default Data Length: the shortest until written, then as written, and after Reset again', async () => {
  const peer = await RawPeer.open(world().medium);
  const read = async () => hex(await peer.command(HCI_COMMAND.leReadSuggestedDefaultDataLength));
  expect(await read()).toBe('001b004801');
  // As written, though this controller does not send for as long as that.
  await suggest(peer, 251, 17_040);
  expect(await read()).toBe('00fb009042');
  await peer.reset();
  expect(await read()).toBe('001b004801');
});

describe('7.8.35 LE Write Suggested Default Data Length', () => {
  test('new connections start the update themselves, after LE Connection Complete; old ones stay', async () => {
    const { clock, medium, pair } = world();
    const { central, centralHandle } = await pair();
    expect(hex(await suggest(central, 251, 2120))).toBe('00');
    await clock.advance(100);
    expect(told(central)).toEqual([]);

    const other = await RawPeer.open(medium);
    await other.advertise();
    central.packets.length = 0;
    const connected = central.connect({ peer: { address: other.controller.address } });
    await clock.advance(50);
    const handle = await connected;
    const le = central.packets.filter((packet) => packet[1] === HCI_EVENT.leMeta).map((packet) => packet[3]);
    expect(le).toEqual([HCI_LE_EVENT.connectionComplete, HCI_LE_EVENT.dataLengthChange]);
    expect(told(central)).toEqual([[handle, 251, 2120, 27, 328]]);
    expect(told(other)).toEqual([[1, 27, 328, 251, 2120]]);
    expect(handle).not.toBe(centralHandle);
    expect(facts(central)).toEqual([27, 328, 27, 328]);
  });

  test('from the peripheral too; when both suggest, each host is told once', async () => {
    const { clock, medium } = world();
    const [central, peripheral] = [await RawPeer.open(medium), await RawPeer.open(medium)];
    const connect = async () => {
      await peripheral.advertise();
      const connected = central.connect({ peer: { address: peripheral.controller.address } });
      await clock.advance(50);
      return connected;
    };
    await suggest(peripheral, 180, 1600);
    const handle = await connect();
    expect(told(central)).toEqual([[handle, 27, 328, 180, 1600]]);
    await central.disconnect(handle);
    await clock.advance(10);
    told(peripheral);
    await suggest(central, 251, 2120);
    const next = await connect();
    expect(told(central)).toEqual([[next, 251, 2120, 180, 1600]]);
    expect(told(peripheral).map((values) => values.slice(1))).toEqual([[180, 1600, 251, 2120]]);
  });

  test.each(WRONG)('%s is invalid, and changes nothing', async (_name, octets, time) => {
    const peer = await RawPeer.open(world().medium);
    expect(hex(await suggest(peer, octets, time))).toBe('12');
    expect(hex(await peer.command(HCI_COMMAND.leReadSuggestedDefaultDataLength))).toBe('001b004801');
  });
});

test('7.8.46 LE Read Maximum Data Length: 251 octets and 2120 µs, both ways', async () => {
  const peer = await RawPeer.open(world().medium);
  expect(hex(await peer.command(HCI_COMMAND.leReadMaximumDataLength))).toBe('00fb004808fb004808');
});
