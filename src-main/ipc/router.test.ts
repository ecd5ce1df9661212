import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src-shared/ipc/app.js';
import {
  events,
  MAX_PAYLOAD_BYTES,
  type RequestName,
  type RequestSchema,
  requests,
} from '../../src-shared/ipc/contract.js';
import { EVENT_NAMES, REQUEST_NAMES } from '../../src-shared/ipc/names.js';
import { resultSchema } from '../../src-shared/ipc/result.js';
import { BleError } from '../../src-shared/model/ble-error.js';
import { createRouter, type Handlers, type Router } from './router.js';
import type { Sender } from './sender.js';

const ORIGIN = 'app://workbench';
const OURS: Sender = { contentsId: 7, isMainFrame: true, url: `${ORIGIN}/index.html` };
const anyResult = resultSchema(requests['app.settings'].output.or(requests['scanner.clear'].output));

let called: string[];
let reported: string[];
let answers: Map<string, unknown>;
let router: Router;

beforeEach(() => {
  called = [];
  reported = [];
  answers = new Map();
  const handler = (name: string) => () => {
    called.push(name);
    const answer = answers.get(name);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  router = createRouter({
    handlers: Object.fromEntries(REQUEST_NAMES.map((name) => [name, handler(name)])) as unknown as Handlers,
    trusted: () => ({ contentsId: 7, origin: ORIGIN }),
    validateOutput: true,
    report: (message) => reported.push(message),
  });
});

const failure = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) });

test('the names the preload knows are those of the contract', () => {
  expect([...REQUEST_NAMES].sort()).toEqual(Object.keys(requests).sort());
  expect([...EVENT_NAMES].sort()).toEqual(Object.keys(events).sort());
});

describe.each(REQUEST_NAMES)('%s', (name: RequestName) => {
  test.each<[string, Sender]>([
    ['another web contents', { ...OURS, contentsId: 8 }],
    ['a web contents that is gone', { ...OURS, contentsId: null }],
    ['a frame inside our page', { ...OURS, isMainFrame: false }],
    ['our frame showing another page', { ...OURS, url: 'https://example.org/index.html' }],
    ['another host of our scheme', { ...OURS, url: 'app://other/index.html' }],
    ['a host that begins like ours', { ...OURS, url: 'app://workbench.example.org/' }],
    ['a user name that looks like ours', { ...OURS, url: 'app://workbench@example.org/' }],
    ['a file', { ...OURS, url: 'file:///index.html' }],
    ['a frame without an address', { ...OURS, url: '' }],
    ['about:blank', { ...OURS, url: 'about:blank' }],
  ])('refuses %s', async (_who, sender) => {
    expect(await router.call(name, sender, undefined)).toEqual(failure('untrusted-sender'));
    expect(called).toEqual([]);
    expect(reported).toHaveLength(1);
  });

  test('answers 200 generated bad payloads with an error and hands none of them on', async () => {
    const schema: RequestSchema = requests[name];
    const bad = fc
      .anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withTypedArray: true,
        withSparseArray: true,
        withNullPrototype: true,
      })
      .filter((value) => !schema.input.safeParse(value).success);
    await fc.assert(
      fc.asyncProperty(bad, async (payload) => {
        const result = await router.call(name, OURS, payload);
        expect(result).toEqual(failure('invalid-argument'));
        expect(called).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('refuses a payload over the limit before looking at it', async () => {
    const payload = { text: 'x'.repeat(MAX_PAYLOAD_BYTES) };
    expect(await router.call(name, OURS, payload)).toEqual(failure('payload-too-large'));
    expect(called).toEqual([]);
  });

  test('a failing handler is an error in the answer', async () => {
    const input = goodInput(name);
    answers.set(
      name,
      new BleError('hci/command-disallowed', { layer: 'hci', operation: 'scan', status: 0x0c, fix: 'wait' }),
    );
    expect(await router.call(name, OURS, input)).toEqual({
      ok: false,
      error: {
        code: 'hci/command-disallowed',
        layer: 'hci',
        operation: 'scan',
        status: 0x0c,
        origin: 'local',
        fix: 'wait',
        message: expect.any(String),
      },
    });
    expect(reported).toEqual([]);
    answers.set(name, new TypeError('x is not a function'));
    const result = await router.call(name, OURS, input);
    expect(result).toEqual(failure('internal'));
    expect(anyResult.safeParse(result).success).toBe(true);
    expect(reported).toHaveLength(1);
  });

  test('an answer against the contract does not leave', async () => {
    answers.set(name, { surely: 'not this' });
    expect(await router.call(name, OURS, goodInput(name))).toEqual(failure('internal'));
    expect(called).toEqual([name]);
  });
});

function goodInput(name: RequestName): unknown {
  const inputs: Partial<Record<RequestName, unknown>> = {
    'app.updateSettings': { theme: 'dark' },
    'app.copyText': { text: 'x' },
    'app.window': { action: 'minimize' },
    'app.reportError': { message: 'x' },
    'adapters.select': { spec: 'virtual:' },
    'adapters.add': { spec: 'tcp:127.0.0.1:1' },
    'adapters.remove': { spec: 'tcp:127.0.0.1:1' },
    'adapters.share': { kind: 'tcp', port: 0 },
    'scanner.start': DEFAULT_SETTINGS.scan,
    'scanner.watch': { id: null },
    'explorer.connect': { address: 'c2:00:00:00:00:01', addressType: 'random', name: null },
    'explorer.disconnect': { link: 1 },
    'explorer.close': { link: 1 },
    'explorer.discover': { link: 1 },
    'explorer.exchangeMtu': { link: 1, mtu: 517 },
    'explorer.updateParameters': {
      link: 1,
      minIntervalUs: 7_500,
      maxIntervalUs: 15_000,
      latency: 0,
      supervisionTimeoutMs: 5_000,
    },
    'explorer.setPhy': { link: 1, phy: { tx: '2M', rx: '2M' } },
    'explorer.read': { link: 1, handle: 3 },
    'explorer.write': { link: 1, handle: 3, data: Uint8Array.of(1), mode: 'request' },
    'explorer.subscribe': { link: 1, handle: 3, notify: true, indicate: false },
    'explorer.readAll': { link: 1 },
    'explorer.subscribeAll': { link: 1, on: true },
    'explorer.cancelOperation': { link: 1, operation: 1 },
    'explorer.watch': { link: 1, handle: null },
    'explorer.saveHistory': { link: 1, handle: 3, until: null, format: { presentation: null } },
    'pairing.setChoices': DEFAULT_SETTINGS.pairing,
    'pairing.setPolicy': DEFAULT_SETTINGS.pairingPolicy,
    'pairing.pair': { link: 1 },
    'pairing.cancel': { attempt: 1 },
    'pairing.dismiss': { attempt: 1 },
    'pairing.answer': { prompt: 1, answer: { kind: 'passkey', passkey: '012345' } },
    'pairing.pairAgain': { link: 1 },
    'pairing.removeBond': { adapterId: 'c0:00:00:00:00:01', id: 'x' },
    'pairing.reveal': { adapterId: 'c0:00:00:00:00:01', id: 'x' },
    'pairing.export': { bonds: null },
    'pairing.import': { overwrite: false, allowWeaker: false },
    'pairing.unlock': { passphrase: 'x' },
    'pairing.setPassphrase': { passphrase: 'x' },
    'pairing.changePassphrase': { current: 'x', next: 'y' },
    'pairing.answerScreen': { address: 'c2:00:00:00:00:01', same: true },
    'pairing.setSimulated': { address: 'c2:00:00:00:00:01', io: 'display-only' },
    'pairing.forgetAtSimulated': { address: 'c2:00:00:00:00:01' },
    'scanner.export': { format: 'csv', filter: '', firstSeenAfter: null, favourites: [] },
  };
  return inputs[name];
}

test('a right call from our page is answered', async () => {
  answers.set('app.settings', DEFAULT_SETTINGS);
  expect(await router.call('app.settings', OURS, undefined)).toEqual({ ok: true, value: DEFAULT_SETTINGS });
});

test('an error names the field and what is wrong with it', async () => {
  const result = await router.call('scanner.start', OURS, {
    active: true,
    intervalMs: 10,
    windowMs: 20,
    durationMs: 0,
  });
  expect(result).toMatchObject({
    ok: false,
    error: { message: 'scanner.start: windowMs: the scan window is longer than the interval' },
  });
});

test('payloads that fight back are survived', async () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  let deep: unknown = {};
  for (let i = 0; i < 100_000; i += 1) deep = { deep };
  const sparse: unknown[] = [];
  sparse.length = 2 ** 32 - 1;
  const throwing = Object.defineProperty({}, 'active', {
    enumerable: true,
    get() {
      throw new Error('gotcha');
    },
  });
  for (const payload of [cycle, deep, sparse, throwing]) {
    expect(await router.call('scanner.start', OURS, payload)).toMatchObject({ ok: false });
  }
  expect(called).toEqual([]);
});

test('in production an answer is not checked again', async () => {
  const parse = vi.spyOn(requests['app.info'].output, 'safeParse');
  const lax = createRouter({
    handlers: { 'app.info': () => ({ odd: true }) } as unknown as Handlers,
    trusted: () => ({ contentsId: 7, origin: ORIGIN }),
    validateOutput: false,
    report: () => undefined,
  });
  expect(await lax.call('app.info', OURS, undefined)).toEqual({ ok: true, value: { odd: true } });
  expect(parse).not.toHaveBeenCalled();
  parse.mockRestore();
});
