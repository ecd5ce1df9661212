import type { z } from 'zod';
import {
  MAX_PAYLOAD_BYTES,
  type Output,
  type RequestName,
  type RequestSchema,
  type Requests,
  requests,
} from '../../src-shared/ipc/contract.js';
import type { Result } from '../../src-shared/ipc/result.js';
import { BleError, errorInfo } from '../../src-shared/model/ble-error.js';
import { payloadBytes } from './payload-size.js';
import { isTrustedSender, type Sender, type TrustedPage } from './sender.js';

/** One function a request, called with a payload that passed its schema. It may throw or reject: the answer is then an error Result. */
export type Handlers = {
  [N in RequestName]: (input: z.output<Requests[N]['input']>) => Output<N> | Promise<Output<N>>;
};

export interface RouterOptions {
  handlers: Handlers;
  /** The page that may call, asked anew for every call. */
  trusted: () => TrustedPage;
  /** Check answers against their schemas too. For development and tests: our own mistakes, not an attacker's. */
  validateOutput: boolean;
  /** Told of refused callers and of failures that are mistakes of ours. */
  report: (message: string, error?: unknown) => void;
}

export interface Router {
  /** Answers one call. Never rejects. */
  call(name: RequestName, sender: Sender, payload: unknown): Promise<Result<unknown>>;
}

/** The only way in from the window: sender, size, schema, handler, envelope, in this order. */
export function createRouter(options: RouterOptions): Router {
  return {
    async call(name, sender, payload) {
      try {
        return { ok: true, value: await answer(name, sender, payload, options) };
      } catch (error) {
        const info = errorInfo(error, name);
        if (info.code === 'internal') options.report(`${name} failed`, error);
        return { ok: false, error: info };
      }
    },
  };
}

async function answer(name: RequestName, sender: Sender, payload: unknown, options: RouterOptions): Promise<unknown> {
  if (!isTrustedSender(sender, options.trusted())) {
    options.report(`${name} refused: the call came from ${JSON.stringify(sender)}`);
    throw new BleError('untrusted-sender', {
      layer: 'app',
      operation: name,
      message: `${name}: this page may not call the app`,
    });
  }
  if (payloadBytes(payload, MAX_PAYLOAD_BYTES) > MAX_PAYLOAD_BYTES) {
    throw new BleError('payload-too-large', {
      layer: 'app',
      operation: name,
      message: `${name}: the payload is over ${MAX_PAYLOAD_BYTES} bytes`,
    });
  }
  const schema: RequestSchema = requests[name];
  const input = schema.input.safeParse(payload);
  if (!input.success) {
    throw new BleError('invalid-argument', {
      layer: 'app',
      operation: name,
      message: `${name}: ${describeIssues(input.error)}`,
    });
  }
  const handler = options.handlers[name] as (value: unknown) => unknown;
  const output = await handler(input.data);
  if (options.validateOutput) {
    const checked = schema.output.safeParse(output);
    if (!checked.success)
      throw new Error(`${name} answered against its own contract: ${describeIssues(checked.error)}`);
  }
  return output;
}

/** 'windowMs: the scan window is longer than the interval; durationMs: …', the first few. */
export function describeIssues(error: z.ZodError): string {
  const shown = error.issues
    .slice(0, 4)
    .map((issue) => (issue.path.length > 0 ? `${issue.path.map(String).join('.')}: ${issue.message}` : issue.message));
  const more = error.issues.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
