import { beforeEach, describe, expect, it } from 'vitest';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import { ManualClock, settle } from '../../testing/manual-clock.js';
import { type AttAnswer, AttBearer } from './att-bearer.js';

const READ = (handle: number) => Uint8Array.of(0x0a, handle, 0);
const VALUE = (...data: number[]) => Uint8Array.of(0x0b, ...data);
const open = new AbortController().signal;

let clock: ManualClock;
let sent: Uint8Array[];
let values: [number, Uint8Array, string][];
let dead: BleError[];
let serve: (pdu: Uint8Array) => AttAnswer;
let bearer: AttBearer;

beforeEach(() => {
  clock = new ManualClock();
  sent = [];
  values = [];
  dead = [];
  serve = () => null;
  bearer = new AttBearer({
    clock,
    send: async (pdu) => void sent.push(pdu),
    serve: (pdu) => serve(pdu),
    onValue: (...value) => void values.push(value),
    onDead: (error) => dead.push(error),
  });
});

const tell = (...pdus: Uint8Array[]) => {
  for (const pdu of pdus) bearer.receive(pdu);
};

describe('requests, Core Vol 3 Part F 3.3.2', () => {
  it('go one at a time and get their own responses', async () => {
    const [first, second] = [bearer.request(READ(1), 'first', open), bearer.request(READ(2), 'second', open)];
    expect(sent).toEqual([READ(1)]);
    tell(VALUE(1));
    expect(await first).toEqual(VALUE(1));
    expect(sent).toEqual([READ(1), READ(2)]);
    tell(VALUE(2));
    expect(await second).toEqual(VALUE(2));
    expect(clock.pendingTimers).toBe(0);
  });

  it('an Error Response is an error with its name, number, handle and what was done', async () => {
    const failing = bearer.request(READ(0x21), 'read it', open);
    tell(Uint8Array.of(0x01, 0x0a, 0x21, 0, 0x05));
    await expect(failing).rejects.toMatchObject({
      code: 'att/insufficient-authentication',
      status: 5,
      origin: 'peer',
      operation: 'read it',
      message: expect.stringContaining('handle 0x0021'),
    });
    const custom = bearer.request(READ(1), 'read it', open);
    tell(Uint8Array.of(0x01, 0x0a, 1, 0, 0x85));
    await expect(custom).rejects.toMatchObject({ code: 'att/application-error', status: 0x85 });
  });

  it('one that is abandoned keeps the bearer until its response, which nobody else gets', async () => {
    const stop = new AbortController();
    const abandoned = bearer.request(READ(1), 'first', stop.signal);
    const next = bearer.request(READ(2), 'second', open);
    stop.abort(new Error('enough'));
    await expect(abandoned).rejects.toThrow('enough');
    expect(sent).toHaveLength(1);
    tell(VALUE(1));
    expect(sent).toEqual([READ(1), READ(2)]);
    tell(VALUE(2));
    expect(await next).toEqual(VALUE(2));
  });

  it('one that was never sent is just gone', async () => {
    const stop = new AbortController();
    const first = bearer.request(READ(1), 'first', open);
    const waiting = bearer.request(READ(2), 'second', stop.signal);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    tell(VALUE(1));
    await first;
    expect(sent).toEqual([READ(1)]);
  });

  it('no answer within 30 s: all that wait reject, the link is to go, nothing more is sent', async () => {
    const waiting = [bearer.request(READ(1), 'first', open), bearer.request(READ(2), 'second', open)];
    const outcomes = waiting.map((p) => expect(p).rejects.toMatchObject({ code: 'timeout', layer: 'att' }));
    await clock.advance(29_999);
    expect(dead).toEqual([]);
    await clock.advance(1);
    await Promise.all(outcomes);
    expect(dead).toHaveLength(1);
    await expect(bearer.request(READ(3), 'third', open)).rejects.toMatchObject({ code: 'timeout' });
    expect(sent).toEqual([READ(1)]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('responses to nothing, to something else, and errors of another request are dropped and counted', async () => {
    tell(VALUE(1));
    const asked = bearer.request(READ(1), 'first', open);
    tell(Uint8Array.of(0x13), Uint8Array.of(0x01, 0x12, 1, 0, 5), new Uint8Array(0));
    expect(bearer.dropped).toBe(4);
    tell(VALUE(7));
    expect(await asked).toEqual(VALUE(7));
  });

  it('closing rejects everything with the reason, also indications', async () => {
    const error = new BleError('disconnected', { layer: 'gap', operation: 'link' });
    const waiting = [
      bearer.request(READ(1), 'a', open),
      bearer.request(READ(2), 'b', open),
      bearer.indicate(Uint8Array.of(0x1d, 1, 0), 'c', open),
    ];
    bearer.close(error);
    for (const one of waiting) await expect(one).rejects.toBe(error);
    await expect(bearer.command(Uint8Array.of(0x52))).rejects.toBe(error);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('values from the peer', () => {
  it('notifications and indications are told apart, an indication is confirmed', () => {
    tell(Uint8Array.of(0x1b, 3, 0, 9), Uint8Array.of(0x1d, 4, 0));
    expect(values).toEqual([
      [3, Uint8Array.of(9), 'notification'],
      [4, new Uint8Array(0), 'indication'],
    ]);
    expect(sent).toEqual([Uint8Array.of(0x1e)]);
  });

  it('several in one PDU, 3.4.7.4; a short one is dropped', () => {
    tell(Uint8Array.of(0x23, 1, 0, 1, 0, 7, 2, 0, 2, 0, 8, 9), Uint8Array.of(0x1b, 3));
    expect(values.map(([handle, data]) => [handle, ...data])).toEqual([
      [1, 7],
      [2, 8, 9],
    ]);
    expect(bearer.dropped).toBe(1);
  });
});

describe('our indications', () => {
  it('wait for the confirmation of the one before', async () => {
    const first = bearer.indicate(Uint8Array.of(0x1d, 1, 0), 'first', open);
    const second = bearer.indicate(Uint8Array.of(0x1d, 2, 0), 'second', open);
    expect(sent).toHaveLength(1);
    tell(Uint8Array.of(0x1e));
    await first;
    expect(sent).toHaveLength(2);
    tell(Uint8Array.of(0x1e));
    await second;
    tell(Uint8Array.of(0x1e));
    expect(bearer.dropped).toBe(1);
  });

  it('no confirmation within 30 s ends the bearer', async () => {
    const lost = expect(bearer.indicate(Uint8Array.of(0x1d, 1, 0), 'first', open)).rejects.toMatchObject({
      code: 'timeout',
    });
    await clock.advance(30_000);
    await lost;
    expect(dead).toHaveLength(1);
  });
});

describe('serving', () => {
  it('requests sent ahead are answered in order, and no more than eight are kept', async () => {
    const answers: ((pdu: Uint8Array) => void)[] = [];
    serve = () => new Promise((resolve) => answers.push(resolve));
    for (let n = 0; n < 12; n += 1) tell(READ(n));
    expect(bearer.dropped).toBe(3);
    for (let n = 0; n < 9; n += 1) {
      expect(answers).toHaveLength(n + 1);
      answers[n]?.(VALUE(n));
      await settle();
    }
    expect(sent).toEqual(Array.from({ length: 9 }, (_, n) => VALUE(n)));
  });

  it('a server that fails answers Unlikely Error', async () => {
    serve = () => Promise.reject(new Error('bug'));
    tell(READ(1));
    await settle();
    expect(sent).toEqual([Uint8Array.of(0x01, 0x0a, 0, 0, 0x0e)]);
  });
});
