import { describe, expect, test } from 'vitest';
import { HCI_COMMAND, HCI_EVENT, HCI_LE_EVENT } from '../../../../src-shared/assigned-numbers/hci.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { RawPeer, rawPair } from '../../testing/raw-peer.js';
import { Medium, type MediumOptions } from '../medium.js';

function world(options: MediumOptions = {}) {
  const clock = new ManualClock();
  const medium = new Medium({ seed: 7, ...options, clock });
  return { clock, medium, pair: (more = {}) => rawPair(medium, (ms) => clock.advance(ms), more) };
}
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');

/** Bits of TX_PHYS and RX_PHYS. */
const [ONLY_1M, ONLY_2M, BOTH, CODED] = [0b001, 0b010, 0b011, 0b100];

const set = async (peer: RawPeer, handle: number, all: number, tx: number, rx: number, options = 0) =>
  hex(await peer.command(HCI_COMMAND.leSetPhy, [handle, 0, all, tx, rx, options, 0]));
const setDefault = async (peer: RawPeer, all: number, tx: number, rx: number) =>
  hex(await peer.command(HCI_COMMAND.leSetDefaultPhy, [all, tx, rx]));
/** Status, handle, TX_PHY, RX_PHY. */
const told = (peer: RawPeer) => peer.takeLe(HCI_LE_EVENT.phyUpdateComplete).map((event) => hex(event.slice(4)));
const facts = (peer: RawPeer) => Object.values(peer.controller.links[0]?.phy ?? {}).join(' ');

async function connectAgain(central: RawPeer, peripheral: RawPeer, clock: ManualClock): Promise<void> {
  await peripheral.advertise();
  await central.initiate({ peer: { address: peripheral.controller.address } });
  await clock.advance(50);
}

test('7.8.47 LE Read PHY tells the PHY in each direction', async () => {
  const { clock, pair } = world();
  const { central, peripheral, centralHandle, peripheralHandle } = await pair();
  const read = async (peer: RawPeer, handle: number) => hex(await peer.command(HCI_COMMAND.leReadPhy, [handle, 0]));
  expect(await read(central, centralHandle)).toBe('0001000101');
  await set(central, centralHandle, 0, ONLY_2M, ONLY_1M);
  await clock.advance(1);
  expect(await read(central, centralHandle)).toBe('0001000201');
  expect(await read(peripheral, peripheralHandle)).toBe('0001000102');
  expect(await read(central, 9)).toBe('0209000000');
});

describe('7.8.48 LE Set Default PHY', () => {
  test.each([
    ['no preference, whatever the bits say', 3, CODED, 0xff, '00'],
    ['LE 1M and LE 2M', 0, BOTH, ONLY_2M, '00'],
    ['no preference in one direction', 1, 0, ONLY_1M, '00'],
    ['LE Coded to send', 0, ONLY_1M | CODED, ONLY_1M, '11'],
    ['LE Coded to receive', 1, 0, CODED, '11'],
    ['a bit that is reserved', 0, ONLY_1M, 0x80, '11'],
    ['nothing to send on', 0, 0, ONLY_1M, '12'],
    ['nothing to receive on', 1, 0, 0, '12'],
  ])('%s: %d %d %d is answered %s', async (_name, all, tx, rx, status) => {
    const peer = await RawPeer.open(world().medium);
    expect(await setDefault(peer, all, tx, rx)).toBe(status);
  });

  test('a default without LE 1M: the controller changes new links itself, and both hosts are told', async () => {
    const { clock, medium, pair } = world();
    const { central } = await pair();
    await setDefault(central, 0, ONLY_2M, ONLY_2M);
    await clock.advance(100);
    expect(told(central)).toEqual([]);
    const other = await RawPeer.open(medium);
    await connectAgain(central, other, clock);
    expect(told(central)).toEqual(['0002000202']);
    expect(told(other)).toEqual(['0001000202']);
    expect(facts(central)).toBe('1M 1M');
    expect(facts(other)).toBe('2M 2M');
  });

  test('at both ends: they collide, the central’s stands, and each host is told once', async () => {
    const { clock, medium } = world();
    const [central, peripheral] = [await RawPeer.open(medium), await RawPeer.open(medium)];
    for (const peer of [central, peripheral]) await setDefault(peer, 0, ONLY_2M, ONLY_2M);
    await connectAgain(central, peripheral, clock);
    expect([told(central), told(peripheral)]).toEqual([['0001000202'], ['0001000202']]);
  });

  test('a default with LE 1M leaves a new link alone, and is what this end answers its peer', async () => {
    const { clock, medium } = world();
    const [central, peripheral] = [await RawPeer.open(medium), await RawPeer.open(medium)];
    await setDefault(peripheral, 0, ONLY_1M, BOTH);
    await connectAgain(central, peripheral, clock);
    expect([...told(central), ...told(peripheral)]).toEqual([]);
    expect(await set(central, 1, 0, BOTH, BOTH)).toBe('00');
    await clock.advance(1);
    expect(told(central)).toEqual(['0001000201']);
  });

  test('7.3.2 Reset forgets it', async () => {
    const { clock, medium } = world();
    const [central, peripheral] = [await RawPeer.open(medium), await RawPeer.open(medium)];
    await setDefault(central, 0, ONLY_2M, ONLY_2M);
    await central.reset();
    await connectAgain(central, peripheral, clock);
    expect(facts(central)).toBe('1M 1M');
  });
});

describe('7.8.49 LE Set PHY', () => {
  test.each(['central', 'peripheral'] as const)(
    'from the %s: Command Status, then 7.7.65.12 at both ends',
    async (role) => {
      const { clock, pair } = world();
      const { central, peripheral } = await pair();
      const asker = role === 'central' ? central : peripheral;
      asker.packets.length = 0;
      expect(await set(asker, 1, 0, ONLY_2M, ONLY_2M)).toBe('00');
      await clock.advance(1);
      expect(asker.packets.map((packet) => packet[1])).toEqual([HCI_EVENT.commandStatus, HCI_EVENT.leMeta]);
      expect([told(central), told(peripheral)]).toEqual([['0001000202'], ['0001000202']]);
      expect([facts(central), facts(peripheral)]).toEqual(['2M 2M', '2M 2M']);
      await set(asker, 1, 0, ONLY_1M, ONLY_1M);
      await clock.advance(1);
      expect([told(central), told(peripheral)]).toEqual([['0001000101'], ['0001000101']]);
    },
  );

  test.each(['central', 'peripheral'] as const)('one direction only, from the %s', async (role) => {
    const { clock, pair } = world();
    const { central, peripheral } = await pair();
    const [asker, peer] = role === 'central' ? [central, peripheral] : [peripheral, central];
    await set(asker, 1, 0, ONLY_1M, ONLY_2M);
    await clock.advance(1);
    expect(told(asker)).toEqual(['0001000102']);
    expect(told(peer)).toEqual(['0001000201']);
  });

  test('without a preference the fastest PHY both ends have is taken', async () => {
    const { clock, pair } = world();
    const { central, centralHandle } = await pair();
    expect(await set(central, centralHandle, 3, 0, 0)).toBe('00');
    await clock.advance(1);
    expect(told(central)).toEqual(['0001000202']);
  });

  test('no change is a success; only the host that asked is told', async () => {
    const { clock, pair } = world();
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    await set(peripheral, peripheralHandle, 0, ONLY_1M, ONLY_1M);
    await clock.advance(1);
    expect([told(central), told(peripheral)]).toEqual([[], ['0001000101']]);
    // The peripheral’s wish holds for the link: nothing in common with this one.
    await set(central, centralHandle, 0, ONLY_2M, ONLY_2M);
    await clock.advance(1);
    expect([told(central), told(peripheral)]).toEqual([['0001000101'], []]);
  });

  test.each([
    ['LE Coded', 1, 0, CODED, ONLY_1M, 0, '11'],
    ['a bit that is reserved', 1, 0, ONLY_1M, 0x09, 0, '11'],
    ['nothing to send on', 1, 2, 0, ONLY_1M, 0, '12'],
    ['an unknown handle', 9, 0, ONLY_2M, ONLY_2M, 0, '02'],
    ['a coding for the Coded PHY, which is of no matter', 1, 0, ONLY_2M, ONLY_2M, 2, '00'],
  ])('%s: handle %d, %d %d %d, options %d is answered %s', async (_name, handle, all, tx, rx, options, status) => {
    const { clock, pair } = world();
    const { central } = await pair();
    expect(await set(central, handle, all, tx, rx, options)).toBe(status);
    await clock.advance(1);
    expect(told(central)).toHaveLength(status === '00' ? 1 : 0);
  });

  test('one at a time, and none on a link that is ending', async () => {
    const { clock, pair } = world({ latencyMs: 5 });
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    expect(await set(central, centralHandle, 0, ONLY_2M, ONLY_2M)).toBe('00');
    expect(await set(central, centralHandle, 0, ONLY_2M, ONLY_2M)).toBe('0c');
    await clock.advance(16);
    expect(told(central)).toEqual(['0001000202']);
    expect(told(peripheral)).toEqual(['0001000202']);
    await peripheral.disconnect(peripheralHandle);
    expect(await set(peripheral, peripheralHandle, 0, ONLY_1M, ONLY_1M)).toBe('0c');
  });

  test('Vol 6 Part B 5.3 both ends at once: the peripheral is told 0x23, and the central’s stands', async () => {
    const { clock, pair } = world({ latencyMs: 5 });
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    await set(central, centralHandle, 0, ONLY_2M, BOTH);
    await set(peripheral, peripheralHandle, 0, ONLY_1M, BOTH);
    await clock.advance(50);
    expect(told(peripheral)).toEqual(['2301000101', '0001000102']);
    expect(told(central)).toEqual(['0001000201']);
  });

  test('a host that asks while its peer’s question is under way has its turn afterwards', async () => {
    const { clock, pair } = world({ latencyMs: 5 });
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    await set(central, centralHandle, 0, ONLY_2M, BOTH);
    await clock.advance(6);
    expect(await set(peripheral, peripheralHandle, 0, ONLY_1M, ONLY_1M)).toBe('00');
    expect(await set(peripheral, peripheralHandle, 0, ONLY_1M, ONLY_1M)).toBe('0c');
    await clock.advance(10);
    expect([told(central), told(peripheral)]).toEqual([['0001000202'], ['0001000202']]);
    await clock.advance(20);
    // The central still insists on LE 2M to send: only the other direction changes.
    expect([told(central), told(peripheral)]).toEqual([['0001000201'], ['0001000102']]);
  });

  test('the same from the central, while its decision on the peripheral’s question is on its way', async () => {
    const { clock, pair } = world({ latencyMs: 5 });
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    await set(peripheral, peripheralHandle, 0, BOTH, BOTH);
    await clock.advance(6);
    expect(await set(central, centralHandle, 0, ONLY_2M, ONLY_2M)).toBe('00');
    await clock.advance(5);
    expect([told(central), told(peripheral)]).toEqual([['0001000202'], ['0001000202']]);
    // Its own question changes nothing any more, and is answered all the same.
    await clock.advance(20);
    expect([told(central), told(peripheral)]).toEqual([['0001000202'], []]);
  });

  test('7.8.1 the event comes only to a host that has unmasked it', async () => {
    const { clock, pair } = world();
    const { central, peripheral, centralHandle } = await pair();
    await central.ok(HCI_COMMAND.leSetEventMask, [0xff, 0xf5, 0, 0, 0, 0, 0, 0]);
    await set(central, centralHandle, 0, ONLY_2M, ONLY_2M);
    await clock.advance(1);
    expect([told(central).length, told(peripheral).length]).toEqual([0, 1]);
    expect(facts(central)).toBe('2M 2M');
  });

  test('a longest packet time stays what it was: it bounds both PHYs', async () => {
    const { clock, pair } = world();
    const { central, centralHandle } = await pair();
    await set(central, centralHandle, 0, ONLY_2M, ONLY_2M);
    await clock.advance(1);
    expect(central.takeLe(HCI_LE_EVENT.dataLengthChange)).toEqual([]);
    expect(central.controller.links[0]?.dataLength.txTimeUs).toBe(328);
  });
});
