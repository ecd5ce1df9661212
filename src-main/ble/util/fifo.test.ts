import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Fifo } from './fifo.js';

it('is an array with push and shift, whatever is done in whatever order', () => {
  const steps = fc.array(fc.oneof(fc.integer(), fc.constant('shift'), fc.constant('clear')), { maxLength: 600 });
  fc.assert(
    fc.property(steps, (done) => {
      const fifo = new Fifo<number>();
      const array: number[] = [];
      for (const step of done) {
        if (step === 'shift') expect(fifo.shift()).toBe(array.shift());
        else if (step === 'clear') expect(fifo.clear()).toEqual(array.splice(0));
        else {
          fifo.push(step as number);
          array.push(step as number);
        }
        expect([fifo.length, fifo.first]).toEqual([array.length, array[0]]);
      }
      expect(fifo.clear()).toEqual(array);
    }),
  );
});

it('keeps order while it grows long and shrinks again', () => {
  const fifo = new Fifo<number>();
  for (let n = 0; n < 500; n += 1) fifo.push(n);
  for (let n = 0; n < 400; n += 1) expect(fifo.shift()).toBe(n);
  for (let n = 500; n < 600; n += 1) fifo.push(n);
  expect(fifo.clear()).toEqual(Array.from({ length: 200 }, (_, n) => 400 + n));
});
