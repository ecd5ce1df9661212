import { z } from 'zod';
import { errorInfoSchema } from './result.js';

/** Milliseconds. Core Vol 4 Part E 7.8.10: interval and window 2.5 ms to 10.24 s, window at most the interval. */
export const scanSettingsSchema = z
  .object({
    active: z.boolean(),
    intervalMs: z.number().min(2.5).max(10_240),
    windowMs: z.number().min(2.5).max(10_240),
    /** 0 = until stopped. */
    durationMs: z.number().min(0).max(86_400_000),
  })
  .strict()
  .refine((s) => s.windowMs <= s.intervalMs, {
    message: 'the scan window is longer than the interval',
    path: ['windowMs'],
  });

export type ScanSettings = z.infer<typeof scanSettingsSchema>;

// Typed by hand: the schema library would promise that the bytes are never in shared memory, which no caller can.
const bytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);

export const scanRowSchema = z.object({
  id: z.number().int(),
  address: z.string(),
  addressType: z.enum(['public', 'random']),
  addressKind: z.enum(['public', 'static', 'resolvable', 'non-resolvable', 'reserved', 'identifier']),
  name: z.string().nullable(),
  nameSource: z.enum(['complete', 'shortened']).nullable(),
  nameFrom: z.enum(['advertising', 'scan response']).nullable(),
  connectable: z.boolean(),
  scannable: z.boolean(),
  directed: z.boolean(),
  pdu: z.string(),
  kinds: z.array(z.string()),
  companies: z.array(z.object({ id: z.number().int(), name: z.string().nullable() })),
  services: z.array(z.string()),
  appearance: z.number().int().nullable(),
  flags: z.number().int().nullable(),
  txPower: z.number().int().nullable(),
  uri: z.string().nullable(),
  advData: bytes,
  respData: bytes.nullable(),
  firstSeen: z.number(),
  virtual: z.boolean(),
});

export const scanTicksSchema = z.object({
  ids: z.instanceof(Uint32Array),
  rssi: z.instanceof(Int8Array),
  lastSeen: z.instanceof(Float64Array),
  count: z.instanceof(Uint32Array),
  intervalMs: z.instanceof(Float32Array),
  rate: z.instanceof(Float32Array),
});

export const scanStatsSchema = z.object({
  received: z.number(),
  dropped: z.number(),
  evicted: z.number(),
  rate: z.number(),
  identities: z.number().int(),
});

export const scanBatchSchema = z.object({
  at: z.number(),
  /** Rows that are new or whose payload changed. */
  rows: z.array(scanRowSchema),
  /** Numbers of every row heard since the batch before. */
  ticks: scanTicksSchema,
  /** Ids of rows that left the list. */
  removed: z.array(z.number().int()),
  stats: scanStatsSchema,
});

export const scanStateSchema = z.object({
  running: z.boolean(),
  /** The settings in force, or those of the last scan. */
  settings: scanSettingsSchema,
  startedAt: z.number().nullable(),
  /** Why the scan ended by itself. */
  error: errorInfoSchema.optional(),
});

export const scanDetailSchema = z.object({
  id: z.number().int(),
  rssiMin: z.number().nullable(),
  rssiMax: z.number().nullable(),
  jitterMs: z.number().nullable(),
  count: z.number().int(),
  history: z.array(
    z.object({
      at: z.number(),
      pdu: z.string(),
      rssi: z.number().nullable(),
      data: bytes,
      changed: z.array(z.number().int()),
      repeats: z.number().int(),
    }),
  ),
  advChanged: z.array(z.number().int()),
  respChanged: z.array(z.number().int()),
});

export type ScanBatch = z.infer<typeof scanBatchSchema>;
export type ScanState = z.infer<typeof scanStateSchema>;

export const scannerRequests = {
  /** Answers with the state and sends every row once more in batches, for a window that was reloaded. */
  'scanner.state': { input: z.undefined(), output: scanStateSchema },
  'scanner.start': { input: scanSettingsSchema, output: scanStateSchema },
  'scanner.stop': { input: z.undefined(), output: scanStateSchema },
  /** Empties the list and the counters. */
  'scanner.clear': { input: z.undefined(), output: z.undefined() },
  /** From now on 'scanner.detail' tells of this row; null = of none. Answers with the detail now. */
  'scanner.watch': {
    input: z.object({ id: z.number().int().nullable() }).strict(),
    output: scanDetailSchema.nullable(),
  },
  /** Writes the rows that pass the filter to a file the user chooses; path null = cancelled. */
  'scanner.export': {
    input: z
      .object({
        format: z.enum(['csv', 'json']),
        filter: z.string().max(2_000),
        /** Hide rows first seen before this time (the baseline). */
        firstSeenAfter: z.number().nullable(),
        favourites: z.array(z.string().max(64)).max(1_000),
      })
      .strict(),
    output: z.object({ path: z.string().nullable(), rows: z.number().int() }),
  },
};

export const scannerEvents = {
  /** 4 to 10 times a second while something was heard. */
  'scanner.batch': scanBatchSchema,
  /** At most 5 times a second, of the watched row. */
  'scanner.detail': scanDetailSchema,
  'scanner.state': scanStateSchema,
};
