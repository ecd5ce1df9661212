import { afterEach, beforeEach, expect, it } from 'vitest';
import { HCI_COMMAND } from '../../../src-shared/assigned-numbers/hci.js';
import { VirtualWorld } from '../testing/virtual-world.js';
import { capabilitiesOf } from './controller-setup.js';

let world: VirtualWorld;

beforeEach(() => {
  world = new VirtualWorld();
});
afterEach(() => world.close());

const lacking = (...opcodes: number[]) =>
  world.medium.faults.command((_, opcode) => (opcodes.includes(opcode) ? { status: 0x01 } : undefined));

it('a controller that knows neither event masks nor an address opens, with a static address', async () => {
  const { setEventMask, leSetEventMask, readBdAddr, readLocalVersionInformation } = HCI_COMMAND;
  lacking(
    setEventMask,
    leSetEventMask,
    readBdAddr,
    readLocalVersionInformation,
    HCI_COMMAND.readLocalSupportedCommands,
  );
  const adapter = await world.adapter();
  expect(adapter.addressMode).toBe('static');
  expect(adapter.address).toEqual({ address: expect.stringMatching(/^[c-f]/), type: 'random' });
  expect(adapter.info.version).toBeUndefined();
  expect(adapter.capabilities).toMatchObject({ connect: true, readRssi: true });
});

it('capabilities are what the commands of the controller allow', async () => {
  expect(Object.values((await world.adapter()).capabilities)).not.toContain(false);
  const all = new Uint8Array(64).fill(0xff);
  const without = (bit: number) => {
    const commands = all.slice();
    commands[bit >> 3] = 0xff & ~(1 << (bit & 7));
    return Object.entries(capabilitiesOf(commands)).flatMap(([name, can]) => (can ? [] : [name]));
  };
  expect(without(125)).toEqual(['readRssi']);
  expect(without(204)).toEqual(['addressMode']);
  expect(without(209)).toEqual(['advertise', 'rawAdvertising']);
  expect(without(211)).toEqual(['passiveScan', 'activeScan', 'scanTiming']);
  expect(without(212)).toEqual(['connect']);
  expect(without(218)).toEqual(['connectionParameters']);
  expect(without(224)).toEqual(['pairing']);
  expect(capabilitiesOf(new Uint8Array(64))).toMatchObject({ passiveScan: false, realAddresses: true });
});

it('a command the controller does not know is "unsupported", with its status', async () => {
  lacking(HCI_COMMAND.leSetScanParameters);
  const adapter = await world.adapter();
  await expect(world.run(adapter.scan().started)).rejects.toMatchObject({
    code: 'unsupported',
    status: 0x01,
    operation: 'LE Set Scan Parameters',
    message: expect.stringMatching(/unknown hci command/),
  });
});
