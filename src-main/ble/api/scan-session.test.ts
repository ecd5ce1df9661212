import { describe, expect, it, vi } from 'vitest';
import { ManualClock, settle } from '../testing/manual-clock.js';
import { DeviceRegistry } from './device-registry.js';
import { ScanSession } from './scan-session.js';
import type { AdvertisingReport, ScanOptions, ScanResult } from './scanner.js';

const NAME_A = Uint8Array.of(2, 0x09, 0x41);
const NAME_B = Uint8Array.of(2, 0x09, 0x42);

function setUp(options: ScanOptions = {}) {
  const clock = new ManualClock();
  const registry = new DeviceRegistry({
    clock,
    closed: new AbortController().signal,
    connect: () => Promise.reject(new Error('not here')),
  });
  const radio = { start: vi.fn(async () => undefined), stop: vi.fn(async () => undefined) };
  const session = new ScanSession(options, clock, radio, (address, type) => registry.get(address, type));
  const report = (more: Partial<AdvertisingReport> = {}) =>
    session.onReport({
      address: 'c2:00:00:00:00:01',
      addressType: 'random',
      pdu: 'ADV_IND',
      data: NAME_A,
      rssi: -50,
      at: clock.now(),
      ...more,
    });
  return { clock, radio, session, report, registry };
}

/** Results given for what has been reported so far. */
async function delivered(session: ScanSession): Promise<ScanResult[]> {
  const results: ScanResult[] = [];
  const iterator = session[Symbol.asyncIterator]();
  for (;;) {
    const step = await Promise.race([iterator.next(), settle().then(() => null)]);
    if (step === null || step.done) return results;
    results.push(step.value);
  }
}

describe('what counts as a change', () => {
  it('O5: the same object again when the data changed, nothing for an equal repeat', async () => {
    const { session, report } = setUp();
    report();
    report();
    const [first] = await delivered(session);
    expect(first?.name()).toBe('A');
    expect(first?.count).toBe(2);
  });

  it('O6: RSSI, data and a non-empty response each count', async () => {
    const { session, report } = setUp();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const r of session) seen.push(`${r.rssi} ${r.name()} ${r.respData?.length ?? '-'}`);
    })();
    report();
    await settle();
    report({ rssi: -51 });
    await settle();
    report({ rssi: -51, data: NAME_B });
    await settle();
    report({ rssi: -51, pdu: 'SCAN_RSP', data: new Uint8Array(0) });
    await settle();
    report({ rssi: -51, pdu: 'SCAN_RSP', data: NAME_A });
    await settle();
    report({ rssi: -51, pdu: 'SCAN_RSP', data: NAME_A });
    await settle();
    await session.cancel();
    await reading;
    expect(seen).toEqual(['-50 A -', '-51 A -', '-51 B -', '-51 B 3']);
  });

  it('O6: data of a scannable advertiser counts once its response is known', async () => {
    const { session, report } = setUp();
    report({ pdu: 'ADV_SCAN_IND' });
    expect(await delivered(session)).toHaveLength(1);
    const { session: second, report: again } = setUp();
    const seen: (string | null)[] = [];
    const reading = (async () => {
      for await (const r of second) seen.push(r.name());
    })();
    again({ pdu: 'ADV_SCAN_IND' });
    await settle();
    again({ pdu: 'ADV_SCAN_IND', data: NAME_B });
    await settle();
    again({ pdu: 'SCAN_RSP', data: Uint8Array.of(2, 0x0a, 4) });
    await settle();
    again({ pdu: 'ADV_SCAN_IND', data: NAME_A });
    await settle();
    await second.cancel();
    await reading;
    expect(seen).toEqual(['A', 'B', 'A']);
  });

  it('O6: a directed advertisement tells RSSI and that it is directed, and leaves the data', async () => {
    const { session, report } = setUp();
    report();
    report({ pdu: 'ADV_DIRECT_IND', data: new Uint8Array(0), rssi: -40 });
    const [result] = await delivered(session);
    expect(result).toMatchObject({ rssi: -40, directed: true, connectable: true, scannable: false });
    expect(result?.advData).toEqual(NAME_A);
  });

  it('O7: connectable and scannable follow the newest PDU even when the data did not change', async () => {
    const { session, report } = setUp();
    report();
    report({ pdu: 'ADV_NONCONN_IND' });
    const [result] = await delivered(session);
    expect(result).toMatchObject({ connectable: false, scannable: false });
  });

  it('an RSSI of 127 means unknown and comes as null', async () => {
    const { session, report } = setUp();
    report({ rssi: null });
    expect((await delivered(session))[0]?.rssi).toBeNull();
  });
});

describe('order and bounds', () => {
  it('O6 FIX: changes come oldest first', async () => {
    const { session, report } = setUp();
    for (const n of [1, 2, 3]) report({ address: `c2:00:00:00:00:0${n}` });
    expect((await delivered(session)).map((r) => r.device.address.slice(-2))).toEqual(['01', '02', '03']);
  });

  it('O13: a program that takes nothing costs a bounded queue, and the drops are counted', async () => {
    const { session, report } = setUp({ queue: 4 });
    for (let n = 0; n < 10; n += 1) report({ address: `c2:00:00:00:00:${n.toString(16).padStart(2, '0')}` });
    expect(session.stats).toEqual({ received: 10, delivered: 0, dropped: 6 });
    expect((await delivered(session)).map((r) => r.device.address.slice(-2))).toEqual(['06', '07', '08', '09']);
    expect(session.stats.delivered).toBe(4);
  });

  it('O13: what was dropped is told when it is next heard, also when nothing about it changed', async () => {
    const { session, report } = setUp({ queue: 1 });
    const addresses = ['c2:00:00:00:00:01', 'c2:00:00:00:00:02'];
    for (const address of addresses) report({ address });
    expect((await delivered(session)).map((r) => r.device.address)).toEqual(addresses.slice(1));
    for (const address of addresses) report({ address });
    expect((await delivered(session)).map((r) => r.device.address)).toEqual(addresses.slice(0, 1));
    for (const address of addresses) report({ address });
    expect(await delivered(session)).toEqual([]);
  });

  it('many changes of one device wait as one', async () => {
    const { session, report } = setUp({ queue: 4 });
    for (let n = 0; n < 100; n += 1) report({ rssi: -n });
    const results = await delivered(session);
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({ rssi: -99, count: 100 });
    expect(session.stats.dropped).toBe(0);
  });
});

describe('ending', () => {
  it('return() ends an iteration that waits, and stops the radio', async () => {
    const { session, radio } = setUp();
    const iterator = session[Symbol.asyncIterator]();
    const waiting = iterator.next();
    await settle();
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(radio.stop).toHaveBeenCalledOnce();
  });

  it('a radio that will not stop: cancel, the end of the loop and leaving it tell why', async () => {
    const refusal = new Error('will not stop');
    const failing = (options?: ScanOptions) => {
      const made = setUp(options);
      made.radio.stop.mockRejectedValue(refusal);
      return made;
    };
    await expect(failing().session.cancel()).rejects.toBe(refusal);
    await expect(failing().session[Symbol.asyncDispose]()).rejects.toBe(refusal);
    await expect(failing().session[Symbol.asyncIterator]().return?.()).rejects.toBe(refusal);
    const { clock, session } = failing({ durationMs: 10 });
    const next = expect(session[Symbol.asyncIterator]().next()).rejects.toBe(refusal);
    await clock.advance(10);
    await next;
  });

  it('aborted while it starts, started tells that too', async () => {
    const stop = new AbortController();
    const { session, radio } = setUp({ signal: stop.signal });
    stop.abort();
    await expect(session.started).rejects.toMatchObject({ code: 'aborted' });
    expect(session.running).toBe(false);
    expect(radio.stop).toHaveBeenCalledOnce();
  });

  it('ends after durationMs by the clock', async () => {
    const { clock, session, radio } = setUp({ durationMs: 5_000 });
    const done = delivered(session);
    await clock.advance(4_999);
    expect(session.running).toBe(true);
    await clock.advance(1);
    await done;
    expect(session.running).toBe(false);
    expect(radio.stop).toHaveBeenCalledOnce();
    expect(clock.pendingTimers).toBe(0);
  });

  it('O3: leaving the loop stops the radio', async () => {
    const { session, report, radio } = setUp();
    report();
    for await (const result of session) {
      expect(result.name()).toBe('A');
      break;
    }
    expect(radio.stop).toHaveBeenCalledOnce();
  });

  it('O4: cancel ends the iteration quietly, twice is once', async () => {
    const { session, radio } = setUp();
    const reading = (async () => {
      for await (const _ of session) expect.unreachable();
    })();
    await settle();
    await session.cancel();
    await session.cancel();
    await reading;
    expect(radio.stop).toHaveBeenCalledOnce();
  });

  it('a signal ends it with "aborted", also one that was aborted before', async () => {
    const stop = new AbortController();
    const { session, radio } = setUp({ signal: stop.signal });
    const reading = delivered(session);
    await settle();
    stop.abort();
    await reading;
    await expect(session[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'aborted' });
    expect(radio.stop).toHaveBeenCalledOnce();
    const late = setUp({ signal: stop.signal });
    await expect(late.session[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'aborted' });
    expect(late.radio.start).not.toHaveBeenCalled();
  });

  it('a radio that will not start rejects the loop with its reason', async () => {
    const clock = new ManualClock();
    const refusal = new Error('no radio');
    const radio = { start: () => Promise.reject(refusal), stop: async () => undefined };
    const session = new ScanSession({}, clock, radio, () => expect.unreachable());
    await expect(session[Symbol.asyncIterator]().next()).rejects.toBe(refusal);
    await expect(session.started).rejects.toBe(refusal);
  });
});

describe('bad options are refused at once', () => {
  it.each([
    [{ intervalUs: 2_499 }, /intervalUs is 2499/],
    [{ intervalUs: 10_240_001 }, /intervalUs/],
    [{ intervalUs: 10_000, windowUs: 20_000 }, /longer than intervalUs/],
    [{ durationMs: -1 }, /durationMs/],
    [{ durationMs: Number.NaN }, /durationMs/],
    [{ queue: 0 }, /queue/],
    [{ queue: '5' }, /queue is "5"/],
    [{ queue: 1.5 }, /queue is 1.5/],
    [{ durationMs: '100' }, /durationMs is "100"/],
    [{ intervalUs: '100000', windowUs: '30000' }, /intervalUs is "100000"/],
    [{ windowUs: null }, /windowUs is null/],
    [{ active: 'yes' }, /active is "yes"/],
    [{ signal: 'x' }, /signal is "x"/],
    [{ filter: null }, /filter is null/],
    [{ filter: { services: '180f' } }, /filter.services is "180f"/],
    [{ filter: { name: 5 } }, /filter.name is 5/],
    [{ filter: { minRssi: '-60' } }, /filter.minRssi is "-60"/],
    [{ filter: { manufacturer: -1 } }, /filter.manufacturer is -1/],
    [null, /options argument is null/],
    [{ filter: { address: 'zz' } }, /not a Bluetooth address/],
    [{ filter: { services: ['18'] } }, /not a UUID/],
  ])('%j', (options, message) => {
    expect(() => setUp(options as ScanOptions)).toThrow(message);
  });
});

it('the filter passes what matches all of it', async () => {
  const { session, report } = setUp({ filter: { name: /^B/, minRssi: -60, connectable: true } });
  report({ address: 'c2:00:00:00:00:01', data: NAME_B, rssi: -70 });
  report({ address: 'c2:00:00:00:00:02', data: NAME_B, rssi: -60 });
  report({ address: 'c2:00:00:00:00:03', data: NAME_A, rssi: -60 });
  report({ address: 'c2:00:00:00:00:04', data: NAME_B, rssi: -60, pdu: 'ADV_NONCONN_IND' });
  expect((await delivered(session)).map((r) => r.device.address.slice(-1))).toEqual(['2']);
});

it('interval: the median gap between advertising events, responses not counted', async () => {
  const { clock, session, report } = setUp();
  report();
  const [result] = await delivered(session);
  expect(result?.intervalMs).toBeNull();
  const fresh = setUp();
  for (const gap of [100, 104, 98, 301, 102]) {
    fresh.report({ at: clock.now() });
    fresh.report({ at: clock.now() + 1, pdu: 'SCAN_RSP' });
    await clock.advance(gap);
  }
  fresh.report({ at: clock.now() });
  expect((await delivered(fresh.session))[0]?.intervalMs).toBe(102);
});

it('one Device per address and type', () => {
  const { registry } = setUp();
  expect(registry.get('C2:00:00:00:00:01', 'random')).toBe(registry.get('c2:00:00:00:00:01', 'random'));
  expect(registry.get('c2:00:00:00:00:01', 'public')).not.toBe(registry.get('c2:00:00:00:00:01', 'random'));
});
