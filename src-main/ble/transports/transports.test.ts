import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { BleError, Medium, openAdapter } from '../index.js';
import { parseSpec } from './parse-spec.js';

const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('specs', () => {
  it.each([
    ['virtual:', { kind: 'virtual' }],
    ['virtual:?acl=192x1', { kind: 'virtual', acl: { length: 192, count: 1 } }],
    ['virtual:?rssi=-60&walk=6', { kind: 'virtual', rssi: -60, walk: 6 }],
    ['unix:/tmp/a b.sock', { kind: 'unix', path: '/tmp/a b.sock' }],
    ['tcp:127.0.0.1:9000', { kind: 'tcp', host: '127.0.0.1', port: 9000 }],
    ['tcp:[::1]:9000', { kind: 'tcp', host: '::1', port: 9000 }],
    ['usb:2fe3:000b', { kind: 'usb', rest: '2fe3:000b' }],
  ])('%s', (spec, parsed) => expect(parseSpec(spec)).toEqual(parsed));

  it.each([
    ['', /begins with one of/],
    ['bluetooth', /begins with one of/],
    ['tcp:', /host and port follow/],
    ['tcp:localhost', /host and port/],
    ['tcp:localhost:0', /host and port/],
    ['tcp:localhost:70000', /host and port/],
    ['unix:', /a path follows/],
    ['virtual:acl', /options follow a '\?'/],
    ['virtual:?acl=1x1', /27 to 65535/],
    ['virtual:?acl=192', /LENGTHxCOUNT/],
    ['virtual:?rssi=', /rssi is a number/],
    ['virtual:?rssi=99', /-127 to 20/],
    ['virtual:?speed=9', /not an option/],
  ])('%s is refused', async (spec, message) => {
    await expect(openAdapter(spec)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(message),
    });
  });

  it.each(['serial:/dev/ttyACM0', 'usb:', 'hci:0'])('%s is refused at once, with another way', async (spec) => {
    await expect(openAdapter(spec)).rejects.toMatchObject({
      code: 'unsupported',
      fix: expect.stringContaining('tcp:'),
    });
  });
});

describe('H4 over sockets', () => {
  async function server(onSocket: (socket: Socket) => void): Promise<string> {
    const listening = createServer(onSocket);
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise((resolve) => listening.close(resolve)));
    return `tcp:127.0.0.1:${(listening.address() as { port: number }).port}`;
  }

  it.each(['tcp:127.0.0.1:0', 'unix'])(
    'an adapter opens a controller of a shared radio over %s, and hears it',
    async (where) => {
      const medium = new Medium();
      closers.push(() => medium.close());
      const folder = await mkdtemp(join(tmpdir(), 'h4-'));
      closers.push(() => rm(folder, { recursive: true }));
      const { spec } = await medium.listen(where === 'unix' ? `unix:${join(folder, 'radio')}` : where);
      const inside = await openAdapter('virtual:', { medium });
      const outside = await openAdapter(spec);
      closers.push(
        () => outside.close(),
        () => inside.close(),
      );
      void inside.advertise({ intervalUs: 20_000, name: 'inside' }).catch(() => undefined);
      for await (const result of outside.scan({ active: true, intervalUs: 20_000, windowUs: 20_000 })) {
        expect(result.name()).toBe('inside');
        break;
      }
      expect(outside.info).toMatchObject({ state: 'open', spec, version: expect.stringContaining('Bluetooth') });
    },
  );

  it('nobody there: transport/connection-refused or not-found, with what to do', async () => {
    const spec = await server(() => undefined);
    await closers.pop()?.();
    await expect(openAdapter(spec)).rejects.toMatchObject({
      code: 'transport/connection-refused',
      layer: 'transport',
      fix: expect.any(String),
    });
    await expect(openAdapter('unix:/nowhere/at/all.sock')).rejects.toMatchObject({
      code: 'transport/not-found',
      fix: expect.any(String),
    });
  });

  it('garbage instead of H4: transport/framing-lost, at once', async () => {
    const spec = await server((socket) => socket.resume().write(Uint8Array.of(0x99, 0x98, 0x97)));
    await expect(openAdapter(spec)).rejects.toMatchObject({ code: 'transport/framing-lost' });
  });

  it('SweynTooth HCI desync: bytes out of step under an open adapter end it with the reason, what is pending too; the next one works', async () => {
    const medium = new Medium();
    closers.push(() => medium.close());
    const shared = parseSpec((await medium.listen('tcp:127.0.0.1:0')).spec) as { host: string; port: number };
    const sockets: Socket[] = [];
    const spec = await server((socket) => {
      sockets.push(socket);
      socket.pipe(connect(shared.port, shared.host)).pipe(socket);
    });
    const adapter = await openAdapter(spec);
    const scan = expect(adapter.scan()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'transport/framing-lost',
    });
    sockets[0]?.write(Uint8Array.of(0x99, 0x04, 0x0e));
    await scan;
    await adapter.close();
    const again = await openAdapter(spec);
    expect(again.info.state).toBe('open');
    await again.close();
    for (const socket of sockets) socket.destroy();
  });

  it('a socket that closes mid-command: transport/closed, at once', async () => {
    const spec = await server((socket) => socket.once('data', () => socket.end(Uint8Array.of(0x04, 0x0e, 0x04))));
    await expect(openAdapter(spec)).rejects.toMatchObject({ code: 'transport/closed', fix: expect.any(String) });
  });

  it('a socket that closes under an open adapter: the scan ends with the reason, and the next adapter works', async () => {
    const medium = new Medium();
    closers.push(() => medium.close());
    const shared = await medium.listen('tcp:127.0.0.1:0');
    const adapter = await openAdapter(shared.spec);
    const lost = new Promise((resolve) => adapter.on('closed', resolve));
    const scan = adapter.scan()[Symbol.asyncIterator]().next();
    const ended = expect(scan).rejects.toMatchObject({ code: 'transport/closed' });
    await shared.close();
    await ended;
    expect(await lost).toBeInstanceOf(BleError);
    await adapter.close();
    const again = await openAdapter((await medium.listen('tcp:127.0.0.1:0')).spec);
    expect(again.info.state).toBe('open');
    await again.close();
  });
});
