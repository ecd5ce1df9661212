import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../../src-shared/bytes/hex.js';
import { PacketError } from '../../../../src-shared/bytes/packet-error.js';
import { decode } from '../hci/fields.js';
import { encodeKFrame, K_FRAME, sduFrame, sendingMps, usefulMps } from './k-frame.js';
import {
  COMMANDS,
  type Command,
  type CommandName,
  commandByCode,
  decodeCommand,
  describeCommand,
  encodeCommand,
  reject,
} from './pdus.js';
import { anyCommand, COMMAND_NAMES } from './testing/arbitraries.js';

const bytes = (hex: string) => fromHex(hex) as Uint8Array;

/** Written down from the specification by hand: code, identifier, length, fields. */
const GOLDEN: [string, Command][] = [
  ['0105' + '0200' + '0000', reject('command-not-understood')],
  ['0105' + '0400' + '01001700', reject('signalling-mtu-exceeded', 23)],
  ['0105' + '0600' + '020040004100', reject('invalid-cid', 0x40, 0x41)],
  ['0605' + '0400' + '41004000', { command: 'disconnection-request', destinationCid: 0x41, sourceCid: 0x40 }],
  ['0705' + '0400' + '41004000', { command: 'disconnection-response', destinationCid: 0x41, sourceCid: 0x40 }],
  [
    '1405' + '0a00' + '8000' + '4000' + '0002' + 'f700' + '0a00',
    { command: 'le-connection-request', spsm: 0x80, sourceCid: 0x40, mtu: 512, mps: 247, credits: 10 },
  ],
  [
    '1505' + '0a00' + '4100' + '0002' + 'f700' + '0a00' + '0000',
    { command: 'le-connection-response', destinationCid: 0x41, mtu: 512, mps: 247, credits: 10, result: 0 },
  ],
  ['1605' + '0400' + '4000' + '0a00', { command: 'flow-control-credit', cid: 0x40, credits: 10 }],
  [
    '1705' + '0c00' + '8000' + '0002' + 'f700' + '0a00' + '40004100',
    {
      command: 'credit-based-connection-request',
      spsm: 0x80,
      mtu: 512,
      mps: 247,
      credits: 10,
      sourceCids: [0x40, 0x41],
    },
  ],
  [
    '1805' + '0c00' + '0002' + 'f700' + '0a00' + '0400' + '40000000',
    {
      command: 'credit-based-connection-response',
      mtu: 512,
      mps: 247,
      credits: 10,
      result: 4,
      destinationCids: [0x40, 0],
    },
  ],
  ['1905' + '0600' + '0004' + 'f700' + '4000', { command: 'reconfigure-request', mtu: 1024, mps: 247, cids: [0x40] }],
  ['1a05' + '0200' + '0100', { command: 'reconfigure-response', result: 1 }],
];

/** Fields of any length end where the command does. */
const ENDS_ANYWHERE: Partial<Record<CommandName, { from: number; step: number }>> = {
  'command-reject': { from: 2, step: 1 },
  'credit-based-connection-request': { from: 8, step: 2 },
  'credit-based-connection-response': { from: 8, step: 2 },
  'reconfigure-request': { from: 4, step: 2 },
};

describe('signalling commands, Core Vol 3 Part A 4', () => {
  it.each(GOLDEN)('golden: %s', (hex, command) => {
    expect(toHex(encodeCommand(5, command))).toBe(hex);
    expect(commandByCode(Number.parseInt(hex.slice(0, 2), 16))).toBe(command.command);
    expect(decodeCommand(command.command, bytes(hex.slice(8)))).toEqual(command);
  });

  it('decode(encode(x)) is x for every command', () => {
    fc.assert(
      fc.property(anyCommand, fc.integer({ min: 1, max: 255 }), (command, identifier) => {
        const frame = encodeCommand(identifier, command);
        const length = (frame[2] as number) | ((frame[3] as number) << 8);
        expect([frame[0], frame[1], length]).toEqual([COMMANDS[command.command].code, identifier, frame.length - 4]);
        expect(decodeCommand(command.command, frame.subarray(4))).toEqual(command);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(GOLDEN)('every truncation of %s is a PacketError, and so is a byte too many', (hex, command) => {
    const whole = bytes(hex.slice(8));
    const ends = ENDS_ANYWHERE[command.command];
    for (let length = 0; length < whole.length; length += 1) {
      const cut = () => decodeCommand(command.command, whole.subarray(0, length));
      if (ends && length >= ends.from && (length - ends.from) % ends.step === 0) expect(cut).not.toThrow();
      else expect(cut).toThrow(PacketError);
    }
    if (command.command !== 'command-reject')
      expect(() => decodeCommand(command.command, Uint8Array.of(...whole, 0))).toThrow(PacketError);
  });

  it('each is described with the names of the specification', () => {
    expect(COMMAND_NAMES).toHaveLength(12);
    const described = GOLDEN.map(([, command]) => describeCommand(command));
    expect(described[2]).toEqual({ name: 'Command Reject', fields: { reason: 'invalid-cid', data: '40004100' } });
    expect(described[9]).toEqual({
      name: 'Credit Based Connection Response',
      fields: { mtu: 512, mps: 247, credits: 10, result: 'no-resources-available', destinationCids: '0x0040 0x0000' },
    });
  });
});

describe('K-frames, Core Vol 3 Part A 3.4', () => {
  it('golden: the first of an SDU, and the next', () => {
    const sdu = Uint8Array.of(1, 2, 3, 4, 5);
    expect(toHex(sduFrame(0x40, sdu, 0, 3, 5))).toBe('0500' + '4000' + '0500' + '010203');
    expect(toHex(sduFrame(0x40, sdu, 3, 2, null))).toBe('0200' + '4000' + '0405');
    expect(decode(K_FRAME.first, bytes('050040000500010203'))).toEqual({
      length: 5,
      cid: 0x40,
      sduLength: 5,
      information: Uint8Array.of(1, 2, 3),
    });
    for (let length = 0; length < 6; length += 1)
      expect(() => decode(K_FRAME.first, bytes('050040000500').subarray(0, length))).toThrow(PacketError);
  });

  it('the one made by hand is the declared one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0x40, max: 0x7f }),
        fc.uint8Array({ maxLength: 1_200 }),
        fc.option(fc.integer({ min: 0, max: 0xffff })),
        fc.nat(40),
        (cid, information, sduLength, before) => {
          const data = Uint8Array.of(...new Uint8Array(before), ...information);
          const frame = sduFrame(cid, data, before, information.length, sduLength);
          expect(frame).toEqual(encodeKFrame(cid, information, sduLength));
        },
      ),
    );
  });

  it.each([
    [27, 1004, 995],
    [27, 23, 23],
    [192, 1004, 956],
    [192, 247, 188],
    [192, 100, 100],
    [251, 65533, 1000],
    [1021, 65533, 1017],
  ])('with ACL packets of %i bytes and a peer that takes %i, frames carry %i', (acl, peer, expected) => {
    expect(sendingMps(peer, acl)).toBe(expected);
    expect(usefulMps(acl)).toBeGreaterThanOrEqual(expected);
  });
});
