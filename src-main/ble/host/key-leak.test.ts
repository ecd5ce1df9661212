/** Known keys and numbers go through pairing, a bond, a reconnect, signed writes and failures; then everything that is kept or told is searched for them. */
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { toHex } from '../../../src-shared/bytes/hex.js';
import {
  type Adapter,
  type Bond,
  Characteristic,
  type Connection,
  memoryKeyStore,
  type PairingDelegate,
  Service,
} from '../index.js';
import { VirtualWorld } from '../testing/virtual-world.js';

let world: VirtualWorld;
/** Everything that a log, a window or a crash report could get to see. */
let said: string[];
const note = (what: unknown): void => {
  said.push(typeof what === 'string' ? what : inspect(what, { depth: 12, showHidden: true, maxArrayLength: null }));
  try {
    said.push(JSON.stringify(what, (_k, value) => (value instanceof Uint8Array ? toHex(value) : value)) ?? '');
  } catch {
    // what refers to itself has no JSON
  }
};

beforeEach(() => {
  world = new VirtualWorld();
  said = [];
});
afterEach(() => world.close());

function follow(adapter: Adapter, link: Connection): void {
  link.on('pairing-step', note);
  link.on('encryption', note);
  adapter.security.on('bonds', note);
}

/** Every form in which a secret could show. */
function formsOf(secret: Uint8Array): string[] {
  const both = [secret, secret.slice().reverse()];
  return both.flatMap((bytes) => [
    toHex(bytes),
    toHex(bytes).toUpperCase(),
    toHex(bytes, ':'),
    toHex(bytes, ' '),
    Buffer.from(bytes).toString('base64'),
    [...bytes].join(', '),
    [...bytes].join(','),
  ]);
}

it.each([true, false])(
  'LTK, IRK, CSRK, passkey: nowhere in trace, packets, events, errors or inspection (Secure Connections %s)',
  async (leSecure) => {
    const stores = [memoryKeyStore(), memoryKeyStore()] as const;
    const ids = ['c1:00:00:00:00:01', 'c2:00:00:00:00:02'] as const;
    const [central, peripheral] = (await Promise.all(
      ids.map((address, i) =>
        world.adapter('virtual:', { address, addressType: 'random', keyStore: stores[i], trace: { event: note } }),
      ),
    )) as [Adapter, Adapter];
    const command = new Characteristic(new Service(0xfff0), 0xfff1, { write: true, signedWrite: true });
    await peripheral.registerServices(command.service);
    const shown: number[] = [];
    let show: (passkey: number) => void = () => undefined;
    const typed = (change: number): PairingDelegate => ({
      io: 'keyboard-only',
      mitm: true,
      leSecure,
      requestPasskey: () =>
        new Promise((resolve) => {
          show = (passkey) => resolve((passkey + change) % 1_000_000);
        }),
    });
    peripheral.security.delegate = {
      io: 'display-only',
      mitm: true,
      displayPasskey: (_c, passkey) => {
        shown.push(passkey);
        const tell = () => show(passkey);
        world.clock.setTimeout(tell, 100);
      },
    };
    const connect = async (encrypt = true): Promise<Connection> => {
      const incoming = peripheral.advertise({ intervalUs: 20_000 });
      const link = await world.run(central.device(ids[1], 'random').connect({ encrypt }));
      const far = await world.run(incoming);
      follow(central, link);
      follow(peripheral, far);
      note(link);
      note(far);
      return link;
    };

    // A wrong passkey, then the right one, a reconnect by its key, a signed write over a plain link, and a key that is lost.
    let link = await connect();
    central.security.delegate = typed(1);
    note(await world.run(link.pair()).catch((error) => error));
    central.security.delegate = typed(0);
    note(await world.run(link.pair()));
    await world.run(link.disconnect());
    link = await connect();
    expect(link).toMatchObject({ encrypted: true, authenticated: true });
    await world.run(link.disconnect());
    link = await connect(false);
    const found = await world.run((async () => (await link.service(0xfff0))?.characteristic(0xfff1))());
    await world.run(found?.write(Uint8Array.of(1), { response: false, signed: true }) ?? Promise.reject());
    await world.run(link.disconnect());
    const secrets: Bond[] = [...(await stores[0].load(ids[0])), ...(await stores[1].load(ids[1]))];
    for (const { id } of await peripheral.security.bonds()) await peripheral.security.removeBond(id);
    const incoming = peripheral.advertise({ intervalUs: 20_000 });
    note(await world.run(central.device(ids[1], 'random').connect()).catch((error) => error));
    await incoming;

    for (const adapter of [central, peripheral]) {
      note(adapter);
      note(await adapter.security.bonds());
      note(adapter.security);
      for (const event of adapter.trace.events()) {
        note(event);
        const { bytes } = event as { bytes?: Uint8Array };
        if (bytes) said.push(toHex(bytes));
      }
    }
    const text = said.join('\n');
    expect(secrets).toHaveLength(2);
    expect(shown).toHaveLength(2);
    expect(text.length).toBeGreaterThan(10_000);
    const keys = secrets.flatMap(({ ltk, ltkLocal, irk, csrk, csrkLocal }) => [ltk, ltkLocal, irk, csrk, csrkLocal]);
    expect(keys.filter((key) => key !== undefined).length).toBeGreaterThanOrEqual(8);
    for (const key of keys) for (const form of key ? formsOf(key) : []) expect(text.includes(form), form).toBe(false);
    for (const passkey of shown) expect(text).not.toMatch(new RegExp(`\\b0*${passkey}\\b`));
    // The search finds what is there.
    expect(`${text} ${toHex(keys[0] as Uint8Array)}`.includes(formsOf(keys[0] as Uint8Array)[0] as string)).toBe(true);
  },
);
