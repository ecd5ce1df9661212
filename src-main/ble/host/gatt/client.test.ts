import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Adapter,
  Characteristic,
  type ClientCharacteristic,
  type Connection,
  type DiscoveryProgress,
  Service,
} from '../../index.js';
import { settle } from '../../testing/manual-clock.js';
import { RawPeer } from '../../testing/raw-peer.js';
import { VirtualWorld } from '../../testing/virtual-world.js';

const ATT = 0x0004;

let world: VirtualWorld;
let central: Adapter;

beforeEach(async () => {
  world = new VirtualWorld();
  central = await world.adapter();
});
afterEach(() => world.close());

const run = <T>(promise: Promise<T>) => world.run(promise);

/** A link to a peer whose ATT answers the test writes. */
async function toRaw(
  answer: (request: Uint8Array) => ArrayLike<number> | null,
): Promise<{ link: Connection; raw: RawPeer; handle: number }> {
  const raw = await run(RawPeer.open(world.medium));
  await run(raw.advertise());
  const connecting = central.device(raw.controller.address).connect();
  const handle = await run(raw.connected());
  const link = await run(connecting);
  void (async () => {
    for (;;) {
      const response = answer(await raw.expect(handle, ATT));
      if (response) raw.send(handle, ATT, response);
    }
  })().catch(() => undefined); // until the peer closes
  return { link, raw, handle };
}

async function served(...services: Service[]): Promise<{ link: Connection; far: Connection; peripheral: Adapter }> {
  const peripheral = await world.adapter();
  await peripheral.registerServices(...services);
  const advertised = peripheral.advertise({ intervalUs: 20_000 });
  const link = await run(central.device(peripheral.address.address).connect());
  return { link, far: await run(advertised), peripheral };
}

const collect = async <T>(found: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const one of found) all.push(one);
  return all;
};

describe('discovery', () => {
  it('D14-D15: a service by UUID, a service that is not there, all in handle order', async () => {
    const { link } = await served(new Service(0x180d), new Service(0x180f), new Service(0x180d));
    expect((await run(collect(link.services(0x180d)))).map((s) => s.startHandle)).toHaveLength(2);
    expect(await run(link.service('ffff'))).toBeNull();
    const handles = (await run(collect(link.services()))).map((s) => s.startHandle);
    expect(handles).toEqual([...handles].sort((a, b) => a - b));
  });

  it('the whole database as a tree, and objects from it without asking again', async () => {
    const included = new Service(0x180f, { primary: false });
    const level = new Characteristic(included, 0x2a19, {
      read: true,
      notify: true,
      initial: Uint8Array.of(87),
      description: 'Level',
    });
    const service = new Service(0x180d, { includes: [included] });
    const { link } = await served(service, included);
    const told: DiscoveryProgress[] = [];
    const tree = await run(link.discover({ onProgress: (progress) => told.push(progress) }));
    expect(told.at(0)).toEqual({ services: 3, explored: 0, characteristics: 0 });
    expect(told.at(-1)).toEqual({ services: 4, explored: 4, characteristics: 5 });
    expect(tree.services.map((s) => [s.uuid, s.primary, s.characteristics.length])).toEqual([
      ['1800', true, 2],
      ['1801', true, 2],
      ['180d', true, 0],
      ['180f', false, 1],
    ]);
    expect(tree.services[2]?.includes.map((i) => i.uuid)).toEqual(['180f']);
    const [battery] = tree.services[3]?.characteristics ?? [];
    expect(battery?.descriptors.map((d) => d.uuid)).toEqual(['2902', '2901']);
    const known = link.known(structuredClone(tree));
    const remote = known.characteristic(battery?.valueHandle as number);
    expect(await run(remote?.read() as Promise<Uint8Array>)).toEqual(Uint8Array.of(87));
    expect(remote).toBe(await run(known.services[3]?.characteristic(0x2a19) as Promise<ClientCharacteristic>));
    const description = known.descriptor(battery?.descriptors[1]?.handle as number);
    expect(new TextDecoder().decode(await run(description?.read() as Promise<Uint8Array>))).toBe('Level');
    expect(level.read()).toEqual(Uint8Array.of(87));
  });

  it('D15 FIX: leaving the loop frees the next discovery; two at once both finish', async () => {
    const { link } = await served(new Service(0x180d), new Service(0x180f));
    const first = async () => {
      for await (const _ of link.services()) break;
    };
    await run(first());
    const both = await run(Promise.all([collect(link.services()), collect(link.services())]));
    expect(both.map((list) => list.length)).toEqual([4, 4]);
  });

  it('D15 FIX: a link that ends half-way rejects, it does not shorten the list', async () => {
    const { link, far } = await served(...Array.from({ length: 9 }, () => new Service(0x1234)));
    const seen: string[] = [];
    const reading = async () => {
      for await (const service of link.services()) {
        seen.push(String(service.uuid));
        if (seen.length === 3) await far.disconnect();
      }
    };
    await expect(run(reading())).rejects.toMatchObject({ code: 'disconnected', status: 0x13 });
    expect(seen.length).toBeLessThan(11);
  });

  it('D14 FIX: the time limit is honoured, and the next operation waits for the late answer', async () => {
    let delayed: (() => void) | null = null;
    const { link, raw, handle } = await toRaw((request) => {
      if (request[0] === 0x06) {
        delayed = () => raw.send(handle, ATT, [0x07, 1, 0, 5, 0]);
        return null;
      }
      return [0x01, request[0] as number, 1, 0, 0x0a];
    });
    await expect(run(link.service(0x180d, { timeoutMs: 300 }))).rejects.toMatchObject({ code: 'timeout' });
    const next = run(link.discover());
    await world.clock.advance(100);
    (delayed as unknown as () => void)();
    expect(await next).toEqual({ services: [] });
    expect(link.isConnected()).toBe(true);
  });

  it.each([
    ['repeats', [0x11, 6, 1, 0, 5, 0, 0x0d, 0x18]],
    ['goes backwards', [0x11, 6, 9, 0, 12, 0, 0x0d, 0x18, 2, 0, 3, 0, 0x0f, 0x18]],
    ['ends before it starts', [0x11, 6, 5, 0, 2, 0, 0x0d, 0x18]],
    ['handle 0', [0x11, 6, 0, 0, 2, 0, 0x0d, 0x18]],
    ['says nothing', [0x11, 6]],
    ['a short row', [0x11, 6, 1, 0, 5]],
    ['length 0', [0x11, 0, 1, 0]],
    ['an odd UUID', [0x11, 7, 1, 0, 5, 0, 1, 2, 3]],
  ])('GATT/CL/GAD robustness: a peer that %s ends the discovery with an error', async (_, response) => {
    const { link } = await toRaw(() => response);
    await expect(run(collect(link.services()))).rejects.toMatchObject({ code: 'att/invalid-pdu', origin: 'peer' });
    expect(link.isConnected()).toBe(true);
  });

  it('20,000 random answers to everything a client does: typed errors or an end, never a hang', async () => {
    let next: Uint8Array = new Uint8Array(0);
    let answered = 0;
    // The opcode is right, as what is not a response is no answer; one in four is an Error Response.
    const { link } = await toRaw((request) => {
      answered += 1;
      const [opcode = 0] = request;
      const isError = (next[0] as number) % 4 === 0;
      return isError ? [0x01, opcode, ...next.subarray(0, 3)] : [opcode + 1, ...next];
    });
    const tree = {
      services: [
        {
          uuid: '180d',
          primary: true,
          startHandle: 1,
          endHandle: 9,
          includes: [],
          characteristics: [
            {
              uuid: '2a37',
              properties: 0x3a,
              declarationHandle: 2,
              valueHandle: 3,
              endHandle: 6,
              descriptors: [{ uuid: '2902', handle: 4 }],
            },
          ],
        },
      ],
    };
    const remote = link.known(tree).characteristic(3) as ClientCharacteristic;
    const operations = [
      () => collect(link.services(undefined, { timeoutMs: 1_000 })),
      () => collect(link.services(0x180d, { timeoutMs: 1_000 })),
      () => collect(remote.service.characteristics(undefined, { timeoutMs: 1_000 })),
      () => collect(remote.service.includes({ timeoutMs: 1_000 })),
      () => collect(remote.descriptors({ timeoutMs: 1_000 })),
      () => remote.read({ timeoutMs: 1_000 }),
      () => remote.write(new Uint8Array(40), { timeoutMs: 1_000, reliable: true }),
    ];
    const answers = fc.sample(fc.tuple(fc.nat(operations.length - 1), fc.uint8Array({ minLength: 1, maxLength: 24 })), {
      numRuns: 20_000,
      seed: 11,
    });
    for (const [which, answer] of answers) {
      next = answer;
      const outcome = await run(
        (operations[which] as () => Promise<unknown>)().then(
          () => 'done',
          (error) => error,
        ),
      );
      if (outcome !== 'done') expect(outcome).toMatchObject({ name: 'BleError' });
    }
    expect(answered).toBeGreaterThanOrEqual(20_000);
    expect(link.isConnected()).toBe(true);
  }, 120_000);
});

describe('values', () => {
  it('G6 FIX: a long value is read whole, also when it ends exactly with a part', async () => {
    const service = new Service(0x1234);
    const lengths = [0, 21, 22, 23, 44, 100, 512];
    for (const length of lengths)
      new Characteristic(service, 0x5000 + length, { read: true, initial: new Uint8Array(length).fill(length & 0xff) });
    const { link } = await served(service);
    const remote = await run(link.service(0x1234));
    for (const length of lengths) {
      const characteristic = await run(remote?.characteristic(0x5000 + length) as Promise<ClientCharacteristic>);
      expect(await run(characteristic.read())).toHaveLength(length);
    }
  });

  it('G8 FIX: a long write with response arrives whole; without response it is refused before anything is sent', async () => {
    const service = new Service(0x1234);
    const local = new Characteristic(service, 0x5000, { write: true, writeNoResponse: true });
    const { link } = await served(service);
    const remote = await run(
      (await run(link.service(0x1234)))?.characteristic(0x5000) as Promise<ClientCharacteristic>,
    );
    const data = Uint8Array.from({ length: 512 }, (_, i) => i & 0xff);
    await run(remote.write(data));
    expect(local.read()).toEqual(data);
    await run(remote.write(data.slice(0, 300), { reliable: true }));
    expect(local.read()).toHaveLength(300);
    await expect(remote.write(data.slice(0, 21), { response: false })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    await expect(remote.write(new Uint8Array(513))).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('a reliable write whose echo differs is cancelled and says so', async () => {
    const seen: number[] = [];
    const { link } = await toRaw((request) => {
      seen.push(request[0] as number);
      if (request[0] === 0x16) return [0x17, ...request.subarray(1, 5), 0xee];
      return [0x19];
    });
    const tree = {
      services: [
        {
          uuid: '1234',
          primary: true,
          startHandle: 1,
          endHandle: 3,
          includes: [],
          characteristics: [
            { uuid: '5000', properties: 8, declarationHandle: 2, valueHandle: 3, endHandle: 3, descriptors: [] },
          ],
        },
      ],
    };
    const remote = link.known(tree).characteristic(3) as ClientCharacteristic;
    await expect(run(remote.write('abc', { reliable: true }))).rejects.toMatchObject({ code: 'att/invalid-pdu' });
    await settle();
    await world.clock.advance(50);
    expect(seen).toEqual([0x16, 0x18]);
  });

  it('what the peer does not offer is "unsupported", local, and nothing is sent; force sends it', async () => {
    const service = new Service(0x1234);
    new Characteristic(service, 0x5000, { read: true });
    const { link } = await served(service);
    const remote = await run(
      (await run(link.service(0x1234)))?.characteristic(0x5000) as Promise<ClientCharacteristic>,
    );
    for (const attempt of [
      () => remote.write('x'),
      () => remote.subscribe(),
      () => remote.notified(),
      () => remote.indicated(),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'unsupported', origin: 'local' });
    }
    await expect(run(remote.write('x', { force: true, response: true }))).rejects.toMatchObject({
      code: 'att/write-not-permitted',
      origin: 'peer',
    });
  });

  it('G11 FIX: values wait in a bounded queue oldest first, each values() loop has its own copy, drops are counted', async () => {
    const service = new Service(0x1234);
    const local = new Characteristic(service, 0x5000, { notify: true });
    const { link, far } = await served(service);
    const remote = await run(
      (await run(link.service(0x1234)))?.characteristic(0x5000) as Promise<ClientCharacteristic>,
    );
    await run(remote.subscribe({ queue: 3 }));
    const copy = remote.values()[Symbol.asyncIterator]();
    for (let n = 0; n < 5; n += 1) await run(local.notify(far, Uint8Array.of(n)));
    await world.clock.advance(100);
    const taken = [];
    for (let n = 0; n < 3; n += 1) taken.push((await run(remote.notified()))[0]);
    expect(taken).toEqual([2, 3, 4]);
    expect((await run(copy.next())).value).toMatchObject({ data: Uint8Array.of(2), kind: 'notification' });
    expect(remote.dropped).toBe(4);
    const waiting = copy.next();
    await run(link.disconnect());
    await expect(
      run(
        Promise.resolve(waiting)
          .then(() => copy.next())
          .then(() => copy.next()),
      ),
    ).rejects.toMatchObject({ code: 'disconnected' });
  });

  it('D20 FIX: after the link is gone everything rejects "disconnected"', async () => {
    const service = new Service(0x1234);
    const local = new Characteristic(service, 0x5000, { read: true, write: true, notify: true, indicate: true });
    const { link, far } = await served(service);
    const remote = await run(
      (await run(link.service(0x1234)))?.characteristic(0x5000) as Promise<ClientCharacteristic>,
    );
    await run(link.disconnect());
    await run(far.disconnected());
    const attempts = [
      remote.read(),
      remote.write('x'),
      remote.subscribe(),
      remote.notified(),
      link.discover(),
      link.exchangeMtu(),
      local.notify(far),
      local.indicate(far),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: 'disconnected' });
  });

  it('a peer that never answers: the operation times out, after 30 s the link goes, with it all that waits', async () => {
    const { link } = await toRaw(() => null);
    await expect(run(link.service(0x180d, { timeoutMs: 1_000 }))).rejects.toMatchObject({ code: 'timeout' });
    const waiting = link.discover({ timeoutMs: Infinity });
    const outcome = expect(waiting).rejects.toMatchObject({ code: 'timeout', layer: 'att' });
    await world.clock.advance(30_000);
    await outcome;
    await run(link.disconnected());
  });
});

describe('several centrals', () => {
  it('each has its own subscriptions and values; the server knows who wrote', async () => {
    const service = new Service(0x1234);
    const local = new Characteristic(service, 0x5000, { notify: true, write: true, capture: true });
    const peripheral = await world.adapter();
    await peripheral.registerServices(service);
    const clients = [];
    for (const adapter of [central, await world.adapter(), await world.adapter()]) {
      const advertised = peripheral.advertise({ intervalUs: 20_000 });
      const link = await run(adapter.device(peripheral.address.address).connect());
      const far = await run(advertised);
      clients.push({
        far,
        remote: await run((await run(link.service(0x1234)))?.characteristic(0x5000) as Promise<ClientCharacteristic>),
      });
    }
    const [a, b, c] = clients as [(typeof clients)[0], (typeof clients)[0], (typeof clients)[0]];
    await run(a.remote.subscribe());
    await run(c.remote.subscribe());
    expect(local.subscribers()).toEqual([a.far, c.far]);
    local.write('all', true);
    expect(new TextDecoder().decode(await run(a.remote.notified()))).toBe('all');
    expect(new TextDecoder().decode(await run(c.remote.notified()))).toBe('all');
    await expect(run(b.remote.notified({ timeoutMs: 200 }))).rejects.toMatchObject({ code: 'timeout' });
    await run(b.remote.write('from b'));
    expect((await run(local.written())).connection).toBe(b.far);
  });

  it('V15 FIX: registering anew while connected tells Service Changed to who asked for it', async () => {
    const { link, peripheral } = await served(new Service(0x180d));
    const changed = await run(
      (await run(link.service(0x1801)))?.characteristic(0x2a05) as Promise<ClientCharacteristic>,
    );
    await run(changed.subscribe({ notify: false, indicate: true }));
    await peripheral.registerServices(new Service(0x180f), new Service(0x181a));
    expect(await run(changed.indicated())).toEqual(Uint8Array.of(1, 0, 0xff, 0xff));
    expect((await run(collect(link.services()))).map((s) => String(s.uuid))).toEqual(['1800', '1801', '180f', '181a']);
  });
});
