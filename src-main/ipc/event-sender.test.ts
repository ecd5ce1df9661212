import { beforeEach, describe, expect, test } from 'vitest';
import type { EventPayload } from '../../src-shared/ipc/contract.js';
import { ManualClock } from '../ble/testing/manual-clock.js';
import { createEventSender, type EventSender } from './event-sender.js';

let clock: ManualClock;
let sent: { name: string; payload: unknown }[];
let reported: string[];
let sender: EventSender;

beforeEach(() => {
  clock = new ManualClock();
  sent = [];
  reported = [];
  sender = createEventSender({
    clock,
    validate: true,
    send: (name, payload) => sent.push({ name, payload }),
    report: (message) => reported.push(message),
  });
});

const windowState = (maximized: boolean): EventPayload<'app.windowState'> => ({
  maximized,
  fullscreen: false,
  focused: true,
});
const notice = (title: string): EventPayload<'app.notice'> => ({ level: 'info', title });
const empty = new Uint32Array(0);
const batch = (received: number): EventPayload<'scanner.batch'> => ({
  at: 0,
  rows: [],
  ticks: {
    ids: empty,
    rssi: new Int8Array(0),
    lastSeen: new Float64Array(0),
    count: empty,
    intervalMs: new Float32Array(0),
    rate: new Float32Array(0),
  },
  removed: [],
  stats: { received, dropped: 0, evicted: 0, rate: 0, identities: 0 },
});
const titles = () => sent.map(({ payload }) => (payload as { title?: string }).title);

describe('events to the window', () => {
  test('of a state that changes fast the first goes at once and the newest soon after', async () => {
    sender.setReady(true);
    for (let i = 0; i < 1_000; i += 1) sender.emit('app.windowState', windowState(i % 2 === 1));
    expect(sent).toHaveLength(1);
    await clock.advance(1_000);
    expect(sent.map(({ payload }) => payload)).toEqual([windowState(false), windowState(true)]);
  });

  test('at most ten of a state a second', async () => {
    sender.setReady(true);
    for (let ms = 0; ms < 2_000; ms += 5) {
      sender.emit('app.windowState', windowState(ms % 2 === 0));
      await clock.advance(5);
    }
    expect(sent.length).toBeLessThanOrEqual(21);
    expect(sent.length).toBeGreaterThan(15);
  });

  test('notices all go, in order', () => {
    sender.setReady(true);
    for (const title of ['a', 'b', 'b']) sender.emit('app.notice', notice(title));
    expect(titles()).toEqual(['a', 'b', 'b']);
  });

  test('before the page is there states and notices wait, the newest of them, and batches are not kept', () => {
    sender.emit('app.windowState', windowState(false));
    sender.emit('app.windowState', windowState(true));
    for (let i = 0; i < 100; i += 1) sender.emit('app.notice', notice(String(i)));
    sender.emit('scanner.batch', batch(1));
    sender.emit('explorer.closed', { link: 1 });
    expect(sent).toEqual([]);
    sender.setReady(true);
    expect(sent.filter(({ name }) => name === 'scanner.batch' || name === 'explorer.closed')).toEqual([]);
    expect(sent.filter(({ name }) => name === 'app.windowState').map(({ payload }) => payload)).toEqual([
      windowState(true),
    ]);
    expect(titles().filter((title) => title !== undefined)).toEqual(
      Array.from({ length: 64 }, (_, i) => String(36 + i)),
    );
    sender.emit('scanner.batch', batch(2));
    expect(sent.at(-1)?.name).toBe('scanner.batch');
  });

  test('a reload makes them wait again', async () => {
    sender.setReady(true);
    sender.setReady(false);
    sender.emit('app.notice', notice('during'));
    sender.emit('app.windowState', windowState(true));
    await clock.advance(1_000);
    expect(sent).toEqual([]);
    sender.setReady(true);
    expect(sent).toHaveLength(2);
  });

  test('one against the contract is told to the log', () => {
    sender.setReady(true);
    sender.emit('app.notice', { level: 'loud', title: 3 } as unknown as EventPayload<'app.notice'>);
    expect(reported).toEqual([expect.stringContaining('app.notice is against its own contract')]);
  });

  test('after close nothing goes and no timer is left', async () => {
    sender.setReady(true);
    for (const maximized of [true, false]) sender.emit('app.windowState', windowState(maximized));
    sender.close();
    sent = [];
    sender.emit('app.notice', notice('late'));
    await clock.advance(1_000);
    expect(sent).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});
