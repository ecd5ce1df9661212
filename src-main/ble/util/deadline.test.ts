import { describe, expect, it, vi } from 'vitest';
import { BleError } from '../../../src-shared/model/ble-error.js';
import { ManualClock, settle } from '../testing/manual-clock.js';
import { type DeadlineSpec, endController, type Limits, sleep, withDeadline } from './deadline.js';

const never = () => new Promise<never>(() => undefined);

function spec(clock: ManualClock, more: Partial<DeadlineSpec> = {}): DeadlineSpec {
  return { clock, layer: 'gap', operation: 'test', defaultMs: 1_000, ...more };
}

describe('withDeadline', () => {
  it('gives what the work gives, and leaves no timer', async () => {
    const clock = new ManualClock();
    expect(await withDeadline(spec(clock), async () => 7)).toBe(7);
    expect(clock.pendingTimers).toBe(0);
  });

  it('rejects "timeout" at the default time, and tells the work', async () => {
    const clock = new ManualClock();
    let told: unknown;
    const running = withDeadline(spec(clock), (signal) => {
      signal.addEventListener('abort', () => (told = signal.reason));
      return never();
    });
    const outcome = expect(running).rejects.toMatchObject({ code: 'timeout', layer: 'gap', operation: 'test' });
    await clock.advance(999);
    expect(told).toBeUndefined();
    await clock.advance(1);
    await outcome;
    expect(told).toBeInstanceOf(BleError);
  });

  it.each([0, -1, Number.NaN])('refuses a timeoutMs of %s without starting', async (timeoutMs) => {
    const work = vi.fn(never);
    await expect(withDeadline(spec(new ManualClock(), { limits: { timeoutMs } }), work)).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    expect(work).not.toHaveBeenCalled();
  });

  it('Infinity sets no timer', async () => {
    const clock = new ManualClock();
    void withDeadline(spec(clock, { limits: { timeoutMs: Infinity } }), never);
    await settle();
    expect(clock.pendingTimers).toBe(0);
  });

  it('rejects "aborted" by the signal of the caller, also when it was aborted before', async () => {
    const clock = new ManualClock();
    const stop = new AbortController();
    const running = withDeadline(spec(clock, { limits: { signal: stop.signal } }), never);
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: 'aborted' });
    const work = vi.fn(never);
    await expect(withDeadline(spec(clock, { limits: { signal: stop.signal } }), work)).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(work).not.toHaveBeenCalled();
    expect(clock.pendingTimers).toBe(0);
  });

  it('rejects with the reason of the link that ended, told of this operation', async () => {
    const link = new AbortController();
    let told: unknown;
    const running = withDeadline(spec(new ManualClock(), { operation: 'read', ends: [link.signal] }), (signal) => {
      signal.addEventListener('abort', () => (told = signal.reason));
      return never();
    });
    const message = 'link: disconnected, HCI 0x13';
    const reason = new BleError('disconnected', {
      layer: 'gap',
      operation: 'link',
      status: 0x13,
      origin: 'peer',
      message,
    });
    link.abort(reason);
    await expect(running).rejects.toMatchObject({
      code: 'disconnected',
      status: 0x13,
      origin: 'peer',
      operation: 'read',
      message: 'read: disconnected, HCI 0x13',
      cause: reason,
    });
    expect(told).toMatchObject({ operation: 'read' });
    const late = withDeadline(spec(new ManualClock(), { operation: 'write', ends: [link.signal] }), never);
    await expect(late).rejects.toMatchObject({ code: 'disconnected', operation: 'write' });
  });

  it.each([
    { signal: 'x' },
    { signal: {} },
    { signal: null },
    { signal: { aborted: false, addEventListener: 'no' } },
    { timeoutMs: '5' },
    { timeoutMs: Symbol('5') },
    null,
    7,
  ])('limits that are none are refused without starting: %#', async (limits) => {
    const clock = new ManualClock();
    const work = vi.fn(never);
    await expect(withDeadline(spec(clock, { limits: limits as Limits }), work)).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    expect(work).not.toHaveBeenCalled();
    expect(clock.pendingTimers).toBe(0);
  });

  it('a signal that cannot be listened to starts nothing either', async () => {
    const signal = {
      aborted: false,
      addEventListener: () => {
        throw new Error('deaf');
      },
      removeEventListener: () => undefined,
    } as unknown as AbortSignal;
    const work = vi.fn(never);
    await expect(withDeadline(spec(new ManualClock(), { limits: { signal } }), work)).rejects.toThrow('deaf');
    expect(work).not.toHaveBeenCalled();
  });

  it('an AbortSignal of another realm is as good', async () => {
    const inner = new AbortController();
    const foreign = {
      get aborted() {
        return inner.signal.aborted;
      },
      addEventListener: inner.signal.addEventListener.bind(inner.signal),
      removeEventListener: inner.signal.removeEventListener.bind(inner.signal),
    } as unknown as AbortSignal;
    const running = withDeadline(spec(new ManualClock(), { limits: { signal: foreign } }), never);
    inner.abort();
    await expect(running).rejects.toMatchObject({ code: 'aborted' });
  });

  it('many operations at once on one end give no warning of a leak', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning);
    process.on('warning', onWarning);
    const end = endController();
    const all = Array.from({ length: 40 }, () => withDeadline(spec(new ManualClock(), { ends: [end.signal] }), never));
    end.abort(new Error('over'));
    await Promise.allSettled(all);
    await settle();
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });
});

it('sleep ends by the clock or by its signal', async () => {
  const clock = new ManualClock();
  const stop = new AbortController();
  const slept = sleep(clock, 50, stop.signal);
  await clock.advance(50);
  await slept;
  const interrupted = sleep(clock, 50, stop.signal);
  stop.abort(new Error('enough'));
  await expect(interrupted).rejects.toThrow('enough');
  expect(clock.pendingTimers).toBe(0);
});
