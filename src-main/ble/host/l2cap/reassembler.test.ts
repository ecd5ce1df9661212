import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CID, refusal } from './fixed-channels.js';
import { Reassembler } from './reassembler.js';

const frame = (cid: number, payload: Uint8Array) =>
  Uint8Array.of(payload.length & 0xff, payload.length >> 8, cid & 0xff, cid >> 8, ...payload);

describe('Reassembler, Core Vol 3 Part A 7.2.1', () => {
  it('gives back every frame, however it was cut', () => {
    const frames = fc.array(
      fc.record({ cid: fc.integer({ min: 1, max: 0xffff }), payload: fc.uint8Array({ maxLength: 600 }) }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(frames, fc.integer({ min: 4, max: 251 }), (sent, size) => {
        const reassembler = new Reassembler();
        const got = [];
        for (const { cid, payload } of sent) {
          const whole = frame(cid, payload);
          for (let at = 0; at < whole.length; at += size)
            got.push(reassembler.push(at === 0, whole.slice(at, at + size)));
        }
        expect(got.filter((f) => f !== null)).toEqual(sent);
        expect(Object.values(reassembler.counts)).toEqual([0, 0, 0, 0, 0]);
      }),
    );
  });

  it('drops and counts what does not fit, and takes the next whole frame', () => {
    const reassembler = new Reassembler();
    const good = frame(4, Uint8Array.of(1));
    expect(reassembler.push(false, Uint8Array.of(1, 2, 3))).toBeNull();
    expect(reassembler.push(true, Uint8Array.of(1, 2))).toBeNull();
    expect(reassembler.push(true, Uint8Array.of(9, 0, 4, 0, 1))).toBeNull();
    expect(reassembler.push(true, Uint8Array.of(1, 0, 4, 0, 1, 2))).toBeNull();
    expect(reassembler.push(false, Uint8Array.of(1))).toBeNull();
    expect(reassembler.push(true, good)).toEqual({ cid: 4, payload: Uint8Array.of(1) });
    expect(reassembler.counts).toEqual({ orphans: 2, unfinished: 1, overlong: 1, short: 1, empty: 0 });
  });

  it('drops and counts fragments without data, and the frame around them arrives', () => {
    const reassembler = new Reassembler();
    reassembler.push(true, Uint8Array.of(2, 0, 4, 0, 1));
    for (let i = 0; i < 3; i += 1) expect(reassembler.push(false, new Uint8Array(0))).toBeNull();
    expect(reassembler.push(false, Uint8Array.of(2))).toEqual({ cid: 4, payload: Uint8Array.of(1, 2) });
    expect(reassembler.counts).toMatchObject({ empty: 3, unfinished: 0 });
  });

  it('any fragments at all are survived', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.uint8Array({ maxLength: 80 })), { maxLength: 40 }),
        (fragments) => {
          const reassembler = new Reassembler();
          for (const [isStart, data] of fragments) reassembler.push(isStart, data);
        },
      ),
    );
  });
});

it('SMP: Pairing Not Supported to a request, silence to anything else', () => {
  expect(refusal(CID.smp, Uint8Array.of(0x01, 3, 0, 1, 16, 0, 0))).toEqual(Uint8Array.of(0x05, 0x05));
  expect(refusal(CID.smp, Uint8Array.of(0x05, 0x08))).toBeNull();
  expect(refusal(CID.smp, new Uint8Array(0))).toBeNull();
});
