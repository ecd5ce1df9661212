import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src-shared/ipc/app.js';
import { type EventName, type EventPayload, events } from '../../../src-shared/ipc/contract.js';
import type { PairingPrompt } from '../../../src-shared/model/pairing.js';
import { type Adapter, type Connection, memoryKeyStore, type PairingDelegate } from '../../ble/index.js';
import { VirtualWorld } from '../../ble/testing/virtual-world.js';
import { KeyStoreService } from '../../keystore/key-store-service.js';
import { PairingService } from './pairing-service.js';

const LOCK = { address: 'c2:00:00:00:00:01', type: 'random' as const };
const OWN = { address: 'c0:00:00:00:00:02', addressType: 'random' as const };

let world: VirtualWorld;
let folder: string;
let keys: KeyStoreService;
let settings: Pick<typeof DEFAULT_SETTINGS, 'pairing' | 'pairingPolicy'>;
let service: PairingService;
let own: Adapter;
let lock: Adapter;
let link: Connection;
let chosen: string | null;
/** The lock answers when the explorer connects anew. */
let isThere = true;
let sent: { name: EventName; payload: unknown }[];

beforeEach(async () => {
  world = new VirtualWorld();
  folder = await mkdtemp(join(tmpdir(), 'pairing-'));
  keys = new KeyStoreService({
    path: join(folder, 'keys', 'bonds.keys'),
    keyring: { find: async () => ({ why: 'none' }) },
  });
  await keys.start();
  settings = { pairing: DEFAULT_SETTINGS.pairing, pairingPolicy: DEFAULT_SETTINGS.pairingPolicy };
  sent = [];
  isThere = true;
  chosen = join(folder, 'export.json');
  service = new PairingService({
    clock: world.clock,
    keys,
    settings: {
      get: () => settings,
      update: async (change) => {
        settings = { ...settings, ...change };
      },
    },
    links: {
      linkOf: (connection) => (connection === link ? 1 : null),
      peerOf: () => LOCK,
      reconnect: () => isThere && void connect().catch(() => undefined),
    },
    nameOf: ({ address }) => (address === LOCK.address ? 'Front Door' : null),
    isVirtual: ({ address }) => address === LOCK.address,
    choosePath: async () => chosen,
    chooseFile: async () => chosen,
    emit: (name, payload) => {
      expect(events[name].safeParse(payload).error).toBeUndefined();
      sent.push({ name, payload: structuredClone(payload) });
    },
  });
  own = await world.adapter('virtual:', { ...OWN, keyStore: keys, autoPair: true });
  lock = await world.adapter('virtual:', { address: LOCK.address, addressType: 'random', keyStore: memoryKeyStore() });
  service.setAdapter(own);
});
afterEach(async () => {
  service.close();
  await world.close();
  await keys.close();
  await rm(folder, { recursive: true, force: true });
});

async function connect(): Promise<Connection> {
  const incoming = lock.advertise({ intervalUs: 20_000, name: 'Lock' });
  incoming.catch(() => undefined);
  const device = own.device(LOCK.address, LOCK.type);
  link = await world.run(device.connect());
  await world.run(incoming);
  return link;
}

const last = <N extends EventName>(name: N): EventPayload<N> | undefined =>
  sent.findLast((event) => event.name === name)?.payload as EventPayload<N> | undefined;
const attempt = () => service.state().attempts.at(-1);

/** Lets the radio's time pass until what is looked for is there. */
async function until<T>(find: () => T | null | undefined | false): Promise<T> {
  for (let i = 0; i < 2_000; i += 1) {
    const found = find();
    if (found) return found;
    await world.clock.advance(5);
  }
  throw new Error('it did not come');
}
const prompt = <K extends PairingPrompt['kind']>(kind: K) =>
  until(
    () => service.state().prompts.find((one) => one.kind === kind) as Extract<PairingPrompt, { kind: K }> | undefined,
  );
const ended = () => until(() => attempt()?.state !== 'running' && attempt());
const bonds = async (wanted: number) => {
  service.state();
  return until(() => {
    const rows = last('pairing.bonds');
    return rows?.length === wanted && rows;
  });
};

/** The lock shows what is typed here. */
function lockShows(): Promise<number> {
  return new Promise((resolve) => {
    lock.security.delegate = { io: 'display-only', mitm: true, displayPasskey: (_c, passkey) => resolve(passkey) };
  });
}

describe('pairing from the explorer', () => {
  it('asks for the passkey that the device shows, and tells every step and the bond', async () => {
    const shown = lockShows();
    await connect();
    expect(service.pair({ link: 1 })).toMatchObject({
      link: 1,
      state: 'running',
      startedBy: 'local',
      role: 'central',
      peer: { ...LOCK, name: 'Front Door', virtual: true },
    });
    const asked = await prompt('enter-passkey');
    expect(asked.expiresAt - asked.startedAt).toBe(30_000);
    service.answer({ prompt: asked.id, answer: { kind: 'passkey', passkey: String(await shown).padStart(6, '0') } });
    const done = await ended();
    expect(done).toMatchObject({
      state: 'paired',
      ours: { io: 'keyboard-display', mitm: true, bond: true, secureConnections: true },
      theirs: { io: 'display-only', mitm: true },
      result: { method: 'passkey', authenticated: true, bonded: true, keySize: 16, resumed: false },
      error: null,
    });
    expect(done.steps.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['pairing-request', 'encrypted', 'paired']),
    );
    const [bond] = await bonds(1);
    expect(bond).toMatchObject({
      address: LOCK.address,
      name: 'Front Door',
      method: 'passkey',
      authenticated: true,
      isCurrent: true,
      isInUse: true,
      isLostByPeer: false,
      virtual: true,
    });
    expect(service.state().prompts).toEqual([]);
    await until(() => attempt()?.bond);
    expect(attempt()?.bond).toEqual({ adapterId: OWN.address, id: bond?.id });
  });

  it('shows the passkey to type into the device, until the pairing ends', async () => {
    settings.pairing = { ...settings.pairing, io: 'display-only' };
    await service.setChoices(settings.pairing);
    let shown: string | null = null;
    lock.security.delegate = {
      io: 'keyboard-only',
      requestPasskey: async () => {
        shown = (await prompt('display-passkey')).passkey;
        return Number(shown);
      },
    };
    await connect();
    service.pair({ link: 1 });
    expect(await ended()).toMatchObject({ state: 'paired', result: { method: 'passkey' } });
    expect(shown).toMatch(/^\d{6}$/);
    expect(service.state().prompts).toEqual([]);
  });

  it.each([true, false])('compares numbers; the user says %s', async (yes) => {
    const seen: number[] = [];
    lock.security.delegate = {
      io: 'display-yes-no',
      mitm: true,
      compareNumbers: async (_c, value) => {
        seen.push(value);
        return true;
      },
    };
    await connect();
    service.pair({ link: 1 });
    const asked = await prompt('compare-numbers');
    expect(seen).toEqual([Number(asked.value)]);
    service.answer({ prompt: asked.id, answer: { kind: 'yes-no', yes } });
    const done = await ended();
    if (yes) expect(done).toMatchObject({ state: 'paired', result: { method: 'numeric-comparison' } });
    else
      expect(done).toMatchObject({
        state: 'failed',
        error: { code: 'smp/numeric-comparison-failed', origin: 'local' },
      });
    await bonds(yes ? 1 : 0);
  });

  it('a wrong passkey fails with its reason; the next pairing on the same link works', async () => {
    let shown = lockShows();
    await connect();
    service.pair({ link: 1 });
    const wrong = String(((await shown) + 1) % 1_000_000).padStart(6, '0');
    service.answer({ prompt: (await prompt('enter-passkey')).id, answer: { kind: 'passkey', passkey: wrong } });
    expect(await ended()).toMatchObject({ state: 'failed', error: { code: 'smp/confirm-value-failed' } });
    shown = lockShows();
    service.pair({ link: 1 });
    const asked = await prompt('enter-passkey');
    service.answer({ prompt: asked.id, answer: { kind: 'passkey', passkey: String(await shown).padStart(6, '0') } });
    expect(await ended()).toMatchObject({ state: 'paired' });
    expect(service.state().attempts).toHaveLength(1);
  });

  it('cancelled: the peer is told, the prompt goes, a second start meanwhile is busy', async () => {
    void lockShows();
    await connect();
    const { id } = service.pair({ link: 1 });
    await prompt('enter-passkey');
    expect(() => service.pair({ link: 1 })).toThrow(/under way/);
    service.cancel({ attempt: id });
    expect(await ended()).toMatchObject({ state: 'cancelled', error: { code: 'aborted' } });
    expect(service.state().prompts).toEqual([]);
    service.cancel({ attempt: id });
    service.dismiss({ attempt: id });
    expect(service.state().attempts).toEqual([]);
  });

  it('cancelled while it waits for the interval after a failure, nothing goes on air', async () => {
    void lockShows();
    await connect();
    service.pair({ link: 1 });
    service.answer({ prompt: (await prompt('enter-passkey')).id, answer: { kind: 'passkey', passkey: null } });
    await ended();
    const { id } = service.pair({ link: 1 });
    service.cancel({ attempt: id });
    expect(await ended()).toMatchObject({ id, state: 'cancelled', steps: [] });
  });

  it('silence: after 30 s the prompt is gone and the reason is a time-out', async () => {
    void lockShows();
    await connect();
    service.pair({ link: 1 });
    await prompt('enter-passkey');
    await world.clock.advance(31_000);
    expect(attempt()).toMatchObject({ state: 'failed', error: { code: 'timeout' } });
    expect(service.state().prompts).toEqual([]);
  });

  it('the link goes in the middle: the pairing has failed with it', async () => {
    void lockShows();
    await connect();
    service.pair({ link: 1 });
    await prompt('enter-passkey');
    await world.run(lock.connections[0]?.disconnect() ?? Promise.resolve());
    expect(await ended()).toMatchObject({ state: 'failed', error: { code: 'disconnected' } });
  });

  it('an answer of the wrong kind is refused, one to a prompt that is gone is not', async () => {
    void lockShows();
    await connect();
    service.pair({ link: 1 });
    const { id } = await prompt('enter-passkey');
    expect(() => service.answer({ prompt: id, answer: { kind: 'yes-no', yes: true } })).toThrow(/passkey answer/);
    service.answer({ prompt: 999, answer: { kind: 'yes-no', yes: true } });
    service.answer({ prompt: id, answer: { kind: 'passkey', passkey: null } });
    expect(await ended()).toMatchObject({ state: 'failed', error: { code: 'smp/passkey-entry-failed' } });
  });

  it('without a link there is nothing to pair with', () => {
    expect(() => service.pair({ link: 7 })).toThrow(/no link/);
  });
});

describe('a peer that begins', () => {
  it('as peripheral we ask the user about Just Works; a refusal is the reason', async () => {
    const central: PairingDelegate = { io: 'no-input-no-output' };
    const phone = await world.adapter('virtual:', { address: 'aa:00:00:00:00:09' });
    phone.security.delegate = central;
    const incoming = own.advertise({ intervalUs: 20_000 });
    const theirs = await world.run(phone.device(OWN.address, 'random').connect());
    await world.run(incoming);
    const refused = theirs.pair();
    refused.catch(() => undefined);
    const asked = await prompt('confirm');
    expect(asked).toMatchObject({ weakensBond: false, bond: true, peer: { address: 'aa:00:00:00:00:09', name: null } });
    service.answer({ prompt: asked.id, answer: { kind: 'yes-no', yes: false } });
    expect(await ended()).toMatchObject({ state: 'failed', role: 'peripheral', startedBy: 'peer', link: null });
    await expect(world.run(refused)).rejects.toMatchObject({ code: 'smp/pairing-not-supported' });
    const taken = theirs.pair();
    const again = await prompt('confirm');
    service.answer({ prompt: again.id, answer: { kind: 'yes-no', yes: true } });
    expect(await world.run(taken)).toMatchObject({ bonded: true });
    expect(await ended()).toMatchObject({ state: 'paired', result: { method: 'just-works', authenticated: false } });
    await bonds(1);
  });

  it('it can be cancelled here too: the peer hears of it', async () => {
    settings.pairing = { ...settings.pairing, io: 'display-only' };
    await service.setChoices(settings.pairing);
    const phone = await world.adapter('virtual:', { address: 'aa:00:00:00:00:09' });
    phone.security.delegate = { io: 'keyboard-only', requestPasskey: () => new Promise(() => undefined) };
    const incoming = own.advertise({ intervalUs: 20_000 });
    const theirs = await world.run(phone.device(OWN.address, 'random').connect());
    await world.run(incoming);
    const refused = theirs.pair();
    refused.catch(() => undefined);
    service.cancel({ attempt: (await prompt('display-passkey')).attempt });
    await expect(world.run(refused)).rejects.toMatchObject({ code: 'smp/unspecified-reason', origin: 'peer' });
    expect(await ended()).toMatchObject({ state: 'cancelled' });
  });

  it('a peripheral that asks for security begins the pairing, and the user is asked', async () => {
    await connect();
    const theirs = lock.connections[0]?.pair();
    const asked = await prompt('confirm');
    service.answer({ prompt: asked.id, answer: { kind: 'yes-no', yes: true } });
    expect(await world.run(theirs ?? Promise.reject())).toMatchObject({ bonded: true });
    const done = await ended();
    expect(done).toMatchObject({ startedBy: 'peer', role: 'central', state: 'paired' });
    expect(done.steps[0]?.name).toBe('security-request');
  });
});

describe('bonds', () => {
  async function paired(): Promise<void> {
    await connect();
    service.pair({ link: 1 });
    await ended();
    await bonds(1);
  }

  it('a peer that lost its key is marked; pairing again forgets the bond and makes another', async () => {
    await paired();
    await world.run(link.disconnect());
    for (const { id } of await lock.security.bonds()) await lock.security.removeBond(id);
    const error = await connect().then(
      () => null,
      (why) => why,
    );
    expect(error).toMatchObject({ code: 'hci/pin-or-key-missing' });
    service.connectFailed(LOCK, error.toInfo());
    await until(() => last('pairing.bonds')?.[0]?.isLostByPeer);
    const [before] = last('pairing.bonds') ?? [];
    await service.pairAgain({ link: 1 });
    await until(() => attempt()?.state === 'paired' && attempt()?.bond?.id !== before?.id && attempt()?.bond);
    const after = await until(() => {
      const [row] = last('pairing.bonds') ?? [];
      return row && row.id !== before?.id && row.isInUse && row;
    });
    expect(after.isLostByPeer).toBe(false);
  });

  it('an attempt to pair again that came to nothing does not pair by itself later', async () => {
    await paired();
    await world.run(link.disconnect());
    isThere = false;
    await service.pairAgain({ link: 1 });
    await bonds(0);
    service.dismiss({ attempt: attempt()?.id ?? 0 });
    await world.clock.advance(16_000);
    await connect();
    await world.clock.advance(1_000);
    expect(service.state().attempts).toEqual([]);
    expect(link.encrypted).toBe(false);
  });

  it('a second pairing of a bonded link only encrypts', async () => {
    await paired();
    await world.run(link.disconnect());
    await connect();
    settings.pairing = { ...settings.pairing, mitm: false };
    service.pair({ link: 1 });
    expect(await ended()).toMatchObject({ state: 'paired', result: { resumed: true }, steps: [] });
  });

  it('reveals keys on request alone; removed, it is gone from the adapter and the store', async () => {
    await paired();
    const [row] = await bonds(1);
    if (!row) throw new Error('no bond');
    const [kept] = await keys.load(OWN.address);
    const secret = Buffer.from(kept?.ltk?.slice().reverse() ?? []).toString('hex');
    expect((await service.reveal(row))?.keys).toContainEqual({ key: 'ltk', hex: secret });
    expect(JSON.stringify(sent)).not.toContain(secret);
    await service.removeBond(row);
    expect(await own.security.bonds()).toEqual([]);
    expect(await keys.list()).toEqual([]);
    await bonds(0);
    expect(await service.reveal(row)).toBeNull();
  });

  it('exports to a file for this user alone, and takes it back', async () => {
    await paired();
    const [row] = await bonds(1);
    expect(await service.exportBonds({ bonds: row ? [row] : [] })).toEqual({ path: chosen, bonds: 1 });
    expect((await stat(chosen ?? '')).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(chosen ?? '', 'utf8'))).toBeTypeOf('object');
    await service.removeBond(row ?? { adapterId: '', id: '' });
    let usable = 0;
    own.security.on('bonds', ({ length }) => {
      usable = length;
    });
    expect(await service.importBonds({ overwrite: false, allowWeaker: false })).toMatchObject({
      added: 1,
      refused: [],
    });
    await bonds(1);
    await until(() => usable === 1);
    await writeFile(chosen ?? '', 'not an export');
    await expect(service.importBonds({ overwrite: false, allowWeaker: false })).rejects.toMatchObject({
      code: 'keystore/not-an-export',
    });
    chosen = join(folder, 'absent.json');
    await expect(service.importBonds({ overwrite: false, allowWeaker: false })).rejects.toMatchObject({
      code: 'import/not-read',
    });
    chosen = null;
    expect(await service.exportBonds({ bonds: null })).toEqual({ path: null, bonds: 0 });
  });
});
