import { expect, test } from 'vitest';
import { HCI_COMMAND } from '../../../../src-shared/assigned-numbers/hci.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { RawPeer } from '../../testing/raw-peer.js';
import { Medium } from '../medium.js';

const open = (options = {}) => RawPeer.open(new Medium({ clock: new ManualClock() }), options);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const add = HCI_COMMAND.leAddDeviceToFilterAcceptList;
const remove = HCI_COMMAND.leRemoveDeviceFromFilterAcceptList;
const clear = HCI_COMMAND.leClearFilterAcceptList;

test('7.8.14 LE Read Filter Accept List Size', async () => {
  const peer = await open({ acceptListSize: 3 });
  expect(hex(await peer.command(HCI_COMMAND.leReadFilterAcceptListSize))).toBe('0003');
});

test('7.8.15-7.8.17 the list fills up, forgets and empties', async () => {
  const peer = await open({ acceptListSize: 2 });
  expect(hex(await peer.command(add, [0, 1, 1, 1, 1, 1, 1]))).toBe('00');
  expect(hex(await peer.command(add, [1, 1, 1, 1, 1, 1, 1]))).toBe('00');
  // One that is there already takes no room.
  expect(hex(await peer.command(add, [0, 1, 1, 1, 1, 1, 1]))).toBe('00');
  expect(hex(await peer.command(add, [0, 2, 1, 1, 1, 1, 1]))).toBe('07');
  expect(hex(await peer.command(remove, [1, 1, 1, 1, 1, 1, 1]))).toBe('00');
  expect(hex(await peer.command(add, [0, 2, 1, 1, 1, 1, 1]))).toBe('00');
  expect(hex(await peer.command(clear))).toBe('00');
  expect(hex(await peer.command(add, [0xff, 0, 0, 0, 0, 0, 0]))).toBe('00');
  expect(hex(await peer.command(add, [2, 0, 0, 0, 0, 0, 0]))).toBe('12');
  expect(hex(await peer.command(remove, [2, 0, 0, 0, 0, 0, 0]))).toBe('12');
});

test.each<[string, (peer: RawPeer) => Promise<unknown>]>([
  ['advertising', (peer) => peer.advertise({ filterPolicy: 1 })],
  ['scanning', (peer) => peer.scan({ policy: 1 })],
  ['initiating', (peer) => peer.initiate()],
])('7.8.15-7.8.17 nothing changes while %s uses the list', async (_name, use) => {
  const peer = await open();
  await use(peer);
  expect(hex(await peer.command(add, [0, 1, 1, 1, 1, 1, 1]))).toBe('0c');
  expect(hex(await peer.command(remove, [0, 1, 1, 1, 1, 1, 1]))).toBe('0c');
  expect(hex(await peer.command(clear))).toBe('0c');
});

test('the list may change while nothing that runs uses it', async () => {
  const peer = await open();
  await peer.advertise();
  await peer.scan();
  await peer.initiate({ peer: { address: '00:00:00:00:00:01' } });
  expect(hex(await peer.command(add, [0, 1, 1, 1, 1, 1, 1]))).toBe('00');
});
