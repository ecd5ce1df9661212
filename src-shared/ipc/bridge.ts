import type { EventName, EventPayload, Input, Output, RequestName } from './contract.js';
import type { Result } from './result.js';

type Panel<N extends string> = N extends `${infer P}.${string}` ? P : never;
type Member<N extends string, P extends string> = N extends `${P}.${infer M}` ? M : never;

/** A call to the main process. It never rejects for a reason of the app's: failures are in the Result. */
export type BridgeCall<N extends RequestName> =
  undefined extends Input<N> ? () => Promise<Result<Output<N>>> : (payload: Input<N>) => Promise<Result<Output<N>>>;

/** Listens to one event; the function it returns stops listening. */
export type BridgeListen<N extends EventName> = (listener: (payload: EventPayload<N>) => void) => () => void;

type BridgeCalls = {
  [P in Panel<RequestName>]: { [M in Member<RequestName, P>]: BridgeCall<Extract<RequestName, `${P}.${M}`>> };
};

type BridgeListeners = {
  [P in Panel<EventName>]: { [M in Member<EventName, P>]: BridgeListen<Extract<EventName, `${P}.${M}`>> };
};

/**
 * What the preload puts on `window.workbench`: `workbench.scanner.start(settings)`, `workbench.on.scanner.batch(listener)`, …
 * Payloads are not yet validated on this side of the bridge: `src-renderer/lib/api.ts` checks them with the contract's schemas.
 */
export type WorkbenchBridge = BridgeCalls & { readonly on: BridgeListeners };

/** IPC channel of a request and of an event. */
export const requestChannel = (name: RequestName): string => `workbench:${name}`;
export const eventChannel = (name: EventName): string => `workbench-event:${name}`;

declare global {
  interface Window {
    /** Absent only where the page was opened outside the app. */
    readonly workbench?: WorkbenchBridge;
  }
}
