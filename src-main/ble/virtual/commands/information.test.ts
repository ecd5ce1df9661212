import { expect, test } from 'vitest';
import { HCI_COMMAND } from '../../../../src-shared/assigned-numbers/hci.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { RawPeer } from '../../testing/raw-peer.js';
import { Medium } from '../medium.js';
import { COMMANDS } from './table.js';

const medium = () => new Medium({ clock: new ManualClock(), seed: 7 });
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('7.4.1 Read Local Version Information says Core 5.4 and no company', async () => {
  const peer = await RawPeer.open(medium());
  expect(hex(await peer.command(HCI_COMMAND.readLocalVersionInformation))).toBe('000d01000dffff0100');
});

test('7.4.2 Read Local Supported Commands has a bit for each command that is answered, and no other', async () => {
  const peer = await RawPeer.open(medium());
  const mask = (await peer.ok(HCI_COMMAND.readLocalSupportedCommands)).slice(1);
  const set = Array.from({ length: 512 }, (_, n) => n).filter((n) => ((mask[n >> 3] ?? 0) >> (n & 7)) & 1);
  expect(mask).toHaveLength(64);
  expect(set).toEqual([...COMMANDS.values()].map(({ bit }) => bit).sort((a, b) => a - b));
  // Octet and bit as 6.27 has them.
  expect(mask[0]).toBe(1 << 5);
  expect(mask[2]).toBe(1 << 7);
  expect(mask[5]).toBe(0b1100_0000);
  expect(mask[10]).toBe(0b1110_0100);
  expect(mask[14]).toBe(0b1011_1000);
  expect(mask[15]).toBe(0b0010_0010);
  expect(mask[22]).toBe(1 << 2);
  expect(mask[24]).toBe(0b0110_0000);
  expect([mask[25], mask[26], mask[27], mask[28]]).toEqual([0b1111_0111, 0xff, 0xff, 0b1111]);
  expect([mask[33], mask[34], mask[35]]).toEqual([0b1111_0000, 0xff, 0b0111_1111]);
  expect(mask[39]).toBe(1 << 2);
  expect(mask[41]).toBe(1 << 2);
});

test('7.4.3 Read Local Supported Features: LE, not BR/EDR', async () => {
  const peer = await RawPeer.open(medium());
  expect(hex(await peer.command(HCI_COMMAND.readLocalSupportedFeatures))).toBe('000000000060000000');
});

test('7.4.5 Read Buffer Size and 7.8.2 LE Read Buffer Size tell the configured buffers', async () => {
  const peer = await RawPeer.open(medium(), { acl: { length: 192, count: 1 } });
  expect(hex(await peer.command(HCI_COMMAND.leReadBufferSize))).toBe('00c00001');
  expect(hex(await peer.command(HCI_COMMAND.readBufferSize))).toBe('00c0000001000000');
});

test('7.4.6 Read BD_ADDR gives the public address, least significant byte first', async () => {
  const peer = await RawPeer.open(medium(), { address: '01:02:03:04:05:06' });
  expect(hex(await peer.command(HCI_COMMAND.readBdAddr))).toBe('00060504030201');
});

test('7.8.3 LE Read Local Supported Features and 7.8.27 LE Read Supported States', async () => {
  const peer = await RawPeer.open(medium());
  expect(hex(await peer.command(HCI_COMMAND.leReadLocalSupportedFeatures))).toBe('006f01000000000000');
  expect(hex(await peer.command(HCI_COMMAND.leReadSupportedStates))).toBe('00ffffffffff030000');
});
