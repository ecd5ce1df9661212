import { describe, expect, test } from 'vitest';
import { ADV_TYPE, HCI_COMMAND, HCI_EVENT, HCI_LE_EVENT } from '../../../../src-shared/assigned-numbers/hci.js';
import { ManualClock } from '../../testing/manual-clock.js';
import {
  connectionParameters,
  createConnection,
  type RawConnecting,
  RawPeer,
  rawPair,
} from '../../testing/raw-peer.js';
import { Medium, type MediumOptions } from '../medium.js';

function world(options: MediumOptions = {}) {
  const clock = new ManualClock();
  const medium = new Medium({ seed: 7, ...options, clock });
  return { clock, medium, pair: (more = {}) => rawPair(medium, (ms) => clock.advance(ms), more) };
}
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');
const onAir = (address: string) => Buffer.from(address.replaceAll(':', ''), 'hex').reverse();

describe('7.8.12 LE Create Connection', () => {
  test('both sides are told of each other, with handles of their own; advertising and initiating end', async () => {
    const { clock, medium } = world();
    const [central, peripheral] = [await RawPeer.open(medium), await RawPeer.open(medium)];
    await central.ok(HCI_COMMAND.leSetRandomAddress, onAir('c1:02:03:04:05:06'));
    await peripheral.ok(HCI_COMMAND.leSetRandomAddress, onAir('d1:02:03:04:05:06'));
    await peripheral.advertise({ ownType: 1 });
    const peer = { address: 'd1:02:03:04:05:06', type: 1 };
    const interval = connectionParameters(24, 40, 2, 300);
    const bytes = createConnection({ peer, ownType: 1 });
    bytes.set(interval, 13);
    await central.ok(HCI_COMMAND.leCreateConnection, bytes);
    expect(central.controller.state.initiating).toBe(true);
    await clock.advance(50);
    // Status, handle, role, peer, interval 40 x 1.25 ms, latency, time-out, clock accuracy.
    const [atCentral] = central.takeLe(HCI_LE_EVENT.connectionComplete);
    const [atPeripheral] = peripheral.takeLe(HCI_LE_EVENT.connectionComplete);
    expect(hex(atCentral?.slice(4))).toBe(`0001000001${hex(onAir('d1:02:03:04:05:06'))}280002002c0100`);
    expect(hex(atPeripheral?.slice(4))).toBe(`0001000101${hex(onAir('c1:02:03:04:05:06'))}280002002c0105`);
    expect(central.controller.state.initiating).toBe(false);
    expect(peripheral.controller.state.advertising).toBe(false);
    expect(central.controller.links).toEqual([
      {
        handle: 1,
        role: 'central',
        peer: { address: 'd1:02:03:04:05:06', type: 'random' },
        intervalUs: 50_000,
        latency: 2,
        supervisionTimeoutMs: 3000,
        dataLength: { txOctets: 27, txTimeUs: 328, rxOctets: 27, rxTimeUs: 328 },
        phy: { tx: '1M', rx: '1M' },
        encrypted: false,
        keyRefreshes: 0,
      },
    ]);
  });

  test('7.7.65.10 a host that unmasks the enhanced event gets it, and only it', async () => {
    const { clock, medium } = world();
    const [central, peripheral] = [await RawPeer.open(medium), await RawPeer.open(medium)];
    await central.ok(HCI_COMMAND.leSetEventMask, [0xff, 0xff, 0, 0, 0, 0, 0, 0]);
    await peripheral.advertise();
    await central.initiate({ peer: { address: peripheral.controller.address } });
    await clock.advance(50);
    expect(central.takeLe(HCI_LE_EVENT.connectionComplete)).toEqual([]);
    const [event] = central.takeLe(HCI_LE_EVENT.enhancedConnectionComplete);
    const zeros = '000000000000'.repeat(2);
    expect(hex(event?.slice(3))).toBe(`0a0001000000${hex(onAir(peripheral.controller.address))}${zeros}18000000640000`);
  });

  test('waits for its peer as long as it takes, and does not take another', async () => {
    const { clock, medium } = world();
    const [central, wanted, other] = await Promise.all([1, 2, 3].map(() => RawPeer.open(medium)));
    if (!central || !wanted || !other) throw new Error('no peers');
    await other.advertise();
    await central.initiate({ peer: { address: wanted.controller.address } });
    await clock.advance(60_000);
    expect(central.controller.links).toEqual([]);
    // Not connectable, and the right address with the wrong type: still not meant.
    await wanted.advertise({ type: ADV_TYPE.advScanInd });
    await clock.advance(1000);
    expect(central.controller.links).toEqual([]);
    await wanted.stopAdvertising();
    await wanted.advertise();
    await clock.advance(50);
    expect(central.controller.links).toHaveLength(1);
  });

  test('answers directed advertising that is meant for it, and no other', async () => {
    const { clock, medium } = world();
    const [central, peripheral] = [await RawPeer.open(medium), await RawPeer.open(medium)];
    await central.initiate({ peer: { address: peripheral.controller.address } });
    await peripheral.advertise({ type: ADV_TYPE.advDirectIndLow, peer: { address: '00:00:00:00:00:09' } });
    await clock.advance(500);
    expect(central.controller.links).toEqual([]);
    await peripheral.stopAdvertising();
    await peripheral.advertise({ type: ADV_TYPE.advDirectIndHigh, peer: { address: central.controller.address } });
    await clock.advance(10);
    expect(central.controller.links).toHaveLength(1);
    await clock.advance(2000);
    expect(peripheral.takeLe(HCI_LE_EVENT.connectionComplete)).toHaveLength(1);
  });

  test('with the accept list, takes whoever is on it and not connected yet', async () => {
    const { clock, medium } = world();
    const [central, one, two, stranger] = await Promise.all([1, 2, 3, 4].map(() => RawPeer.open(medium)));
    if (!central || !one || !two || !stranger) throw new Error('no peers');
    for (const { controller } of [one, two]) {
      await central.ok(HCI_COMMAND.leAddDeviceToFilterAcceptList, [0, ...onAir(controller.address)]);
    }
    for (const peer of [stranger, one]) await peer.advertise();
    await central.initiate();
    await clock.advance(50);
    await one.advertise();
    await central.initiate();
    await clock.advance(200);
    expect(central.controller.links.map(({ peer }) => peer.address)).toEqual([one.controller.address]);
    await two.advertise();
    await clock.advance(50);
    expect(central.controller.links.map(({ peer }) => peer.address)).toEqual([
      one.controller.address,
      two.controller.address,
    ]);
    expect(central.controller.links.map(({ handle }) => handle)).toEqual([1, 2]);
  });

  const peer = { address: '00:00:00:00:00:01' };
  const changed = (...changes: [number, number][]) => {
    const bytes = createConnection({ peer });
    for (const [at, value] of changes) bytes[at] = value;
    return bytes;
  };
  test.each([
    ['scan interval below 2.5 ms', changed([0, 3], [2, 3]), '12'],
    ['scan window over interval', changed([2, 0x11]), '12'],
    ['filter policy 2', changed([4, 2]), '12'],
    ['peer address type 4', changed([5, 4]), '12'],
    ['peer address type 4', changed([5, 4]), '12'],
    ['own address type 4', changed([12, 4]), '12'],
    ['no random address set', changed([12, 1]), '12'],
    ['interval below 7.5 ms', changed([13, 5], [15, 5]), '12'],
    ['interval above 4 s', changed([15, 0x81], [16, 0x0c]), '12'],
    ['minimum over maximum', changed([13, 25]), '12'],
    ['latency 500', changed([17, 0xf4], [18, 1], [19, 0x80], [20, 0x0c], [13, 6], [15, 6]), '12'],
    ['time-out below 100 ms', changed([13, 6], [15, 6], [19, 9]), '12'],
    ['time-out above 32 s', changed([19, 0x81], [20, 0x0c]), '12'],
    ['time-out not above twice the interval', changed([13, 40], [15, 40], [19, 10]), '12'],
    ['minimum event length over maximum', changed([21, 1]), '12'],
    ['time-out just above twice the interval', changed([13, 32], [15, 39], [19, 10]), '00'],
  ])('%s: %s', async (_name, bytes, status) => {
    const central = await RawPeer.open(world().medium);
    expect(hex(await central.command(HCI_COMMAND.leCreateConnection, bytes))).toBe(status);
  });

  test('a second one is disallowed; one to a connected peer already exists; one too many exceeds the limit', async () => {
    const { pair, clock, medium } = world();
    const { central, peripheral } = await pair({ central: { maxLinks: 2 } });
    const again: RawConnecting = { peer: { address: peripheral.controller.address } };
    expect(hex(await central.command(HCI_COMMAND.leCreateConnection, createConnection(again)))).toBe('0b');
    const other = await RawPeer.open(medium);
    await central.initiate({ peer: { address: other.controller.address } });
    expect(hex(await central.command(HCI_COMMAND.leCreateConnection, createConnection({ peer })))).toBe('0c');
    await other.advertise();
    await clock.advance(50);
    expect(hex(await central.command(HCI_COMMAND.leCreateConnection, createConnection({ peer })))).toBe('09');
  });
});

test('7.8.13 LE Create Connection Cancel: Command Complete, then LE Connection Complete with 0x02', async () => {
  const { medium } = world();
  const central = await RawPeer.open(medium);
  expect(hex(await central.command(HCI_COMMAND.leCreateConnectionCancel))).toBe('0c');
  await central.initiate({ peer: { address: '00:00:00:00:00:01' } });
  central.packets.length = 0;
  expect(hex(await central.command(HCI_COMMAND.leCreateConnectionCancel))).toBe('00');
  const event = await central.waitLe(HCI_LE_EVENT.connectionComplete);
  expect(event[4]).toBe(0x02);
  expect(central.packets.map((packet) => packet[1])).toEqual([HCI_EVENT.commandComplete, HCI_EVENT.leMeta]);
  expect(hex(await central.command(HCI_COMMAND.leCreateConnectionCancel))).toBe('0c');
});

describe('7.1.6 Disconnect', () => {
  test.each([0x05, 0x13, 0x14, 0x15, 0x1a, 0x29, 0x3b])(
    'reason 0x%s reaches the peer, the own host is told 0x16',
    async (reason) => {
      const { pair, clock } = world();
      const { central, peripheral, centralHandle, peripheralHandle } = await pair();
      await peripheral.disconnect(peripheralHandle, reason);
      await clock.advance(1);
      expect(await central.disconnected(centralHandle)).toBe(reason);
      expect(await peripheral.disconnected(peripheralHandle)).toBe(0x16);
      expect([...central.controller.links, ...peripheral.controller.links]).toEqual([]);
    },
  );

  test('other reasons are invalid, other handles unknown, and once is enough', async () => {
    const { pair } = world({ latencyMs: 5 });
    const { central, centralHandle } = await pair();
    expect(hex(await central.command(HCI_COMMAND.disconnect, [centralHandle, 0, 0x08]))).toBe('12');
    expect(hex(await central.command(HCI_COMMAND.disconnect, [0x77, 0, 0x13]))).toBe('02');
    expect(hex(await central.command(HCI_COMMAND.disconnect, [centralHandle, 0, 0x13]))).toBe('00');
    expect(hex(await central.command(HCI_COMMAND.disconnect, [centralHandle, 0, 0x13]))).toBe('0c');
  });

  test('both sides at once: each link ends once', async () => {
    const { pair, clock } = world({ latencyMs: 5 });
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    await Promise.all([central.disconnect(centralHandle), peripheral.disconnect(peripheralHandle)]);
    await clock.advance(20);
    expect(central.takeEvents(HCI_EVENT.disconnectionComplete)).toHaveLength(1);
    expect(peripheral.takeEvents(HCI_EVENT.disconnectionComplete)).toHaveLength(1);
  });

  test('handles go round, so a link never has the handle of the one before', async () => {
    const { pair, clock } = world();
    const { central, peripheral, centralHandle } = await pair();
    await central.disconnect(centralHandle);
    await clock.advance(1);
    await peripheral.advertise();
    const next = central.connect({ peer: { address: peripheral.controller.address } });
    await clock.advance(50);
    expect(await next).toBe(centralHandle + 1);
  });
});

test('7.1.23 Read Remote Version Information: status, then the peer’s version', async () => {
  const { pair, clock } = world({ latencyMs: 5 });
  const { central, centralHandle } = await pair();
  expect(hex(await central.command(HCI_COMMAND.readRemoteVersionInformation, [centralHandle, 0]))).toBe('00');
  await clock.advance(9);
  expect(central.takeEvents(HCI_EVENT.readRemoteVersionInformationComplete)).toEqual([]);
  await clock.advance(2);
  const [event] = central.takeEvents(HCI_EVENT.readRemoteVersionInformationComplete);
  expect(hex(event?.slice(3))).toBe('0001000dffff0100');
  expect(hex(await central.command(HCI_COMMAND.readRemoteVersionInformation, [9, 0]))).toBe('02');
});

test('7.8.21 LE Read Remote Features works from both roles', async () => {
  const { pair, clock } = world();
  const { central, peripheral, centralHandle, peripheralHandle } = await pair();
  for (const [peer, handle] of [
    [central, centralHandle],
    [peripheral, peripheralHandle],
  ] as const) {
    expect(hex(await peer.command(HCI_COMMAND.leReadRemoteFeatures, [handle, 0]))).toBe('00');
    await clock.advance(1);
    const [event] = peer.takeLe(HCI_LE_EVENT.readRemoteFeaturesComplete);
    expect(hex(event?.slice(3))).toBe('040001006f01000000000000');
    expect(hex(await peer.command(HCI_COMMAND.leReadRemoteFeatures, [9, 0]))).toBe('02');
  }
});

test('7.5.4 Read RSSI tells how the peer is heard', async () => {
  const { pair } = world();
  const { central, peripheral, centralHandle } = await pair({ peripheral: { rssi: -63 } });
  expect(hex(await central.command(HCI_COMMAND.readRssi, [centralHandle, 0]))).toBe('000100c1');
  peripheral.controller.rssi = -20;
  expect(hex(await central.command(HCI_COMMAND.readRssi, [centralHandle, 0]))).toBe('000100ec');
  expect(hex(await central.command(HCI_COMMAND.readRssi, [5, 0]))).toBe('02050000');
});

test('7.8.19 and 7.8.20 the central’s channel classification is the link’s channel map', async () => {
  const { pair } = world();
  const { central, peripheral, centralHandle, peripheralHandle } = await pair();
  const map = async (peer: RawPeer, handle: number) =>
    hex(await peer.command(HCI_COMMAND.leReadChannelMap, [handle, 0]));
  expect(await map(central, centralHandle)).toBe('000100ffffffff1f');
  const classify = (bytes: number[]) => central.command(HCI_COMMAND.leSetHostChannelClassification, bytes);
  expect(hex(await classify([0, 0, 0, 0, 0]))).toBe('12');
  expect(hex(await classify([0xff, 0, 0, 0, 0x20]))).toBe('12');
  expect(hex(await classify([0x0f, 0, 0, 0, 0x10]))).toBe('00');
  expect(await map(central, centralHandle)).toBe('0001000f00000010');
  expect(await map(peripheral, peripheralHandle)).toBe('0001000f00000010');
  expect(await map(central, 7)).toBe('0207000000000000');
});

describe('7.8.18 LE Connection Update', () => {
  const wanted = (handle: number, ...p: [number, number, number, number]) => [handle, 0, ...connectionParameters(...p)];
  const told = (peer: RawPeer) => peer.takeLe(HCI_LE_EVENT.connectionUpdateComplete).map((e) => hex(e.slice(4)));

  test('the central changes the parameters, and both hosts are told', async () => {
    const { pair, clock } = world();
    const { central, peripheral, centralHandle } = await pair();
    expect(hex(await central.command(HCI_COMMAND.leConnectionUpdate, wanted(centralHandle, 6, 40, 1, 200)))).toBe('00');
    await clock.advance(1);
    expect(told(central)).toEqual(['00010028000100c800']);
    expect(told(peripheral)).toEqual(['00010028000100c800']);
    expect(peripheral.controller.links[0]).toMatchObject({
      intervalUs: 50_000,
      latency: 1,
      supervisionTimeoutMs: 2000,
    });
  });

  test('parameters are checked; one update at a time', async () => {
    const { pair } = world({ latencyMs: 5 });
    const { central, centralHandle } = await pair();
    const update = async (bytes: number[]) => hex(await central.command(HCI_COMMAND.leConnectionUpdate, bytes));
    expect(await update(wanted(9, 6, 40, 1, 200))).toBe('02');
    expect(await update(wanted(centralHandle, 5, 40, 1, 200))).toBe('12');
    expect(await update(wanted(centralHandle, 40, 40, 1, 20))).toBe('12');
    expect(await update(wanted(centralHandle, 6, 40, 1, 200))).toBe('00');
    expect(await update(wanted(centralHandle, 6, 40, 1, 200))).toBe('0c');
  });

  test('from the peripheral: 7.7.65.6 the central’s host is asked, 7.8.31 and says yes', async () => {
    const { pair, clock } = world();
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    const bytes = wanted(peripheralHandle, 80, 100, 0, 400);
    expect(hex(await peripheral.command(HCI_COMMAND.leConnectionUpdate, bytes))).toBe('00');
    const request = await central.waitLe(HCI_LE_EVENT.remoteConnectionParameterRequest);
    expect(hex(request.slice(4))).toBe('01005000640000009001'.padEnd(20, '0'));
    expect(told(peripheral)).toEqual([]);
    const reply = wanted(centralHandle, 80, 90, 0, 400);
    const returns = await central.command(HCI_COMMAND.leRemoteConnectionParameterRequestReply, reply);
    expect(hex(returns)).toBe('000100');
    await clock.advance(1);
    expect(told(central)).toEqual(['0001005a0000009001']);
    expect(told(peripheral)).toEqual(['0001005a0000009001']);
    // It has been answered.
    const again = await central.command(HCI_COMMAND.leRemoteConnectionParameterRequestReply, reply);
    expect(hex(again)).toBe('0c0100');
  });

  test('from the peripheral: 7.8.32 the central’s host says no, with a reason', async () => {
    const { pair, clock } = world();
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    await peripheral.ok(HCI_COMMAND.leConnectionUpdate, wanted(peripheralHandle, 80, 100, 0, 400));
    await central.waitLe(HCI_LE_EVENT.remoteConnectionParameterRequest);
    const refuse = [centralHandle, 0, 0x3b];
    const returns = await central.command(HCI_COMMAND.leRemoteConnectionParameterRequestNegativeReply, refuse);
    expect(hex(returns)).toBe('000100');
    await clock.advance(1);
    expect(told(peripheral)).toEqual(['3b0100180000006400']);
    expect(told(central)).toEqual([]);
  });

  test('from the peripheral: Vol 6 Part B 5.1.7.1 a host that does not listen for the question refuses with 0x1A', async () => {
    const { pair, clock } = world();
    const { central, peripheral, peripheralHandle } = await pair();
    await central.ok(HCI_COMMAND.leSetEventMask, [0x1f, 0, 0, 0, 0, 0, 0, 0]);
    await peripheral.ok(HCI_COMMAND.leConnectionUpdate, wanted(peripheralHandle, 80, 100, 0, 400));
    await clock.advance(1);
    expect(told(peripheral)).toEqual(['1a0100180000006400']);
  });

  test('from the peripheral, while the central changes them itself: 0x23, and the central’s stand', async () => {
    const { pair, clock } = world();
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    await peripheral.ok(HCI_COMMAND.leConnectionUpdate, wanted(peripheralHandle, 80, 100, 0, 400));
    await central.waitLe(HCI_LE_EVENT.remoteConnectionParameterRequest);
    await central.ok(HCI_COMMAND.leConnectionUpdate, wanted(centralHandle, 30, 30, 0, 400));
    await clock.advance(1);
    expect(told(peripheral).map((event) => event.slice(0, 2))).toEqual(['23', '00']);
    expect(peripheral.controller.links[0]?.intervalUs).toBe(37_500);
  });

  test('Vol 6 Part B 5.2 a question never answered loses the link after 40 s: 0x22 here, 0x08 there', async () => {
    const { pair, clock } = world();
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    await peripheral.ok(HCI_COMMAND.leConnectionUpdate, wanted(peripheralHandle, 80, 100, 0, 400));
    await clock.advance(39_999);
    expect(peripheral.controller.links).toHaveLength(1);
    await clock.advance(2);
    expect(await peripheral.disconnected(peripheralHandle)).toBe(0x22);
    await clock.advance(1000);
    expect(await central.disconnected(centralHandle)).toBe(0x08);
  });

  test('a question that is open when the link ends is forgotten', async () => {
    const { pair, clock } = world();
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    await peripheral.ok(HCI_COMMAND.leConnectionUpdate, wanted(peripheralHandle, 80, 100, 0, 400));
    await central.waitLe(HCI_LE_EVENT.remoteConnectionParameterRequest);
    await central.disconnect(centralHandle);
    await clock.advance(1);
    expect(clock.pendingTimers).toBe(0);
    expect(told(peripheral)).toEqual([]);
  });

  test('7.8.31 and 7.8.32 without a question: unknown handle, or disallowed', async () => {
    const { pair } = world();
    const { central, peripheral, centralHandle, peripheralHandle } = await pair();
    const reply = HCI_COMMAND.leRemoteConnectionParameterRequestReply;
    const refuse = HCI_COMMAND.leRemoteConnectionParameterRequestNegativeReply;
    expect(hex(await central.command(reply, wanted(9, 80, 90, 0, 400)))).toBe('020900');
    expect(hex(await central.command(reply, wanted(centralHandle, 80, 90, 0, 400)))).toBe('0c0100');
    expect(hex(await peripheral.command(refuse, [peripheralHandle, 0, 0x3b]))).toBe('0c0100');
  });
});

test('Vol 6 Part B 4.5.2 supervision time-out: both hosts are told 0x08 when its time has passed', async () => {
  const { pair, clock, medium } = world();
  const { central, peripheral, centralHandle, peripheralHandle } = await pair({ connecting: { timeout: 250 } });
  expect(medium.faults.breakLink(central.controller, centralHandle)).toBe(true);
  await clock.advance(2499);
  expect(central.controller.links).toHaveLength(1);
  await clock.advance(2);
  expect(await central.disconnected(centralHandle)).toBe(0x08);
  expect(await peripheral.disconnected(peripheralHandle)).toBe(0x08);
});
