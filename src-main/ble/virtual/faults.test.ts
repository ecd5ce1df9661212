import { expect, test } from 'vitest';
import { HCI_COMMAND, HCI_EVENT, HCI_LE_EVENT } from '../../../src-shared/assigned-numbers/hci.js';
import { ManualClock } from '../testing/manual-clock.js';
import { RawPeer, rawPair } from '../testing/raw-peer.js';
import { Medium } from './medium.js';

async function world() {
  const clock = new ManualClock();
  const medium = new Medium({ clock, seed: 7 });
  return { clock, medium, peer: await RawPeer.open(medium) };
}
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');
const readAddress = HCI_COMMAND.readBdAddr;

test('a command can be dropped: it is never answered, and the next one is', async () => {
  const { clock, medium, peer } = await world();
  const remove = medium.faults.command((_c, opcode) => (opcode === readAddress ? 'drop' : undefined));
  peer.sendCommand(readAddress);
  await clock.advance(60_000);
  expect(peer.takeEvents(HCI_EVENT.commandComplete)).toEqual([]);
  await peer.ok(HCI_COMMAND.leReadBufferSize);
  remove();
  await peer.ok(readAddress);
});

test('a command can be answered with an error, in the form it has, and is not done', async () => {
  const { medium, peer } = await world();
  medium.faults.command((controller, opcode) => {
    expect(controller).toBe(peer.controller);
    return opcode === HCI_COMMAND.reset ? undefined : { status: 0x1f };
  });
  expect(hex(await peer.command(readAddress))).toBe('1f000000000000');
  expect(hex(await peer.command(HCI_COMMAND.leCreateConnection, new Uint8Array(25)))).toBe('1f');
  expect(hex(await peer.command(HCI_COMMAND.leSetAdvertisingEnable, [1]))).toBe('1f');
  expect(peer.controller.state).toEqual({ advertising: false, scanning: 'off', initiating: false });
});

test('a command can be delayed, and those behind it wait', async () => {
  const { clock, medium, peer } = await world();
  medium.faults.command((_c, opcode) => (opcode === readAddress ? { delayMs: 100 } : undefined));
  peer.packets.length = 0;
  peer.sendCommand(readAddress);
  peer.sendCommand(HCI_COMMAND.leReadBufferSize);
  await clock.advance(99);
  expect(peer.packets).toEqual([]);
  await clock.advance(2);
  expect(peer.packets.map((packet) => packet[4])).toEqual([0x09, 0x02]);
});

test('a command’s parameters can be replaced, and what was done is told afterwards', async () => {
  const { medium, peer } = await world();
  const done: string[] = [];
  medium.faults.command((_c, opcode) =>
    opcode === HCI_COMMAND.leSetAdvertisingEnable ? { replace: Uint8Array.of(0) } : undefined,
  );
  medium.faults.afterCommand((_c, opcode, parameters) => done.push(`${opcode.toString(16)} ${hex(parameters)}`));
  await peer.ok(HCI_COMMAND.leSetAdvertisingEnable, [1]);
  expect(peer.controller.state.advertising).toBe(false);
  expect(done).toEqual(['200a 00']);
});

test('a command queue that is full drops and counts', async () => {
  const { clock, medium, peer } = await world();
  medium.faults.command((_c, opcode) => (opcode === readAddress ? { delayMs: 100 } : undefined));
  peer.sendCommand(readAddress);
  await clock.advance(1);
  for (let i = 0; i < 70; i += 1) peer.sendCommand(HCI_COMMAND.leReadBufferSize);
  await clock.advance(200);
  expect(peer.takeEvents(HCI_EVENT.commandComplete)).toHaveLength(65);
  expect(peer.controller.stats.commandsDropped).toBe(6);
});

test('events can be dropped, delayed, replaced and doubled', async () => {
  const { clock, medium, peer } = await world();
  const verdicts = ['drop', { delayMs: 50 }, { replace: Uint8Array.of(4, 0x10, 1, 9) }, { duplicate: true }] as const;
  let next = 0;
  const remove = medium.faults.event(() => verdicts[next++]);
  const handed: string[] = [];
  medium.faults.afterEvent((_c, packet) => handed.push(hex(packet)));
  peer.packets.length = 0;
  for (let i = 0; i < 4; i += 1) peer.sendCommand(HCI_COMMAND.leReadFilterAcceptListSize);
  await clock.advance(100);
  const answer = '040e05010f200010';
  expect(peer.packets.map(hex)).toEqual(['04100109', answer, answer, answer]);
  expect(handed).toEqual(peer.packets.map(hex));
  remove();
  peer.sendCommand(HCI_COMMAND.leReadFilterAcceptListSize);
  await clock.advance(0);
  expect(peer.packets).toHaveLength(5);
});

test('ACL data can be dropped, delayed, replaced and doubled; every buffer comes back once', async () => {
  const clock = new ManualClock();
  const medium = new Medium({ clock });
  const { central, peripheral, centralHandle } = await rawPair(medium, (ms) => clock.advance(ms));
  const other = Uint8Array.of(2, centralHandle, 0, 5, 0, 1, 0, 4, 0, 0xee);
  const verdicts = ['drop', { delayMs: 50 }, { replace: other }, { duplicate: true }] as const;
  let next = 0;
  medium.faults.acl(() => verdicts[next++]);
  for (let i = 0; i < 5; i += 1) central.sendAcl(centralHandle, 0, [1, 0, 4, 0, i]);
  await clock.advance(100);
  expect(peripheral.packets.filter((p) => p[0] === 2).map((p) => p[9])).toEqual([0xee, 3, 3, 4, 1]);
  const completed = central.takeEvents(HCI_EVENT.numberOfCompletedPackets);
  expect(completed.reduce((sum, event) => sum + (event[6] ?? 0), 0)).toBe(5);
});

test('a link can be ended at once, for any reason, at both ends', async () => {
  const clock = new ManualClock();
  const medium = new Medium({ clock });
  const { central, peripheral, centralHandle, peripheralHandle } = await rawPair(medium, (ms) => clock.advance(ms));
  expect(medium.faults.endLink(central.controller, centralHandle, 0x3d)).toBe(true);
  expect(await central.disconnected(centralHandle)).toBe(0x3d);
  expect(await peripheral.disconnected(peripheralHandle)).toBe(0x3d);
  expect(medium.faults.endLink(central.controller, centralHandle, 0x3d)).toBe(false);
  expect(medium.faults.breakLink(central.controller, centralHandle)).toBe(false);
});

test('on a broken link data is not completed, and a disconnection takes until the time-out', async () => {
  const clock = new ManualClock();
  const medium = new Medium({ clock });
  const { central, peripheral, centralHandle, peripheralHandle } = await rawPair(medium, (ms) => clock.advance(ms));
  medium.faults.breakLink(peripheral.controller, peripheralHandle);
  central.send(centralHandle, 4, [1]);
  expect(hex(await central.command(HCI_COMMAND.readRssi, [centralHandle, 0]))).toBe('0001007f');
  await clock.advance(500);
  expect(central.takeEvents(HCI_EVENT.numberOfCompletedPackets)).toEqual([]);
  await central.disconnect(centralHandle);
  await clock.advance(502);
  expect(await peripheral.disconnected(peripheralHandle)).toBe(0x08);
  expect(await central.disconnected(centralHandle)).toBe(0x08);
});

test('what is in the air when a link breaks is lost', async () => {
  const clock = new ManualClock();
  const medium = new Medium({ clock, latencyMs: 20 });
  const { central, peripheral, centralHandle } = await rawPair(medium, (ms) => clock.advance(ms));
  central.send(centralHandle, 4, [1]);
  await clock.advance(10);
  medium.faults.breakLink(central.controller, centralHandle);
  await clock.advance(100);
  expect(peripheral.packets.filter((packet) => packet[0] === 2)).toEqual([]);
  expect(central.takeEvents(HCI_EVENT.numberOfCompletedPackets)).toEqual([]);
});

test('raw bytes reach the host as they are', async () => {
  const { clock, medium, peer } = await world();
  peer.packets.length = 0;
  medium.faults.garbage(peer.controller, Uint8Array.of(0x99, 1, 2));
  await clock.advance(0);
  expect(peer.packets.map(hex)).toEqual(['990102']);
});

test('a host that throws does not stop the radio', async () => {
  const { clock, medium, peer } = await world();
  const uncaught: unknown[] = [];
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => uncaught.push(error));
  try {
    const host = medium.createController().openHost();
    host.start({
      packet: () => {
        throw new Error('host');
      },
      closed: () => undefined,
    });
    host.send(Uint8Array.of(1, 3, 0x0c, 0));
    await peer.ok(readAddress);
    await clock.advance(0);
    expect(uncaught).toHaveLength(1);
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const listener of listeners) process.on('uncaughtException', listener);
  }
});

test('a controller can die in the middle of a command: the peer of a link it made notices', async () => {
  const { clock, medium, peer } = await world();
  const central = await RawPeer.open(medium);
  medium.faults.afterEvent((controller, packet) => {
    if (packet[1] === HCI_EVENT.leMeta && controller === central.controller) controller.destroy();
  });
  await peer.advertise();
  await central.initiate({ peer: { address: peer.controller.address } });
  await clock.advance(1100);
  expect(central.closedWith).toMatchObject({ code: 'transport/closed' });
  expect(peer.takeLe(HCI_LE_EVENT.connectionComplete)).toHaveLength(1);
  expect(await peer.disconnected(1)).toBe(0x08);
});
