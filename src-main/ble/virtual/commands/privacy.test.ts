import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HCI_COMMAND, HCI_LE_EVENT } from '../../../../src-shared/assigned-numbers/hci.js';
import { addressFromBytes, addressToBytes } from '../../../../src-shared/model/address.js';
import { ah } from '../../crypto/ah.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { RawPeer } from '../../testing/raw-peer.js';
import { Medium } from '../medium.js';

const CENTRAL = 'aa:00:00:00:00:01';
const PERIPHERAL = 'bb:00:00:00:00:02';
const CENTRAL_IRK = Uint8Array.from({ length: 16 }, (_, i) => 0x10 + i);
const PERIPHERAL_IRK = Uint8Array.from({ length: 16 }, (_, i) => 0xa0 + i);
const NO_KEY = new Uint8Array(16);

let clock: ManualClock;
let medium: Medium;
let central: RawPeer;
let peripheral: RawPeer;

const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');
const entry = (address: string, type = 0) => [type, ...addressToBytes(address)];
const add = (peer: RawPeer, address: string, peerIrk: Uint8Array, localIrk: Uint8Array) =>
  peer.command(HCI_COMMAND.leAddDeviceToResolvingList, [...entry(address), ...peerIrk, ...localIrk]);
const enable = (peer: RawPeer, on = 1) => peer.command(HCI_COMMAND.leSetAddressResolutionEnable, [on]);
const EVERY_EVENT = new Uint8Array(8).fill(0xff);

/** Whether the address is a private one of this key; the check does not use the controller's code. */
function isPrivateOf(irk: Uint8Array, onAir: Uint8Array): boolean {
  const hash = ah(irk.slice().reverse(), onAir.slice(3).reverse());
  return (onAir[5] ?? 0) >> 6 === 1 && hex(hash.reverse()) === hex(onAir.slice(0, 3));
}

beforeEach(async () => {
  clock = new ManualClock();
  medium = new Medium({ clock, seed: 7 });
  central = await RawPeer.open(medium, { address: CENTRAL });
  peripheral = await RawPeer.open(medium, { address: PERIPHERAL });
  // LE Enhanced Connection Complete alone has room for identities.
  for (const peer of [central, peripheral]) await peer.ok(HCI_COMMAND.leSetEventMask, EVERY_EVENT);
});
afterEach(() => medium.close());

async function listed(): Promise<void> {
  expect(hex(await add(central, PERIPHERAL, PERIPHERAL_IRK, CENTRAL_IRK))).toBe('00');
  expect(hex(await add(peripheral, CENTRAL, CENTRAL_IRK, PERIPHERAL_IRK))).toBe('00');
  for (const peer of [central, peripheral]) expect(hex(await enable(peer))).toBe('00');
}

/** What a third device hears of whom. */
async function onAir(): Promise<{ type: number; bytes: Uint8Array }[]> {
  const other = await RawPeer.open(medium);
  await other.scan();
  await clock.advance(200);
  const heard = other
    .reports()
    .map(({ type, address }) => ({ type, bytes: Uint8Array.from(Buffer.from(address, 'hex')).reverse() }));
  await other.close();
  return heard;
}

describe('the list', () => {
  it('7.8.38-7.8.41 adds, refuses what is there, removes, forgets, and says how much it holds', async () => {
    expect(hex(await central.command(HCI_COMMAND.leReadResolvingListSize))).toBe('0010');
    expect(hex(await add(central, PERIPHERAL, PERIPHERAL_IRK, CENTRAL_IRK))).toBe('00');
    expect(hex(await add(central, PERIPHERAL, NO_KEY, CENTRAL_IRK))).toBe('12');
    expect(hex(await add(central, 'bb:00:00:00:00:09', PERIPHERAL_IRK, CENTRAL_IRK))).toBe('12');
    for (let n = 1; n < 16; n += 1)
      expect(hex(await add(central, `bb:00:00:00:01:${n + 10}`, NO_KEY, CENTRAL_IRK))).toBe('00');
    expect(hex(await add(central, 'bb:00:00:00:00:99', NO_KEY, CENTRAL_IRK))).toBe('07');
    expect(hex(await central.command(HCI_COMMAND.leRemoveDeviceFromResolvingList, entry(PERIPHERAL)))).toBe('00');
    expect(hex(await central.command(HCI_COMMAND.leRemoveDeviceFromResolvingList, entry(PERIPHERAL)))).toBe('02');
    expect(hex(await central.command(HCI_COMMAND.leClearResolvingList))).toBe('00');
    expect(hex(await add(central, PERIPHERAL, PERIPHERAL_IRK, CENTRAL_IRK))).toBe('00');
  });

  it('must not change while the radio goes by it; resolution is switched with the radio at rest', async () => {
    await listed();
    await central.scan();
    expect(hex(await add(central, 'bb:00:00:00:00:09', NO_KEY, NO_KEY))).toBe('0c');
    expect(hex(await central.command(HCI_COMMAND.leClearResolvingList))).toBe('0c');
    expect(hex(await central.command(HCI_COMMAND.leSetPrivacyMode, [...entry(PERIPHERAL), 1]))).toBe('0c');
    expect(hex(await enable(central, 0))).toBe('0c');
    await central.stopScan();
    expect(hex(await enable(central, 2))).toBe('12');
    expect(hex(await enable(central, 0))).toBe('00');
    await central.scan();
    expect(hex(await add(central, 'bb:00:00:00:00:09', NO_KEY, NO_KEY))).toBe('00');
  });

  it('7.8.42, 7.8.43, 7.8.45, 7.8.77 know their entries and ranges', async () => {
    await listed();
    const unknown = entry('bb:00:00:00:00:09');
    for (const opcode of [HCI_COMMAND.leReadPeerResolvableAddress, HCI_COMMAND.leReadLocalResolvableAddress]) {
      expect(hex(await central.command(opcode, unknown))).toBe('02000000000000');
      expect(hex(await central.command(opcode, entry(PERIPHERAL)))).toBe('00000000000000');
    }
    expect(hex(await central.command(HCI_COMMAND.leSetPrivacyMode, [...unknown, 1]))).toBe('02');
    expect(hex(await central.command(HCI_COMMAND.leSetPrivacyMode, [...entry(PERIPHERAL), 2]))).toBe('12');
    const timeout = (seconds: number) =>
      central.command(HCI_COMMAND.leSetResolvablePrivateAddressTimeout, [seconds & 0xff, seconds >> 8]);
    expect([hex(await timeout(0)), hex(await timeout(3_601)), hex(await timeout(3_600))]).toEqual(['12', '12', '00']);
  });
});

describe('private addresses', () => {
  it('LL/SEC/ADV/BV-02 advertises by one that only the peer can resolve, and renews it after its time', async () => {
    await listed();
    await peripheral.ok(HCI_COMMAND.leSetResolvablePrivateAddressTimeout, [10, 0]);
    await peripheral.advertise({ ownType: 2, peer: { address: CENTRAL } });
    const [first] = await onAir();
    expect(first?.type).toBe(1);
    expect(isPrivateOf(PERIPHERAL_IRK, first?.bytes ?? NO_KEY)).toBe(true);
    const told = await peripheral.command(HCI_COMMAND.leReadLocalResolvableAddress, entry(CENTRAL));
    expect(hex(told.slice(1))).toBe(hex(first?.bytes));
    await clock.advance(10_000);
    const [later] = await onAir();
    expect(isPrivateOf(PERIPHERAL_IRK, later?.bytes ?? NO_KEY)).toBe(true);
    expect(hex(later?.bytes)).not.toBe(hex(first?.bytes));
  });

  it('LL/SEC/SCN/BV-01 a scanner with the key reports the identity, one without it the address', async () => {
    await listed();
    await peripheral.advertise({ ownType: 2, peer: { address: CENTRAL } });
    await central.scan();
    await clock.advance(200);
    const [report] = central.reports();
    expect([report?.type, report?.address]).toEqual([2, PERIPHERAL.replaceAll(':', '')]);
    const peers = await central.command(HCI_COMMAND.leReadPeerResolvableAddress, entry(PERIPHERAL));
    expect(isPrivateOf(PERIPHERAL_IRK, peers.slice(1))).toBe(true);
  });

  it('LL/SEC/SCN/BV-02 in network privacy mode a listed peer that shows its identity is not heard; in device mode it is', async () => {
    await listed();
    await peripheral.advertise();
    await central.scan();
    await clock.advance(200);
    expect(central.reports()).toEqual([]);
    await central.stopScan();
    await central.ok(HCI_COMMAND.leSetPrivacyMode, [...entry(PERIPHERAL), 1]);
    await central.scan();
    await clock.advance(200);
    expect(central.reports()[0]).toMatchObject({ type: 0, address: PERIPHERAL.replaceAll(':', '') });
  });

  it('LL/CON/ADV/BV-10 both sides connect by private addresses, and each host is told the other as its identity', async () => {
    await listed();
    await peripheral.advertise({ ownType: 2, peer: { address: CENTRAL }, filterPolicy: 0 });
    await central.initiate({ ownType: 2, peer: { address: PERIPHERAL, type: 2 } });
    await clock.advance(200);
    const [there] = central.takeLe(HCI_LE_EVENT.enhancedConnectionComplete);
    const [here] = peripheral.takeLe(HCI_LE_EVENT.enhancedConnectionComplete);
    for (const [event, identity, localIrk, peerIrk] of [
      [there, PERIPHERAL, CENTRAL_IRK, PERIPHERAL_IRK],
      [here, CENTRAL, PERIPHERAL_IRK, CENTRAL_IRK],
    ] as const) {
      expect(event?.[4]).toBe(0);
      expect(event?.[8]).toBe(2);
      expect(addressFromBytes(event?.slice(9, 15) ?? NO_KEY)).toBe(identity);
      expect(isPrivateOf(localIrk, event?.slice(15, 21) ?? NO_KEY)).toBe(true);
      expect(isPrivateOf(peerIrk, event?.slice(21, 27) ?? NO_KEY)).toBe(true);
    }
  });

  it('directed advertising calls the peer by a private address, which the peer knows for its own', async () => {
    await listed();
    await peripheral.advertise({ type: 4, ownType: 2, peer: { address: CENTRAL } });
    await central.scan({ ownType: 2 });
    await clock.advance(200);
    expect(central.reports()[0]).toMatchObject({ pdu: 1, type: 2, address: PERIPHERAL.replaceAll(':', '') });
    await central.stopScan();
    await central.initiate({ ownType: 2, peer: { address: PERIPHERAL, type: 2 } });
    await clock.advance(200);
    expect(central.takeLe(HCI_LE_EVENT.enhancedConnectionComplete)[0]?.[4]).toBe(0);
  });

  it('the accept list goes by identities', async () => {
    await listed();
    await peripheral.ok(HCI_COMMAND.leAddDeviceToFilterAcceptList, entry(CENTRAL));
    await peripheral.advertise({ ownType: 2, peer: { address: CENTRAL }, filterPolicy: 3 });
    await central.ok(HCI_COMMAND.leAddDeviceToFilterAcceptList, entry(PERIPHERAL));
    await central.initiate({ ownType: 2 });
    await clock.advance(200);
    expect(central.takeLe(HCI_LE_EVENT.enhancedConnectionComplete)[0]?.[4]).toBe(0);
  });

  it('a listed peer without a key, or an entry without ours, is as if there were no list', async () => {
    expect(hex(await add(central, PERIPHERAL, NO_KEY, NO_KEY))).toBe('00');
    await enable(central);
    await central.advertise({ ownType: 2, peer: { address: PERIPHERAL } });
    const [heard] = await onAir();
    expect([heard?.type, addressFromBytes(heard?.bytes ?? NO_KEY)]).toEqual([0, CENTRAL]);
    await central.stopAdvertising();
    await peripheral.advertise();
    await central.scan();
    await clock.advance(200);
    expect(central.reports()[0]?.type).toBe(0);
  });

  it('7.3.2 Reset empties the list and switches resolution off', async () => {
    await listed();
    await central.reset();
    expect(hex(await central.command(HCI_COMMAND.leRemoveDeviceFromResolvingList, entry(PERIPHERAL)))).toBe('02');
    await peripheral.advertise({ ownType: 2, peer: { address: CENTRAL } });
    await central.scan();
    await clock.advance(200);
    expect(central.reports()[0]?.type).toBe(1);
  });
});
