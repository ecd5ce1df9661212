import { describe, expect, test } from 'vitest';
import { HCI_COMMAND } from '../../../../src-shared/assigned-numbers/hci.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { dataParameter, RawPeer } from '../../testing/raw-peer.js';
import { Medium } from '../medium.js';

async function world(medium: { latencyMs?: number; lossRate?: number } = {}, advertiser: object = {}) {
  const clock = new ManualClock();
  const air = new Medium({ clock, seed: 7, ...medium });
  return {
    clock,
    medium: air,
    advertiser: await RawPeer.open(air, advertiser),
    scanner: await RawPeer.open(air),
  };
}
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const addressBytes = (address: string) => Buffer.from(address.replaceAll(':', ''), 'hex').reverse();

describe('7.8.10 LE Set Scan Parameters', () => {
  test.each([
    ['type 2', [2, 16, 0, 16, 0, 0, 0], '12'],
    ['interval below 2.5 ms', [0, 3, 0, 3, 0, 0, 0], '12'],
    ['window over interval', [0, 16, 0, 17, 0, 0, 0], '12'],
    ['interval over 10.24 s', [0, 1, 0x40, 16, 0, 0, 0], '12'],
    ['own address type 3', [0, 16, 0, 16, 0, 3, 0], '00'],
    ['own address type 4', [0, 16, 0, 16, 0, 4, 0], '12'],
    ['extended filter policy', [0, 16, 0, 16, 0, 0, 2], '11'],
    ['filter policy 4', [0, 16, 0, 16, 0, 0, 4], '12'],
    ['everything in range', [1, 0, 0x40, 4, 0, 0, 1], '00'],
  ])('%s', async (_name, bytes, status) => {
    const { scanner } = await world();
    expect(hex(await scanner.command(HCI_COMMAND.leSetScanParameters, bytes))).toBe(status);
  });

  test('is disallowed while scanning', async () => {
    const { scanner } = await world();
    await scanner.scan();
    expect(hex(await scanner.command(HCI_COMMAND.leSetScanParameters, [0, 16, 0, 16, 0, 0, 0]))).toBe('0c');
  });
});

describe('7.8.11 LE Set Scan Enable', () => {
  test('takes 0 and 1, redundantly too, and needs the random address it is to use', async () => {
    const { scanner } = await world();
    expect(hex(await scanner.command(HCI_COMMAND.leSetScanEnable, [2, 0]))).toBe('12');
    expect(hex(await scanner.command(HCI_COMMAND.leSetScanEnable, [1, 2]))).toBe('12');
    expect(hex(await scanner.command(HCI_COMMAND.leSetScanEnable, [0, 0]))).toBe('00');
    expect(hex(await scanner.command(HCI_COMMAND.leSetScanEnable, [1, 0]))).toBe('00');
    expect(hex(await scanner.command(HCI_COMMAND.leSetScanEnable, [1, 1]))).toBe('00');
    await scanner.stopScan();
    await scanner.ok(HCI_COMMAND.leSetScanParameters, [1, 16, 0, 16, 0, 1, 0]);
    expect(hex(await scanner.command(HCI_COMMAND.leSetScanEnable, [1, 0]))).toBe('12');
  });

  test('the duplicate filter reports each address, type and data once, and begins anew with each scan', async () => {
    const { clock, advertiser, scanner } = await world();
    await advertiser.advertise({ data: [1], scanResponse: [2] });
    await scanner.scan({ active: true, filterDuplicates: true });
    await clock.advance(500);
    expect(scanner.reports().map(({ pdu, data }) => [pdu, data[0]])).toEqual([
      [0, 1],
      [4, 2],
    ]);
    await advertiser.ok(HCI_COMMAND.leSetAdvertisingData, dataParameter([3]));
    await clock.advance(500);
    expect(scanner.reports().map(({ pdu, data }) => [pdu, data[0]])).toEqual([[0, 3]]);
    await scanner.stopScan();
    await scanner.scan({ filterDuplicates: true });
    await clock.advance(500);
    expect(scanner.reports()).toHaveLength(1);
  });

  test('no report comes after scanning is off, not even one that is in the air', async () => {
    const { clock, advertiser, scanner } = await world({ latencyMs: 15 });
    await advertiser.advertise();
    await scanner.scan();
    await clock.advance(14);
    expect(advertiser.controller.stats.advertisements).toBe(1);
    expect(scanner.reports()).toEqual([]);
    await scanner.stopScan();
    await clock.advance(100);
    expect(scanner.reports()).toEqual([]);
  });
});

describe('Vol 6 Part B 4.4.3 scanning', () => {
  test('a scanner that always listens hears every event of everybody but itself', async () => {
    const { clock, medium, advertiser, scanner } = await world();
    const second = await RawPeer.open(medium);
    await advertiser.advertise();
    await second.advertise();
    await scanner.advertise();
    await scanner.scan();
    await clock.advance(3000);
    const sent = [advertiser, second].map(({ controller }) => controller.stats.advertisements);
    const heard = [advertiser, second, scanner].map(({ controller }) => controller.address.replaceAll(':', ''));
    const reports = scanner.reports();
    expect(heard.map((address) => reports.filter((r) => r.address === address).length)).toEqual([...sent, 0]);
  });

  test('4.4.3.1 a passive scanner sends no scan requests', async () => {
    const { clock, advertiser, scanner } = await world();
    await advertiser.advertise({ scanResponse: [1] });
    await scanner.scan();
    await clock.advance(500);
    expect(new Set(scanner.reports().map(({ pdu }) => pdu))).toEqual(new Set([0]));
  });

  test('a window of a quarter of the interval hears about a quarter', async () => {
    const { clock, advertiser, scanner } = await world();
    await advertiser.advertise();
    await scanner.scan({ interval: 160, window: 40 });
    await clock.advance(60_000);
    const share = scanner.reports().length / advertiser.controller.stats.advertisements;
    expect(share).toBeGreaterThan(0.22);
    expect(share).toBeLessThan(0.28);
  });

  test('an advertiser on one of three channels is heard a third of the time', async () => {
    const { clock, advertiser, scanner } = await world();
    await advertiser.advertise({ channelMap: 0b010 });
    await scanner.scan({ interval: 80 });
    await clock.advance(60_000);
    const share = scanner.reports().length / advertiser.controller.stats.advertisements;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.37);
  });

  test('4.3.3 with the accept list only those on it are reported', async () => {
    const { clock, medium, advertiser, scanner } = await world();
    const stranger = await RawPeer.open(medium);
    await scanner.ok(HCI_COMMAND.leAddDeviceToFilterAcceptList, [0, ...addressBytes(advertiser.controller.address)]);
    await advertiser.advertise();
    await stranger.advertise();
    await scanner.scan({ policy: 1, active: true });
    await clock.advance(500);
    const addresses = new Set(scanner.reports().map(({ address }) => address));
    expect(addresses).toEqual(new Set([advertiser.controller.address.replaceAll(':', '')]));
  });

  test('RSSI is signed and walks around its level', async () => {
    const { clock, advertiser, scanner } = await world({}, { rssi: -70, rssiWalk: 5 });
    await advertiser.advertise();
    await scanner.scan();
    await clock.advance(20_000);
    const levels = scanner.reports().map(({ rssi }) => rssi);
    expect(Math.min(...levels)).toBe(-75);
    expect(Math.max(...levels)).toBe(-65);
    expect(levels.slice(1).every((level, i) => Math.abs(level - (levels[i] ?? 0)) <= 1)).toBe(true);
  });

  test('lost PDUs are not reported, in about the share asked for; a changed rate counts at once', async () => {
    const { clock, medium, advertiser, scanner } = await world({ lossRate: 0.3 });
    await advertiser.advertise();
    await scanner.scan();
    await clock.advance(60_000);
    const share = scanner.reports().length / advertiser.controller.stats.advertisements;
    expect(share).toBeGreaterThan(0.66);
    expect(share).toBeLessThan(0.74);
    medium.lossRate = 1;
    await clock.advance(1000);
    expect(scanner.reports()).toEqual([]);
  });

  test('latency delays reports', async () => {
    const { clock, medium, advertiser, scanner } = await world({ latencyMs: 30 });
    await advertiser.advertise({ interval: 0x4000 });
    await scanner.scan();
    await clock.advance(29);
    expect(scanner.reports()).toEqual([]);
    await clock.advance(12);
    expect(scanner.reports()).toHaveLength(1);
    medium.latencyMs = 0;
    await clock.advance(10_260);
    expect(scanner.reports()).toHaveLength(1);
  });
});
