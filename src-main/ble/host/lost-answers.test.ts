import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HCI_COMMAND } from '../../../src-shared/assigned-numbers/hci.js';
import type { Adapter } from '../index.js';
import { settle } from '../testing/manual-clock.js';
import { VirtualWorld } from '../testing/virtual-world.js';

/** A controller that loses a command, or whose answer is lost, must not lose the role with it. */

const ABSENT = 'c2:00:00:00:00:99';

let world: VirtualWorld;
let adapter: Adapter;
let other: Adapter;

beforeEach(async () => {
  world = new VirtualWorld();
  adapter = await world.adapter();
  other = await world.adapter();
});
afterEach(() => world.close());

const radio = () => world.medium.controllers[0]?.state;
const isOurs = (controller: unknown) => controller === world.medium.controllers[0];

/** The next commands with this opcode never reach the controller. */
function loseCommands(opcode: number, times: number): void {
  let left = times;
  world.medium.faults.command((controller, given) => {
    if (!isOurs(controller) || given !== opcode || left === 0) return undefined;
    left -= 1;
    return 'drop';
  });
}

/** The next commands with this opcode are carried out, but their answers never reach us. */
function loseAnswers(opcode: number, times: number): void {
  let left = times;
  world.medium.faults.event((controller, packet) => {
    const at = packet[1] === 0x0e ? 4 : 5;
    const isAnswer = packet[1] === 0x0e || packet[1] === 0x0f;
    const answered = (packet[at] as number) | ((packet[at + 1] as number) << 8);
    if (!isOurs(controller) || !isAnswer || answered !== opcode || left === 0) return undefined;
    left -= 1;
    return 'drop';
  });
}

async function scansAndStops(): Promise<void> {
  const scan = adapter.scan({ durationMs: 50 });
  await world.run(scan.started);
  expect(radio()?.scanning).toBe('passive');
  await world.clock.advance(100);
  expect(scan.running).toBe(false);
  expect(radio()?.scanning).toBe('off');
}

const advertises = async () => {
  const advertising = world.run(adapter.advertise({ intervalUs: 20_000, timeoutMs: 100 }));
  await expect(advertising).rejects.toMatchObject({ code: 'timeout' });
  await world.clock.advance(10);
  expect(radio()?.advertising).toBe(false);
};

const connects = async () => {
  const far = other.advertise({ intervalUs: 20_000 });
  const link = await world.run(adapter.device(other.address.address).connect());
  expect(link.isConnected()).toBe(true);
  await world.run(far);
  await world.run(link.disconnect());
};

describe('scanning', () => {
  it('a lost disable is sent again: the radio stops, and the next scan starts', async () => {
    const scan = adapter.scan();
    await world.run(scan.started);
    loseCommands(HCI_COMMAND.leSetScanEnable, 1);
    await world.run(scan.cancel());
    expect(radio()?.scanning).toBe('off');
    await scansAndStops();
  });

  it('a disable lost twice is told, and the next scan starts all the same', async () => {
    const scan = adapter.scan();
    await world.run(scan.started);
    loseCommands(HCI_COMMAND.leSetScanEnable, 2);
    await expect(world.run(scan.cancel())).rejects.toMatchObject({ code: 'timeout' });
    await scansAndStops();
  });

  it('a lost answer to the enable: "timeout", and the radio does not go on', async () => {
    loseAnswers(HCI_COMMAND.leSetScanEnable, 1);
    await expect(world.run(adapter.scan().started)).rejects.toMatchObject({ code: 'timeout' });
    await world.clock.advance(10_000);
    expect(radio()?.scanning).toBe('off');
    await scansAndStops();
  });

  it('a controller that refuses settings because it scans already is stopped first', async () => {
    let isFirst = true;
    world.medium.faults.command((_, opcode) => {
      if (opcode !== HCI_COMMAND.leSetScanParameters || !isFirst) return undefined;
      isFirst = false;
      return { status: 0x0c };
    });
    await scansAndStops();
  });
});

describe('advertising', () => {
  it('a lost disable is sent again: the radio stops, and the next advertisement starts', async () => {
    const advertised = adapter.advertise({ intervalUs: 20_000, timeoutMs: 100 });
    advertised.catch(() => undefined);
    await world.clock.advance(50);
    loseCommands(HCI_COMMAND.leSetAdvertisingEnable, 1);
    await expect(world.run(advertised)).rejects.toMatchObject({ code: 'timeout' });
    await world.clock.advance(6_000);
    expect(radio()?.advertising).toBe(false);
    await advertises();
  });

  it('a lost answer to the enable: "timeout", nothing stays on the air, and the next one starts', async () => {
    loseAnswers(HCI_COMMAND.leSetAdvertisingEnable, 1);
    await expect(world.run(adapter.advertise({ intervalUs: 20_000 }))).rejects.toMatchObject({ code: 'timeout' });
    await world.clock.advance(10_000);
    expect(radio()?.advertising).toBe(false);
    await advertises();
  });
});

describe('connecting', () => {
  it('a lost answer to the create: the link counts when it is up', async () => {
    loseAnswers(HCI_COMMAND.leCreateConnection, 1);
    const start = world.clock.now();
    void other.advertise({ intervalUs: 20_000 });
    const link = await world.run(adapter.device(other.address.address).connect());
    expect(link.isConnected()).toBe(true);
    expect(world.clock.now() - start).toBeLessThan(1_000);
  });

  it('a lost answer to the create of an absent peer: "timeout", the radio is at rest, and the next connect works', async () => {
    loseAnswers(HCI_COMMAND.leCreateConnection, 1);
    await expect(world.run(adapter.device(ABSENT).connect())).rejects.toMatchObject({ code: 'timeout' });
    await world.clock.advance(10_000);
    expect(radio()?.initiating).toBe(false);
    await connects();
  });

  it('a lost create is tried again, and the link comes up', async () => {
    loseCommands(HCI_COMMAND.leCreateConnection, 1);
    void other.advertise({ intervalUs: 20_000 });
    expect((await world.run(adapter.device(other.address.address).connect())).isConnected()).toBe(true);
  });

  it.each([1, 2, 3])('a cancel lost %i times: the next connect works', async (times) => {
    loseCommands(HCI_COMMAND.leCreateConnectionCancel, times);
    await expect(world.run(adapter.device(ABSENT).connect({ timeoutMs: 100 }))).rejects.toMatchObject({
      code: 'timeout',
    });
    await world.clock.advance(times === 1 ? 10 : 11_000); // until it has given up
    await connects();
    await world.clock.advance(20_000);
    expect(radio()).toEqual({ advertising: false, scanning: 'off', initiating: false });
    expect(world.clock.pendingTimers).toBe(0);
  });

  it('a cancel that is answered and not carried out: the next connect works', async () => {
    let isFirst = true;
    world.medium.faults.command((controller, opcode) => {
      if (!isOurs(controller) || opcode !== HCI_COMMAND.leCreateConnectionCancel || !isFirst) return undefined;
      isFirst = false;
      world.medium.faults.garbage(controller, Uint8Array.of(4, 0x0e, 4, 1, opcode & 0xff, opcode >> 8, 0));
      return 'drop';
    });
    await expect(world.run(adapter.device(ABSENT).connect({ timeoutMs: 100 }))).rejects.toMatchObject({
      code: 'timeout',
    });
    await world.clock.advance(6_000);
    await connects();
    adapter.addressMode = 'static';
    await advertises();
  });

  it('a lost answer to the cancel', async () => {
    loseAnswers(HCI_COMMAND.leCreateConnectionCancel, 1);
    await expect(world.run(adapter.device(ABSENT).connect({ timeoutMs: 100 }))).rejects.toMatchObject({
      code: 'timeout',
    });
    await connects();
  });
});

it('a controller that gives no credit at all: every command is "timeout", and nothing waits for ever', async () => {
  world.medium.faults.event((_, packet) => {
    if (packet[1] !== 0x0e) return undefined;
    const starved = packet.slice();
    starved[3] = 0;
    return { replace: starved };
  });
  await expect(world.run(world.adapter())).rejects.toMatchObject({ code: 'timeout' });
  await settle();
});
