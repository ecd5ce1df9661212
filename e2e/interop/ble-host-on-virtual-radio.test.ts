/**
 * ble-host, a complete host stack from elsewhere, runs unmodified on the virtual radio: on two of its controllers
 * directly, and over TCP and unix sockets as a foreign program would.
 */
import type { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Medium } from '../../src-main/ble/index.js';
import {
  type BleHostConnection,
  type Characteristic,
  ended,
  type LocalCharacteristic,
  type Manager,
  overSocket,
  overVirtual,
  type RemoteService,
  type Report,
  startBleHost,
  succeeds,
} from './support/ble-host.js';

const SERVICE = '22222222-3333-4444-5555-666666666666';
const VALUE = '22222222-3333-4444-5555-666666666667';
const SINK = '22222222-3333-4444-5555-666666666668';
const TICKS = '22222222-3333-4444-5555-666666666669';

const open: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

function newMedium(): Medium {
  const medium = new Medium();
  open.push(() => medium.close());
  return medium;
}

async function overStream(where: { host: string; port: number } | { path: string }): Promise<EventEmitter> {
  const socket: Socket = connect(where);
  open.push(() => socket.destroy());
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return overSocket(socket);
}

/** A peripheral with one service; resolves when it advertises, with what it has been written. */
async function serve(manager: Manager) {
  const written: string[] = [];
  let connected: (c: BleHostConnection) => void = () => undefined;
  const connection = new Promise<BleHostConnection>((resolve) => {
    connected = resolve;
  });
  const ticks: LocalCharacteristic = { uuid: TICKS, properties: ['notify'] };
  ticks.onSubscriptionChange = (c, notify) => {
    if (notify) for (let i = 0; i < 20; i += 1) ticks.notify?.(c, Buffer.alloc(100, i));
  };
  manager.gattDb.addServices([
    {
      uuid: SERVICE,
      characteristics: [
        { uuid: VALUE, properties: ['read'], value: Buffer.alloc(300, 'v') },
        {
          uuid: SINK,
          properties: ['write'],
          onWrite: (_c, _needsResponse, value, done) => {
            written.push(value.toString('latin1'));
            done(0);
          },
        },
        ticks,
      ],
    },
  ]);
  await succeeds((done) => manager.setAdvertisingData(Buffer.from('020106', 'hex'), done));
  await succeeds((done) => manager.setScanResponseData(Buffer.from('0409626c65', 'hex'), done));
  manager.startAdvertising({ intervalMin: 0x20, intervalMax: 0x20 }, (status, c) => {
    if (status === 0) connected(c);
  });
  return { written, connection };
}

function found(manager: Manager, address: string): Promise<Report> {
  return new Promise((resolve) => {
    const scanner = manager.startScan({ activeScan: true });
    scanner.on('report', (report: Report) => {
      if (report.address.toLowerCase() !== address) return;
      scanner.stopScan();
      resolve(report);
    });
  });
}

/** The whole way: found, connected, discovered, read, written, notified, parameters changed, disconnected. */
async function wholeWay(peripheral: Manager, address: string, type: string, central: Manager): Promise<void> {
  const { written, connection } = await serve(peripheral);
  const report = await found(central, address);
  expect(report).toMatchObject({ addressType: type, connectable: true, rssi: -50 });

  const link = await new Promise<BleHostConnection>((resolve) => {
    central.connect(report.addressType, report.address, {}, resolve);
  });
  const accepted = await connection;
  expect(link.peerAddress.toLowerCase()).toBe(address);

  await succeeds((done) => link.gatt.exchangeMtu(done));
  expect(link.gatt.currentMtu).toBe(517);
  const services = await new Promise<RemoteService[]>((resolve) => link.gatt.discoverAllPrimaryServices(resolve));
  const service = services.find(({ uuid }) => uuid === SERVICE);
  const list = await new Promise<Characteristic[]>((resolve) => service?.discoverCharacteristics(resolve));
  const [value, sink, ticks] = [VALUE, SINK, TICKS].map((uuid) => list.find((c) => c.uuid === uuid));
  if (!value || !sink || !ticks) throw new Error(`discovered only ${list.map(({ uuid }) => uuid)}`);

  expect(await new Promise((resolve) => value.read((error, data) => resolve([error, data.toString()])))).toEqual([
    0,
    'v'.repeat(300),
  ]);
  await succeeds((done) => sink.write(Buffer.alloc(400, 'w'), done));
  expect(written).toEqual(['w'.repeat(400)]);

  const heard: number[] = [];
  const all = new Promise<void>((resolve) => {
    ticks.on('change', (data: Buffer) => {
      expect(data).toHaveLength(100);
      if (heard.push(data[0] ?? -1) === 20) resolve();
    });
  });
  await succeeds((done) => ticks.writeCCCD(true, false, done));
  await all;
  expect(heard).toEqual(Array.from({ length: 20 }, (_, i) => i));

  expect(await new Promise((resolve) => link.readRssi((status, rssi) => resolve([status, rssi])))).toEqual([0, -50]);
  const wanted = { connIntervalMin: 40, connIntervalMax: 40, connLatency: 0, supervisionTimeout: 300 };
  const changed = new Promise((resolve) => accepted.once('connectionUpdate', (...values) => resolve(values)));
  await succeeds((done) => link.updateConnParams(wanted, done));
  expect(await changed).toEqual([40, 0, 300]);

  const ends = Promise.all([ended(link), ended(accepted)]);
  link.disconnect(0x15);
  expect(await ends).toEqual([0x16, 0x15]);
}

describe('ble-host on the virtual radio', () => {
  test('scan, connect, GATT both ways, disconnect, between two controllers', async () => {
    const medium = newMedium();
    const [a, b] = [medium.createController(), medium.createController()];
    const peripheral = await startBleHost(overVirtual(a.openHost()));
    await wholeWay(peripheral, a.address, 'public', await startBleHost(overVirtual(b.openHost())));
  });

  test('the same with random addresses, one buffer of 27 bytes and 2 ms of air', async () => {
    const medium = newMedium();
    medium.latencyMs = 2;
    const acl = { length: 27, count: 1 };
    const [a, b] = [medium.createController({ acl }), medium.createController({ acl: { length: 192, count: 1 } })];
    const peripheral = await startBleHost(overVirtual(a.openHost()), { staticRandomAddress: 'C1:00:00:00:00:0A' });
    const central = await startBleHost(overVirtual(b.openHost()), { staticRandomAddress: 'C1:00:00:00:00:0B' });
    await wholeWay(peripheral, 'c1:00:00:00:00:0a', 'random', central);
  });

  test('a pending connection is cancelled, and the next one works', async () => {
    const medium = newMedium();
    const [a, b] = [medium.createController(), medium.createController()];
    const central = await startBleHost(overVirtual(b.openHost()));
    const pending = central.connect('public', 'CC:CC:CC:00:00:01', {}, () => expect.unreachable());
    await new Promise<void>((resolve) => pending.cancel(resolve));
    await wholeWay(await startBleHost(overVirtual(a.openHost())), a.address, 'public', central);
  });

  test('a controller that loses power is noticed after the supervision time-out', async () => {
    const medium = newMedium();
    const [a, b] = [medium.createController(), medium.createController()];
    const { connection } = await serve(await startBleHost(overVirtual(a.openHost())));
    const central = await startBleHost(overVirtual(b.openHost()));
    const link = await new Promise<BleHostConnection>((resolve) => {
      central.connect(
        'public',
        a.address.toUpperCase(),
        { supervisionTimeout: 10, connIntervalMin: 8, connIntervalMax: 8 },
        resolve,
      );
    });
    await connection;
    a.destroy();
    expect(await ended(link)).toBe(0x08);
  });

  test('over TCP: a foreign peripheral and a foreign central', async () => {
    const medium = newMedium();
    const server = await medium.listen('tcp:127.0.0.1:0');
    const port = Number(server.spec.split(':').at(-1));
    const peripheral = await startBleHost(await overStream({ host: '127.0.0.1', port }));
    const address = medium.controllers[0]?.address ?? '';
    const central = await startBleHost(await overStream({ host: '127.0.0.1', port }));
    expect(server.clients).toHaveLength(2);
    await wholeWay(peripheral, address, 'public', central);
  });

  test('over a unix socket, with the peripheral in this process', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'radio-'));
    open.push(() => rm(directory, { recursive: true }));
    const medium = newMedium();
    const path = join(directory, 'hci');
    await medium.listen(`unix:${path}`);
    const controller = medium.createController();
    const peripheral = await startBleHost(overVirtual(controller.openHost()));
    await wholeWay(peripheral, controller.address, 'public', await startBleHost(await overStream({ path })));
  });
});
