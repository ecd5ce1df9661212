import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ATT_ERROR } from '../../../src-shared/assigned-numbers/att.js';
import {
  type Adapter,
  type Bond,
  Characteristic,
  type Connection,
  type KeyStore,
  memoryKeyStore,
  type OpenAdapterOptions,
  type PairingDelegate,
  type SecurityLevel,
  Service,
} from '../index.js';
import { VirtualWorld } from '../testing/virtual-world.js';

const SERVICE = 0xfff0;
const LEVELS: Record<SecurityLevel, number> = {
  none: 0xfff1,
  encrypted: 0xfff2,
  authenticated: 0xfff3,
  'secure-connections': 0xfff4,
};

let world: VirtualWorld;
let updates: Characteristic;
const stores: KeyStore[] = [];

beforeEach(() => {
  world = new VirtualWorld();
  stores.splice(0, 2, memoryKeyStore(), memoryKeyStore());
});
afterEach(() => world.close());

interface Side {
  adapter: Adapter;
  link: Connection;
}

async function server(options: OpenAdapterOptions = {}): Promise<Adapter> {
  const adapter = await world.adapter('virtual:', {
    address: 'c2:00:00:00:00:01',
    addressType: 'random',
    keyStore: stores[0],
    ...options,
  });
  const service = new Service(SERVICE);
  for (const [level, uuid] of Object.entries(LEVELS) as [SecurityLevel, number][])
    new Characteristic(service, uuid, {
      read: true,
      write: true,
      initial: level,
      readSecurity: level,
      writeSecurity: level,
    });
  updates = new Characteristic(service, 0xfff5, { notify: true, read: true, readSecurity: 'encrypted' });
  await world.run(adapter.registerServices(service));
  return adapter;
}

const client = (options: OpenAdapterOptions = {}): Promise<Adapter> =>
  world.adapter('virtual:', { address: 'aa:00:00:00:00:02', keyStore: stores[1], ...options });

async function linked(
  peripheral: Adapter,
  central: Adapter,
  connect: { encrypt?: boolean } = {},
): Promise<{ p: Side; c: Side }> {
  const incoming = peripheral.advertise({ intervalUs: 20_000, name: 'lock' });
  const device = central.device('c2:00:00:00:00:01', 'random');
  const link = await world.run(device.connect(connect));
  return { p: { adapter: peripheral, link: await world.run(incoming) }, c: { adapter: central, link } };
}

const value = async (link: Connection, level: SecurityLevel) => {
  const service = await link.service(SERVICE);
  const characteristic = await service?.characteristic(LEVELS[level]);
  if (!characteristic) throw new Error('no such characteristic');
  return characteristic;
};
const read = (link: Connection, level: SecurityLevel, o = {}): Promise<string> =>
  world.run(value(link, level).then(async (c) => new TextDecoder().decode(await c.read(o))));

/** Two people at their devices: what one shows the other types or compares. */
function people(typed: (shown: number) => number | null = (shown) => shown) {
  let show: (passkey: number) => void = () => undefined;
  const shown = new Promise<number>((resolve) => {
    show = resolve;
  });
  const displays: PairingDelegate = { io: 'display-only', mitm: true, displayPasskey: (_c, passkey) => show(passkey) };
  const types: PairingDelegate = {
    io: 'keyboard-only',
    mitm: true,
    requestPasskey: async () => typed(await shown),
  };
  return { displays, types };
}

describe('pairing on the radio', () => {
  it('SM/CEN/JW/BV-05 M4: without a bond the attribute is refused with 0x05; after Just Works it is read, and both sides say the same', async () => {
    const { p, c } = await linked(await server(), await client());
    await expect(read(c.link, 'encrypted')).rejects.toMatchObject({ status: ATT_ERROR['insufficient-authentication'] });
    const outcome = await world.run(c.link.pair({ bond: false }));
    expect(outcome).toEqual({
      method: 'just-works',
      secureConnections: true,
      authenticated: false,
      bonded: false,
      keySize: 16,
    });
    for (const { link } of [p, c])
      expect(link).toMatchObject({ encrypted: true, authenticated: false, bonded: false, keySize: 16 });
    expect(await read(c.link, 'encrypted')).toBe('encrypted');
    await expect(read(c.link, 'authenticated')).rejects.toMatchObject({ status: 0x05 });
    expect(await c.adapter.security.bonds()).toEqual([]);
  });

  it.each([0, 5, 30])(
    'M5 bonds, at %i ms: the next link is encrypted before the program has it, without pairing',
    async (latencyMs) => {
      world = new VirtualWorld({ latencyMs });
      const peripheral = await server();
      const central = await client();
      const first = await linked(peripheral, central);
      expect(await world.run(first.c.link.pair())).toMatchObject({ bonded: true, method: 'just-works' });
      expect(await central.security.bonds()).toMatchObject([
        { keys: ['ltk', 'ltkLocal', 'irk', 'csrk', 'csrkLocal'], keySize: 16 },
      ]);
      await world.run(first.c.link.disconnect());
      const steps: string[] = [];
      const again = await linked(peripheral, central);
      again.c.link.on('pairing-step', ({ name }) => steps.push(name));
      for (const { link } of [again.p, again.c]) expect(link).toMatchObject({ encrypted: true, bonded: true });
      expect(await read(again.c.link, 'encrypted')).toBe('encrypted');
      expect(await world.run(again.c.link.pair())).toMatchObject({ resumed: true, method: 'just-works', bonded: true });
      expect(steps).toEqual([]);
    },
  );

  it('S6: a bonded link that was left plain answers 0x0F; pair() encrypts it with the key there is', async () => {
    const peripheral = await server();
    const central = await client();
    const first = await linked(peripheral, central);
    await world.run(first.c.link.pair());
    await world.run(first.c.link.disconnect());
    const { c } = await linked(peripheral, central, { encrypt: false });
    expect(c.link.encrypted).toBe(false);
    await expect(read(c.link, 'encrypted')).rejects.toMatchObject({ status: ATT_ERROR['insufficient-encryption'] });
    expect(await world.run(c.link.pair())).toMatchObject({ resumed: true });
    expect(await read(c.link, 'encrypted')).toBe('encrypted');
  });

  it('the bond outlives the process: other adapters over the same stores go on with it', async () => {
    const first = await linked(await server(), await client());
    await world.run(first.c.link.pair());
    await world.run(Promise.all([first.p.adapter.close(), first.c.adapter.close()]));
    const again = await linked(await server(), await client());
    expect(again.c.link).toMatchObject({ encrypted: true, bonded: true });
  });

  it('SM/CEN/PKE/BV-01 a passkey shown by one and typed at the other authenticates; every level is served', async () => {
    const peripheral = await server();
    const central = await client();
    const { displays, types } = people();
    peripheral.security.delegate = displays;
    central.security.delegate = types;
    const { p, c } = await linked(peripheral, central);
    expect(await world.run(c.link.pair())).toMatchObject({
      method: 'passkey',
      authenticated: true,
      secureConnections: true,
    });
    expect(p.link.authenticated).toBe(true);
    for (const level of Object.keys(LEVELS) as SecurityLevel[]) expect(await read(c.link, level)).toBe(level);
  });

  it('SM/CEN/SCPK/BI-01 a wrong passkey says so at once; after the waiting interval the right one pairs on the same link', async () => {
    const peripheral = await server();
    const central = await client();
    const wrong = people((shown) => (shown + 1) % 1_000_000);
    peripheral.security.delegate = wrong.displays;
    central.security.delegate = wrong.types;
    const { c } = await linked(peripheral, central);
    await expect(world.run(c.link.pair())).rejects.toMatchObject({ code: 'smp/confirm-value-failed', origin: 'peer' });
    expect(c.link).toMatchObject({ encrypted: false, bonded: false });
    const right = people();
    peripheral.security.delegate = right.displays;
    central.security.delegate = right.types;
    expect(await world.run(c.link.pair())).toMatchObject({ authenticated: true });
  });

  it('SM/CEN/SCCT numeric comparison: both see the same number; refused by one, both are told', async () => {
    const peripheral = await server();
    const central = await client();
    const seen: number[] = [];
    const compares = (says: boolean): PairingDelegate => ({
      io: 'display-yes-no',
      mitm: true,
      compareNumbers: async (_c, number) => {
        seen.push(number);
        return says;
      },
    });
    peripheral.security.delegate = compares(true);
    central.security.delegate = compares(true);
    const { c } = await linked(peripheral, central);
    expect(await world.run(c.link.pair({ bond: false }))).toMatchObject({
      method: 'numeric-comparison',
      authenticated: true,
    });
    expect(seen).toHaveLength(2);
    expect(seen[0]).toBe(seen[1]);
    peripheral.security.delegate = compares(false);
    await expect(world.run(c.link.pair({ bond: false }))).rejects.toMatchObject({
      code: 'smp/numeric-comparison-failed',
      origin: 'peer',
    });
  });

  it('LE legacy pairing bonds too, and its key is found by its name again', async () => {
    const peripheral = await server();
    const central = await client();
    const first = await linked(peripheral, central);
    expect(await world.run(first.c.link.pair({ leSecure: false }))).toMatchObject({
      secureConnections: false,
      bonded: true,
    });
    await world.run(Promise.all([peripheral.close(), central.close()]));
    const { c } = await linked(await server(), await client());
    expect(c.link).toMatchObject({ encrypted: true, secureConnections: false, bonded: true });
    await expect(read(c.link, 'secure-connections')).rejects.toMatchObject({ status: 0x05 });
  });

  it('BLESA: the peer has lost its key: connect() fails with the reason and leaves no plain link; forgotten, it pairs anew', async () => {
    const peripheral = await server();
    const central = await client();
    const first = await linked(peripheral, central);
    await world.run(first.c.link.pair());
    await world.run(first.c.link.disconnect());
    for (const { id } of await peripheral.security.bonds()) await peripheral.security.removeBond(id);
    const incoming = peripheral.advertise({ intervalUs: 20_000 });
    const device = central.device('c2:00:00:00:00:01', 'random');
    await expect(world.run(device.connect())).rejects.toMatchObject({ code: 'hci/pin-or-key-missing', origin: 'peer' });
    await world.run((await incoming).disconnected());
    expect(device.connection).toBeNull();
    const [bond] = await central.security.bonds();
    await central.security.removeBond(bond?.id ?? '');
    const { c } = await linked(peripheral, central);
    expect(await world.run(c.link.pair())).toMatchObject({ bonded: true });
  });

  it('the peripheral asks: its central pairs, and with a bond only encrypts', async () => {
    const peripheral = await server();
    const central = await client();
    const first = await linked(peripheral, central);
    const asked = new Promise((resolve) => first.c.link.on('security-request', resolve));
    expect(await world.run(first.p.link.pair())).toMatchObject({ method: 'just-works', bonded: true });
    expect(await asked).toEqual({ bond: true, mitm: false, leSecure: true });
    await world.run(first.c.link.disconnect());
    const { p } = await linked(peripheral, central, { encrypt: false });
    expect(await world.run(p.link.pair())).toMatchObject({ resumed: true });
    expect(p.link.encrypted).toBe(true);
  });

  it('autoPair: where the two cannot keep a man in the middle out, the attribute says what it wants, each time', async () => {
    const { c } = await linked(await server(), await client({ autoPair: true }));
    const attempts: unknown[] = [];
    c.link.on('pairing-step', ({ name, direction }) => {
      if (name === 'pairing-request' && direction === 'tx') attempts.push(name);
    });
    for (let i = 0; i < 3; i += 1)
      await expect(read(c.link, 'authenticated')).rejects.toMatchObject({ code: 'att/insufficient-authentication' });
    // Just Works for the first, protection tried for once, and then no more.
    expect(attempts).toHaveLength(2);
  });

  it('autoPair: a read that is refused for want of security pairs and is asked again', async () => {
    const { c } = await linked(await server(), await client({ autoPair: true }));
    expect(await read(c.link, 'encrypted')).toBe('encrypted');
    expect(c.link.encrypted).toBe(true);
    await expect(read(c.link, 'authenticated', { pair: false })).rejects.toMatchObject({ status: 0x05 });
    await expect(read(c.link, 'authenticated')).rejects.toMatchObject({ code: 'att/insufficient-authentication' });
  });

  it('what a bonded client subscribed to is in force on its next link', async () => {
    const peripheral = await server();
    const central = await client();
    const first = await linked(peripheral, central);
    await world.run(first.c.link.pair());
    const service = await world.run(first.c.link.service(SERVICE));
    const before = await world.run(service?.characteristic(0xfff5) ?? Promise.resolve(null));
    await world.run(before?.subscribe() ?? Promise.resolve());
    await world.run(first.c.link.disconnect());
    expect(updates.subscribers()).toEqual([]);
    const { p } = await linked(peripheral, central);
    expect(updates.subscribers()).toEqual([p.link]);
  });

  it('a peer with private addresses is found by its key: the same device, and its bond', async () => {
    const peripheral = await server();
    const central = await client();
    const first = await linked(peripheral, central);
    await world.run(first.c.link.pair());
    await world.run(first.c.link.disconnect());
    peripheral.addressMode = 'resolvable';
    const incoming = peripheral.advertise({ intervalUs: 20_000, name: 'lock' });
    const scan = central.scan();
    const next = await world.run(scan[Symbol.asyncIterator]().next());
    expect(next.value?.device.address).toBe('c2:00:00:00:00:01');
    const link = await world.run((next.value as { device: { connect(): Promise<Connection> } }).device.connect());
    expect(link).toMatchObject({ encrypted: true, bonded: true });
    await world.run(incoming);
  });

  it('signed writes: taken on a plain link from the bonded client alone, and each once', async () => {
    const peripheral = await server();
    const service = new Service(SERVICE);
    const signed = new Characteristic(service, 0xfff6, { signedWrite: true });
    await world.run(peripheral.registerServices(service));
    const central = await client();
    const first = await linked(peripheral, central);
    const find = (link: Connection) =>
      world.run(link.service(SERVICE).then((found) => found?.characteristic(0xfff6) ?? null));
    const unbonded = await find(first.c.link);
    await expect(world.run(unbonded?.write('x', { signed: true }) ?? Promise.resolve())).rejects.toMatchObject({
      code: 'unsupported',
    });
    await world.run(first.c.link.pair());
    await world.run(first.c.link.disconnect());
    const { c } = await linked(peripheral, central, { encrypt: false });
    const characteristic = await find(c.link);
    const heard = signed.written();
    await world.run(characteristic?.write('open', { signed: true }) ?? Promise.resolve());
    expect(new TextDecoder().decode((await world.run(heard)).data)).toBe('open');
    const sent = central.trace.events().filter(({ bytes }) => bytes?.[0] === 2 && bytes[9] === 0xd2);
    const [packet] = sent;
    expect(packet?.bytes?.length).toBe(9 + 3 + 4 + 12);
    const [bond] = (await stores[0]?.load('c2:00:00:00:00:01')) ?? [];
    expect(bond?.signCounters.remote).toBe(1);

    // Replay: a client whose counter goes back is not believed.
    const [own] = (await stores[1]?.load('aa:00:00:00:00:02')) ?? [];
    await stores[1]?.save('aa:00:00:00:00:02', { ...(own as Bond), signCounters: { local: 0, remote: 0 } });
    await world.run(central.close());
    const again = await linked(peripheral, await client(), { encrypt: false });
    const same = await find(again.c.link);
    await world.run(same?.write('replay', { signed: true }) ?? Promise.resolve());
    await world.run(same?.write('next', { signed: true }) ?? Promise.resolve());
    expect(new TextDecoder().decode((await world.run(signed.written())).data)).toBe('next');
    expect(signed.dropped).toBe(0);
  });

  it('no key is in the trace of either side, nor in anything said', async () => {
    const peripheral = await server();
    const central = await client();
    const { c } = await linked(peripheral, central);
    await world.run(c.link.pair({ leSecure: false }));
    await world.run(c.link.disconnect());
    await linked(peripheral, central);
    const bonds = [
      ...((await stores[0]?.load('c2:00:00:00:00:01')) ?? []),
      ...((await stores[1]?.load('aa:00:00:00:00:02')) ?? []),
    ];
    const secrets = bonds.flatMap(({ ltk, ltkLocal, irk, csrk, csrkLocal }) => [ltk, ltkLocal, irk, csrk, csrkLocal]);
    const kept = secrets.filter((secret) => secret !== undefined).map((secret) => Buffer.from(secret));
    expect(kept.length).toBeGreaterThan(4);
    for (const { trace } of [peripheral, central]) {
      for (const event of trace.events()) {
        const bytes = Buffer.from(event.bytes ?? []);
        const text = JSON.stringify({ ...event, bytes: undefined, name: event.name, fields: event.fields });
        for (const secret of kept) {
          expect(bytes.includes(secret)).toBe(false);
          expect(bytes.includes(Buffer.from(secret).reverse())).toBe(false);
          expect(text).not.toContain(secret.toString('hex'));
        }
      }
    }
  });
});
