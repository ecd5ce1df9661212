/**
 * ble-host, unmodified, pairs and bonds with itself on the virtual radio: it brings SMP and its cryptography, the radio
 * brings encryption, the Long Term Key Request and the comparison of both keys. For legacy pairing its peer is a script.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Medium, type VirtualController } from '../../src-main/ble/index.js';
import { RawPeer } from '../../src-main/ble/testing/raw-peer.js';
import {
  type BleHostConnection,
  type Characteristic,
  ended,
  type Manager,
  overVirtual,
  type PairingFeatures,
  type PairingResult,
  type RemoteService,
  restartBleHost,
  startBleHost,
} from './support/ble-host.js';
import { answerKeyRequest, initiateLegacy, respondLegacy, startEncryption } from './support/legacy-peer.js';

const SERVICE = '22222222-3333-4444-5555-777777777777';
const SECRET = '22222222-3333-4444-5555-777777777778';
const IO = { displayOnly: 0, displayYesNo: 1, keyboardOnly: 2, noInputNoOutput: 3 } as const;
const MODEL = { passkeyInitiatorInputs: 1, passkeyResponderInputs: 2, numericComparison: 4 } as const;
const CONFIRM_VALUE_FAILED = 0x04;
const NUMERIC_COMPARISON_FAILED = 0x0c;
const PIN_OR_KEY_MISSING = 0x06;
const MIC_FAILURE = 0x3d;
const INSUFFICIENT_AUTHENTICATION = 0x05;

let home = '';
let storage = '';
let number = 0;
const open: (() => Promise<unknown> | unknown)[] = [];

// ble-host keeps its bonds in the working directory.
beforeAll(async () => {
  home = process.cwd();
  storage = await mkdtemp(join(tmpdir(), 'bonds-'));
  process.chdir(storage);
});
afterAll(async () => {
  process.chdir(home);
  await rm(storage, { recursive: true });
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

function newMedium(latencyMs = 0): Medium {
  const medium = new Medium({ latencyMs });
  open.push(() => medium.close());
  return medium;
}

/** That no test has a bond for. */
function newAddress(): string {
  number += 1;
  return `00:00:00:00:01:${number.toString(16).padStart(2, '0')}`;
}

function newController(medium: Medium): VirtualController {
  return medium.createController({ address: newAddress() });
}

/** A host whose one characteristic can be read on an encrypted link only. */
async function startHost(controller: VirtualController): Promise<Manager> {
  const manager = await startBleHost(overVirtual(controller.openHost()));
  const secret = { uuid: SECRET, properties: ['read'], readPerm: 'encrypted', value: Buffer.from('secret') };
  manager.gattDb.addServices([{ uuid: SERVICE, characteristics: [secret] }]);
  return manager;
}

interface Pair {
  central: BleHostConnection;
  peripheral: BleHostConnection;
}

async function connect(central: Manager, peripheral: Manager, address: string): Promise<Pair> {
  const accepted = new Promise<BleHostConnection>((resolve) => {
    peripheral.startAdvertising({ intervalMin: 0x20, intervalMax: 0x20 }, (status, c) => {
      if (status === 0) resolve(c);
    });
  });
  const link = await new Promise<BleHostConnection>((resolve) => {
    central.connect('public', address.toUpperCase(), {}, resolve);
  });
  return { central: link, peripheral: await accepted };
}

async function world(latencyMs = 0) {
  const medium = newMedium(latencyMs);
  const [a, b] = [newController(medium), newController(medium)];
  const [central, peripheral] = [await startHost(a), await startHost(b)];
  const pair = () => connect(central, peripheral, b.address);
  return { medium, controllers: [a, b] as const, managers: { central, peripheral }, pair };
}

const radio = (controllers: readonly VirtualController[]) =>
  controllers.map(({ links }) => links.map(({ encrypted, keyRefreshes }) => [encrypted, keyRefreshes])[0]);

type Passkey = (central: string | null, peripheral: string | null) => [string | undefined, string | undefined];

/** Runs a pairing; `passkey` sees what both show and says what their users type, undefined for a plain yes. */
async function pairUp(
  { central, peripheral }: Pair,
  features: { central: PairingFeatures; peripheral: PairingFeatures },
  passkey?: Passkey,
): Promise<{ models: number[]; results: (PairingResult | number)[] }> {
  const models: number[] = [];
  const shown = [central, peripheral].map(
    ({ smp }) =>
      new Promise<{ passkey: string | null; answer: (passkey?: string) => void }>((resolve) => {
        smp.once('passkeyExchange', (model: number, passkey: string | null, answer: (passkey?: string) => void) => {
          models.push(model);
          resolve({ passkey, answer });
        });
      }),
  );
  if (passkey) {
    void Promise.all(shown).then(([one, two]) => {
      if (!one || !two) return;
      const [typedAtCentral, typedAtPeripheral] = passkey(one.passkey, two.passkey);
      one.answer(typedAtCentral);
      two.answer(typedAtPeripheral);
    });
  }
  const results = Promise.all([central, peripheral].map(({ smp }) => outcome(smp)));
  peripheral.smp.once('pairingRequest', (_request, respond: (features: PairingFeatures) => void) =>
    respond(features.peripheral),
  );
  expect(central.smp.sendPairingRequest(features.central)).toBe(true);
  return { models, results: await results };
}

/** Its result, or the reason of its failure. */
function outcome(smp: BleHostConnection['smp']): Promise<PairingResult | number> {
  return new Promise((resolve) => {
    const done = (result: PairingResult | number) => {
      smp.off('pairingComplete', done);
      smp.off('pairingFail', done);
      resolve(result);
    };
    smp.on('pairingComplete', done);
    smp.on('pairingFail', done);
  });
}

/** HCI status with which each end ended the encryption. */
const encryptions = ({ central, peripheral }: Pair) =>
  Promise.all([central, peripheral].map(({ smp }) => new Promise((resolve) => smp.once('encrypt', resolve))));

/** ATT error and value. */
async function readSecret({ central }: Pair): Promise<[number, string]> {
  const services = await new Promise<RemoteService[]>((resolve) => central.gatt.discoverAllPrimaryServices(resolve));
  const service = services.find(({ uuid }) => uuid === SERVICE);
  const list = await new Promise<Characteristic[]>((resolve) => service?.discoverCharacteristics(resolve));
  const secret = list.find(({ uuid }) => uuid === SECRET);
  return new Promise((resolve) => secret?.read((error, value) => resolve([error, value?.toString() ?? ''])));
}

async function part({ central, peripheral }: Pair): Promise<void> {
  const ends = Promise.all([ended(central), ended(peripheral)]);
  central.disconnect();
  await ends;
}

const JUST_WORKS = { central: { ioCap: IO.noInputNoOutput }, peripheral: { ioCap: IO.noInputNoOutput } };
const BONDED = { sc: true, bond: true };

describe('LE Secure Connections', () => {
  test.each([0, 5, 30])('Just Works, with %i ms of air', async (latencyMs) => {
    const { controllers, pair } = await world(latencyMs);
    const link = await pair();
    expect(await readSecret(link)).toEqual([INSUFFICIENT_AUTHENTICATION, '']);
    const { models, results } = await pairUp(link, JUST_WORKS);
    expect(models).toEqual([]);
    expect(results).toMatchObject([
      { ...BONDED, mitm: false },
      { ...BONDED, mitm: false },
    ]);
    expect(radio(controllers)).toEqual([
      [true, 0],
      [true, 0],
    ]);
    expect(await readSecret(link)).toEqual([0, 'secret']);
  });

  test.each([
    ['the central', IO.keyboardOnly, IO.displayOnly, MODEL.passkeyInitiatorInputs],
    ['the peripheral', IO.displayOnly, IO.keyboardOnly, MODEL.passkeyResponderInputs],
  ])('passkey, typed at %s', async (_where, atCentral, atPeripheral, model) => {
    const { controllers, pair } = await world();
    const link = await pair();
    const features = { central: { ioCap: atCentral, mitm: true }, peripheral: { ioCap: atPeripheral, mitm: true } };
    const { models, results } = await pairUp(link, features, (central, peripheral) => {
      expect([central, peripheral].filter((shown) => shown !== null)).toEqual([expect.stringMatching(/^\d{6}$/)]);
      return [peripheral ?? undefined, central ?? undefined];
    });
    expect(models).toEqual([model, model]);
    expect(results).toMatchObject([
      { ...BONDED, mitm: true },
      { ...BONDED, mitm: true },
    ]);
    expect(radio(controllers)).toEqual([
      [true, 0],
      [true, 0],
    ]);
  });

  const COMPARE = {
    central: { ioCap: IO.displayYesNo, mitm: true },
    peripheral: { ioCap: IO.displayYesNo, mitm: true },
  };

  test('numeric comparison', async () => {
    const { pair } = await world();
    const link = await pair();
    const { models, results } = await pairUp(link, COMPARE, (central, peripheral) => {
      expect(central).toMatch(/^\d{6}$/);
      expect(peripheral).toBe(central);
      return [undefined, undefined];
    });
    expect(models).toEqual([MODEL.numericComparison, MODEL.numericComparison]);
    expect(results).toMatchObject([
      { ...BONDED, mitm: true },
      { ...BONDED, mitm: true },
    ]);
    expect(await readSecret(link)).toEqual([0, 'secret']);
  });

  test('a wrong passkey fails, leaves the link unencrypted, and the next pairing works', async () => {
    const { controllers, pair } = await world();
    const link = await pair();
    const features = {
      central: { ioCap: IO.keyboardOnly, mitm: true },
      peripheral: { ioCap: IO.displayOnly, mitm: true },
    };
    const wrong = (passkey: string | null) => ((Number(passkey) + 1) % 1_000_000).toString();
    const failed = await pairUp(link, features, (_central, shown) => [wrong(shown), undefined]);
    expect(failed.results).toEqual([CONFIRM_VALUE_FAILED, CONFIRM_VALUE_FAILED]);
    expect(radio(controllers)).toEqual([
      [false, 0],
      [false, 0],
    ]);
    const { results } = await pairUp(link, features, (_central, shown) => [shown ?? undefined, undefined]);
    expect(results).toMatchObject([BONDED, BONDED]);
  });

  test('a rejected comparison fails at both ends', async () => {
    const { controllers, pair } = await world();
    const link = await pair();
    link.peripheral.smp.once('passkeyExchange', () => link.peripheral.smp.sendPairingFailed(NUMERIC_COMPARISON_FAILED));
    const { results } = await pairUp(link, COMPARE);
    expect(results).toEqual([NUMERIC_COMPARISON_FAILED, NUMERIC_COMPARISON_FAILED]);
    expect(radio(controllers)).toEqual([
      [false, 0],
      [false, 0],
    ]);
  });

  test('the peripheral asks for it by a Security Request', async () => {
    const { controllers, pair } = await world();
    const link = await pair();
    const results = Promise.all([outcome(link.central.smp), outcome(link.peripheral.smp)]);
    link.peripheral.smp.sendSecurityRequest(true, false);
    expect(await results).toMatchObject([BONDED, BONDED]);
    expect(radio(controllers)).toEqual([
      [true, 0],
      [true, 0],
    ]);
  });
});

describe('with a bond', () => {
  test.each([0, 5])(
    'the next link is encrypted without pairing, and its key is refreshed, with %i ms of air',
    async (latencyMs) => {
      const { controllers, pair } = await world(latencyMs);
      const first = await pair();
      await pairUp(first, JUST_WORKS);
      await part(first);
      const link = await pair();
      expect([link.central.smp.isBonded, link.peripheral.smp.hasLtk]).toEqual([true, true]);
      expect(radio(controllers)).toEqual([
        [false, 0],
        [false, 0],
      ]);
      for (const refreshes of [0, 1, 2]) {
        const done = encryptions(link);
        expect(link.central.smp.startEncryption()).toBe(true);
        expect(await done).toEqual([0, 0]);
        expect(radio(controllers)).toEqual([
          [true, refreshes],
          [true, refreshes],
        ]);
        expect(await readSecret(link)).toEqual([0, 'secret']);
      }
    },
  );

  test('the peripheral asks for encryption by a Security Request', async () => {
    const { controllers, pair } = await world();
    const first = await pair();
    await pairUp(first, JUST_WORKS);
    await part(first);
    const link = await pair();
    const done = encryptions(link);
    link.peripheral.smp.sendSecurityRequest(true, false);
    expect(await done).toEqual([0, 0]);
    expect(radio(controllers)[0]).toEqual([true, 0]);
  });

  test('it outlives both hosts: on disk, and with new controllers of the same addresses', async () => {
    const first = await world();
    const link = await first.pair();
    await pairUp(link, JUST_WORKS);
    const addresses = first.controllers.map(({ address }) => address);
    await first.medium.close();
    restartBleHost();
    const medium = newMedium();
    const controllers = addresses.map((address) => medium.createController({ address }));
    const [a, b] = controllers as [VirtualController, VirtualController];
    const again = await connect(await startHost(a), await startHost(b), b.address);
    const done = encryptions(again);
    again.central.smp.startEncryption();
    expect(await done).toEqual([0, 0]);
    expect(radio(controllers)).toEqual([
      [true, 0],
      [true, 0],
    ]);
  });

  test('that the peripheral has lost: key missing, the link goes on, and pairing anew works', async () => {
    const { controllers, managers, pair } = await world();
    const first = await pair();
    await pairUp(first, JUST_WORKS);
    await part(first);
    managers.peripheral.removeBond('public', controllers[0].address);
    const link = await pair();
    const done = encryptions(link);
    link.central.smp.startEncryption();
    expect(await done).toEqual([PIN_OR_KEY_MISSING, PIN_OR_KEY_MISSING]);
    expect(await readSecret(link)).toEqual([INSUFFICIENT_AUTHENTICATION, '']);
    const { results } = await pairUp(link, JUST_WORKS);
    expect(results).toMatchObject([BONDED, BONDED]);
    expect(await readSecret(link)).toEqual([0, 'secret']);
  });

  test('and a key that is not the peripheral’s: both lose the link, 0x3D', async () => {
    const { pair } = await world();
    const first = await pair();
    await pairUp(first, JUST_WORKS);
    await part(first);
    const link = await pair();
    const ends = Promise.all([ended(link.central), ended(link.peripheral)]);
    link.central.smp.setAvailableLtk(Buffer.alloc(16, 9), Buffer.alloc(8), 0, false, true);
    link.central.smp.startEncryption();
    expect(await ends).toEqual([MIC_FAILURE, MIC_FAILURE]);
  });
});

describe('LE legacy Just Works', () => {
  const LEGACY = { sc: false, mitm: false, bond: true };

  test('ble-host as the peripheral: STK, then its LTK by EDIV and Rand on the next link', async () => {
    const medium = newMedium();
    const peer = await RawPeer.open(medium, { address: newAddress() });
    const controller = newController(medium);
    const manager = await startHost(controller);
    const accept = async () => {
      const accepted = new Promise<BleHostConnection>((resolve) => {
        manager.startAdvertising({ intervalMin: 0x20, intervalMax: 0x20 }, (_status, c) => resolve(c));
      });
      const handle = await peer.connect({ peer: { address: controller.address } });
      return { handle, connection: await accepted };
    };
    const first = await accept();
    const result = outcome(first.connection.smp);
    const addresses = { initiator: peer.controller.address, responder: controller.address };
    const key = await initiateLegacy({ peer, handle: first.handle, ...addresses });
    expect(await result).toMatchObject(LEGACY);
    expect(key.rand).not.toEqual(new Uint8Array(8));
    await peer.disconnect(first.handle);
    await peer.disconnected(first.handle);

    const second = await accept();
    const encrypted = new Promise((resolve) => second.connection.smp.once('encrypt', resolve));
    expect(await startEncryption(peer, second.handle, key)).toBe(0);
    expect(await encrypted).toBe(0);
    expect(radio([controller, peer.controller])).toEqual([
      [true, 0],
      [true, 0],
    ]);
  });

  test('ble-host as the central: STK, then the peer’s LTK by EDIV and Rand on the next link', async () => {
    const medium = newMedium();
    const controller = newController(medium);
    const peer = await RawPeer.open(medium, { address: newAddress() });
    const manager = await startHost(controller);
    const reach = async () => {
      await peer.advertise();
      const handle = peer.connected();
      const connection = await new Promise<BleHostConnection>((resolve) => {
        manager.connect('public', peer.controller.address.toUpperCase(), {}, resolve);
      });
      return { handle: await handle, connection };
    };
    const first = await reach();
    const result = outcome(first.connection.smp);
    first.connection.smp.sendPairingRequest({});
    const addresses = { initiator: controller.address, responder: peer.controller.address };
    const key = await respondLegacy({ peer, handle: first.handle, ...addresses });
    expect(await result).toMatchObject(LEGACY);
    first.connection.disconnect();
    await peer.disconnected(first.handle);

    const second = await reach();
    const encrypted = new Promise((resolve) => second.connection.smp.once('encrypt', resolve));
    second.connection.smp.startEncryption();
    await answerKeyRequest(peer, second.handle, key);
    expect(await encrypted).toBe(0);
    expect(radio([controller, peer.controller])).toEqual([
      [true, 0],
      [true, 0],
    ]);
  });
});
