/** Our Security Manager against ble-host's, in both roles, on our own radio and on a controller whose key comparison is its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Adapter,
  type Connection,
  type KeyStore,
  memoryKeyStore,
  type PairingDelegate,
} from '../../src-main/ble/index.js';
import { type Bed, btvirtBed, virtualBed } from './support/beds.js';
import { type BleHostConnection, ended, type Manager, type Smp, startBleHost, succeeds } from './support/ble-host.js';
import { describeWithBtvirt } from './support/btvirt.js';

/** Core Vol 3 Part H 2.3.2, as ble-host takes it. */
const IO = { displayOnly: 0, displayYesNo: 1, keyboardOnly: 2, nothing: 3 };
const ADV = Buffer.from('020106', 'hex');

// ble-host keeps its bonds in the working directory, and in memory by address: each test has an address of its own.
let folder: string;
const before = process.cwd();
let serial = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbench-bonds-'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

interface Far {
  connection: BleHostConnection;
  smp: Smp;
}

function suite(open: () => Promise<Bed>): void {
  let bed: Bed;
  let ours: Adapter;
  let theirs: Manager;
  let theirAddress: string;
  let store: KeyStore;

  beforeEach(async () => {
    serial += 1;
    theirAddress = `c1:00:00:00:01:${serial.toString(16).padStart(2, '0')}`;
    store = memoryKeyStore();
    bed = await open();
    ours = await bed.adapter({ keyStore: store });
    theirs = await startBleHost(await bed.foreign(), { staticRandomAddress: theirAddress.toUpperCase() });
  });
  afterEach(async () => {
    await ours.close();
    await bed.close();
  });

  /** We are central. `prepare` sees their end before anything is asked of it. */
  async function weConnect(prepare: (smp: Smp) => void = () => undefined): Promise<{ link: Connection; far: Far }> {
    await succeeds((done) => theirs.setAdvertisingData(ADV, done));
    const incoming = new Promise<Far>((resolve, reject) => {
      theirs.startAdvertising({ intervalMin: 0x20, intervalMax: 0x20 }, (status, connection) => {
        if (status !== 0) return reject(new Error(`status ${status}`));
        prepare(connection.smp);
        resolve({ connection, smp: connection.smp });
      });
    });
    const link = await ours.device(theirAddress, 'random').connect();
    return { link, far: await incoming };
  }

  async function theyConnect(): Promise<{ link: Connection; far: Far }> {
    const advertised = ours.advertise({ intervalUs: 20_000, name: 'ours' });
    const { address, type } = ours.address;
    const connection = await new Promise<BleHostConnection>((resolve) => {
      theirs.connect(type, address.toUpperCase(), {}, resolve);
    });
    return { link: await advertised, far: { connection, smp: connection.smp } };
  }

  /** ble-host refuses another link to a device until it has heard of the end of the last. */
  async function leave(link: Connection, far: Far): Promise<void> {
    const theirEnd = ended(far.connection);
    await link.disconnect();
    await theirEnd;
  }

  const completed = (smp: Smp): Promise<void> =>
    new Promise((resolve, reject) => {
      smp.once('pairingComplete', () => resolve());
      smp.once('pairingFail', (reason) => reject(new Error(`ble-host says pairing failed: ${String(reason)}`)));
    });

  test('SM/CEN/SCJW/BV-01 we are central: Just Works, bond, and the next link is encrypted with its key', async () => {
    const { link, far } = await weConnect();
    const theirEnd = completed(far.smp);
    expect(await link.pair()).toMatchObject({
      method: 'just-works',
      secureConnections: true,
      bonded: true,
      keySize: 16,
    });
    await theirEnd;
    expect(far.smp).toMatchObject({
      isEncrypted: true,
      currentEncryptionLevel: { sc: true, mitm: false, keySize: 16 },
    });
    await leave(link, far);
    const again = await weConnect();
    expect(again.link).toMatchObject({ encrypted: true, bonded: true, secureConnections: true });
    if (!again.far.smp.isEncrypted) await new Promise((resolve) => again.far.smp.once('encrypt', resolve));
    expect(again.far.smp.isEncrypted).toBe(true);
  });

  test('SM/PER/SCJW/BV-02 we are peripheral: Just Works, bond, and it encrypts the next link with its key', async () => {
    const { link, far } = await theyConnect();
    const theirEnd = completed(far.smp);
    const encrypted = new Promise((resolve) => link.on('encryption', ({ bonded }) => bonded && resolve(null)));
    far.smp.sendPairingRequest({ ioCap: IO.nothing, bondingFlags: 1, sc: true });
    await Promise.all([theirEnd, encrypted]);
    expect(link).toMatchObject({ encrypted: true, authenticated: false, bonded: true, secureConnections: true });
    await leave(link, far);
    const again = await theyConnect();
    const resumed = new Promise((resolve) => again.link.on('encryption', resolve));
    expect(again.far.smp.hasLtk).toBe(true);
    again.far.smp.startEncryption();
    expect(await resumed).toMatchObject({ encrypted: true, bonded: true, keySize: 16 });
  });

  test('SM/CEN/SCPK/BV-01 it shows a passkey, we type it', async () => {
    let shown: (passkey: number) => void = () => undefined;
    const passkey = new Promise<number>((resolve) => {
      shown = resolve;
    });
    ours.security.delegate = { io: 'keyboard-only', mitm: true, requestPasskey: () => passkey };
    const { link, far } = await weConnect((smp) => {
      smp.on('pairingRequest', (_request, answer) =>
        answer({ ioCap: IO.displayOnly, bondingFlags: 1, mitm: true, sc: true }),
      );
      smp.on('passkeyExchange', (_model, digits) => shown(Number(digits)));
    });
    const theirEnd = completed(far.smp);
    expect(await link.pair()).toMatchObject({ method: 'passkey', authenticated: true, secureConnections: true });
    await theirEnd;
    expect(far.smp.currentEncryptionLevel.mitm).toBe(true);
  });

  test('SM/PER/SCPK/BV-02 we show a passkey, it is typed there', async () => {
    const { link, far } = await theyConnect();
    let type: (digits: string) => void = () => undefined;
    const typing = new Promise<(digits: string) => void>((resolve) => {
      far.smp.on('passkeyExchange', (_model, _digits, answer) => resolve(answer as (digits: string) => void));
    });
    ours.security.delegate = {
      io: 'display-only',
      mitm: true,
      displayPasskey: (_c, passkey) => type(String(passkey).padStart(6, '0')),
    };
    type = (digits) => void typing.then((answer) => answer(digits));
    const theirEnd = completed(far.smp);
    const encrypted = new Promise((resolve) => link.on('encryption', ({ bonded }) => bonded && resolve(null)));
    far.smp.sendPairingRequest({ ioCap: IO.keyboardOnly, bondingFlags: 1, mitm: true, sc: true });
    await Promise.all([theirEnd, encrypted]);
    expect(link).toMatchObject({ authenticated: true, secureConnections: true, bonded: true });
  });

  test('SM/CEN/SCCT/BV-01 numeric comparison: the same six digits on both sides', async () => {
    const seen: string[] = [];
    const compares: PairingDelegate = {
      io: 'display-yes-no',
      mitm: true,
      compareNumbers: async (_c, value) => {
        seen.push(String(value).padStart(6, '0'));
        return true;
      },
    };
    ours.security.delegate = compares;
    const { link, far } = await weConnect((smp) => {
      smp.on('pairingRequest', (_request, answer) =>
        answer({ ioCap: IO.displayYesNo, bondingFlags: 1, mitm: true, sc: true }),
      );
      smp.on('passkeyExchange', (_model, digits, answer) => {
        seen.push(String(digits));
        answer();
      });
    });
    const theirEnd = completed(far.smp);
    expect(await link.pair()).toMatchObject({ method: 'numeric-comparison', authenticated: true });
    await theirEnd;
    expect(seen).toHaveLength(2);
    expect(seen[0]).toBe(seen[1]);
  });

  test('SM/CEN/JW/BV-05 LE legacy pairing in both roles, with the bond used again', async () => {
    const { link, far } = await weConnect();
    const theirEnd = completed(far.smp);
    expect(await link.pair({ leSecure: false })).toMatchObject({ secureConnections: false, bonded: true, keySize: 16 });
    await theirEnd;
    await leave(link, far);
    const again = await weConnect();
    expect([again.link.encrypted, again.link.secureConnections]).toEqual([true, false]);
    await leave(again.link, again.far);

    ours.security.delegate = { io: 'no-input-no-output', leSecure: false };
    const reverse = await theyConnect();
    const theirs = completed(reverse.far.smp);
    const encrypted = new Promise((resolve) =>
      reverse.link.on('encryption', ({ encrypted: on }) => on && resolve(null)),
    );
    reverse.far.smp.sendPairingRequest({ ioCap: IO.nothing, bondingFlags: 1 });
    await Promise.all([theirs, encrypted]);
    expect([reverse.link.encrypted, reverse.link.secureConnections]).toEqual([true, false]);
  });

  test('a wrong passkey: each side says why, and nothing is kept', async () => {
    ours.security.delegate = { io: 'keyboard-only', mitm: true, requestPasskey: async () => 1 };
    const reasons: unknown[] = [];
    const { link, far } = await weConnect((smp) => {
      smp.on('pairingRequest', (_request, answer) =>
        answer({ ioCap: IO.displayOnly, bondingFlags: 1, mitm: true, sc: true }),
      );
    });
    const failed = new Promise<void>((resolve) => {
      far.smp.on('pairingFail', (reason) => {
        reasons.push(reason);
        resolve();
      });
    });
    await expect(link.pair()).rejects.toMatchObject({ code: 'smp/confirm-value-failed' });
    await failed;
    expect(reasons).toEqual([0x04]);
    expect(link).toMatchObject({ encrypted: false, bonded: false });
    expect(await ours.security.bonds()).toEqual([]);
  });
}

describe('pairing with ble-host on the virtual radio', () => suite(virtualBed));
describeWithBtvirt('pairing with ble-host on btvirt', (btvirt) => suite(btvirtBed(btvirt)));
