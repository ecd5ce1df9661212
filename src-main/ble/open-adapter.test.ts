import { createServer, type Socket, type Server as TcpServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommandHook, type KeyStore, Medium, type OpenAdapterOptions, openAdapter, type Server } from './index.js';
import { VirtualWorld } from './testing/virtual-world.js';

let world: VirtualWorld;
beforeEach(() => {
  world = new VirtualWorld();
});
afterEach(() => world.close());

const keyStore: KeyStore = {
  load: async () => [],
  save: async () => undefined,
  remove: async () => undefined,
};

describe('options', () => {
  it('takes those of the layers to come', async () => {
    const adapter = await world.adapter('virtual:', { mtu: 23, autoPair: true, keyStore });
    expect(adapter.info.state).toBe('open');
  });

  it('a random address is made where only its type is given', async () => {
    const [one, other] = [
      await world.adapter('virtual:', { addressType: 'random' }),
      await world.adapter('virtual:', { addressType: 'random' }),
    ];
    expect(one.address).toEqual({ address: expect.stringMatching(/^[c-f]/), type: 'random' });
    expect(one.addressMode).toBe('static');
    expect(one.address.address).not.toBe(other.address.address);
  });

  it.each([
    [undefined, {}, /undefined is not an adapter spec/],
    [5, {}, /5 is not an adapter spec/],
    [5n, {}, /5 is not an adapter spec/],
    ['virtual', {}, /"virtual" is not an adapter spec/],
    ['virtual:', null, /options argument is null/],
    ['virtual:', { name: 'x'.repeat(249) }, /249 bytes/],
    ['virtual:', { name: 5 }, /name is 5/],
    ['virtual:', { addressType: 'foo' }, /addressType is "foo"/],
    ['virtual:', { address: 5 }, /address is 5/],
    ['virtual:', { address: '42:00:00:00:00:01', addressType: 'random' }, /not a static random address/],
    ['virtual:', { mtu: 22 }, /mtu is 22; use 23 to 517/],
    ['virtual:', { mtu: '517' }, /mtu is "517"/],
    ['virtual:', { autoPair: 1 }, /autoPair is 1/],
    ['virtual:', { keyStore: 'file' }, /keyStore is "file"/],
    ['virtual:', { trace: 1 }, /trace is 1/],
    ['virtual:', { clock: 1 }, /clock is 1/],
    ['virtual:', { medium: {} }, /medium is not a Medium/],
  ] as [never, OpenAdapterOptions | null, RegExp][])('refuses %s with %j', async (spec, options, message) => {
    const given = options === null || 'medium' in options ? options : { medium: world.medium, ...options };
    await expect(openAdapter(spec, given as OpenAdapterOptions)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(message),
    });
    expect(world.medium.controllers).toHaveLength(0);
  });

  it('the operating system chooses its address itself', async () => {
    await expect(openAdapter('native:', { addressType: 'random' })).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('a controller that answers wrongly', () => {
  it('an answer that is too short is "hci/malformed-answer", and the controller is let go', async () => {
    const shorten = (packet: Uint8Array) => Uint8Array.from([4, 0x0e, 7, ...packet.subarray(3, 7), 1, 2, 3]);
    world.medium.faults.event((_, packet) => {
      const isBufferSize = packet[1] === 0x0e && packet[4] === 0x02 && packet[5] === 0x20;
      return isBufferSize ? { replace: shorten(packet).slice(0, 8).fill(5, 2, 3) } : undefined;
    });
    await expect(world.adapter()).rejects.toMatchObject({ name: 'BleError', code: 'hci/malformed-answer' });
    expect(world.medium.controllers).toHaveLength(0);
  });

  it('a refusal lets the controller go too', async () => {
    const refuse: CommandHook = (_, opcode) => (opcode === 0x2002 ? { status: 0x03 } : undefined);
    world.medium.faults.command(refuse);
    await expect(world.adapter()).rejects.toMatchObject({ code: 'hci/hardware-failure' });
    expect(world.medium.controllers).toHaveLength(0);
  });
});

describe('over a stream', () => {
  let server: TcpServer;
  const sockets = new Set<Socket>();
  beforeEach(async () => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('what is wrong with the options is told before anything is connected', async () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const spec = `tcp:127.0.0.1:${port}`;
    await expect(openAdapter(spec, { name: 'x'.repeat(249) })).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(openAdapter(spec, { address: 'c0:00:00:00:00:01', addressType: 'public' })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    expect(await new Promise((resolve) => server.getConnections((_, count) => resolve(count)))).toBe(0);
    expect(sockets.size).toBe(0);
  });
});

it('a medium can be opened to others under its documented type', async () => {
  const medium = new Medium();
  const server: Server = await medium.listen('tcp:127.0.0.1:0');
  expect(server.spec).toMatch(/^tcp:127\.0\.0\.1:\d+$/);
  await medium.close();
});
