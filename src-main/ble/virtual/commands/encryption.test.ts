import { describe, expect, test } from 'vitest';
import { HCI_COMMAND, HCI_EVENT, HCI_LE_EVENT } from '../../../../src-shared/assigned-numbers/hci.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { type RawPair, RawPeer, rawPair } from '../../testing/raw-peer.js';
import { Medium, type MediumOptions } from '../medium.js';

const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');
const KEY = Array.from({ length: 16 }, (_, i) => 0xa0 + i);
const OTHER_KEY = KEY.map((byte, i) => (i === 15 ? byte ^ 1 : byte));
const RAND = [1, 2, 3, 4, 5, 6, 7, 8];
const EDIV = [0x34, 0x12];
const CID = 0x0040;

const enable = (peer: RawPeer, handle: number, key = KEY) =>
  peer.command(HCI_COMMAND.leEnableEncryption, [handle, 0, ...RAND, ...EDIV, ...key]);
const reply = (peer: RawPeer, handle: number, key = KEY) =>
  peer.command(HCI_COMMAND.leLongTermKeyRequestReply, [handle, 0, ...key]);
const refuse = (peer: RawPeer, handle: number) =>
  peer.command(HCI_COMMAND.leLongTermKeyRequestNegativeReply, [handle, 0]);
/** Everything but code and length: status, handle, enabled. */
const changes = (peer: RawPeer) => peer.takeEvents(HCI_EVENT.encryptionChange).map((event) => hex(event.slice(3)));
const refreshes = (peer: RawPeer) =>
  peer.takeEvents(HCI_EVENT.encryptionKeyRefreshComplete).map((event) => hex(event.slice(3)));
const questions = (peer: RawPeer) => peer.takeLe(HCI_LE_EVENT.longTermKeyRequest).map((event) => hex(event.slice(4)));
const endings = (peer: RawPeer) => peer.takeEvents(HCI_EVENT.disconnectionComplete).map((event) => hex(event.slice(6)));
const facts = ({ central, peripheral }: RawPair) =>
  [central, peripheral].map(({ controller }) => controller.links[0]?.encrypted);

function world(options: MediumOptions = {}) {
  const clock = new ManualClock();
  const medium = new Medium({ seed: 7, ...options, clock });
  const wait = (options.latencyMs ?? 0) * 10 + 1;
  const pair = async () => {
    const made = await rawPair(medium, (ms) => clock.advance(ms));
    await clock.advance(wait);
    return made;
  };
  /** The whole procedure, both hosts having these keys. */
  const encrypt = async (link: RawPair, key = KEY, peripheralKey = key) => {
    expect(hex(await enable(link.central, link.centralHandle, key))).toBe('00');
    await clock.advance(wait);
    expect(questions(link.peripheral)).toHaveLength(1);
    expect(hex(await reply(link.peripheral, link.peripheralHandle, peripheralKey))).toBe('000100');
    await clock.advance(wait);
  };
  return { clock, medium, wait, pair, encrypt };
}

describe.each([0, 5, 30])('Vol 6 Part B 5.1.3 encryption, with %i ms of air', (latencyMs) => {
  test('7.8.24 and 7.8.25: the peripheral’s host is asked by Rand and EDIV, both are told that the link is encrypted', async () => {
    const { clock, pair, wait } = world({ latencyMs });
    const link = await pair();
    const { central, peripheral } = link;
    expect(hex(await enable(central, link.centralHandle))).toBe('00');
    await clock.advance(wait);
    expect(questions(peripheral)).toEqual(['010001020304050607083412']);
    expect(facts(link)).toEqual([false, false]);
    expect([...changes(central), ...changes(peripheral)]).toEqual([]);
    expect(hex(await reply(peripheral, link.peripheralHandle))).toBe('000100');
    await clock.advance(wait);
    expect([changes(central), changes(peripheral)]).toEqual([['00010001'], ['00010001']]);
    expect([...refreshes(central), ...refreshes(peripheral)]).toEqual([]);
    expect(facts(link)).toEqual([true, true]);
    await clock.advance(60_000);
    expect(central.controller.links).toMatchObject([{ encrypted: true, keyRefreshes: 0 }]);
  });

  test('7.7.39: with another key the hosts of an encrypted link are told of the refresh, and of nothing else', async () => {
    const { pair, encrypt } = world({ latencyMs });
    const link = await pair();
    await encrypt(link);
    changes(link.central);
    changes(link.peripheral);
    await encrypt(link, OTHER_KEY);
    for (const peer of [link.central, link.peripheral]) {
      expect([refreshes(peer), changes(peer)]).toEqual([['000100'], []]);
      expect(peer.controller.links).toMatchObject([{ encrypted: true, keyRefreshes: 1 }]);
    }
  });

  test('keys that differ: both hosts lose the link with 0x3D, and hear nothing of encryption', async () => {
    const { clock, pair, encrypt } = world({ latencyMs });
    const link = await pair();
    await encrypt(link, KEY, OTHER_KEY);
    for (const peer of [link.central, link.peripheral]) {
      expect([changes(peer), endings(peer), peer.controller.links]).toEqual([[], ['3d'], []]);
    }
    await clock.advance(60_000);
    expect([...endings(link.central), ...endings(link.peripheral)]).toEqual([]);
  });

  test('keys that differ on a refresh: 0x3D as well', async () => {
    const { pair, encrypt } = world({ latencyMs });
    const link = await pair();
    await encrypt(link);
    await encrypt(link, OTHER_KEY, KEY);
    for (const peer of [link.central, link.peripheral]) {
      expect([refreshes(peer), endings(peer)]).toEqual([[], ['3d']]);
    }
  });

  test('7.8.26: without a key the central is told 0x06, and the link goes on unencrypted', async () => {
    const { clock, pair, wait, encrypt } = world({ latencyMs });
    const link = await pair();
    const { central, peripheral, centralHandle, peripheralHandle } = link;
    await enable(central, centralHandle);
    await clock.advance(wait);
    expect(hex(await refuse(peripheral, peripheralHandle))).toBe('000100');
    await clock.advance(wait);
    expect([changes(central), changes(peripheral), facts(link)]).toEqual([['06010000'], [], [false, false]]);
    await clock.advance(60_000);
    expect(central.controller.links).toHaveLength(1);
    questions(peripheral);
    await encrypt(link);
    expect(facts(link)).toEqual([true, true]);
  });

  test('5.1.3.1: without a key for a refresh the link ends, 0x06', async () => {
    const { clock, pair, wait, encrypt } = world({ latencyMs });
    const link = await pair();
    await encrypt(link);
    await enable(link.central, link.centralHandle);
    await clock.advance(wait);
    expect(hex(await refuse(link.peripheral, link.peripheralHandle))).toBe('000100');
    await clock.advance(wait);
    expect([endings(link.central), endings(link.peripheral)]).toEqual([['06'], ['06']]);
  });

  test('5.1.3.1: what was sent before comes before; what is sent meanwhile, by either host, waits', async () => {
    const { clock, pair, wait } = world({ latencyMs });
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    /** Data and Encryption Change, in the order the host got them. */
    const order = (peer: RawPeer) =>
      peer.packets.flatMap((packet): (number | string | undefined)[] => {
        if (packet[0] === 0x02) return [packet[9]];
        return packet[1] === HCI_EVENT.encryptionChange ? ['encrypted'] : [];
      });
    central.send(centralHandle, CID, [1]);
    peripheral.send(peripheralHandle, CID, [11]);
    await enable(central, centralHandle);
    central.send(centralHandle, CID, [2]);
    await clock.advance(wait);
    peripheral.send(peripheralHandle, CID, [12]);
    central.send(centralHandle, CID, [3]);
    await clock.advance(1000);
    expect([order(central), order(peripheral)]).toEqual([[11], [1]]);
    // Both wait in a buffer of the controller, which is not free before they have arrived.
    central.takeEvents(HCI_EVENT.numberOfCompletedPackets);
    await reply(peripheral, peripheralHandle);
    peripheral.send(peripheralHandle, CID, [13]);
    await clock.advance(wait);
    expect(order(central)).toEqual([11, 'encrypted', 12, 13]);
    expect(order(peripheral)).toEqual([1, 'encrypted', 2, 3]);
    const completed = central.takeEvents(HCI_EVENT.numberOfCompletedPackets).map((event) => event[6]);
    expect(completed.reduce<number>((sum, n) => sum + (n ?? 0), 0)).toBe(2);
    central.send(centralHandle, CID, [4]);
    await clock.advance(wait);
    expect(order(peripheral)).toEqual([1, 'encrypted', 2, 3, 4]);
  });

  test('5.1.3.2: data waits during a refresh too, and when it is refused it is lost with the link', async () => {
    const { clock, pair, wait, encrypt } = world({ latencyMs });
    const link = await pair();
    const { central, peripheral, centralHandle, peripheralHandle } = link;
    await encrypt(link);
    const data = (peer: RawPeer) => peer.packets.filter((packet) => packet[0] === 0x02).map((packet) => packet[9]);
    await enable(central, centralHandle, OTHER_KEY);
    central.send(centralHandle, CID, [1]);
    await clock.advance(wait);
    peripheral.send(peripheralHandle, CID, [11]);
    await clock.advance(wait);
    expect([data(central), data(peripheral)]).toEqual([[], []]);
    await reply(peripheral, peripheralHandle, OTHER_KEY);
    await clock.advance(wait);
    expect([data(central), data(peripheral)]).toEqual([[11], [1]]);
    await enable(central, centralHandle);
    central.send(centralHandle, CID, [2]);
    await clock.advance(wait);
    await refuse(peripheral, peripheralHandle);
    await clock.advance(wait);
    expect([data(central), data(peripheral)]).toEqual([[11], [1]]);
  });

  test('5.2: a host that never answers: 0x22 for the central after 40 s, supervision time-out for the peripheral', async () => {
    const { clock, pair, wait } = world({ latencyMs });
    const link = await pair();
    await enable(link.central, link.centralHandle);
    await clock.advance(39_990);
    expect(endings(link.central)).toEqual([]);
    await clock.advance(wait + 10);
    expect(endings(link.central)).toEqual(['22']);
    await clock.advance(1100);
    expect(endings(link.peripheral)).toEqual(['08']);
    expect(hex(await reply(link.peripheral, link.peripheralHandle))).toBe('020100');
  });
});

test('5.2: an answer in the last moment is in time', async () => {
  const { clock, pair } = world({ latencyMs: 30 });
  const link = await pair();
  await enable(link.central, link.centralHandle);
  await clock.advance(40_010);
  await reply(link.peripheral, link.peripheralHandle);
  await clock.advance(1000);
  expect([endings(link.central), facts(link)]).toEqual([[], [true, true]]);
});

describe('7.8.24 LE Enable Encryption', () => {
  test('is the central’s, on a link that exists, once at a time', async () => {
    const { clock, pair, wait, encrypt } = world();
    const link = await pair();
    const { central, peripheral, centralHandle, peripheralHandle } = link;
    expect(hex(await enable(peripheral, peripheralHandle))).toBe('0c');
    expect(hex(await enable(central, 9))).toBe('02');
    await enable(central, centralHandle);
    expect(hex(await enable(central, centralHandle))).toBe('0c');
    await clock.advance(wait);
    expect(hex(await enable(central, centralHandle))).toBe('0c');
    await refuse(peripheral, peripheralHandle);
    questions(peripheral);
    await clock.advance(wait);
    await encrypt(link);
    await central.ok(HCI_COMMAND.disconnect, [centralHandle, 0, 0x13]);
    expect(hex(await enable(central, centralHandle))).toBe('02');
  });

  test('not on a link that is ending', async () => {
    const { pair } = world({ latencyMs: 5 });
    const { central, centralHandle } = await pair();
    await central.disconnect(centralHandle);
    expect(hex(await enable(central, centralHandle))).toBe('0c');
  });

  test('5.1.3.1: a host that masks the question out has no key: 0x06', async () => {
    const { clock, pair, wait } = world();
    const link = await pair();
    await link.peripheral.ok(HCI_COMMAND.leSetEventMask, [0xef, 0xff, 0, 0, 0, 0, 0, 0]);
    await enable(link.central, link.centralHandle);
    await clock.advance(wait);
    expect([changes(link.central), questions(link.peripheral)]).toEqual([['06010000'], []]);
    expect(hex(await reply(link.peripheral, link.peripheralHandle))).toBe('0c0100');
  });

  test('5.1.3.1: other procedures wait as data does', async () => {
    const { clock, pair, wait } = world();
    const link = await pair();
    await enable(link.central, link.centralHandle);
    await link.central.ok(HCI_COMMAND.leReadRemoteFeatures, [link.centralHandle, 0]);
    await clock.advance(1000);
    expect(link.central.takeLe(HCI_LE_EVENT.readRemoteFeaturesComplete)).toEqual([]);
    await reply(link.peripheral, link.peripheralHandle);
    await clock.advance(wait);
    expect(link.central.takeLe(HCI_LE_EVENT.readRemoteFeaturesComplete)).toHaveLength(1);
  });

  test('two links of one central start at the same time and are two procedures', async () => {
    const { clock, medium, pair, wait } = world();
    const link = await pair();
    const second = await RawPeer.open(medium);
    await second.advertise();
    await link.central.initiate({ peer: { address: second.controller.address } });
    await clock.advance(100);
    await enable(link.central, 1, KEY);
    await enable(link.central, 2, OTHER_KEY);
    await clock.advance(wait);
    await reply(second, 1, OTHER_KEY);
    await clock.advance(wait);
    expect(link.central.controller.links.map(({ encrypted }) => encrypted)).toEqual([false, true]);
    await reply(link.peripheral, 1, KEY);
    await clock.advance(wait);
    expect(link.central.controller.links.map(({ encrypted }) => encrypted)).toEqual([true, true]);
  });
});

describe('7.8.25 and 7.8.26, when nothing was asked', () => {
  test.each([
    ['before any question', async () => undefined],
    ['after the answer', async (link: RawPair) => void (await reply(link.peripheral, link.peripheralHandle))],
    ['after the negative answer', async (link: RawPair) => void (await refuse(link.peripheral, link.peripheralHandle))],
  ])('%s: Command Disallowed; unknown handles are unknown', async (when, before) => {
    const { clock, pair, wait } = world();
    const link = await pair();
    if (when !== 'before any question') await enable(link.central, link.centralHandle);
    await clock.advance(wait);
    await before(link);
    expect(hex(await reply(link.peripheral, link.peripheralHandle))).toBe('0c0100');
    expect(hex(await refuse(link.peripheral, link.peripheralHandle))).toBe('0c0100');
    expect(hex(await reply(link.peripheral, 9))).toBe('020900');
    expect(hex(await refuse(link.peripheral, 9))).toBe('020900');
    // The central is asked nothing, ever.
    expect(hex(await reply(link.central, link.centralHandle))).toBe('0c0100');
  });
});

describe('a link that ends while encryption starts', () => {
  test.each([5, 30])(
    'disconnect by either host, with %i ms of air: the usual reasons, no word of encryption',
    async (latencyMs) => {
      for (const by of ['central', 'peripheral'] as const) {
        const { clock, pair, wait } = world({ latencyMs });
        const link = await pair();
        await enable(link.central, link.centralHandle);
        await clock.advance(wait);
        await link[by].disconnect(1);
        if (by === 'peripheral') expect(hex(await reply(link.peripheral, 1))).toBe('0c0100');
        await clock.advance(60_000);
        const other = by === 'central' ? 'peripheral' : 'central';
        expect([endings(link[by]), endings(link[other])]).toEqual([['16'], ['13']]);
        expect([...changes(link.central), ...changes(link.peripheral)]).toEqual([]);
      }
    },
  );

  test('the peripheral resets after its answer: the central sees supervision time-out', async () => {
    const { clock, pair, wait } = world({ latencyMs: 5 });
    const link = await pair();
    await enable(link.central, link.centralHandle);
    await clock.advance(wait);
    await reply(link.peripheral, link.peripheralHandle);
    await link.peripheral.reset();
    await clock.advance(60_000);
    expect([endings(link.central), changes(link.central)]).toEqual([['08'], []]);
  });
});

describe('faults', () => {
  test('the question is an event that a hook can drop: the procedure times out', async () => {
    const { clock, medium, pair, wait } = world();
    const link = await pair();
    medium.faults.event((_c, packet) => (packet[3] === HCI_LE_EVENT.longTermKeyRequest ? 'drop' : undefined));
    await enable(link.central, link.centralHandle);
    await clock.advance(40_000 + wait);
    expect(endings(link.central)).toEqual(['22']);
  });

  test('Encryption Change and Key Refresh Complete can be dropped and doubled', async () => {
    const { medium, pair, encrypt } = world();
    const link = await pair();
    medium.faults.event((controller, packet) => {
      if (packet[1] === HCI_EVENT.encryptionChange && controller === link.central.controller) return 'drop';
      return packet[1] === HCI_EVENT.encryptionKeyRefreshComplete ? { duplicate: true } : undefined;
    });
    await encrypt(link);
    expect([changes(link.central), changes(link.peripheral)]).toEqual([[], ['00010001']]);
    await encrypt(link);
    expect(refreshes(link.central)).toEqual(['000100', '000100']);
  });

  test('data that a fault delays into the procedure waits with the rest', async () => {
    const { clock, medium, pair, wait } = world();
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    medium.faults.acl(() => ({ delayMs: 10 }));
    central.send(centralHandle, CID, [1]);
    await enable(central, centralHandle);
    await clock.advance(100);
    expect(peripheral.packets.filter((packet) => packet[0] === 0x02)).toEqual([]);
    await reply(peripheral, peripheralHandle);
    await clock.advance(wait);
    expect(hex(await peripheral.expect(peripheralHandle, CID))).toBe('01');
  });
});

test('7.3.1: a host that masks Encryption Change and Key Refresh out hears neither', async () => {
  const { pair, encrypt } = world();
  const link = await pair();
  await link.central.ok(HCI_COMMAND.setEventMask, [0x7f, 0xff, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff]);
  await encrypt(link);
  await encrypt(link);
  expect([changes(link.central), refreshes(link.central)]).toEqual([[], []]);
  expect([changes(link.peripheral), refreshes(link.peripheral)]).toEqual([['00010001'], ['000100']]);
});

test('what came in the clear is handed over before Encryption Change, also to a host that was not reading', async () => {
  const clock = new ManualClock();
  const medium = new Medium({ clock, seed: 7 });
  const central = await RawPeer.open(medium);
  const controller = medium.createController();
  const transport = controller.openHost();
  const peripheral = new RawPeer(transport, controller, 251);
  await peripheral.reset();
  await peripheral.advertise();
  await central.initiate({ peer: { address: controller.address } });
  await clock.advance(50);
  transport.pause();
  central.send(1, CID, [1]);
  await enable(central, 1);
  await clock.advance(1);
  peripheral.sendCommand(HCI_COMMAND.leLongTermKeyRequestReply, [1, 0, ...KEY]);
  await clock.advance(1);
  peripheral.packets.length = 0;
  transport.resume();
  await clock.advance(1);
  const seen = peripheral.packets.map((packet) => (packet[0] === 0x02 ? 'data' : packet[1]));
  expect(seen.indexOf('data')).toBeGreaterThanOrEqual(0);
  expect(seen.indexOf('data')).toBeLessThan(seen.indexOf(HCI_EVENT.encryptionChange));
});
