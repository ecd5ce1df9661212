import { describe, expect, test } from 'vitest';
import { ADV_TYPE, HCI_COMMAND, HCI_LE_EVENT } from '../../../../src-shared/assigned-numbers/hci.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { dataParameter, type RawAdvertising, RawPeer } from '../../testing/raw-peer.js';
import { Medium } from '../medium.js';

async function world(options: { scanner?: object } = {}) {
  const clock = new ManualClock();
  const medium = new Medium({ clock, seed: 7 });
  const advertiser = await RawPeer.open(medium);
  const scanner = await RawPeer.open(medium, options.scanner);
  return { clock, medium, advertiser, scanner };
}
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const plain = (address: string) => address.replaceAll(':', '');

/** Advertising parameters with single fields changed: [offset, value]. */
function parameters(...changes: [number, number][]): number[] {
  const list = [0x20, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0];
  for (const [at, value] of changes) list[at] = value;
  return list;
}

describe('7.8.5 LE Set Advertising Parameters', () => {
  test.each([
    ['interval below 20 ms', parameters([0, 0x1f]), '12'],
    ['maximum below minimum', parameters([0, 0x30]), '12'],
    ['interval above 10.24 s', parameters([3, 0x41]), '12'],
    ['type 5', parameters([4, 5]), '12'],
    ['own address type 4', parameters([5, 4]), '12'],
    ['own address type 4', parameters([5, 4]), '12'],
    ['peer address type 2', parameters([6, 2]), '12'],
    ['no channel', parameters([13, 0]), '12'],
    ['filter policy 4', parameters([14, 4]), '12'],
    ['everything in range', parameters(), '00'],
    [
      'high duty cycle, whose interval does not matter',
      parameters([0, 0], [2, 0], [4, ADV_TYPE.advDirectIndHigh]),
      '00',
    ],
  ])('%s: %s', async (_name, bytes, status) => {
    const { advertiser } = await world();
    expect(hex(await advertiser.command(HCI_COMMAND.leSetAdvertisingParameters, bytes))).toBe(status);
  });

  test('is disallowed while advertising', async () => {
    const { advertiser } = await world();
    await advertiser.advertise();
    expect(hex(await advertiser.command(HCI_COMMAND.leSetAdvertisingParameters, parameters()))).toBe('0c');
  });
});

test('7.8.6 LE Read Advertising Physical Channel Tx Power', async () => {
  const medium = new Medium({ clock: new ManualClock() });
  const peer = await RawPeer.open(medium, { txPower: -8 });
  expect(hex(await peer.command(HCI_COMMAND.leReadAdvertisingPhysicalChannelTxPower))).toBe('00f8');
});

test('7.8.7 LE Set Advertising Data: at most 31 bytes, and new data is used while advertising', async () => {
  const { clock, advertiser, scanner } = await world();
  const tooLong = dataParameter([]);
  tooLong[0] = 32;
  expect(hex(await advertiser.command(HCI_COMMAND.leSetAdvertisingData, tooLong))).toBe('12');
  expect(hex(await advertiser.command(HCI_COMMAND.leSetScanResponseData, tooLong))).toBe('12');
  await advertiser.advertise({ data: [1, 2, 3] });
  await scanner.scan();
  await clock.advance(100);
  await advertiser.ok(HCI_COMMAND.leSetAdvertisingData, dataParameter([4]));
  await clock.advance(100);
  expect(new Set(scanner.reports().map(({ data }) => hex(data)))).toEqual(new Set(['010203', '04']));
});

test('7.8.8 LE Set Scan Response Data: an active scanner gets it right after the advertisement', async () => {
  const { clock, advertiser, scanner } = await world();
  await advertiser.advertise({ data: [1], scanResponse: [2] });
  await scanner.scan({ active: true });
  await clock.advance(60);
  const [first, second] = scanner.reports();
  expect(first).toMatchObject({ pdu: 0, data: Uint8Array.of(1), rssi: -50 });
  expect(second).toMatchObject({ pdu: 4, data: Uint8Array.of(2), rssi: -50, address: first?.address });
});

describe('7.8.9 LE Set Advertising Enable', () => {
  test('0 and 1 are valid; switching off what is off and on what is on has no effect', async () => {
    const { advertiser } = await world();
    for (const [value, status] of [
      [2, '12'],
      [0, '00'],
      [1, '00'],
      [1, '00'],
      [0, '00'],
    ] as const) {
      expect(hex(await advertiser.command(HCI_COMMAND.leSetAdvertisingEnable, [value]))).toBe(status);
    }
  });

  test('the random address must have been set', async () => {
    const { clock, advertiser, scanner } = await world();
    await advertiser.ok(HCI_COMMAND.leSetAdvertisingParameters, parameters([5, 1]));
    expect(hex(await advertiser.command(HCI_COMMAND.leSetAdvertisingEnable, [1]))).toBe('12');
    await advertiser.ok(HCI_COMMAND.leSetRandomAddress, [1, 2, 3, 4, 5, 0xc6]);
    await advertiser.ok(HCI_COMMAND.leSetAdvertisingEnable, [1]);
    await scanner.scan();
    await clock.advance(40);
    expect(scanner.reports()[0]).toMatchObject({ type: 1, address: 'c60504030201' });
  });

  test('7.8.4 LE Set Random Address is disallowed while advertising, scanning or initiating', async () => {
    const { advertiser, scanner, medium } = await world();
    const initiator = await RawPeer.open(medium);
    await advertiser.advertise();
    await scanner.scan();
    await initiator.initiate({ peer: { address: '00:00:00:00:00:01' } });
    for (const peer of [advertiser, scanner, initiator]) {
      expect(hex(await peer.command(HCI_COMMAND.leSetRandomAddress, [1, 2, 3, 4, 5, 0xc6]))).toBe('0c');
    }
  });

  test('connectable advertising is refused with every link in use', async () => {
    const clock = new ManualClock();
    const medium = new Medium({ clock });
    const one = await RawPeer.open(medium, { maxLinks: 1 });
    const other = await RawPeer.open(medium);
    await one.advertise();
    const handle = other.connect({ peer: { address: one.controller.address } });
    await clock.advance(50);
    await handle;
    expect(hex(await one.command(HCI_COMMAND.leSetAdvertisingEnable, [1]))).toBe('09');
    await one.advertise({ type: ADV_TYPE.advNonconnInd });
    expect(one.controller.state.advertising).toBe(true);
  });
});

describe('Vol 6 Part B 4.4.2 advertising events', () => {
  test('4.4.2.2.1 events come an interval plus 0 to 10 ms apart', async () => {
    const { clock, advertiser, scanner } = await world();
    const times: number[] = [];
    await advertiser.advertise({ interval: 160 });
    const before = advertiser.controller.stats.advertisements;
    for (let ms = 0; ms < 20_000; ms += 1) {
      await clock.advance(1);
      const { advertisements } = advertiser.controller.stats;
      if (advertisements > before + times.length) times.push(ms);
    }
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(99);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(111);
    expect(new Set(gaps).size).toBeGreaterThan(5);
    expect(times.length).toBeGreaterThanOrEqual(188);
    expect(times.length).toBeLessThanOrEqual(194);
    expect(scanner.reports()).toEqual([]);
  });

  test.each([
    ['ADV_IND', ADV_TYPE.advInd, [0, 4]],
    ['ADV_SCAN_IND', ADV_TYPE.advScanInd, [2, 4]],
    ['ADV_NONCONN_IND', ADV_TYPE.advNonconnInd, [3]],
  ])('%s is reported with its own type, and answers scan requests if it is scannable', async (_name, type, pdus) => {
    const { clock, advertiser, scanner } = await world();
    await advertiser.advertise({ type, data: [9] });
    await scanner.scan({ active: true });
    await clock.advance(200);
    expect([...new Set(scanner.reports().map(({ pdu }) => pdu))]).toEqual(pdus);
  });

  test.each([
    ['low', ADV_TYPE.advDirectIndLow],
    ['high', ADV_TYPE.advDirectIndHigh],
  ])('directed advertising, %s duty cycle, is heard by the one it is meant for only', async (_name, type) => {
    const { clock, medium, advertiser, scanner } = await world();
    const other = await RawPeer.open(medium);
    await advertiser.advertise({ type, peer: { address: scanner.controller.address }, data: [1, 2, 3] });
    await scanner.scan();
    await other.scan();
    await clock.advance(100);
    const reports = scanner.reports();
    expect(reports.length).toBeGreaterThan(2);
    expect(reports[0]).toMatchObject({
      pdu: 1,
      data: new Uint8Array(0),
      address: plain(advertiser.controller.address),
    });
    expect(other.reports()).toEqual([]);
  });

  test('4.4.2.4.3 high duty cycle directed advertising ends after 1.28 s with Advertising Timeout', async () => {
    const { clock, advertiser, scanner } = await world();
    const peer = { address: scanner.controller.address };
    await scanner.scan();
    await advertiser.advertise({ type: ADV_TYPE.advDirectIndHigh, peer });
    await clock.advance(1279);
    expect(advertiser.takeLe(HCI_LE_EVENT.connectionComplete)).toEqual([]);
    await clock.advance(2);
    const [event] = advertiser.takeLe(HCI_LE_EVENT.connectionComplete);
    expect([event?.[4], event?.[7]]).toEqual([0x3c, 1]);
    expect(advertiser.controller.state.advertising).toBe(false);
    // Events at most 3.75 ms apart.
    expect(scanner.reports()).toHaveLength(342);
  });

  test.each([
    [0, true, true],
    [1, false, true],
    [2, true, false],
    [3, false, false],
  ])(
    '4.3.2 filter policy %i with a stranger: scan response %s, connection %s',
    async (filterPolicy, scans, connects) => {
      for (const known of [false, true]) {
        const { clock, advertiser, scanner, medium } = await world();
        const initiator = await RawPeer.open(medium);
        if (known) {
          for (const { controller } of [scanner, initiator]) {
            const bytes = Buffer.from(plain(controller.address), 'hex').reverse();
            await advertiser.ok(HCI_COMMAND.leAddDeviceToFilterAcceptList, [0, ...bytes]);
          }
        }
        await advertiser.advertise({ filterPolicy } satisfies RawAdvertising);
        await scanner.scan({ active: true });
        await clock.advance(60);
        const reports = scanner.reports();
        expect(reports.some(({ pdu }) => pdu === 0)).toBe(true);
        expect(reports.some(({ pdu }) => pdu === 4)).toBe(scans || known);
        await initiator.initiate({ peer: { address: advertiser.controller.address } });
        await clock.advance(60);
        expect(initiator.controller.links).toHaveLength(connects || known ? 1 : 0);
      }
    },
  );
});
