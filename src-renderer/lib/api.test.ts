import { describe, expect, it, vi } from 'vitest';
import type { WorkbenchBridge } from '../../src-shared/ipc/bridge.js';
import { BleError } from '../../src-shared/model/ble-error.js';
import { createClient } from './api.js';

const INFO = { version: '1', electron: '2', chrome: '3', node: '4', platform: 'linux', profile: '/p' } as const;

function clientWith(answers: Record<string, unknown>) {
  const listeners = new Map<string, (payload: unknown) => void>();
  const report = vi.fn();
  const sent: unknown[] = [];
  const bridge = {
    app: {
      info: () => Promise.resolve(answers.info),
      window: (payload: unknown) => {
        sent.push(payload);
        return Promise.resolve({ ok: true, value: undefined });
      },
    },
    adapters: {},
    scanner: {},
    on: {
      app: { command: (listener: (payload: unknown) => void) => listen('app.command', listener) },
      scanner: { batch: (listener: (payload: unknown) => void) => listen('scanner.batch', listener) },
    },
  };
  function listen(name: string, listener: (payload: unknown) => void): () => void {
    listeners.set(name, listener);
    return () => listeners.delete(name);
  }
  const client = createClient(bridge as unknown as WorkbenchBridge, report);
  return { ...client, report, sent, emit: (name: string, payload: unknown) => listeners.get(name)?.(payload) };
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe('calls', () => {
  it('give the value of a good answer and pass the payload on', async () => {
    const { api, sent } = clientWith({ info: { ok: true, value: INFO } });
    expect(await api.app.info()).toEqual(INFO);
    await api.app.window({ action: 'close' });
    expect(sent).toEqual([{ action: 'close' }]);
  });

  it('throw the error of a failed answer as BleError', async () => {
    const error = {
      code: 'hci/connection-timeout',
      layer: 'hci',
      message: 'm',
      origin: 'peer',
      operation: 'o',
      status: 8,
      fix: 'f',
    };
    const { api } = clientWith({ info: { ok: false, error } });
    const thrown = await failure(api.app.info());
    expect(thrown).toBeInstanceOf(BleError);
    expect((thrown as BleError).toInfo()).toEqual(error);
  });

  it.each([
    ['a wrong field', { ok: true, value: { ...INFO, platform: 'beos' } }, 'platform'],
    ['no envelope', INFO, 'ok'],
    ['nothing', undefined, 'invalid-response'],
  ])('refuse an answer with %s', async (_what, info, expected) => {
    const { api } = clientWith({ info });
    const thrown = await failure(api.app.info());
    expect(thrown).toBeInstanceOf(BleError);
    expect(`${(thrown as BleError).code} ${(thrown as BleError).message}`).toContain(expected);
    expect((thrown as BleError).code).toBe('invalid-response');
  });

  it('are refused with a reason where there is no bridge', async () => {
    const { api, onEvent } = createClient(undefined, vi.fn());
    expect(await failure(api.scanner.stop())).toMatchObject({ code: 'unsupported' });
    expect(onEvent('scanner.state', vi.fn())).toBeTypeOf('function');
  });
});

describe('events', () => {
  it('reach the listener once they are checked, until it stops listening', () => {
    const { onEvent, emit, report } = clientWith({});
    const listener = vi.fn();
    const stop = onEvent('app.command', listener);
    emit('app.command', { id: 'scanner.start' });
    stop();
    emit('app.command', { id: 'scanner.stop' });
    expect(listener.mock.calls).toEqual([[{ id: 'scanner.start' }]]);
    expect(report).not.toHaveBeenCalled();
  });

  it('are reported and left out when they are wrong', () => {
    const { onEvent, emit, report } = clientWith({});
    const listener = vi.fn();
    onEvent('app.command', listener);
    onEvent('scanner.batch', listener);
    emit('app.command', { id: 7 });
    emit('scanner.batch', { at: 1 });
    expect(listener).not.toHaveBeenCalled();
    expect(report.mock.calls.map(([name]) => name)).toEqual(['app.command', 'scanner.batch']);
  });
});
