import { describe, expect, it, vi } from 'vitest';
import { BleError } from '../../../src-shared/model/ble-error.js';
import { ManualClock, settle } from '../testing/manual-clock.js';
import { type DeadlineSpec, sleep, withDeadline } from './deadline.js';

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

  it('rejects with the reason of the link that ended', async () => {
    const link = new AbortController();
    const running = withDeadline(spec(new ManualClock(), { ends: [link.signal] }), never);
    const reason = new BleError('disconnected', { layer: 'gap', operation: 'link' });
    link.abort(reason);
    await expect(running).rejects.toBe(reason);
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
