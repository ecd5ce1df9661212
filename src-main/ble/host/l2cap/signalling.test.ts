import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { toHex } from '../../../../src-shared/bytes/hex.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { type ParameterTiming, Signalling } from './signalling.js';

const WANTED = { intervalMin: 24, intervalMax: 40, latency: 0, supervisionTimeout: 400 };
const REQUEST = '18002800' + '00009001';

let clock: ManualClock;
let sent: string[];
let asked: ParameterTiming[];
let isAgreed: boolean;
let heard: string[];

beforeEach(() => {
  clock = new ManualClock();
  sent = [];
  asked = [];
  heard = [];
  isAgreed = true;
});

function side(role: 'central' | 'peripheral'): Signalling {
  return new Signalling({
    clock,
    role,
    send: async (frame) => void sent.push(toHex(frame)),
    onParameterRequest: (wanted) => {
      asked.push(wanted);
      return isAgreed;
    },
    onSendFailed: () => expect.unreachable(),
    onCommand: (direction, identifier, command) => heard.push(`${direction} ${identifier} ${command.command}`),
  });
}

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('connection parameter update, Core Vol 3 Part A 4.20', () => {
  it("L2CAP/LE/CPU/BV-01 the peripheral asks; the answer is the central's word", async () => {
    const peripheral = side('peripheral');
    const agreed = peripheral.requestParameters(WANTED);
    expect(sent).toEqual([`12010800${REQUEST}`]);
    peripheral.receive(bytes('130102000000'));
    expect(await agreed).toBe(true);
    expect(heard).toEqual(['tx 1 parameter-update-request', 'rx 1 parameter-update-response']);
    const refused = peripheral.requestParameters(WANTED);
    expect(sent[1]?.slice(0, 4)).toBe('1202');
    peripheral.receive(bytes('130202000100'));
    expect(await refused).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });

  it('L2CAP/LE/CPU/BV-02 the central agrees, or refuses', () => {
    const central = side('central');
    central.receive(bytes(`12070800${REQUEST}`));
    isAgreed = false;
    central.receive(bytes(`12080800${REQUEST}`));
    expect(asked).toEqual([WANTED, WANTED]);
    expect(sent).toEqual(['130702000000', '130802000100']);
  });

  it('L2CAP/LE/CPU/BI-02 a central that asks is told that it may not', () => {
    side('peripheral').receive(bytes(`12070800${REQUEST}`));
    expect(asked).toEqual([]);
    expect(sent).toEqual(['010702000000']);
  });

  it('an unanswered request times out; a rejected one says so; a lost link ends it', async () => {
    const peripheral = side('peripheral');
    const late = expect(peripheral.requestParameters(WANTED)).rejects.toMatchObject({
      code: 'timeout',
      layer: 'l2cap',
    });
    await clock.advance(30_000);
    await late;
    const rejected = peripheral.requestParameters(WANTED);
    peripheral.receive(bytes('010202000000'));
    await expect(rejected).rejects.toMatchObject({ code: 'l2cap/command-rejected', origin: 'peer' });
    const error = new BleError('disconnected', { layer: 'gap', operation: 'link' });
    const lost = peripheral.requestParameters(WANTED);
    peripheral.close(error);
    await expect(lost).rejects.toBe(error);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('protocol rules', () => {
  it('L2CAP/LE/REJ/BI-01 what is not known is rejected with its identifier', () => {
    side('central').receive(bytes('0a0502000200'));
    expect(sent).toEqual(['010502000000']);
  });

  it('responses to nothing, identifier 0 and short frames are dropped and counted', () => {
    const central = side('central');
    for (const frame of ['130902000000', '12000800', '12', '', '0a05ff00']) central.receive(bytes(frame));
    expect(sent).toEqual([]);
    expect(central.malformed).toBe(5);
  });

  it('20,000 frames of noise: answered or counted, never thrown', () => {
    const central = side('central');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (frame) => central.receive(frame)),
      { numRuns: 20_000 },
    );
  });
});
