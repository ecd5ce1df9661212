import { afterEach, expect, it, vi } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import { VirtualWorld } from '../testing/virtual-world.js';
import { TraceLog } from './trace-log.js';

afterEach(() => vi.restoreAllMocks());

/** What would surface as uncaught errors of the program. */
function uncaught(): unknown[] {
  const errors: unknown[] = [];
  vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((run) => {
    try {
      run();
    } catch (error) {
      errors.push(error);
    }
  });
  return errors;
}

it('a sink that throws keeps neither the log nor other listeners from the event, and its error surfaces', () => {
  const errors = uncaught();
  const failure = new Error('sink');
  const sink = {
    event() {
      throw failure;
    },
  };
  const trace = new TraceLog({ adapter: 'test', clock: new ManualClock(), sink });
  const heard: string[] = [];
  trace.on('event', (event) => heard.push(event.name));
  trace.event('gap', 'something');
  expect(trace.events()).toHaveLength(1);
  expect(heard).toEqual(['something']);
  expect(errors).toEqual([failure]);
});

it('an adapter whose sink always throws opens, scans and stops like any other', async () => {
  const errors = uncaught();
  const world = new VirtualWorld();
  const sink = {
    event() {
      throw new Error('sink');
    },
  };
  const adapter = await world.adapter('virtual:', { trace: sink });
  const scan = adapter.scan();
  await world.run(scan.started);
  await world.run(scan.cancel());
  await world.close();
  expect(errors.length).toBeGreaterThan(20);
});
