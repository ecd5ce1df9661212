import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Adapter,
  BufferedCharacteristic,
  Characteristic,
  type ClientCharacteristic,
  type Connection,
  Descriptor,
  Service,
} from '../../index.js';
import { settle } from '../../testing/manual-clock.js';
import { VirtualWorld } from '../../testing/virtual-world.js';

/** Acceptance scenarios of aioble (T) and of MicroPython's Bluetooth tests (M). i0 is the peripheral, i1 the central. */
const SERVICE = 'a5a5a5a5-ffff-9999-1111-5a5a5a5a5a5a';
const uuid = (n: number) => `00000000-1111-2222-3333-44444444444${n}`;
const text = (data: Uint8Array) => new TextDecoder().decode(data);

describe.each([0, 5, 30])('latency %i ms', (latencyMs) => {
  let world: VirtualWorld;
  let i0: Adapter;
  let i1: Adapter;

  beforeEach(async () => {
    world = new VirtualWorld({ latencyMs });
    i0 = await world.adapter();
    i1 = await world.adapter();
  });
  afterEach(() => world.close());

  const run = <T>(promise: Promise<T>) => world.run(promise);

  async function meet(): Promise<{ link: Connection; far: Connection }> {
    const advertised = i0.advertise({ intervalUs: 20_000 });
    const link = await run(i1.device(i0.address.address).connect());
    return { link, far: await run(advertised) };
  }

  async function find(link: Connection, characteristic: string, service = SERVICE): Promise<ClientCharacteristic> {
    const found = await run(
      (await run(link.service(service)))?.characteristic(characteristic) ?? Promise.resolve(null),
    );
    if (!found) throw new Error(`${characteristic} was not found`);
    return found;
  }

  it('T2 characteristic: read, write, notify and indicate keep what is stored and what is sent apart', async () => {
    const service = new Service(SERVICE);
    const local = new Characteristic(service, uuid(1), {
      read: true,
      write: true,
      notify: true,
      indicate: true,
      initial: 'periph0',
      capture: true,
    });
    await i0.registerServices(service);
    const { link, far } = await meet();
    const remote = await find(link, uuid(1));
    expect(text(await run(remote.read()))).toBe('periph0');

    await run(remote.write('central0'));
    const written = await run(local.written());
    expect([written.connection === far, text(written.data)]).toEqual([true, 'central0']);
    local.write('periph1');
    await run(local.notify(far));
    expect(text(await run(remote.notified()))).toBe('periph1');
    expect(text(await run(remote.read()))).toBe('periph1');

    await run(remote.write('central1'));
    await run(local.written());
    await run(local.notify(far, 'periph2'));
    expect(text(await run(remote.notified()))).toBe('periph2');
    expect(text(await run(remote.read()))).toBe('central1');

    await run(remote.write('central2'));
    await run(local.written());
    local.write('periph3');
    await run(local.indicate(far));
    expect(text(await run(remote.indicated()))).toBe('periph3');
    expect(text(await run(remote.read()))).toBe('periph3');
    await run(link.disconnect());
    expect((await run(far.disconnected())).origin).toBe('peer');
  });

  it('T3 notify and subscribe, with a queue and with a depth of one', async () => {
    const service = new Service(SERVICE);
    const local = new Characteristic(service, uuid(1), { read: true, notify: true });
    await i0.registerServices(service);
    const { link, far } = await meet();
    const remote = await find(link, uuid(1));
    const nothing = () => expect(run(remote.notified({ timeoutMs: 500 }))).rejects.toMatchObject({ code: 'timeout' });

    local.write('before-subscribe', true);
    await nothing();
    await run(remote.subscribe());
    expect(local.subscribers()).toEqual([far]);
    local.write('after-subscribe', true);
    expect(text(await run(remote.notified()))).toBe('after-subscribe');
    await run(remote.subscribe({ notify: false }));
    local.write('after-unsubscribe', true);
    await nothing();

    for (const [queue, expected] of [
      [64, ['direct-2-0', 'direct-2-1', 'direct-2-2']],
      [1, ['direct-2-2']],
    ] as const) {
      await run(remote.subscribe({ notify: false, queue }));
      for (let round = 0; round < 5; round += 1) {
        const values = round === 2 ? [0, 1, 2].map((n) => `direct-2-${n}`) : [`direct-${round}-0`];
        for (const value of values) {
          await run(local.notify(far, value));
          await world.clock.advance(100);
        }
        for (const value of round === 2 ? expected : values) expect(text(await run(remote.notified()))).toBe(value);
        await expect(run(remote.notified({ timeoutMs: 100 }))).rejects.toMatchObject({ code: 'timeout' });
      }
    }
    expect(remote.dropped).toBe(2);
  });

  it('T4 write capture: without it the newest write, with it every one in order', async () => {
    const service = new Service(SERVICE);
    const plain = new Characteristic(service, uuid(1), { write: true });
    const captured = new Characteristic(service, uuid(2), { write: true, capture: true });
    await i0.registerServices(service);
    const { link, far } = await meet();
    const [first, second] = [await find(link, uuid(1)), await find(link, uuid(2))];
    const central = (async () => {
      for (const remote of [first, second]) {
        for (let n = 0; n < 5; n += 1) {
          await remote.write(`central${n}`);
          await new Promise<void>((resolve) => world.clock.setTimeout(resolve, 200));
        }
      }
    })();
    expect(text((await run(plain.written())).data)).toBe('central0');
    await world.clock.advance(500);
    const later = text((await run(plain.written())).data);
    expect(['central1', 'central2']).toContain(later);
    await run(central);
    for (let n = 0; n < 5; n += 1) {
      const { connection, data } = await run(captured.written());
      expect([connection === far, text(data)]).toEqual([true, `central${n}`]);
    }
    expect(captured.dropped).toBe(0);
  });

  it('T5 write order across two characteristics, whoever waits first', async () => {
    const service = new Service(SERVICE);
    const a = new Characteristic(service, uuid(1), { write: true, capture: true });
    const b = new Characteristic(service, uuid(2), { write: true, capture: true });
    await i0.registerServices(service);
    const { link } = await meet();
    const [first, second] = [await find(link, uuid(1)), await find(link, uuid(2))];
    const sent: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      const order = round < 5 ? [first, second] : [second, first];
      for (const remote of order) {
        const value = `${remote === first ? 'a' : 'b'}${round}`;
        sent.push(value);
        await run(remote.write(value));
      }
    }
    const got = [];
    for (const characteristic of [b, a]) for (let n = 0; n < 10; n += 1) got.push(await run(characteristic.written()));
    got.sort((x, y) => x.sequence - y.sequence);
    expect(got.map(({ data }) => text(data))).toEqual(sent);
  });

  it('T6 buffered: the default holds all, a short one refuses, append adds up', async () => {
    const service = new Service(SERVICE);
    const whole = new BufferedCharacteristic(service, uuid(1), { write: true, capture: true });
    const short = new BufferedCharacteristic(service, uuid(2), { write: true, maxLength: 20 });
    const added = new BufferedCharacteristic(service, uuid(3), { write: true, maxLength: 80, append: true });
    await i0.registerServices(service);
    const { link } = await meet();
    const values = ['central1-a-abcdefghijklmnopqrstuvwxyz.', 'central1-b-abcdefghijklmnopqrstuvwxyz'];
    const remotes = [await find(link, uuid(1)), await find(link, uuid(2)), await find(link, uuid(3))];
    for (const mtu of [23, 100]) {
      if (mtu > 23) expect(await run(link.exchangeMtu(mtu))).toBe(mtu);
      for (const value of values) {
        await run(remotes[0]?.write(value) as Promise<void>);
        expect(text((await run(whole.written())).data)).toBe(value);
        await expect(run(remotes[1]?.write(value) as Promise<void>)).rejects.toMatchObject({
          code: 'att/invalid-attribute-value-length',
          status: 0x0d,
          origin: 'peer',
        });
      }
    }
    for (const value of values) await run(remotes[2]?.write(value) as Promise<void>);
    expect(text(added.read())).toBe(values.join(''));
    expect(added.read()).toHaveLength(0);
    expect(short.read()).toHaveLength(0);
  });

  it('T7 descriptors', async () => {
    const service = new Service(SERVICE);
    const first = new Characteristic(service, uuid(1), { read: true, notify: true });
    new Descriptor(first, uuid(4), { read: true, initial: 'char1_desc1' });
    const written = new Descriptor(first, uuid(5), { read: true, write: true, initial: 'char1_desc2' });
    new Characteristic(service, uuid(2), { read: true, notify: true });
    const third = new Characteristic(service, uuid(3), { read: true, notify: true });
    new Descriptor(third, uuid(6), { read: true, initial: 'char3_desc1' });
    await i0.registerServices(service);
    const { link } = await meet();
    const list = async (n: number) => {
      const found: string[] = [];
      const collect = async () => {
        for await (const descriptor of (await find(link, uuid(n))).descriptors()) found.push(String(descriptor.uuid));
      };
      await run(collect());
      return found.sort();
    };
    expect(await list(1)).toEqual([uuid(4), uuid(5), '2902']);
    expect(await list(2)).toEqual(['2902']);
    expect(await list(3)).toEqual([uuid(6), '2902']);
    const remote = await find(link, uuid(1));
    expect(
      text((await run((await run(remote.descriptor(uuid(4))))?.read() as Promise<Uint8Array>)) as Uint8Array),
    ).toBe('char1_desc1');
    const second = await run(remote.descriptor(uuid(5)));
    expect(text((await run(second?.read() as Promise<Uint8Array>)) as Uint8Array)).toBe('char1_desc2');
    await run(second?.write('update') as Promise<void>);
    expect(text((await run(written.written())).data)).toBe('update');
  });

  it('T8 both sides serve and discover each other; 50 notifications back and forth; the peripheral leaves', async () => {
    const serve = async (adapter: Adapter) => {
      const service = new Service(SERVICE);
      const characteristic = new Characteristic(service, uuid(1), { notify: true });
      await adapter.registerServices(service);
      return characteristic;
    };
    const [ours, theirs] = [await serve(i0), await serve(i1)];
    const { link, far } = await meet();
    const [fromI1, fromI0] = [await find(far, uuid(1)), await find(link, uuid(1))];
    for (let n = 0; n < 50; n += 1) {
      await run(ours.notify(far, `ping${n}`));
      expect(text(await run(fromI0.notified()))).toBe(`ping${n}`);
      await run(theirs.notify(link, `pong${n}`));
      expect(text(await run(fromI1.notified()))).toBe(`pong${n}`);
    }
    await run(far.disconnect());
    expect((await run(link.disconnected())).origin).toBe('peer');
  });

  it('M3 the device name is read over 2A00, as it is now', async () => {
    i0.name = 'bench 7';
    const { link } = await meet();
    const name = await find(link, '2a00', '1800');
    expect(text(await run(name.read()))).toBe('bench 7');
    i0.name = 'bench 8';
    expect(text(await run(name.read()))).toBe('bench 8');
    const appearance = await find(link, '2a01', '1800');
    expect(await run(appearance.read())).toEqual(Uint8Array.of(0, 0));
    i0.appearance = 768;
    expect(await run(appearance.read())).toEqual(Uint8Array.of(0, 3));
  });

  it('M6 data transfer: writes with and without response arrive in order and add up; notifications come in order', async () => {
    const service = new Service(SERVICE);
    const receive = new BufferedCharacteristic(service, uuid(1), {
      write: true,
      writeNoResponse: true,
      maxLength: 100,
      append: true,
      capture: true,
    });
    const send = new Characteristic(service, uuid(2), { notify: true, read: true });
    await i0.registerServices(service);
    const { link, far } = await meet();
    const [rx, tx] = [await find(link, uuid(1)), await find(link, uuid(2))];
    for (let n = 0; n < 4; n += 1) await run(rx.write(`central${n}`, { response: n % 2 === 1 }));
    for (let n = 0; n < 4; n += 1) await run(receive.written());
    expect(text(receive.read())).toBe('central0central1central2central3');
    for (const value of ['periph0', 'periph1', 'periph2', 'periph3', 'OK']) await run(send.notify(far, value));
    for (const value of ['periph0', 'periph1', 'periph2', 'periph3', 'OK'])
      expect(text(await run(tx.notified()))).toBe(value);
  });

  it('M7 discovers services in handle order, and one by its UUID', async () => {
    await i0.registerServices(new Service(0x180d), new Service(SERVICE));
    const { link } = await meet();
    const found: string[] = [];
    const collect = async () => {
      for await (const service of link.services()) found.push(String(service.uuid));
    };
    await run(collect());
    expect(found).toEqual(['1800', '1801', '180d', SERVICE]);
    expect((await run(link.service(SERVICE)))?.startHandle).toBeGreaterThan(1);
    expect(await run(link.service(0x1234))).toBeNull();
  });

  it('M8 operations nested in a running discovery', async () => {
    const service = new Service(SERVICE);
    const local = new Characteristic(service, uuid(1), { read: true, notify: true, initial: 'value' });
    new Descriptor(local, uuid(4), { read: true, initial: 'desc' });
    await i0.registerServices(service, new Service(0x180d));
    const { link } = await meet();
    const steps: string[] = [];
    const nested = async () => {
      for await (const found of link.services()) {
        for await (const characteristic of found.characteristics()) {
          if (!characteristic.uuid.equals(uuid(1))) continue;
          for await (const descriptor of characteristic.descriptors()) {
            steps.push(String(descriptor.uuid));
            if (descriptor.uuid.equals(uuid(4))) steps.push(text(await descriptor.read()));
          }
          steps.push(String(await link.exchangeMtu(100)));
          await characteristic.subscribe();
          steps.push(text(await characteristic.read()), text(await characteristic.read()));
        }
        steps.push(String(found.uuid));
      }
    };
    await run(nested());
    expect(steps).toEqual(['1800', '1801', '2902', uuid(4), 'desc', '100', 'value', 'value', SERVICE, '180d']);
  });

  it.each([
    [512, 256, 256],
    [200, 512, 200],
    [517, 300, 300],
    [50, 128, 50],
  ])('M10 MTU: %i and %i make %i; a write of MTU - 3 arrives whole', async (ours, theirs, agreed) => {
    const small = await world.adapter('virtual:', { mtu: theirs });
    const service = new Service(SERVICE);
    const local = new Characteristic(service, uuid(1), { writeNoResponse: true, capture: true });
    await small.registerServices(service);
    const advertised = small.advertise({ intervalUs: 20_000 });
    const link = await run(i1.device(small.address.address).connect());
    const far = await run(advertised);
    const told = run(far.mtuExchanged());
    expect(await run(link.exchangeMtu(ours))).toBe(agreed);
    expect(await told).toBe(agreed);
    expect([link.mtu, far.mtu]).toEqual([agreed, agreed]);
    expect(await run(link.exchangeMtu(23))).toBe(agreed);
    const data = Uint8Array.from({ length: agreed - 3 }, (_, i) => i);
    await run((await find(link, uuid(1))).write(data));
    expect((await run(local.written())).data).toEqual(data);
    await expect((await find(link, uuid(1))).write(new Uint8Array(agreed - 2))).rejects.toMatchObject({
      code: 'invalid-argument',
    });
  });

  it('M11 MTU asked for by the peripheral; a longer write with response arrives whole', async () => {
    const service = new Service(SERVICE);
    const local = new Characteristic(service, uuid(1), { write: true, capture: true });
    await i0.registerServices(service);
    const { link, far } = await meet();
    expect(await run(far.exchangeMtu(190))).toBe(190);
    await settle();
    expect(link.mtu).toBe(190);
    const data = new Uint8Array(210).fill(7);
    await run((await find(link, uuid(1))).write(data));
    expect((await run(local.written())).data).toEqual(data);
  });

  it('M12 subscribe: who is told depends on the mask', async () => {
    const service = new Service(SERVICE);
    const local = new Characteristic(service, uuid(1), { read: true, notify: true, indicate: true });
    await i0.registerServices(service);
    const { link, far } = await meet();
    const remote = await find(link, uuid(1));
    const silence = async () => {
      await expect(run(remote.notified({ timeoutMs: 300 }))).rejects.toMatchObject({ code: 'timeout' });
      await expect(run(remote.indicated({ timeoutMs: 300 }))).rejects.toMatchObject({ code: 'timeout' });
    };
    local.write('periph1', true);
    await run(local.notify(far, 'periph2'));
    expect(text(await run(remote.notified()))).toBe('periph2');
    await silence();
    await run(remote.subscribe({ notify: true }));
    local.write('periph5', true);
    expect(text(await run(remote.notified()))).toBe('periph5');
    await run(remote.subscribe({ notify: false, indicate: true }));
    local.write('periph7', true);
    expect(text(await run(remote.indicated()))).toBe('periph7');
    await run(remote.subscribe({ notify: false }));
    local.write('periph9', true);
    await silence();
    await run(local.notify(far, 'periph10'));
    expect(text(await run(remote.notified()))).toBe('periph10');
  });

  it('E1 a thermometer is found by name and service, and read once a second', async () => {
    const service = new Service(0x181a);
    const temperature = new Characteristic(service, 0x2a6e, {
      read: true,
      notify: true,
      initial: Uint8Array.of(0x92, 0x09),
    });
    await i0.registerServices(service);
    const advertised = i0.advertise({ intervalUs: 250_000, name: 'mpy-temp', services: [0x181a], appearance: 768 });
    const central = async () => {
      for await (const result of i1.scan({ durationMs: 5_000, intervalUs: 30_000, windowUs: 30_000, active: true })) {
        if (result.name() !== 'mpy-temp' || !result.services().some((s) => s.equals(0x181a))) continue;
        await using link = await result.device.connect();
        const remote = await (await link.service(0x181a))?.characteristic(0x2a6e);
        const data = (await remote?.read()) as Uint8Array;
        return new DataView(data.buffer, data.byteOffset).getInt16(0, true) / 100;
      }
      return null;
    };
    expect(await run(central())).toBe(24.5);
    await run((await run(advertised)).disconnected());
    expect(temperature.subscribers()).toEqual([]);
  });
});
