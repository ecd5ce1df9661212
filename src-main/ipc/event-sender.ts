import type { ZodType } from 'zod';
import { type EventName, type EventPayload, events } from '../../src-shared/ipc/contract.js';
import type { Clock, TimerHandle } from '../workbench/clock.js';
import { describeIssues } from './router.js';

/** Whole states: of several in a short while only the newest matters. */
const LATEST_WINS: ReadonlySet<EventName> = new Set<EventName>([
  'app.windowState',
  'adapters.changed',
  'scanner.state',
  'scanner.detail',
]);
/** A page that loads asks for all of it anew. */
const NOT_KEPT: ReadonlySet<EventName> = new Set<EventName>([
  'scanner.batch',
  'explorer.state',
  'explorer.closed',
  'explorer.tree',
  'explorer.values',
  'explorer.history',
]);
const MIN_GAP_MS = 100;
/** Notices and commands waiting for a window that is not there yet. */
const MAX_WAITING = 64;

export interface EventSenderOptions {
  /** Hands one event to the window. */
  send: (name: EventName, payload: unknown) => void;
  clock: Clock;
  /** Check events against their schemas. For development and tests. */
  validate: boolean;
  report: (message: string) => void;
}

export interface EventSender {
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  /** Until the page has loaded events are not sent: of states the newest is kept, of others the newest few. */
  setReady(ready: boolean): void;
  close(): void;
}

/** Events to the window, at most ten a second of each state. */
export function createEventSender({ send, clock, validate, report }: EventSenderOptions): EventSender {
  const latest = new Map<EventName, unknown>();
  const lastSent = new Map<EventName, number>();
  const waiting: { name: EventName; payload: unknown }[] = [];
  let timer: TimerHandle | null = null;
  let ready = false;
  let closed = false;

  const flush = (): void => {
    timer = null;
    if (!ready || closed) return;
    for (const { name, payload } of waiting.splice(0)) send(name, payload);
    let soonest = Number.POSITIVE_INFINITY;
    for (const [name, payload] of latest) {
      const due = (lastSent.get(name) ?? Number.NEGATIVE_INFINITY) + MIN_GAP_MS;
      const wait = due - clock.now();
      if (wait > 0) {
        soonest = Math.min(soonest, wait);
        continue;
      }
      latest.delete(name);
      lastSent.set(name, clock.now());
      send(name, payload);
    }
    if (soonest < Number.POSITIVE_INFINITY) timer = clock.setTimeout(flush, soonest);
  };

  return {
    emit(name, payload) {
      if (closed) return;
      if (validate) {
        const schema: ZodType = events[name];
        const checked = schema.safeParse(payload);
        if (!checked.success) report(`event ${name} is against its own contract: ${describeIssues(checked.error)}`);
      }
      if (LATEST_WINS.has(name)) {
        latest.set(name, payload);
        if (timer === null) flush();
      } else if (ready) {
        send(name, payload);
      } else if (!NOT_KEPT.has(name)) {
        waiting.push({ name, payload });
        if (waiting.length > MAX_WAITING) waiting.shift();
      }
    },
    setReady(now) {
      ready = now;
      if (now && timer === null) flush();
    },
    close() {
      closed = true;
      if (timer !== null) clock.clearTimeout(timer);
    },
  };
}
