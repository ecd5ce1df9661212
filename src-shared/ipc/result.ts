import { z } from 'zod';
import type { ErrorInfo } from '../model/ble-error.js';

export const errorInfoSchema = z.object({
  code: z.string(),
  layer: z.enum(['app', 'gap', 'att', 'gatt', 'smp', 'l2cap', 'hci', 'transport']),
  message: z.string(),
  origin: z.enum(['peer', 'local']),
  operation: z.string(),
  status: z.number().int().optional(),
  fix: z.string().optional(),
}) satisfies z.ZodType<ErrorInfo>;

/** Every answer of the main process. A rejected promise never crosses IPC. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: ErrorInfo };

export const resultSchema = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error: errorInfoSchema }),
  ]);
