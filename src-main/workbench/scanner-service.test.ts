import { beforeEach, describe, expect, test } from 'vitest';
import { events } from '../../src-shared/ipc/contract.js';
import type { ScanBatch, ScanState } from '../../src-shared/ipc/scanner.js';
import type { ScanDetail } from '../../src-shared/model/scan-row.js';
import type { AdvertisingReport } from '../ble/index.js';
import { ManualClock, settle } from '../ble/testing/manual-clock.js';
import { MAX_IDENTITIES, MAX_ROWS_PER_BATCH } from './scan-table.js';
import { RING_CAPACITY, ScannerService } from './scanner-service.js';
import { FakeAdapter } from './testing/fake-adapter.js';

const SETTINGS = { active: true, intervalMs: 100, windowMs: 50, durationMs: 0 };

let clock: ManualClock;
let adapter: FakeAdapter;
let service: ScannerService;
let sent: { name: string; payload: unknown; at: number }[];

const named = <T>(name: string) => sent.filter((event) => event.name === name).map((event) => event.payload as T);
const batches = () => named<ScanBatch>('scanner.batch');
const states = () => named<ScanState>('scanner.state');
const lastStats = () => batches().at(-1)?.stats;

beforeEach(() => {
  clock = new ManualClock();
  adapter = new FakeAdapter();
  sent = [];
  service = new ScannerService({
    clock,
    settings: SETTINGS,
    emit: (name, payload) => {
      expect(events[name].safeParse(payload).error).toBeUndefined();
      sent.push({ name, payload, at: clock.now() });
    },
  });
  service.setAdapter(adapter);
  sent = [];
});

const address = (n: number) =>
  `c0:00:00:00:${(n >> 8).toString(16).padStart(2, '0')}:${(n & 0xff).toString(16).padStart(2, '0')}`;
/** Flags and a name that ends in the number; `extra` makes the payload another. */
const payload = (n: number, extra = 0) => Uint8Array.of(2, 1, 6, 3, 9, 0x41 + (n % 26), 0x30 + extra);

function report(n: number, more: Partial<AdvertisingReport> = {}): AdvertisingReport {
  return {
    address: address(n),
    addressType: 'random',
    pdu: 'ADV_IND',
    data: payload(n),
    rssi: -60,
    at: clock.now(),
    ...more,
  };
}

/** What the window holds after these batches. */
function windowOf(list: ScanBatch[]) {
  const rows = new Map<number, ScanBatch['rows'][number]>();
  for (const batch of list) {
    for (const id of batch.removed) rows.delete(id);
    for (const row of batch.rows) rows.set(row.id, row);
    for (const id of batch.ticks.ids)
      expect(rows.has(id), `numbers of row ${id}, which the window does not have`).toBe(true);
  }
  return rows;
}

describe('scan', () => {
  test('settings go to the radio in microseconds', async () => {
    expect(await service.start({ active: false, intervalMs: 12.5, windowMs: 2.5, durationMs: 3_000 })).toMatchObject({
      running: true,
      startedAt: clock.now(),
    });
    expect(adapter.scanner.options).toMatchObject({
      active: false,
      intervalUs: 12_500,
      windowUs: 2_500,
      durationMs: 3_000,
    });
  });

  test('a second start takes over from the first', async () => {
    await service.start(SETTINGS);
    const first = adapter.scanner;
    await service.start({ ...SETTINGS, active: false });
    await settle();
    expect(first.listenerCount).toBe(0);
    expect(states().at(-1)).toMatchObject({ running: true, settings: { active: false } });
    expect(states().at(-1)?.error).toBeUndefined();
  });

  test('stop ends it without an error', async () => {
    await service.start(SETTINGS);
    await service.stop();
    await settle();
    expect(adapter.scanner.running).toBe(false);
    expect(states().at(-1)).toMatchObject({ running: false });
    expect(states().at(-1)?.error).toBeUndefined();
  });

  test('without an adapter, start says so', async () => {
    service.setAdapter(null);
    await expect(service.start(SETTINGS)).rejects.toThrow('no adapter is open');
  });

  test('what the adapter refuses is the answer, and the state tells it too', async () => {
    adapter.scanError = new Error('passive scan is not possible here');
    await expect(service.start(SETTINGS)).rejects.toThrow('not possible here');
    expect(states().at(-1)).toMatchObject({ running: false, error: { message: 'passive scan is not possible here' } });
    adapter.scanError = null;
    expect((await service.start(SETTINGS)).error).toBeUndefined();
  });

  test('a radio that does not begin is the answer, and the state tells it too', async () => {
    adapter.startError = new Error('the controller did not answer');
    await expect(service.start(SETTINGS)).rejects.toThrow('did not answer');
    await settle();
    expect(states().at(-1)).toMatchObject({ running: false, error: { message: 'the controller did not answer' } });
  });

  test('the end of its time is told', async () => {
    await service.start({ ...SETTINGS, durationMs: 1_000 });
    adapter.scanner.end();
    await settle();
    expect(states().at(-1)).toMatchObject({ running: false });
    service.setAdapter(new FakeAdapter());
    expect(states().at(-1)).toMatchObject({ running: false });
  });

  test('a lost adapter is told with its error, and the scan goes on with the next', async () => {
    await service.start(SETTINGS);
    adapter.scanner.end(new Error('the socket closed'));
    await settle();
    expect(states().at(-1)).toMatchObject({ running: false, error: { message: 'the socket closed' } });
    service.setAdapter(null);
    const next = new FakeAdapter('tcp:127.0.0.1:1');
    service.setAdapter(next);
    expect(next.scanner.options).toMatchObject({ active: true, intervalUs: 100_000 });
    expect(states().at(-1)).toMatchObject({ running: true });
    expect(states().at(-1)?.error).toBeUndefined();
  });

  test('why the adapter went is why the scan ended, whoever tells first', async () => {
    await service.start(SETTINGS);
    service.setAdapter(null, new Error('the dongle was pulled out'));
    await settle();
    expect(states().at(-1)).toMatchObject({ running: false, error: { message: 'the dongle was pulled out' } });
  });

  test('an adapter that goes while nothing scans is no error of a scan', () => {
    service.setAdapter(null, new Error('the dongle was pulled out'));
    expect(states().at(-1)?.error).toBeUndefined();
  });

  test('on another adapter a scan with an end runs for what is left of it', async () => {
    await service.start({ ...SETTINGS, durationMs: 10_000 });
    await clock.advance(4_000);
    const next = new FakeAdapter();
    service.setAdapter(next);
    expect(next.scanner.options.durationMs).toBe(6_000);
    expect(adapter.scanner.listenerCount).toBe(0);
  });
});

describe('list', () => {
  beforeEach(async () => {
    await service.start(SETTINGS);
  });

  test('a row goes out once, then only its numbers, until its payload changes', async () => {
    for (let i = 0; i < 10; i += 1) {
      adapter.scanner.report(report(1, { rssi: -50 - i }));
      await clock.advance(100);
    }
    await clock.advance(500);
    const before = batches();
    expect(before.flatMap((batch) => batch.rows)).toHaveLength(1);
    expect(before.flatMap((batch) => batch.rows)[0]).toMatchObject({
      address: address(1),
      name: 'B0',
      connectable: true,
      scannable: true,
      virtual: true,
      respData: null,
    });
    expect(before.flatMap((batch) => [...batch.ticks.rssi])).toContain(-59);
    sent = [];
    adapter.scanner.report(report(1, { data: payload(1, 5) }));
    adapter.scanner.report(report(1, { pdu: 'SCAN_RSP', data: Uint8Array.of(2, 10, 4) }));
    await clock.advance(300);
    expect(batches().flatMap((batch) => batch.rows)).toEqual([
      expect.objectContaining({ name: 'B5', txPower: 4, respData: Uint8Array.of(2, 10, 4) }),
    ]);
  });

  test('the bytes of a report are copied: their buffer may be used again', async () => {
    const data = payload(1);
    adapter.scanner.report(report(1, { data }));
    await clock.advance(50);
    data.fill(0);
    await clock.advance(300);
    expect(batches()[0]?.rows[0]?.advData).toEqual(payload(1));
  });

  test('an address of another type is another device', async () => {
    adapter.scanner.report(report(1));
    adapter.scanner.report(report(1, { addressType: 'public' }));
    await clock.advance(300);
    expect(windowOf(batches()).size).toBe(2);
  });

  test.each([
    ['ADV_IND', true, true, false],
    ['ADV_DIRECT_IND', true, false, true],
    ['ADV_SCAN_IND', false, true, false],
    ['ADV_NONCONN_IND', false, false, false],
  ] as const)('%s says what can be done', async (pdu, connectable, scannable, directed) => {
    adapter.scanner.report(report(1, { pdu }));
    await clock.advance(300);
    expect(batches()[0]?.rows[0]).toMatchObject({ pdu, connectable, scannable, directed });
  });

  test('numbers: count, rate, interval; and the rate comes to zero when the device falls silent', async () => {
    for (let i = 0; i < 60; i += 1) {
      adapter.scanner.report(report(1));
      await clock.advance(100);
    }
    const { ticks } = batches().at(-1) as ScanBatch;
    expect(ticks.count[0]).toBeGreaterThan(55);
    expect(ticks.rate[0]).toBeCloseTo(10, 0);
    expect(ticks.intervalMs[0]).toBeCloseTo(100, 1);
    sent = [];
    await clock.advance(4_000);
    expect(
      batches()
        .flatMap((batch) => [...batch.ticks.rate])
        .at(-1),
    ).toBe(0);
    expect(lastStats()?.rate).toBe(0);
    sent = [];
    await clock.advance(10_000);
    expect(sent).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  test('a window that was reloaded gets every row once more', async () => {
    for (let n = 0; n < 700; n += 1) adapter.scanner.report(report(n));
    await clock.advance(1_000);
    sent = [];
    expect(service.state()).toMatchObject({ running: true });
    await clock.advance(1_000);
    expect(windowOf(batches()).size).toBe(700);
    expect(Math.max(...batches().map((batch) => batch.rows.length))).toBe(MAX_ROWS_PER_BATCH);
  });

  test('clear empties list and counters and tells the window which rows went', async () => {
    adapter.scanner.report(report(1));
    adapter.scanner.report(report(2));
    await clock.advance(300);
    service.clear();
    expect(batches().at(-1)).toMatchObject({
      removed: [1, 2],
      stats: { received: 0, dropped: 0, evicted: 0, rate: 0, identities: 0 },
    });
    adapter.scanner.report(report(1));
    await clock.advance(300);
    expect(windowOf(batches()).size).toBe(1);
    expect(lastStats()).toMatchObject({ received: 1, identities: 1 });
  });

  test('while it is held nothing goes out, and afterwards nothing is missing', async () => {
    service.setHeld(true);
    for (let n = 0; n < 20; n += 1) adapter.scanner.report(report(n));
    await clock.advance(5_000);
    expect(batches()).toEqual([]);
    service.setHeld(false);
    await clock.advance(300);
    expect(windowOf(batches()).size).toBe(20);
  });
});

describe('bounds', () => {
  beforeEach(async () => {
    await service.start(SETTINGS);
  });

  test('5,000 reports a second of 2,000 devices, half of them changing: few batches, bounded rows, nothing lost', async () => {
    const seconds = 6;
    let turn = 0;
    for (let ms = 0; ms < seconds * 1_000; ms += 10) {
      for (let i = 0; i < 50; i += 1) {
        const n = turn % 2_000;
        adapter.scanner.report(report(n, { data: payload(n, n % 2 ? Math.floor(turn / 2_000) % 10 : 0) }));
        turn += 1;
      }
      await clock.advance(10);
    }
    await clock.advance(2_000);
    const list = batches();
    const first = sent.find((event) => event.name === 'scanner.batch')?.at ?? 0;
    for (let at = first; at < clock.now(); at += 1_000) {
      const inSecond = sent.filter(
        (event) => event.name === 'scanner.batch' && event.at >= at && event.at < at + 1_000,
      );
      expect(inSecond.length).toBeLessThanOrEqual(10);
    }
    expect(Math.max(...list.map((batch) => batch.rows.length))).toBeLessThanOrEqual(MAX_ROWS_PER_BATCH);
    expect(lastStats()).toMatchObject({ received: seconds * 5_000, dropped: 0, evicted: 0, identities: 2_000 });
    const rows = windowOf(list);
    expect(rows.size).toBe(2_000);
    // Whatever was put off: in the end every row is the newest.
    for (const device of service.devices()) expect(rows.get(device.row.id)).toEqual(device.row);
  });

  test('rows that keep changing do not keep others waiting', async () => {
    for (let n = 0; n < 1_000; n += 1) adapter.scanner.report(report(n));
    for (let round = 1; round < 12; round += 1) {
      for (let n = 0; n < 400; n += 1) adapter.scanner.report(report(n, { data: payload(n, round % 10) }));
      await clock.advance(100);
    }
    expect(windowOf(batches()).size).toBe(1_000);
  });

  test('a burst over the ring is dropped and counted', async () => {
    for (let i = 0; i < RING_CAPACITY + 500; i += 1) adapter.scanner.report(report(i % 100));
    await clock.advance(2_000);
    expect(lastStats()).toMatchObject({ received: RING_CAPACITY + 500, dropped: 500 });
    const counts = [...service.devices()].reduce((sum, device) => sum + device.count, 0);
    expect(counts).toBe(RING_CAPACITY);
  });

  test('of more devices than it lists those unheard for longest go; favourites and the watched one stay', async () => {
    adapter.scanner.report(report(0));
    adapter.scanner.report(report(1));
    adapter.scanner.report(report(2));
    await clock.advance(300);
    service.setFavourites([`${address(1)}/random`]);
    service.watch([...windowOf(batches()).values()].find((row) => row.address === address(2))?.id ?? null);
    for (let n = 3; n < MAX_IDENTITIES + 2_000; n += 1) {
      adapter.scanner.report(report(n));
      if (n % 200 === 0) await clock.advance(100);
    }
    await clock.advance(5_000);
    const listed = new Set([...service.devices()].map((device) => device.row.address));
    expect(listed.size).toBeLessThanOrEqual(MAX_IDENTITIES);
    expect(listed.has(address(0))).toBe(false);
    expect(listed.has(address(1))).toBe(true);
    expect(listed.has(address(2))).toBe(true);
    expect(listed.has(address(MAX_IDENTITIES + 1_999))).toBe(true);
    expect(lastStats()?.evicted).toBe(MAX_IDENTITIES + 2_000 - listed.size);
    expect(new Set([...windowOf(batches()).values()].map((row) => row.address))).toEqual(listed);
  });
});

describe('detail', () => {
  beforeEach(async () => {
    await service.start(SETTINGS);
  });
  const details = () => named<ScanDetail>('scanner.detail');

  test('a row just selected has a past', async () => {
    for (let i = 0; i < 30; i += 1) {
      adapter.scanner.report(report(1, { data: payload(1, i % 10), rssi: -40 - i }));
      await clock.advance(100);
    }
    const detail = service.watch(1);
    expect(detail?.history).toHaveLength(20);
    expect(detail?.history[0]).toMatchObject({ data: payload(1, 9), changed: [6], rssi: -69 });
    expect(detail).toMatchObject({ id: 1, rssiMin: -69, rssiMax: -40, count: 30, advChanged: [6], respChanged: [] });
  });

  test('it is told at most five times a second, and only of the watched row', async () => {
    adapter.scanner.report(report(1));
    adapter.scanner.report(report(2));
    await clock.advance(300);
    service.watch(2);
    const from = clock.now();
    for (let i = 0; i < 300; i += 1) {
      adapter.scanner.report(report(1));
      adapter.scanner.report(report(2, { data: payload(2, i % 10) }));
      // Rows that wait make batches come faster; the detail does not follow them.
      for (let n = 3; n < 400; n += 10)
        adapter.scanner.report(report(n + (i % 10), { data: payload(n, (i / 10) % 10) }));
      await clock.advance(10);
    }
    expect(new Set(details().map((detail) => detail.id))).toEqual(new Set([2]));
    expect(details().length).toBeLessThanOrEqual(((clock.now() - from) / 1_000) * 5);
    expect(details().length).toBeGreaterThan(10);
    expect(details().at(-1)?.history).toHaveLength(200);
    sent = [];
    service.watch(null);
    adapter.scanner.report(report(2));
    await clock.advance(500);
    expect(details()).toEqual([]);
  });

  test('an id that is not there has no detail', () => {
    expect(service.watch(99)).toBeNull();
    expect(service.watch(null)).toBeNull();
  });
});

test('after close no timer is left and nothing more is told', async () => {
  await service.start(SETTINGS);
  adapter.scanner.report(report(1));
  await service.close();
  sent = [];
  await clock.advance(5_000);
  expect(sent).toEqual([]);
  expect(clock.pendingTimers).toBe(0);
});
