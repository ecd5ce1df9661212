/** Our host against ble-host, on our own radio and on a controller that nobody here wrote. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Adapter, ScanResult } from '../../src-main/ble/index.js';
import { toHex } from '../../src-shared/bytes/hex.js';
import { type Bed, btvirtBed, virtualBed } from './support/beds.js';
import {
  type BleHostConnection,
  ended,
  type Manager,
  type Report,
  startBleHost,
  succeeds,
} from './support/ble-host.js';
import { describeWithBtvirt } from './support/btvirt.js';

const ADV = Buffer.from('02010603030f1806ff5900010203', 'hex');
const RSP = Buffer.from('09096b65656e206d6963', 'hex');

function suite(open: () => Promise<Bed>): void {
  let bed: Bed;
  let ours: Adapter;
  let theirs: Manager;

  beforeEach(async () => {
    bed = await open();
    ours = await bed.adapter();
    theirs = await startBleHost(await bed.foreign(), { staticRandomAddress: 'C1:00:00:00:00:0A' });
  });
  afterEach(async () => {
    await ours.close();
    await bed.close();
  });

  async function theyAdvertise(): Promise<{ connection: Promise<BleHostConnection> }> {
    await succeeds((done) => theirs.setAdvertisingData(ADV, done));
    await succeeds((done) => theirs.setScanResponseData(RSP, done));
    return {
      connection: new Promise((resolve, reject) => {
        theirs.startAdvertising({ intervalMin: 0x20, intervalMax: 0x20 }, (status, c) =>
          status === 0 ? resolve(c) : reject(new Error(`status ${status}`)),
        );
      }),
    };
  }

  const device = () => ours.device('c1:00:00:00:00:0a', 'random');

  test('its advertisement is found by our scanner with the exact bytes, both packets apart', async () => {
    const scan = ours.scan({ active: true, intervalUs: 20_000, windowUs: 20_000 });
    await scan.started;
    await theyAdvertise();
    let found: ScanResult | undefined;
    for await (const result of scan) {
      if (result.device !== device() || result.respData === null) continue;
      found = result;
      break;
    }
    expect(toHex(found?.advData as Uint8Array)).toBe(ADV.toString('hex'));
    expect(toHex(found?.respData as Uint8Array)).toBe(RSP.toString('hex'));
    expect(found).toMatchObject({ connectable: true, scannable: true, rssi: bed.hasRssi ? -50 : null });
    expect(found?.name()).toBe('keen mic');
    expect(found?.services().map(String)).toEqual(['180f']);
    expect(found?.manufacturer(0x0059)).toEqual([[0x0059, Uint8Array.of(1, 2, 3)]]);
  });

  test('a passive scan hears the advertisement and no response', async () => {
    const scan = ours.scan({ intervalUs: 20_000, windowUs: 20_000 });
    const pdus: string[] = [];
    const enough = new Promise<void>((resolve) => {
      scan.on('report', (report) => {
        if (report.address === 'c1:00:00:00:00:0a' && pdus.push(report.pdu) === bed.repeats) resolve();
      });
    });
    await scan.started;
    await theyAdvertise();
    await enough;
    await scan.cancel();
    expect(new Set(pdus)).toEqual(new Set(['ADV_IND']));
    const [result] = scan.results.values();
    expect(result?.respData).toBeNull();
    expect(toHex(result?.advData as Uint8Array)).toBe(ADV.toString('hex'));
  });

  test('our advertisement is found by its scanner, item by item', async () => {
    const scanner = theirs.startScan({ activeScan: true });
    const reported = new Promise<Report>((resolve) => {
      scanner.on('report', (report: Report) => {
        const address = report.address.toLowerCase();
        if (address === ours.address.address && report.rawDataItems.some((item) => item.type === 0x09)) resolve(report);
      });
    });
    const stop = new AbortController();
    const advertised = ours.advertise({
      intervalUs: 20_000,
      name: 'Prüfstand',
      services: [0x181a],
      appearance: 768,
      manufacturer: [0x0059, Uint8Array.of(9, 8, 7)],
      signal: stop.signal,
    });
    const { rawDataItems, connectable } = await reported;
    scanner.stopScan();
    stop.abort();
    await expect(advertised).rejects.toMatchObject({ code: 'aborted' });
    expect(connectable).toBe(true);
    expect(rawDataItems.map(({ type, data }) => [type, data.toString('hex')])).toEqual([
      [0x01, '06'],
      [0x03, '1a18'],
      [0x09, Buffer.from('Prüfstand').toString('hex')],
      [0x19, '0003'],
      [0xff, '5900090807'],
    ]);
  });

  test('we connect to it, and either side ends the link with its reason', async () => {
    for (const who of ['we', 'they']) {
      const { connection } = await theyAdvertise();
      const link = await device().connect();
      const far = await connection;
      expect(far.peerAddress.toLowerCase()).toBe(ours.address.address);
      const farEnd = ended(far);
      if (who === 'we') await link.disconnect();
      else far.disconnect(0x15);
      const { status, origin } = await link.disconnected({ timeoutMs: 5_000 });
      expect([origin, status]).toEqual(who === 'we' ? ['local', bed.localReason] : ['peer', 0x15]);
      expect(await farEnd).toBe(who === 'we' ? 0x13 : bed.localReason === 0x16 ? 0x16 : 0x15);
    }
  });

  test('it connects to us, agrees on the MTU, and leaves', async () => {
    const advertised = ours.advertise({ intervalUs: 20_000, name: 'ours' });
    const { address, type } = ours.address;
    const far = await new Promise<BleHostConnection>((resolve) => {
      theirs.connect(type, address.toUpperCase(), {}, resolve);
    });
    const link = await advertised;
    expect(link).toMatchObject({ role: 'peripheral' });
    expect(link.device).toBe(device());
    await succeeds((done) => far.gatt.exchangeMtu(done));
    expect([far.gatt.currentMtu, link.mtu]).toEqual([517, 517]);
    const farEnd = ended(far);
    far.disconnect(0x13);
    expect(await link.disconnected({ timeoutMs: 5_000 })).toMatchObject({ status: 0x13, origin: 'peer' });
    expect(await farEnd).toBe(bed.localReason);
  });
}

describe('our host and ble-host on the virtual radio', () => suite(virtualBed));
describeWithBtvirt('our host and ble-host on btvirt', (btvirt) => suite(btvirtBed(btvirt)));
