import type { TraceEvent } from '../../../src-shared/model/trace-event.js';

export type { TraceEvent };

/** Everything that happens on an adapter, newest last, bounded. */
export interface Trace {
  on(event: 'event', listener: (e: TraceEvent) => void): () => void;
  events(): readonly TraceEvent[];
  /** Events that made room for newer ones. */
  readonly dropped: number;
}

/** Takes events as they happen; given to openAdapter to record several adapters in one place. */
export interface TraceSink {
  event(e: TraceEvent): void;
}
