import type { ZodType, z } from 'zod';
import { adapterEvents, adapterRequests } from './adapters.js';
import { appEvents, appRequests } from './app.js';
import { explorerEvents, explorerRequests } from './explorer.js';
import { pairingEvents, pairingRequests } from './pairing.js';
import { scannerEvents, scannerRequests } from './scanner.js';

/** Every call and event between window and main process. names.ts lists the same names without their schemas, for the preload. */
export const requests = {
  ...appRequests,
  ...adapterRequests,
  ...scannerRequests,
  ...explorerRequests,
  ...pairingRequests,
};
export const events = { ...appEvents, ...adapterEvents, ...scannerEvents, ...explorerEvents, ...pairingEvents };

export interface RequestSchema {
  input: ZodType;
  output: ZodType;
}

export type Requests = typeof requests;
export type Events = typeof events;
export type RequestName = keyof Requests;
export type EventName = keyof Events;
export type Input<N extends RequestName> = z.input<Requests[N]['input']>;
export type Output<N extends RequestName> = z.output<Requests[N]['output']>;
export type EventPayload<N extends EventName> = z.output<Events[N]>;

/** Largest request payload in bytes, counting strings and binary. */
export const MAX_PAYLOAD_BYTES = 1 << 20;
