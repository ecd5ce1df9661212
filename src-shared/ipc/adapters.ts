import { z } from 'zod';
import { errorInfoSchema } from './result.js';

const spec = z.string().min(1).max(512);

export const adapterEntrySchema = z.object({
  spec: z.string(),
  label: z.string(),
  kind: z.enum(['virtual', 'unix', 'tcp', 'serial', 'usb', 'hci', 'native']),
  state: z.enum(['available', 'unusable', 'open']),
  /** When unusable: why, and the exact fix. */
  why: z.string().optional(),
  fix: z.string().optional(),
  /** Added by the user, who may remove it. */
  added: z.boolean(),
});

export const currentAdapterSchema = z.object({
  spec: z.string(),
  label: z.string(),
  kind: adapterEntrySchema.shape.kind,
  state: z.enum(['opening', 'ready', 'lost', 'failed']),
  address: z.string().nullable(),
  addressType: z.enum(['public', 'random']).nullable(),
  /** 'Bluetooth 5.4' and the like. */
  version: z.string().nullable(),
  manufacturer: z.string().nullable(),
  links: z.number().int(),
  /** Scan interval and window are ours to set. */
  scanTiming: z.boolean(),
  passiveScan: z.boolean(),
  error: errorInfoSchema.optional(),
});

/** Foreign H4 hosts may join the virtual radio here. */
export const shareSchema = z.object({
  spec: z.string(),
  clients: z.array(z.object({ name: z.string(), since: z.number() })),
});

export const adaptersStateSchema = z.object({
  entries: z.array(adapterEntrySchema),
  current: currentAdapterSchema,
  /** Names of the simulated devices on the air of the virtual radio. */
  simulated: z.array(z.object({ name: z.string(), address: z.string() })),
  share: shareSchema.nullable(),
});

export type AdapterEntry = z.infer<typeof adapterEntrySchema>;
export type CurrentAdapter = z.infer<typeof currentAdapterSchema>;
export type Share = z.infer<typeof shareSchema>;
export type AdaptersState = z.infer<typeof adaptersStateSchema>;

export const adapterRequests = {
  /** Looks anew at what this machine offers. */
  'adapters.list': { input: z.undefined(), output: adaptersStateSchema },
  /** Opens an adapter and makes it the current one. On failure the answer is the error, and the one before stays current. */
  'adapters.select': { input: z.object({ spec }).strict(), output: adaptersStateSchema },
  /** Remembers a tcp:, unix: or serial: address. 'invalid-argument' names what is wrong with it. */
  'adapters.add': { input: z.object({ spec }).strict(), output: adaptersStateSchema },
  'adapters.remove': { input: z.object({ spec }).strict(), output: adaptersStateSchema },
  /** Opens a listener on loopback TCP (port 0 = any free one) or a unix socket. */
  'adapters.share': {
    input: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('tcp'), port: z.number().int().min(0).max(65_535) }).strict(),
      z.object({ kind: z.literal('unix'), path: z.string().min(1).max(100) }).strict(),
    ]),
    output: adaptersStateSchema,
  },
  'adapters.unshare': { input: z.undefined(), output: adaptersStateSchema },
};

export const adapterEvents = { 'adapters.changed': adaptersStateSchema };
