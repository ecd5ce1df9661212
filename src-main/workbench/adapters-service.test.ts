import { beforeEach, describe, expect, test } from 'vitest';
import type { AdaptersState } from '../../src-shared/ipc/adapters.js';
import { events } from '../../src-shared/ipc/contract.js';
import { type AdapterInfo, Medium } from '../ble/index.js';
import { settle } from '../ble/testing/manual-clock.js';
import { type AdapterChange, AdaptersService } from './adapters-service.js';
import type { RadioListener } from './radio-share.js';
import { FakeAdapter } from './testing/fake-adapter.js';

let opened: FakeAdapter[];
/** Waits before opening these, until the test lets them. */
let held: Map<string, { resolve: () => void; reject: (error: Error) => void }>;
let hold: Set<string>;
let unreachable: Set<string>;
let offered: AdapterInfo[];
let saved: { adapter: string; addedAdapters: string[] };
let sent: { name: string; payload: unknown }[];
let followed: AdapterChange[];
let service: AdaptersService;
let listen: (spec: string) => Promise<RadioListener>;

const notices = () =>
  sent
    .filter(({ name }) => name === 'app.notice')
    .map(({ payload }) => payload as { level: string; title: string; text?: string });
const lastState = () => sent.filter(({ name }) => name === 'adapters.changed').at(-1)?.payload as AdaptersState;
const specs = (state: AdaptersState) => state.entries.map((entry) => entry.spec);

beforeEach(() => {
  opened = [];
  held = new Map();
  hold = new Set();
  unreachable = new Set();
  offered = [{ spec: 'virtual:', label: 'Virtual radio', kind: 'virtual', state: 'available' }];
  saved = { adapter: 'virtual:', addedAdapters: [] };
  sent = [];
  followed = [];
  listen = () => Promise.reject(new Error('not in this test'));
  service = new AdaptersService({
    async open(spec) {
      if (unreachable.has(spec)) throw new Error(`${spec} does not answer`);
      if (hold.has(spec)) await new Promise<void>((resolve, reject) => held.set(spec, { resolve, reject }));
      const adapter = new FakeAdapter(spec);
      opened.push(adapter);
      return adapter;
    },
    list: async () => offered,
    listen: (spec) => listen(spec),
    settings: {
      get: () => saved,
      update: async (change) => {
        saved = { ...saved, ...change };
      },
    },
    emit: (name, payload) => {
      expect(events[name].safeParse(payload).error).toBeUndefined();
      sent.push({ name, payload });
    },
  });
  service.follow((change) => followed.push(change));
});

describe('first adapter', () => {
  test('it is the one of the last time', async () => {
    saved.adapter = 'tcp:127.0.0.1:9000';
    await service.openFirst();
    expect(service.state().current).toMatchObject({
      spec: 'tcp:127.0.0.1:9000',
      state: 'ready',
      version: 'Bluetooth 5.4',
      links: 0,
    });
    expect(notices()).toEqual([]);
  });

  test('when that does not answer it is the virtual radio, the user is told, and the choice stays saved', async () => {
    saved.adapter = 'tcp:127.0.0.1:9000';
    unreachable.add('tcp:127.0.0.1:9000');
    await service.openFirst();
    expect(service.state().current).toMatchObject({ spec: 'virtual:', state: 'ready', kind: 'virtual' });
    expect(notices()).toEqual([
      expect.objectContaining({ level: 'warning', text: expect.stringContaining('does not answer') }),
    ]);
    expect(saved.adapter).toBe('tcp:127.0.0.1:9000');
  });

  test('when nothing opens the state says why', async () => {
    unreachable.add('virtual:');
    await service.openFirst();
    expect(service.state().current).toMatchObject({ state: 'failed', error: { message: 'virtual: does not answer' } });
    unreachable.clear();
    await service.select('virtual:');
    expect(service.state().current).toMatchObject({ state: 'ready' });
    expect(service.state().current.error).toBeUndefined();
  });
});

describe('choosing', () => {
  beforeEach(() => service.openFirst());

  test('the new one is in use and saved, the old one is closed afterwards', async () => {
    const state = await service.select('tcp:127.0.0.1:9000');
    expect(state.current).toMatchObject({ spec: 'tcp:127.0.0.1:9000', kind: 'tcp', state: 'ready' });
    expect(saved.adapter).toBe('tcp:127.0.0.1:9000');
    expect(opened.map((adapter) => adapter.closed)).toEqual([true, false]);
    expect(opened[0]?.listenerCount).toBe(0);
    expect(followed.map((change) => change.adapter)).toEqual(opened);
    expect(notices()).toEqual([]);
  });

  test('while it opens the state says so; on failure the one before stays in use', async () => {
    hold.add('tcp:127.0.0.1:9000');
    const choosing = service.select('tcp:127.0.0.1:9000');
    const failure = expect(choosing).rejects.toThrow('refused');
    await settle();
    expect(lastState().current).toMatchObject({ spec: 'tcp:127.0.0.1:9000', state: 'opening' });
    held.get('tcp:127.0.0.1:9000')?.reject(new Error('refused'));
    await failure;
    expect(lastState().current).toMatchObject({ spec: 'virtual:', state: 'ready' });
    expect(opened[0]?.closed).toBe(false);
    expect(followed.map((change) => change.adapter)).toEqual([opened[0]]);
    expect(saved.adapter).toBe('virtual:');
  });

  test('the last of two choices wins, whichever opens first, and the other is closed', async () => {
    hold.add('tcp:127.0.0.1:1');
    const slow = service.select('tcp:127.0.0.1:1');
    const refused = expect(slow).rejects.toMatchObject({ code: 'aborted' });
    await settle();
    await service.select('tcp:127.0.0.1:2');
    held.get('tcp:127.0.0.1:1')?.resolve();
    await refused;
    expect(service.state().current).toMatchObject({ spec: 'tcp:127.0.0.1:2', state: 'ready' });
    expect(opened.filter((adapter) => !adapter.closed).map((adapter) => adapter.info.spec)).toEqual([
      'tcp:127.0.0.1:2',
    ]);
  });

  test('the one in use is not opened twice', async () => {
    await service.select('virtual:');
    expect(opened).toHaveLength(1);
  });

  test('one that is lost is marked, told, and can be opened again', async () => {
    const [adapter] = opened;
    adapter?.lose(new Error('the dongle was pulled out'));
    expect(lastState().current).toMatchObject({
      state: 'lost',
      links: 0,
      address: null,
      error: { message: 'the dongle was pulled out' },
    });
    expect(lastState().entries[0]?.state).toBe('available');
    expect(notices()).toEqual([]); // the window says it in place, on every panel
    expect(followed.at(-1)).toEqual({ adapter: null, error: new Error('the dongle was pulled out') });
    await service.select('virtual:');
    expect(service.state().current).toMatchObject({ state: 'ready' });
  });

  test('links are counted as they come and go', () => {
    const [adapter] = opened;
    const link = {} as (typeof FakeAdapter.prototype.connections)[number];
    if (adapter) adapter.connections = [link];
    adapter?.emit('connection', link);
    expect(lastState().current.links).toBe(1);
    if (adapter) adapter.connections = [];
    adapter?.emit('disconnection', link);
    expect(lastState().current.links).toBe(0);
  });
});

describe('the list', () => {
  beforeEach(() => service.openFirst());

  test('it is what the machine offers, the virtual radio always, and what was added', async () => {
    offered = [{ spec: 'hci:0', label: 'hci0', kind: 'hci', state: 'unusable', why: 'no permission', fix: 'setcap' }];
    await service.add('tcp:host:1');
    const { entries } = await service.list();
    expect(entries).toEqual([
      { spec: 'virtual:', label: 'Virtual radio', kind: 'virtual', state: 'open', added: false },
      {
        spec: 'hci:0',
        label: 'hci0',
        kind: 'hci',
        state: 'unusable',
        why: 'no permission',
        fix: 'setcap',
        added: false,
      },
      { spec: 'tcp:host:1', label: 'tcp:host:1', kind: 'tcp', state: 'available', added: true },
    ]);
  });

  test('an address is remembered once, and taken away again', async () => {
    await service.add('tcp:Host:01');
    expect(specs(await service.add('TCP:host:1'))).toEqual(['virtual:', 'tcp:host:1']);
    expect(saved.addedAdapters).toEqual(['tcp:host:1']);
    await service.select('tcp:host:1');
    await expect(service.remove('tcp:host:1')).rejects.toMatchObject({ code: 'busy' });
    await service.select('virtual:');
    expect(specs(await service.remove('tcp:host:1'))).toEqual(['virtual:']);
    await expect(service.remove('tcp:host:1')).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  test('a bad address is refused and not remembered', async () => {
    await expect(service.add('tcp:nowhere')).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(saved.addedAdapters).toEqual([]);
  });

  test('there is an end to remembering', async () => {
    for (let port = 1; port <= 32; port += 1) await service.add(`tcp:host:${port}`);
    await expect(service.add('tcp:host:99')).rejects.toThrow('32 adapters');
  });

  test('simulated devices are told', () => {
    service.setSimulated([{ name: 'HR', address: 'c0:00:00:00:00:09' }]);
    expect(lastState().simulated).toEqual([{ name: 'HR', address: 'c0:00:00:00:00:09' }]);
  });
});

describe('sharing the radio', () => {
  let medium: Medium;

  beforeEach(async () => {
    medium = new Medium();
    listen = (spec) => medium.listen(spec);
    await service.openFirst();
    return () => medium.close();
  });

  test('on loopback, at the port that was free; once; until it is ended', async () => {
    const { share } = await service.share({ kind: 'tcp', port: 0 });
    expect(share?.spec).toMatch(/^tcp:127\.0\.0\.1:[1-9]\d+$/);
    expect(share?.clients).toEqual([]);
    await expect(service.share({ kind: 'tcp', port: 0 })).rejects.toMatchObject({ code: 'busy' });
    expect((await service.unshare()).share).toBeNull();
    expect((await service.unshare()).share).toBeNull();
    expect((await service.share({ kind: 'tcp', port: 0 })).share).not.toBeNull();
    await service.close();
  });

  test('a taken port is refused with what to do', async () => {
    const first = await medium.listen('tcp:127.0.0.1:0');
    const port = Number(first.spec.split(':').at(-1));
    await expect(service.share({ kind: 'tcp', port })).rejects.toMatchObject({
      code: 'transport/listen-failed',
      fix: expect.stringContaining('another port'),
    });
    expect(service.state().share).toBeNull();
  });

  test('a bad path is refused', async () => {
    await expect(service.share({ kind: 'unix', path: 'relative' })).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});

test('close closes everything, once and for all', async () => {
  await service.openFirst();
  hold.add('tcp:127.0.0.1:1');
  const late = expect(service.select('tcp:127.0.0.1:1')).rejects.toMatchObject({ code: 'aborted' });
  await settle();
  await service.close();
  sent = [];
  held.get('tcp:127.0.0.1:1')?.resolve();
  await late;
  expect(opened.every((adapter) => adapter.closed)).toBe(true);
  expect(sent).toEqual([]);
  expect(followed.at(-1)).toEqual({ adapter: null, error: null });
});
