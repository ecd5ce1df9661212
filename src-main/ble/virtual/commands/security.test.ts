import { expect, test } from 'vitest';
import { HCI_COMMAND } from '../../../../src-shared/assigned-numbers/hci.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { RawPeer } from '../../testing/raw-peer.js';
import { Medium } from '../medium.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const onAir = (text: string) => Buffer.from(text, 'hex').reverse();

test('7.8.22 LE Encrypt gives the sample of Vol 6 Part C 1 in HCI byte order', async () => {
  const peer = await RawPeer.open(new Medium({ clock: new ManualClock() }));
  const key = onAir('4c68384139f574d836bcf34e9dfb01bf');
  const plaintext = onAir('0213243546576879acbdcedfe0f10213');
  const returns = await peer.command(HCI_COMMAND.leEncrypt, [...key, ...plaintext]);
  expect(hex(returns)).toBe(`00${onAir('99ad1b5226a37e3e058e3b8e27c2c666').toString('hex')}`);
});

test('7.8.23 LE Rand: the same for the same seed, never the same without one', async () => {
  const draw = async (seed?: number) => {
    const peer = await RawPeer.open(new Medium({ clock: new ManualClock(), seed }));
    return hex(await peer.ok(HCI_COMMAND.leRand)) + hex(await peer.ok(HCI_COMMAND.leRand));
  };
  expect(await draw(5)).toHaveLength(36);
  expect(await draw(5)).toBe(await draw(5));
  expect(await draw(5)).not.toBe(await draw(6));
  expect(await draw()).not.toBe(await draw());
});
