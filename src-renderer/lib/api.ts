import type { ZodType } from 'zod';
import type { WorkbenchBridge } from '../../src-shared/ipc/bridge.js';
import {
  type EventName,
  type EventPayload,
  events,
  type Input,
  type Output,
  type RequestName,
  requests,
} from '../../src-shared/ipc/contract.js';
import { REQUEST_NAMES } from '../../src-shared/ipc/names.js';
import { resultSchema } from '../../src-shared/ipc/result.js';
import { BleError } from '../../src-shared/model/ble-error.js';
import { checkBatch } from './check-batch.js';
import { toast } from './toasts.js';

type Panel<N extends string> = N extends `${infer P}.${string}` ? P : never;
type Member<N extends string, P extends string> = N extends `${P}.${infer M}` ? M : never;
type Call<N extends RequestName> =
  undefined extends Input<N> ? () => Promise<Output<N>> : (payload: Input<N>) => Promise<Output<N>>;

/** `api.scanner.start(settings)`: resolves with the validated value, rejects with BleError. */
export type Api = {
  readonly [P in Panel<RequestName>]: {
    readonly [M in Member<RequestName, P>]: Call<Extract<RequestName, `${P}.${M}`>>;
  };
};

export interface Client {
  api: Api;
  onEvent: <N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void) => () => void;
}

type AnyCall = (payload?: unknown) => Promise<unknown>;
type AnyListen = (listener: (payload: unknown) => void) => () => void;

/** Batches come ten times a second with thousands of numbers; they get a hand-written check instead of their schema. */
const eventChecks: Partial<Record<EventName, (payload: unknown) => string | null>> = { 'scanner.batch': checkBatch };

function split(name: string): [panel: string, member: string] {
  const dot = name.indexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}

function part(object: unknown, key: string): unknown {
  return typeof object === 'object' && object !== null ? (object as Record<string, unknown>)[key] : undefined;
}

function badAnswer(name: string, why: string): BleError {
  return new BleError('invalid-response', {
    layer: 'app',
    operation: name,
    message: `The answer to ${name} is not what this window understands: ${why}`,
    fix: 'Restart the app. If it comes again, report it with these details.',
  });
}

/**
 * The contract over a bridge.
 * @param report is told of every event that did not pass its check; the event is then left out.
 */
export function createClient(
  bridge: WorkbenchBridge | undefined,
  report: (name: EventName, why: string) => void,
): Client {
  const call = async (name: RequestName, payload: unknown): Promise<unknown> => {
    const [panel, member] = split(name);
    const fn = part(part(bridge, panel), member);
    if (typeof fn !== 'function') {
      throw new BleError('unsupported', {
        layer: 'app',
        operation: name,
        message: `${name} is not offered by the main process`,
        fix: 'Open this window from the BLE Workbench app.',
      });
    }
    const raw = await (fn as AnyCall)(payload);
    const schema: ZodType = requests[name].output;
    const parsed = resultSchema(schema).safeParse(raw);
    if (!parsed.success) throw badAnswer(name, firstIssue(parsed.error.issues));
    if (!parsed.data.ok) throw BleError.fromInfo(parsed.data.error);
    return parsed.data.value;
  };

  const api: Record<string, Record<string, AnyCall>> = {};
  for (const name of REQUEST_NAMES) {
    const [panel, member] = split(name);
    const group = api[panel] ?? {};
    api[panel] = group;
    group[member] = (payload) => call(name, payload);
  }

  const onEvent: Client['onEvent'] = (name, listener) => {
    const [panel, member] = split(name);
    const listen = part(part(part(bridge, 'on'), panel), member);
    if (typeof listen !== 'function') return () => undefined;
    const check = eventChecks[name];
    return (listen as AnyListen)((payload) => {
      if (check) {
        const why = check(payload);
        if (why !== null) report(name, why);
        else listener(payload as EventPayload<typeof name>);
        return;
      }
      const parsed = (events[name] as ZodType).safeParse(payload);
      if (parsed.success) listener(parsed.data as EventPayload<typeof name>);
      else report(name, firstIssue(parsed.error.issues));
    });
  };

  return { api: api as unknown as Api, onEvent };
}

function firstIssue(issues: readonly { path: PropertyKey[]; message: string }[]): string {
  const issue = issues[0];
  if (!issue) return 'unknown reason';
  return issue.path.length > 0 ? `${issue.path.map(String).join('.')}: ${issue.message}` : issue.message;
}

const reported = new Set<EventName>();

function reportBadEvent(name: EventName, why: string): void {
  // A wrong event usually comes again and again; once is enough for the log and for the user.
  if (reported.has(name)) return;
  reported.add(name);
  const message = `Event ${name} left out, it is not what this window understands: ${why}`;
  reportError(new Error(message));
  toast({ level: 'error', title: 'Something the app sent was not understood', text: `${name}: ${why}` });
}

const bridge = typeof window === 'undefined' ? undefined : window.workbench;

/** False when the page was opened outside the app. */
export const hasBridge: boolean = bridge !== undefined;

const client = createClient(bridge, reportBadEvent);

export const api: Api = client.api;

/** Listens to a validated event of the main process; the function it returns stops listening. */
export const onEvent: Client['onEvent'] = client.onEvent;

/** Writes an error of the window into the log of the profile folder. Never throws. */
export function reportError(error: unknown): void {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 2_000);
  const stack = error instanceof Error && error.stack ? error.stack.slice(0, 10_000) : undefined;
  // The console is what remains when the log cannot be reached.
  api.app.reportError({ message, stack }).catch((failure: unknown) => console.error('not logged', failure, error));
}
