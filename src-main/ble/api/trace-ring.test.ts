import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TraceRing } from './trace-ring.js';

const CAPACITY = 8;

it('gives back the newest events as they were put in, and counts the others', () => {
  const event = fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.string());
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const ring = new TraceRing<string>(CAPACITY);
      events.forEach((put, at) => {
        if (typeof put === 'string') ring.add(at, put);
        else ring.packet(at, at % 2 === 0 ? 'tx' : 'rx', put);
      });
      const kept = [...ring];
      expect(ring.seq).toBe(events.length);
      expect(kept.length).toBe(events.length - ring.dropped);
      expect(kept.length).toBeLessThanOrEqual(CAPACITY);
      kept.forEach((got, i) => {
        const seq = ring.dropped + i;
        const put = events[seq];
        expect([got.seq, got.at]).toEqual([seq, seq]);
        if (typeof put === 'string') expect(got).toMatchObject({ direction: 'none', item: put });
        else expect(got).toMatchObject({ direction: seq % 2 === 0 ? 'tx' : 'rx', bytes: put });
      });
    }),
  );
});

it('keeps as many short packets as it has room for events', () => {
  const ring = new TraceRing<string>(CAPACITY);
  for (let at = 0; at < 100; at += 1) ring.packet(at, 'tx', Uint8Array.of(at));
  expect([...ring].map((kept) => kept.at)).toEqual([92, 93, 94, 95, 96, 97, 98, 99]);
});

it('what was given back does not change when more comes', () => {
  const ring = new TraceRing<string>(CAPACITY);
  ring.packet(0, 'tx', Uint8Array.of(1, 2, 3));
  const [before] = [...ring];
  for (let at = 1; at < 100; at += 1) ring.packet(at, 'rx', new Uint8Array(200).fill(0xff));
  expect(before).toMatchObject({ bytes: Uint8Array.of(1, 2, 3) });
});
