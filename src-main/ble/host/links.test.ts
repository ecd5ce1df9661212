import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HCI_COMMAND } from '../../../src-shared/assigned-numbers/hci.js';
import { addressToBytes } from '../../../src-shared/model/address.js';
import type { Adapter, VirtualController } from '../index.js';
import { settle } from '../testing/manual-clock.js';
import { VirtualWorld } from '../testing/virtual-world.js';

const ABSENT = 'c2:00:00:00:00:99';

let world: VirtualWorld;
let central: Adapter;
let peripheral: Adapter;

beforeEach(async () => {
  world = new VirtualWorld();
  central = await world.adapter();
  peripheral = await world.adapter();
});
afterEach(() => world.close());

const controller = (index: number) => world.medium.controllers[index] as VirtualController;
const target = () => central.device(peripheral.address.address);

async function linked() {
  const advertised = peripheral.advertise({ intervalUs: 20_000 });
  const link = await world.run(target().connect());
  return { link, far: await world.run(advertised) };
}

/** The peripheral's controller says once more that a central has connected, with the handle of its first link. */
function tellPeripheral(peer: string): void {
  const handle = controller(1).links[0]?.handle ?? 1;
  const timing = [0x28, 0, 0, 0, 0xf4, 1, 0];
  const event = [4, 0x3e, 19, 0x01, 0, handle, 0, 1, 0, ...addressToBytes(peer), ...timing];
  world.medium.faults.garbage(controller(1), Uint8Array.from(event));
}

describe('a link that is told of twice', () => {
  it('is one link on both sides, stays up, and ends once', async () => {
    const remove = world.medium.faults.event((_, packet) =>
      packet[1] === 0x3e && packet[3] === 1 ? { duplicate: true } : undefined,
    );
    const { link, far } = await linked();
    remove();
    await world.clock.advance(1_000);
    expect([link.isConnected(), far.isConnected()]).toEqual([true, true]);
    expect([central.connections, peripheral.connections]).toEqual([[link], [far]]);
    await world.run(link.disconnect());
    await world.run(far.disconnected());
    expect(peripheral.connections).toEqual([]);
  });

  it('with another peer is another link: the end of the first was not told', async () => {
    const { far } = await linked();
    const advertised = peripheral.advertise({ intervalUs: 20_000 });
    await settle();
    tellPeripheral(ABSENT);
    const next = await world.run(advertised);
    expect(next.device.address).toBe(ABSENT);
    expect(await far.disconnected()).toEqual({ status: 0x08, code: 'hci/connection-timeout', origin: 'local' });
    expect(peripheral.connections).toEqual([next]);
  });

  it('with the same peer, which has come to a new advertisement, is another link too', async () => {
    const { far } = await linked();
    const advertised = peripheral.advertise({ intervalUs: 20_000 });
    await settle();
    tellPeripheral(central.address.address);
    const next = await world.run(advertised);
    expect(next).not.toBe(far);
    expect([far.isConnected(), next.isConnected()]).toEqual([false, true]);
    expect(far.device.connection).toBe(next);
  });
});

it('a link to somebody else than was asked for is dropped, not adopted', async () => {
  world.medium.faults.event((from, packet) => {
    if (from !== controller(0) || packet[1] !== 0x3e || packet[3] !== 1 || packet[4] !== 0) return undefined;
    const wrong = packet.slice();
    wrong[9] = 0x99;
    return { replace: wrong };
  });
  const advertised = peripheral.advertise({ intervalUs: 20_000 });
  const connecting = world.run(target().connect({ timeoutMs: 3_000 }));
  await expect(connecting).rejects.toMatchObject({ code: 'timeout' });
  expect(central.connections).toEqual([]);
  expect((await world.run((await advertised).disconnected())).origin).toBe('peer');
});

describe('two connects at once', () => {
  it.each(['before', 'after'])(
    'one to an absent peer that was asked for %s does not keep the other waiting',
    async (order) => {
      void peripheral.advertise({ intervalUs: 20_000 });
      const start = world.clock.now();
      const connect = { absent: () => central.device(ABSENT).connect(), present: () => target().connect() };
      const absent = order === 'before' ? connect.absent() : null;
      const present = connect.present();
      const refused = expect(absent ?? connect.absent()).rejects.toMatchObject({ code: 'timeout' });
      expect((await world.run(present)).isConnected()).toBe(true);
      expect(world.clock.now() - start).toBeLessThan(2_000);
      await world.clock.advance(10_000);
      await refused;
      expect(controller(0).state.initiating).toBe(false);
      expect(world.clock.pendingTimers).toBe(0);
    },
  );

  it('a waiting one that is aborted leaves at once', async () => {
    const stop = new AbortController();
    const absent = central.device(ABSENT).connect();
    const waiting = target().connect({ signal: stop.signal });
    const left = expect(waiting).rejects.toMatchObject({ code: 'aborted' });
    await settle();
    stop.abort();
    await left;
    await expect(world.run(absent)).rejects.toMatchObject({ code: 'timeout' });
  });
});

it.each([0, 1])(
  'a peer that connects to us while we connect to it, with %i connects before: its link is the answer',
  async (before) => {
    const first =
      before === 0
        ? []
        : [
            central
              .device(ABSENT)
              .connect({ timeoutMs: 500 })
              .catch(() => undefined),
          ];
    const connecting = target().connect();
    await world.clock.advance(50);
    const advertised = central.advertise({ intervalUs: 20_000 });
    await world.run(peripheral.device(central.address.address).connect());
    const link = await world.run(connecting);
    expect(link).toBe(await advertised);
    expect(link.role).toBe('peripheral');
    await world.run(Promise.all(first));
    await world.clock.advance(1);
    expect(controller(0).state.initiating).toBe(false);
  },
);

describe('on a controller that refuses to initiate while it scans', () => {
  beforeEach(() => {
    world.medium.faults.command((from, opcode) => {
      const refuses = from === controller(0) && opcode === HCI_COMMAND.leCreateConnection;
      return refuses && from.state.scanning !== 'off' ? { status: 0x0c } : undefined;
    });
  });

  it('a scan begun during the connect can be cancelled, and one begun after that goes on when it is over', async () => {
    const first = central.scan();
    await world.run(first.started);
    const stop = new AbortController();
    const connecting = central.device(ABSENT).connect({ timeoutMs: Infinity, signal: stop.signal });
    const aborted = expect(connecting).rejects.toMatchObject({ code: 'aborted' });
    await world.clock.advance(100);
    expect(controller(0).state).toMatchObject({ initiating: true, scanning: 'off' });
    const second = central.scan();
    await settle();
    await world.run(second.cancel(), 1_000);
    const third = central.scan();
    await world.run(third.started, 1_000);
    stop.abort();
    await aborted;
    await world.clock.advance(100);
    expect(controller(0).state).toMatchObject({ initiating: false, scanning: 'passive' });
    await world.run(third.cancel());
    expect(controller(0).state.scanning).toBe('off');
  });

  it('a scan that cannot go on ends with the reason; the link that came up is the answer', async () => {
    const scan = central.scan();
    await world.run(scan.started);
    const reading = expect(scan[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'hci/command-disallowed',
    });
    world.medium.faults.command((from, opcode) => {
      const isResuming = opcode === HCI_COMMAND.leSetScanParameters && from.links.length > 0;
      return isResuming ? { status: 0x0c } : undefined;
    });
    const { link } = await linked();
    expect(target().connection).toBe(link);
    await world.clock.advance(100);
    await reading;
    expect(scan.running).toBe(false);
    expect(controller(0).state.scanning).toBe('off');
  });
});

describe('whose doing an end was', () => {
  it('the own controller lost power: local', async () => {
    const { link } = await linked();
    controller(0).destroy();
    expect(await link.disconnected()).toEqual({ status: 0x03, code: 'hci/hardware-failure', origin: 'local' });
    expect(link.signal.reason).toMatchObject({ origin: 'local' });
  });

  it('silence is noticed here: local; a peer that says why: peer', async () => {
    const { link, far } = await linked();
    world.medium.faults.breakLink(controller(0), controller(0).links[0]?.handle as number);
    expect(await world.run(link.disconnected())).toMatchObject({ status: 0x08, origin: 'local' });
    expect(await world.run(far.disconnected())).toMatchObject({ status: 0x08, origin: 'local' });
    const next = await linked();
    await world.run(next.far.disconnect());
    expect(await world.run(next.link.disconnected())).toMatchObject({ status: 0x13, origin: 'peer' });
  });
});

it('an operation that the reset of its controller ends is told so in the trace', async () => {
  const scan = central.scan();
  await world.run(scan.started);
  world.medium.faults.garbage(controller(0), Uint8Array.of(4, 0x10, 1, 0x42));
  await world.clock.advance(100);
  const told = central.trace.events().filter((event) => event.name === 'scan');
  expect(told.map((event) => event.phase)).toEqual(['start', 'end']);
  expect(told[1]?.error).toMatchObject({ code: 'hci/hardware-failure' });
});
