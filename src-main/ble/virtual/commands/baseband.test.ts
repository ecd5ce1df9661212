import { expect, test } from 'vitest';
import { HCI_COMMAND, HCI_EVENT, HCI_LE_EVENT } from '../../../../src-shared/assigned-numbers/hci.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { RawPeer, rawPair, u16 } from '../../testing/raw-peer.js';
import { Medium } from '../medium.js';

const HOST_NUMBER_OF_COMPLETED_PACKETS = 0x0c35;
const READ_LE_HOST_SUPPORT = 0x0c6c;

function world() {
  const clock = new ManualClock();
  const medium = new Medium({ clock, seed: 7 });
  return { clock, medium, pair: (options = {}) => rawPair(medium, (ms) => clock.advance(ms), options) };
}
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('7.3.1 Set Event Mask: by default LE events are off, and a cleared bit keeps its event back', async () => {
  const { clock, medium, pair } = world();
  const advertiser = await RawPeer.open(medium);
  await advertiser.advertise();
  const scanner = new RawPeer(medium.createController().openHost());
  await scanner.scan();
  await clock.advance(100);
  expect(scanner.reports()).toEqual([]);
  await scanner.ok(HCI_COMMAND.setEventMask, [0, 0, 0, 0, 0, 0, 0, 0x20]);
  await clock.advance(100);
  expect(scanner.reports().length).toBeGreaterThan(2);

  const { central, peripheral, centralHandle } = await pair();
  const withoutDisconnection = [0xef, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
  await central.ok(HCI_COMMAND.setEventMask, withoutDisconnection);
  await central.disconnect(centralHandle);
  await clock.advance(10);
  expect(central.takeEvents(HCI_EVENT.disconnectionComplete)).toHaveLength(0);
  expect(peripheral.takeEvents(HCI_EVENT.disconnectionComplete)).toHaveLength(1);
});

test('7.3.2 Reset: links, roles, addresses, data, lists and masks are gone; the peer sees supervision time-out', async () => {
  const { clock, medium, pair } = world();
  const { central, peripheral, peripheralHandle } = await pair({ connecting: { timeout: 100 } });
  await central.ok(HCI_COMMAND.leSetRandomAddress, [1, 2, 3, 4, 5, 0xc6]);
  await central.ok(HCI_COMMAND.leAddDeviceToFilterAcceptList, [0, 1, 1, 1, 1, 1, 1]);
  await central.advertise({ data: [2, 1, 6], ownType: 1 });
  await central.scan();
  expect(central.controller.state).toEqual({ advertising: true, scanning: 'passive', initiating: false });

  expect(hex(await central.command(HCI_COMMAND.reset))).toBe('00');
  expect(central.controller.state).toEqual({ advertising: false, scanning: 'off', initiating: false });
  expect(central.controller.links).toEqual([]);
  await clock.advance(999);
  expect(peripheral.takeEvents(HCI_EVENT.disconnectionComplete)).toHaveLength(0);
  await clock.advance(2);
  expect(await peripheral.disconnected(peripheralHandle)).toBe(0x08);
  expect(central.takeEvents(HCI_EVENT.disconnectionComplete)).toHaveLength(0);

  // No random address any more, and no data: parameters were set for the random one, so enabling fails.
  await central.ok(HCI_COMMAND.leSetAdvertisingParameters, [32, 0, 32, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 0]);
  expect(hex(await central.command(HCI_COMMAND.leSetAdvertisingEnable, [1]))).toBe('12');
  await central.ok(HCI_COMMAND.leSetAdvertisingParameters, [32, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0]);
  await central.ok(HCI_COMMAND.leSetAdvertisingEnable, [1]);
  const scanner = await RawPeer.open(medium);
  await scanner.scan();
  await clock.advance(50);
  expect(scanner.reports()[0]?.data).toEqual(new Uint8Array(0));
  // The mask is the default again: no LE event reaches the host.
  await central.scan();
  await clock.advance(100);
  expect(central.reports()).toEqual([]);
});

test('7.3.2 Reset ends host flow control', async () => {
  const { clock, pair, medium } = world();
  const once = await RawPeer.open(medium);
  await once.ok(HCI_COMMAND.hostBufferSize, [10, 0, 0, 1, 0, 0, 0]);
  await once.ok(HCI_COMMAND.setControllerToHostFlowControl, [1]);
  await once.reset();
  await once.advertise();
  const { central } = await pair();
  const handle = pending(central.connect({ peer: { address: once.controller.address } }), clock);
  for (let i = 0; i < 3; i += 1) central.sendAcl(await handle, 0, new Uint8Array(20));
  await clock.advance(1);
  expect(once.packets.filter((packet) => packet[0] === 2).map((packet) => packet.length - 5)).toEqual([20, 20, 20]);
});

test('7.3.35 Read Transmit Power Level', async () => {
  const { pair } = world();
  const { central, centralHandle } = await pair({ central: { txPower: -4 } });
  expect(hex(await central.command(HCI_COMMAND.readTransmitPowerLevel, [centralHandle, 0, 0]))).toBe('000100fc');
  expect(hex(await central.command(HCI_COMMAND.readTransmitPowerLevel, [centralHandle, 0, 2]))).toBe('12010000');
  expect(hex(await central.command(HCI_COMMAND.readTransmitPowerLevel, [0x99, 0, 0]))).toBe('02990000');
});

test('7.3.38-7.3.40 host flow control: data waits until the host returns a buffer, cut to what it holds', async () => {
  const { clock, medium } = world();
  const [a, b] = [await RawPeer.open(medium), await RawPeer.open(medium)];
  await a.ok(HCI_COMMAND.hostBufferSize, [10, 0, 0, 2, 0, 0, 0]);
  await a.ok(HCI_COMMAND.setControllerToHostFlowControl, [1]);
  await a.advertise();
  const [aHandle] = [a.connected()];
  const bHandle = await pending(b.connect({ peer: { address: a.controller.address } }), clock);
  const handle = await aHandle;
  expect(hex(await a.command(HCI_COMMAND.setControllerToHostFlowControl, [0]))).toBe('0c');

  b.sendAcl(
    bHandle,
    0,
    Array.from({ length: 25 }, (_, i) => i),
  );
  await clock.advance(10);
  const received = () => a.packets.filter((packet) => packet[0] === 2);
  expect(received().map((packet) => packet.length - 5)).toEqual([10, 10]);
  expect(received().map((packet) => (packet[2] ?? 0) >> 4)).toEqual([0b10, 0b01]);
  expect(b.takeEvents(HCI_EVENT.numberOfCompletedPackets)).toHaveLength(0);

  a.sendCommand(HOST_NUMBER_OF_COMPLETED_PACKETS, [1, handle, 0, 1, 0]);
  await clock.advance(10);
  expect(received()).toHaveLength(3);
  expect(b.takeEvents(HCI_EVENT.numberOfCompletedPackets)).toHaveLength(1);
  // No answer to 7.3.40 unless it is wrong.
  expect(a.takeEvents((e) => u16(e, 4) === HOST_NUMBER_OF_COMPLETED_PACKETS)).toHaveLength(0);
  expect(hex(await a.command(HOST_NUMBER_OF_COMPLETED_PACKETS, [2, handle, 0, 1, 0]))).toBe('12');
});

test('7.3.38 and 7.3.39 refuse what they cannot do', async () => {
  const { medium } = world();
  const peer = await RawPeer.open(medium);
  expect(hex(await peer.command(HCI_COMMAND.setControllerToHostFlowControl, [2]))).toBe('11');
  expect(hex(await peer.command(HCI_COMMAND.setControllerToHostFlowControl, [4]))).toBe('12');
  expect(hex(await peer.command(HCI_COMMAND.hostBufferSize, [0, 0, 0, 2, 0, 0, 0]))).toBe('12');
});

test('7.3.69 Set Event Mask Page 2 is accepted', async () => {
  const { medium } = world();
  const peer = await RawPeer.open(medium);
  expect(hex(await peer.command(HCI_COMMAND.setEventMaskPage2, new Uint8Array(8)))).toBe('00');
});

test('7.3.78 and 7.3.79 Read and Write LE Host Support', async () => {
  const { medium } = world();
  const peer = await RawPeer.open(medium);
  expect(hex(await peer.command(READ_LE_HOST_SUPPORT))).toBe('000000');
  expect(hex(await peer.command(HCI_COMMAND.writeLeHostSupported, [1, 0]))).toBe('00');
  expect(hex(await peer.command(READ_LE_HOST_SUPPORT))).toBe('000100');
  expect(hex(await peer.command(HCI_COMMAND.writeLeHostSupported, [2, 0]))).toBe('12');
});

test('7.7.15 an unknown command is answered Unknown HCI Command, and the next one works', async () => {
  const { medium } = world();
  const peer = await RawPeer.open(medium);
  expect(hex(await peer.command(0x2036, [1, 2, 3]))).toBe('01');
  expect(hex(await peer.command(0xfc01))).toBe('01');
  expect(hex(await peer.command(HCI_COMMAND.readBdAddr))).toHaveLength(14);
});

test('a command of the wrong length is invalid, and answered at its full length', async () => {
  const { medium } = world();
  const peer = await RawPeer.open(medium);
  expect(hex(await peer.command(HCI_COMMAND.leSetEventMask, [1]))).toBe('12');
  expect(hex(await peer.command(HCI_COMMAND.readRssi, [1]))).toBe('12000000');
  const cut = peer.waitEvent(HCI_EVENT.commandComplete);
  peer.sendRaw(Uint8Array.of(1, 0x03, 0x0c, 5, 1));
  expect(hex(await cut)).toBe('040e0401030c12');
  expect(peer.controller.stats.malformed).toBe(1);
});

test('4.4 every answer gives one command credit back, and commands sent ahead of it are done in order', async () => {
  const { medium } = world();
  const peer = await RawPeer.open(medium);
  peer.packets.length = 0;
  const opcodes = [HCI_COMMAND.readBdAddr, HCI_COMMAND.leReadBufferSize, HCI_COMMAND.leCreateConnection, 0x2036];
  for (const opcode of opcodes) peer.sendCommand(opcode);
  await peer.ok(HCI_COMMAND.readLocalVersionInformation);
  const answered = peer.packets.map((p) =>
    p[1] === HCI_EVENT.commandComplete ? [p[3], u16(p, 4)] : [p[4], u16(p, 5)],
  );
  expect(answered).toEqual([...opcodes, HCI_COMMAND.readLocalVersionInformation].map((opcode) => [1, opcode]));
});

test('7.8.1 LE Set Event Mask keeps single LE events back', async () => {
  const { clock, medium } = world();
  const [advertiser, scanner] = [await RawPeer.open(medium), await RawPeer.open(medium)];
  await advertiser.advertise();
  await scanner.ok(HCI_COMMAND.leSetEventMask, [0x1d, 0, 0, 0, 0, 0, 0, 0]);
  await scanner.scan();
  await clock.advance(100);
  expect(scanner.takeLe(HCI_LE_EVENT.advertisingReport)).toEqual([]);
});

async function pending<T>(promise: Promise<T>, clock: ManualClock): Promise<T> {
  await clock.advance(100);
  return promise;
}
