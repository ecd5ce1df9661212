import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { HCI_COMMAND, HCI_EVENT } from '../../../src-shared/assigned-numbers/hci.js';
import { RawPeer } from '../testing/raw-peer.js';
import { H4Framer } from '../transports/h4-framer.js';
import type { HciTransport } from '../transports/transport.js';
import { Medium } from './medium.js';

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function newMedium(): Medium {
  const medium = new Medium();
  cleanups.push(() => medium.close());
  return medium;
}

async function dial(spec: string): Promise<Socket> {
  const tcp = /^tcp:(.+):(\d+)$/.exec(spec);
  const where = tcp ? { host: tcp[1] ?? '', port: Number(tcp[2]) } : { path: spec.slice(5) };
  const socket = connect(where);
  cleanups.push(() => socket.destroy());
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

function transport(socket: Socket): HciTransport {
  const framer = new H4Framer();
  return {
    label: 'socket',
    start: ({ packet, closed }) => {
      socket.on('data', (chunk) => framer.push(chunk).forEach(packet));
      socket.on('close', () => closed(null));
    },
    send: (packet) => void socket.write(packet),
    close: () => Promise.resolve(void socket.destroy()),
  };
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise<void>((resolve) => setImmediate(resolve));
}

test('TCP: each connection has a controller of its own, on loopback, until it closes', async () => {
  const medium = newMedium();
  const server = await medium.listen('tcp:127.0.0.1:0');
  expect(server.spec).toMatch(/^tcp:127\.0\.0\.1:[1-9]\d*$/);
  let changes = 0;
  server.on('change', () => {
    changes += 1;
  });
  const sockets = [await dial(server.spec), await dial(server.spec)];
  const [one, two] = sockets.map((socket) => new RawPeer(transport(socket)));
  const addresses = [await one?.ok(HCI_COMMAND.readBdAddr), await two?.ok(HCI_COMMAND.readBdAddr)];
  expect(addresses[0]).not.toEqual(addresses[1]);
  expect(server.clients.map(({ controller }) => controller)).toEqual(medium.controllers);
  expect(server.clients[0]?.name).toMatch(/^tcp 127\.0\.0\.1:\d+$/);
  expect(changes).toBe(2);
  sockets[0]?.destroy();
  await until(() => changes === 3);
  expect(medium.controllers).toEqual(server.clients.map(({ controller }) => controller));
  expect(server.clients).toHaveLength(1);
});

test('a port without a host means loopback; nonsense and a port that is taken are typed errors', async () => {
  const medium = newMedium();
  const server = await medium.listen('tcp:0');
  expect(server.spec).toMatch(/^tcp:127\.0\.0\.1:/);
  for (const spec of ['', 'tcp:', 'tcp:host', 'tcp:1.2.3.4:99999', 'udp:127.0.0.1:1', 'unix:']) {
    await expect(medium.listen(spec)).rejects.toMatchObject({ code: 'invalid-argument' });
  }
  await expect(medium.listen(server.spec)).rejects.toMatchObject({ code: 'transport/listen-failed' });
});

test('unix: a socket for its owner only; a dead one in the way is replaced, a live one is not', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'radio-'));
  cleanups.push(() => rm(directory, { recursive: true }));
  const path = join(directory, 'hci');
  // A socket file left behind: its server is closed while the file is kept by another name.
  const medium = newMedium();
  const server = await medium.listen(`unix:${path}`);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const peer = new RawPeer(transport(await dial(server.spec)));
  await peer.ok(HCI_COMMAND.reset);
  expect(server.clients[0]?.name).toBe('unix 1');
  await expect(newMedium().listen(`unix:${path}`)).rejects.toMatchObject({ code: 'transport/listen-failed' });
  await server.close();
  await server.close();
  expect(existsSync(path)).toBe(false);
  await leaveSocketBehind(path);
  expect(existsSync(path)).toBe(true);
  const again = await newMedium().listen(`unix:${path}`);
  await new RawPeer(transport(await dial(again.spec))).ok(HCI_COMMAND.reset);
});

/** What a killed process leaves: a socket file nobody listens on. */
async function leaveSocketBehind(path: string): Promise<void> {
  const { rename } = await import('node:fs/promises');
  const net = createServer();
  await new Promise<void>((resolve) => net.listen(`${path}.old`, resolve));
  await rename(`${path}.old`, path);
  await new Promise<void>((resolve) => net.close(() => resolve()));
}

test('closing the server, or the medium, closes its clients', async () => {
  const medium = newMedium();
  const server = await medium.listen('tcp:0');
  const socket = await dial(server.spec);
  await until(() => server.clients.length === 1);
  const gone = closed(socket);
  await medium.close();
  await gone;
  expect(server.clients.length + medium.controllers.length).toBe(0);
  await expect(medium.listen('tcp:0')).rejects.toMatchObject({ code: 'transport/closed' });
});

test('a controller that dies closes its client; a client out of step is closed and leaves no controller', async () => {
  const medium = newMedium();
  const server = await medium.listen('tcp:0');
  const first = await dial(server.spec);
  await until(() => server.clients.length === 1);
  medium.controllers[0]?.destroy();
  await closed(first);

  const second = await dial(server.spec);
  await until(() => medium.controllers.length === 1);
  second.write(Uint8Array.of(0x77));
  await closed(second);
  await until(() => medium.controllers.length === 0);
});

test('a client that does not read: its peer has to wait, reports are dropped and counted, data is not', async () => {
  const medium = newMedium();
  const server = await medium.listen('tcp:0');
  const socket = await dial(server.spec);
  const slow = new RawPeer(transport(socket));
  await slow.reset();
  const client = server.clients[0]?.controller;
  const [sender, beacon] = [await RawPeer.open(medium), await RawPeer.open(medium)];
  await slow.advertise();
  const handle = await sender.connect({ peer: { address: client?.address ?? '' } });
  await slow.scan();
  await slow.connected();
  socket.pause();

  let sent = 0;
  let done = 0;
  let idleRounds = 0;
  await until(() => {
    const freed = sender.takeEvents(HCI_EVENT.numberOfCompletedPackets).reduce((sum, e) => sum + (e[6] ?? 0), 0);
    done += freed;
    for (; sent < done + 8; sent += 1) sender.send(handle, 4, [sent & 0xff, sent >> 8, ...Array(200).fill(0)]);
    idleRounds = freed > 0 ? 0 : idleRounds + 1;
    return idleRounds > 1000;
  });
  expect(sent - done).toBe(8);
  await beacon.advertise();
  await until(() => (client?.stats.reportsDropped ?? 0) > 2);

  socket.resume();
  for (let i = 0; i < sent; i += 1) {
    const frame = await slow.expect(1, 4);
    expect((frame[0] ?? 0) | ((frame[1] ?? 0) << 8)).toBe(i & 0xffff);
  }
  expect(client?.stats).toMatchObject({ commandsDropped: 0, eventsDropped: 0 });
}, 30_000);
