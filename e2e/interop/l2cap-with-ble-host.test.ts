/** Our channels against ble-host's, in both roles and both directions, on our own radio and on btvirt with its one ACL buffer. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Adapter, Connection } from '../../src-main/ble/index.js';
import { type Bed, btvirtBed, virtualBed } from './support/beds.js';
import { type BleHostConnection, type Coc, type Manager, startBleHost, succeeds } from './support/ble-host.js';
import { describeWithBtvirt } from './support/btvirt.js';

const PSM = 0x80;
const ADV = Buffer.from('020106', 'hex');
/** Around one byte, one frame, one ACL packet, and ble-host's MPS of 1004. */
const SIZES = [1, 2, 21, 23, 186, 187, 246, 247, 954, 1_002, 1_003, 1_004, 3_000, 20_000];

const pattern = (length: number, seed: number) => Buffer.from(Array.from({ length }, (_, i) => (i * 31 + seed) & 0xff));

interface Link {
  link: Connection;
  far: BleHostConnection;
}

// ble-host keeps its bonds in the working directory, and in memory by address: each test has an address of its own.
let folder: string;
const before = process.cwd();
let serial = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbench-l2cap-'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

function suite(open: () => Promise<Bed>): void {
  let bed: Bed;
  let ours: Adapter;
  let theirs: Manager;
  let theirAddress: string;

  beforeEach(async () => {
    serial += 1;
    theirAddress = `c3:00:00:00:02:${serial.toString(16).padStart(2, '0')}`;
    bed = await open();
    ours = await bed.adapter();
    theirs = await startBleHost(await bed.foreign(), { staticRandomAddress: theirAddress.toUpperCase() });
  });
  afterEach(async () => {
    await ours.close();
    await bed.close();
  });

  async function weAreCentral(): Promise<Link> {
    await succeeds((done) => theirs.setAdvertisingData(ADV, done));
    const incoming = new Promise<BleHostConnection>((resolve, reject) => {
      theirs.startAdvertising({ intervalMin: 0x20, intervalMax: 0x20 }, (status, connection) =>
        status === 0 ? resolve(connection) : reject(new Error(`status ${status}`)),
      );
    });
    const link = await ours.device(theirAddress, 'random').connect();
    return { link, far: await incoming };
  }

  async function weArePeripheral(): Promise<Link> {
    const advertised = ours.advertise({ intervalUs: 20_000, name: 'ours' });
    const { address, type } = ours.address;
    const far = await new Promise<BleHostConnection>((resolve) => {
      theirs.connect(type, address.toUpperCase(), {}, resolve);
    });
    return { link: await advertised, far };
  }

  /** Their side takes every channel to the PSM and hands each to `use`. */
  const theyListen = (far: BleHostConnection, use: (coc: Coc) => void, rxMtu = 65_535) =>
    far.l2capCoCManager.registerLePsm(PSM, (_txMtu, answer) => use(answer(0, false, rxMtu) as Coc));

  const theyConnect = (far: BleHostConnection, rxMtu = 65_535) =>
    new Promise<Coc>((resolve, reject) => {
      far.l2capCoCManager.connect(PSM, false, rxMtu, (result, coc) =>
        coc ? resolve(coc) : reject(new Error(`ble-host's connect ends with ${result}`)),
      );
    });

  const echo = (coc: Coc) => coc.on('data', (sdu: Buffer) => coc.send(sdu));

  const roles: [string, () => Promise<Link>][] = [
    ['central', weAreCentral],
    ['peripheral', weArePeripheral],
  ];

  describe.each(roles)('we are %s', (_, meet) => {
    test('L2CAP/LE/CFC/BV-02-C we open: SDUs of all sizes are echoed, then we close', async () => {
      const { link, far } = await meet();
      let theirEnd: Promise<unknown> = Promise.resolve();
      theyListen(far, (coc) => {
        echo(coc);
        theirEnd = once(coc, 'disconnect');
      });
      const channel = await link.l2capConnect(PSM, 65_535);
      expect(channel).toMatchObject({ peerMtu: 65_535, peerMps: 1_004, ourMtu: 65_535 });
      for (const size of SIZES) {
        await channel.send(pattern(size, size));
        expect(Buffer.from((await channel.recv({ timeoutMs: 10_000 })) ?? [])).toEqual(pattern(size, size));
      }
      await channel.disconnect();
      await theirEnd;
    });

    test('L2CAP/LE/CFC/BV-03-C it opens: SDUs of all sizes are echoed, then it closes', async () => {
      const { link, far } = await meet();
      const accepted = link.l2capAccept(PSM, 65_535);
      const coc = await theyConnect(far);
      const channel = await accepted;
      expect(channel).toMatchObject({ peerMtu: 65_535, psm: PSM });
      const echoing = (async () => {
        for (let sdu = await channel.recv(); sdu; sdu = await channel.recv()) await channel.send(sdu);
      })();
      for (const size of SIZES.filter((each) => each < 5_000)) {
        const back = once(coc, 'data');
        coc.send(pattern(size, size));
        expect((await back)[0]).toEqual(pattern(size, size));
      }
      coc.disconnect();
      await echoing;
      expect(channel.isOpen()).toBe(false);
    });

    test('L2CAP/LE/CFC/BV-07-C both ways at once, more than any window: 300 SDUs of 500 bytes each way', async () => {
      const { link, far } = await meet();
      const got: Buffer[] = [];
      let all: () => void = () => undefined;
      const received = new Promise<void>((resolve) => {
        all = resolve;
      });
      theyListen(
        far,
        (coc) => {
          coc.on('data', (sdu: Buffer) => {
            got.push(sdu);
            if (got.length === 300) all();
          });
          for (let i = 0; i < 300; i += 1) coc.send(pattern(500, i));
        },
        500,
      );
      const channel = await link.l2capConnect(PSM, 500);
      const receive = async () => {
        for (let i = 0; i < 300; i += 1) {
          const sdu = await channel.recv({ timeoutMs: 10_000 });
          expect(Buffer.from(sdu ?? [])).toEqual(pattern(500, i));
        }
      };
      const send = async () => {
        for (let i = 0; i < 300; i += 1) await channel.send(pattern(500, 300 - i), { timeoutMs: 10_000 });
      };
      await Promise.all([receive(), send(), received]);
      for (const [i, sdu] of got.entries()) expect(sdu).toEqual(pattern(500, 300 - i));
      expect(channel.stats).toMatchObject({ sentBytes: 150_000, receivedBytes: 150_000 });
      await channel.disconnect();
    });
  });

  test('L2CAP/LE/CFC/BV-04-C nobody listens there: l2cap/spsm-not-supported; L2CAP/LE/CFC/BV-05-C nor here', async () => {
    const { link, far } = await weAreCentral();
    await expect(link.l2capConnect(0x81, 100)).rejects.toMatchObject({
      code: 'l2cap/spsm-not-supported',
      origin: 'peer',
      status: 2,
    });
    const result = await new Promise((resolve) => far.l2capCoCManager.connect(0x82, false, 100, resolve));
    expect(result).toBe(2);
  });

  test('L2CAP/LE/CFC/BV-16-C what it refuses has its name', async () => {
    const { link, far } = await weAreCentral();
    const names = ['no-resources-available', 'insufficient-authorization', 'unacceptable-parameters'];
    for (const [i, result] of [4, 6, 11].entries()) {
      far.l2capCoCManager.registerLePsm(PSM, (_, answer) => void answer(result));
      await expect(link.l2capConnect(PSM, 100)).rejects.toMatchObject({ code: `l2cap/${names[i]}`, status: result });
    }
  });

  test('L2CAP/LE/CFC/BV-10-C it wants encryption: refused without, and with { pair: true } opened after pairing', async () => {
    const { link, far } = await weAreCentral();
    far.l2capCoCManager.registerLePsm(PSM, (_, answer) => {
      if (!far.smp.isEncrypted) return void answer(5);
      echo(answer(0, false, 100) as Coc);
    });
    await expect(link.l2capConnect(PSM, 100)).rejects.toMatchObject({ code: 'l2cap/insufficient-authentication' });
    const channel = await link.l2capConnect(PSM, 100, { pair: true });
    expect(link.encrypted).toBe(true);
    await channel.send('secret');
    expect(String(Buffer.from((await channel.recv()) ?? []))).toBe('secret');
  });

  test('L2CAP/LE/CFC/BV-11-C we want encryption: it is refused without, and let in after pairing', async () => {
    const listening = ours.l2capListen(PSM, { mtu: 100, security: 'encrypted', minKeySize: 16 });
    const { link, far } = await weArePeripheral();
    const refused = await new Promise((resolve) => far.l2capCoCManager.connect(PSM, false, 100, resolve));
    expect(refused).toBe(5);
    const encrypted = new Promise((resolve) => link.on('encryption', resolve));
    far.smp.sendPairingRequest({ ioCap: 3, bondingFlags: 1, sc: true });
    await encrypted;
    const coc = await theyConnect(far, 100);
    coc.send(Buffer.from('secret'));
    for await (const channel of listening) {
      expect(String(Buffer.from((await channel.recv()) ?? []))).toBe('secret');
      break;
    }
  });

  test('L2CAP/LE/CFC/BV-06-C a peer that pauses: send stalls, and goes on', async () => {
    const { link, far } = await weAreCentral();
    let coc: Coc | undefined;
    far.l2capCoCManager.registerLePsm(PSM, (_, answer) => {
      coc = answer(0, true, 100) as Coc;
    });
    const channel = await link.l2capConnect(PSM, 100);
    expect(channel.credits.tx).toBe(0);
    await expect(channel.send(pattern(50, 1), { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'timeout',
      bytesSent: 0,
    });
    const data = once(coc as Coc, 'data');
    const sent = channel.send(pattern(60, 2));
    coc?.resume();
    await sent;
    expect((await data)[0]).toEqual(pattern(60, 2));
    expect(channel.stats.stalls).toBeGreaterThan(0);
  });
}

describe('L2CAP with ble-host on the virtual radio', () => suite(virtualBed));
describeWithBtvirt('L2CAP with ble-host on btvirt', (btvirt) => suite(btvirtBed(btvirt)));
