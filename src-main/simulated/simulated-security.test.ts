import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Adapter, type Connection, memoryKeyStore, type PairingDelegate } from '../ble/index.js';
import { VirtualWorld } from '../ble/testing/virtual-world.js';
import { doorLock, LOCK_COMMAND, LOCK_STATE, RELOCK_MS } from './door-lock.js';
import { type SimulatedDevices, startSimulatedDevices } from './index.js';
import { keyboard } from './keyboard.js';

const SERVICE = 'b7d1c000-5a0e-4b8f-9c43-2f7a60e8d101';
const UNLOCK = Uint8Array.of(0);

let world: VirtualWorld;
let central: Adapter;
let simulated: SimulatedDevices;
const locksOwn = memoryKeyStore();

const run = <T>(promise: Promise<T>) => world.run(promise);

beforeEach(async () => {
  world = new VirtualWorld();
  central = await world.adapter('virtual:', { address: 'aa:00:00:00:00:02', keyStore: memoryKeyStore() });
  await start();
});
afterEach(async () => {
  await run(simulated.close());
  await world.close();
});

async function start(keyStore = memoryKeyStore()): Promise<void> {
  simulated = await run(startSimulatedDevices(world.medium, { devices: [doorLock, keyboard], keyStore }));
}

const connect = (device = doorLock) => run(central.device(device.address, device.addressType).connect());

async function attribute(link: Connection, uuid: string, service = SERVICE) {
  const found = await run((async () => (await link.service(service))?.characteristic(uuid))());
  if (!found) throw new Error(`no ${uuid}`);
  return found;
}

/** What the lock's display shows, once it does. */
async function screen() {
  for (let i = 0; i < 2_000; i += 1) {
    const [shown] = simulated.pairing.screens();
    if (shown) return shown;
    await world.clock.advance(5);
  }
  throw new Error('the display stays dark');
}

const types = (typed: (shown: string) => number | null): PairingDelegate => ({
  io: 'keyboard-display',
  mitm: true,
  requestPasskey: async () => typed((await screen()).digits),
  compareNumbers: async (_c, value) => {
    const { digits, address } = await screen();
    simulated.pairing.answer(address, Number(digits) === value);
    return Number(digits) === value;
  },
});

describe('door lock', () => {
  it('shows a passkey; who types it may unlock, and it locks again by itself', async () => {
    const link = await connect();
    const command = await attribute(link, LOCK_COMMAND);
    await expect(run(command.write(UNLOCK))).rejects.toMatchObject({ code: 'att/insufficient-authentication' });
    central.security.delegate = types(Number);
    expect(await run(link.pair())).toMatchObject({ method: 'passkey', authenticated: true, bonded: true });
    expect(simulated.pairing.screens()).toEqual([]);
    const state = await attribute(link, LOCK_STATE);
    await run(state.subscribe());
    await run(command.write(UNLOCK));
    expect(await run(state.notified())).toEqual(Uint8Array.of(0));
    const before = world.clock.now();
    expect(await run(state.notified())).toEqual(Uint8Array.of(1));
    expect(world.clock.now() - before).toBeGreaterThanOrEqual(RELOCK_MS - 100);
    await expect(run(command.write(Uint8Array.of(7)))).rejects.toMatchObject({ code: 'att/value-not-allowed' });
  });

  it('compares numbers when told to', async () => {
    simulated.pairing.setIo(doorLock.address, 'display-yes-no');
    central.security.delegate = types(Number);
    const link = await connect();
    expect(await run(link.pair())).toMatchObject({ method: 'numeric-comparison', authenticated: true });
    expect(simulated.pairing.list()).toContainEqual(
      expect.objectContaining({ address: doorLock.address, io: 'display-yes-no', bonds: 1 }),
    );
  });

  it('its "no" ends the pairing; the display goes dark', async () => {
    simulated.pairing.setIo(doorLock.address, 'display-yes-no');
    central.security.delegate = {
      ...types(Number),
      compareNumbers: async () => {
        simulated.pairing.answer((await screen()).address, false);
        return true;
      },
    };
    const link = await connect();
    await expect(run(link.pair())).rejects.toMatchObject({ code: 'smp/numeric-comparison-failed', origin: 'peer' });
    expect(simulated.pairing.screens()).toEqual([]);
  });

  it.each([
    ['a wrong passkey', (shown: string) => (Number(shown) + 1) % 1_000_000, 'smp/confirm-value-failed'],
    ['no passkey', () => null, 'smp/passkey-entry-failed'],
  ])('%s: the reason, no bond, a dark display', async (_what, typed, code) => {
    central.security.delegate = types(typed);
    const link = await connect();
    await expect(run(link.pair())).rejects.toMatchObject({ code });
    expect(simulated.pairing.screens()).toEqual([]);
    expect(simulated.pairing.list()[0]?.bonds).toBe(0);
  });

  it('a bond by Just Works reads its state and does not unlock', async () => {
    const link = await connect();
    expect(await run(link.pair())).toMatchObject({ method: 'just-works', authenticated: false });
    const state = await attribute(link, LOCK_STATE);
    expect(await run(state.read())).toEqual(Uint8Array.of(1));
    const command = await attribute(link, LOCK_COMMAND);
    await expect(run(command.write(UNLOCK))).rejects.toMatchObject({ code: 'att/insufficient-authentication' });
  });

  it('its bond survives a restart: the next link is encrypted without pairing, and unlocks', async () => {
    await run(simulated.close());
    await start(locksOwn);
    central.security.delegate = types(Number);
    const first = await connect();
    await run(first.pair());
    await run(simulated.close());
    central.security.delegate = { io: 'no-input-no-output' };
    await start(locksOwn);
    const link = await connect();
    expect(link).toMatchObject({ encrypted: true, authenticated: true, bonded: true });
    await run((await attribute(link, LOCK_COMMAND)).write(UNLOCK));
  });

  it('told to forget, it has lost the key', async () => {
    const link = await connect();
    await run(link.pair());
    await run(link.disconnect());
    await run(simulated.pairing.forgetBonds(doorLock.address));
    expect(simulated.pairing.list()[0]?.bonds).toBe(0);
    await expect(connect()).rejects.toMatchObject({ code: 'hci/pin-or-key-missing' });
  });
});

it('keyboard: what is typed goes over an encrypted link alone, which Just Works gives', async () => {
  const link = await connect(keyboard);
  const report = await attribute(link, '2a4d', '1812');
  await expect(run(report.read())).rejects.toMatchObject({ code: 'att/insufficient-authentication' });
  await expect(run(report.subscribe())).rejects.toMatchObject({ code: 'att/insufficient-authentication' });
  expect(await run(link.pair())).toMatchObject({ method: 'just-works' });
  expect(await run(report.read())).toHaveLength(8);
  await run(report.subscribe());
  expect(await run(report.notified())).toHaveLength(8);
});
